"""The local mirror of the national record: refreshed outside any transaction, read within the hot question."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from app.domain.certificate_numbers import family_of, lookup_key
from app.domain.filing_body import Service, ServiceKind
from app.ports.authority import AskedService, AskedSubject, LookupAnswer
from app.ports.domain_registry import DomainRegistration
from app.ports.store.hot_questions import TypeFactsFound
from app.ports.store.records import MirroredService
from app.usecases.authority_outage import outage_told
from app.usecases.call import Call
from app.usecases.domain_watch import keep_answers
from app.usecases.runtime import Runtime
from app.usecases.type_questions import AskedName, TypeQuestion

FRESH_FOR = timedelta(hours=24)


def certificate_index(runtime: Runtime, question_type: Any, number: str) -> bytes:
    """Return the keyed hash by which a certificate is found, within its family of types."""
    return runtime.index.of("certificate", lookup_key(question_type, number))


def asked_key(name: AskedName, index: bytes) -> str:
    """Return the key of a name in the mirror; an APP is one of its subject, so the subject is part of its key."""
    return name.name if name.kind is ServiceKind.WEBSITE else f"{index.hex()}:{name.name}"


def mirrored_names(services: Sequence[Service], index: bytes) -> list[str]:
    """Return the keys of services on file in the mirror: a website's domains, else the name below the certificate."""
    asked = [
        AskedName(one.kind, name, None)
        for one in services
        for name in (one.domains if one.kind is ServiceKind.WEBSITE else (one.name,))
        if name is not None
    ]
    return [asked_key(one, index) for one in asked]


def is_fresh(found: TypeFactsFound, now: datetime) -> bool:
    """Tell whether every answer of the mirror is there and young enough."""
    moments = [found.subject_fetched_at, *(name.fetched_at for name in found.names)]
    return all(moment is not None and now - moment < FRESH_FOR for moment in moments)


async def refresh(runtime: Runtime, call: Call, question: TypeQuestion, index: bytes) -> None:
    """Ask the national record and the registrar, and keep what they say; raises `authority-unavailable`."""
    names = list(dict.fromkeys(name for names in question.service_names for name in names))
    subject = AskedSubject(
        question.certificate_type.value, question.certificate_number, family_of(question.certificate_type).value
    )
    with outage_told(retry_after=10):
        answer = await runtime.authority.look_up(
            call.provider.number, subject, [AskedService(name.kind.value, name.name) for name in names]
        )
        registrations = await runtime.domains.look_up([name.name for name in names if name.domain is not None])
    by_domain = {registration.domain: registration for registration in registrations}
    services = [
        MirroredService(
            name.kind.value, asked_key(name, index), _service_facts(answer, place, by_domain.get(name.name))
        )
        for place, name in enumerate(names)
    ]
    async with runtime.unit_of_work() as uow:
        await uow.mirror.put(call.provider_id, index, _subject_facts(answer), services, call.now)
        await keep_answers(runtime, uow, call.provider_id, registrations, call.now)
        await uow.commit()


def _subject_facts(answer: LookupAnswer) -> dict[str, Any]:
    """Keep what decisions need of a subject: never its name."""
    subject = answer.subject
    if subject is None:
        return {
            "found": False,
            "blacklisted": answer.subject_blacklisted,
            "under_review": answer.subject_under_review,
        }
    return {
        "found": True,
        "subject_number": subject.subject_number,
        "nature": subject.nature,
        "services_left": subject.services_left,
        "under_review": subject.under_review,
        "blacklisted": subject.blacklisted,
    }


def _service_facts(answer: LookupAnswer, place: int, registration: DomainRegistration | None) -> dict[str, Any]:
    """Keep what decisions need of a service and its domain: never the holder of the domain."""
    found = answer.services[place]
    facts: dict[str, Any] = {"found": found is not None, "same_name_elsewhere": answer.same_name_elsewhere[place]}
    facts["under_review"] = any(answer.services_under_review[place : place + 1])
    facts["blacklisted"] = any(answer.services_blacklisted[place : place + 1])
    if found is not None:
        facts |= {
            "filed_name": found.filed_name,
            "service_number": found.service_number,
            "subject_number": found.subject_number,
            "provider_numbers": list(found.provider_numbers),
            "under_review": found.under_review or facts["under_review"],
            "blacklisted": found.blacklisted or facts["blacklisted"],
        }
    if registration is not None and registration.known:
        facts["registrar"] = {
            "real_name": registration.real_name,
            "expires_on": _iso(registration.expires_on),
            "registrar_approved": registration.registrar_approved,
            "suffix_approved": registration.suffix_approved,
        }
    return facts


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


async def forget(runtime: Runtime, index: bytes, names: Sequence[str]) -> None:
    """Drop answers that are known to be out of date."""
    async with runtime.unit_of_work() as uow:
        await uow.mirror.forget(index, names)
        await uow.commit()
