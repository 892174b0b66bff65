"""Type verification (验证备案类型): facts from our own database and the mirror, a verdict, kept for 24 hours."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from app.domain.accounts import AccountSite
from app.domain.callers import CallerKind
from app.domain.domain_eligibility import (
    DomainFact,
    GovernmentName,
    domain_fact,
    government_name,
)
from app.domain.errors import invalid, not_found
from app.domain.filing_body import ServiceKind
from app.domain.filings import TypeVerification
from app.domain.texts import Text
from app.domain.type_facts import TypeFacts, shell_may_add_directly
from app.domain.type_verification import Verdict, decide, decide_service, decide_together
from app.ports.store.hot_questions import MirroredName, TypeFactsFound
from app.usecases.call import Call
from app.usecases.domain_registrations import registrar_answer
from app.usecases.drafts_added_to import draft_added_to
from app.usecases.national_mirror import asked_key, certificate_index, is_fresh, refresh
from app.usecases.runtime import Runtime
from app.usecases.type_questions import AskedName, TypeQuestion

LIVES_FOR = timedelta(hours=24)
# All of them are plain values: `dataclasses.asdict` would copy each, which takes longer than the decision.
_FACT_NAMES = tuple(field.name for field in fields(TypeFacts))
_ACCOUNT_MISSING = Text("请指明账号。", "Name the account.")


@dataclass(frozen=True, slots=True)
class TypeVerified:
    """A verification with its verdicts: the whole order's, and each service's."""

    stored: TypeVerification
    verdict: Verdict
    services: tuple[Verdict, ...]
    facts: tuple[TypeFacts, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Facts and verdicts of one question."""

    facts: tuple[TypeFacts, ...]
    services: tuple[Verdict, ...]
    verdict: Verdict
    found: TypeFactsFound


def account_of(call: Call, named: str | None) -> str:
    """Return the account that a call is for: an applicant's own, or the one that a client names."""
    if call.caller.kind is CallerKind.APPLICANT and call.caller.account_id is not None:
        if named is not None and named != call.caller.account_id:
            raise not_found()
        return call.caller.account_id
    if named is None:
        raise invalid("/account_id", "required", _ACCOUNT_MISSING)
    return named


async def verify(
    runtime: Runtime,
    call: Call,
    account_id: str,
    question: TypeQuestion,
    describe: Callable[[TypeVerified], dict[str, Any]],
    addition_to: str | None = None,
) -> TypeVerified:
    """Decide and store a verification; a refused one is stored too. `describe` makes the answer that is kept.

    `addition_to` is the draft to which the services are to be added.
    """
    index = certificate_index(runtime, question.certificate_type, question.certificate_number)
    judged = await judge(runtime, call, account_id, question, index, addition_to)
    stored = TypeVerification(
        id=runtime.ids.new("tv"),
        provider_id=call.provider_id,
        account_id=account_id,
        channel=question.channel,
        asked=asked_json(question),
        certificate_index=index,
        facts=[_facts_json(facts) for facts in judged.facts],
        answer={},
        filing_type=judged.verdict.filing_type,
        as_of=call.today,
        rulebook_digest=runtime.rulebook.digest,
        created_at=call.now,
        expires_at=call.now + LIVES_FOR,
        addition_to=addition_to,
    )
    result = TypeVerified(stored, judged.verdict, judged.services, judged.facts)
    stored.answer.update(describe(result))
    if call.lease is None:
        await runtime.hot.add_type_verification(stored)
    else:
        async with runtime.unit_of_work() as uow:
            await uow.verifications.add(stored)
            await call.commit(uow, result)
    return result


async def judge(
    runtime: Runtime, call: Call, account_id: str, question: TypeQuestion, index: bytes, addition_to: str | None = None
) -> Judgement:
    """Gather the facts, refreshing the mirror where it is old, and decide by the rules of today."""
    draft = None if addition_to is None else await draft_added_to(runtime, call, account_id, addition_to, question)
    found = await _facts_found(runtime, call, account_id, question, index, addition_to)
    if found.account_site is None:
        raise not_found()
    if not is_fresh(found, call.now):
        await refresh(runtime, call, question, index)
        found = await _facts_found(runtime, call, account_id, question, index, addition_to)
    names = iter(found.names)
    facts_by_service = [
        [_facts(runtime, call, account_id, question, name, next(names), found) for name in asked]
        for asked in question.service_names
    ]
    services = tuple(
        decide_service(
            [decide(facts, call.profile, call.today, runtime.rulebook) for facts in of_one],
            call.today,
            runtime.rulebook,
        )
        for of_one in facts_by_service
    )
    verdict = decide_together(services, question.nature, call.profile, call.today, runtime.rulebook, draft)
    return Judgement(tuple(facts for of_one in facts_by_service for facts in of_one), services, verdict, found)


async def _facts_found(
    runtime: Runtime, call: Call, account_id: str, question: TypeQuestion, index: bytes, addition_to: str | None
) -> TypeFactsFound:
    names = [
        (name.kind.value, asked_key(name, index), _candidate_keys(name, index))
        for names in question.service_names
        for name in names
    ]
    return await runtime.hot.type_facts(call.provider_id, account_id, index, names, addition_to)


def _candidate_keys(name: AskedName, index: bytes) -> tuple[str, ...]:
    return name.candidates if name.kind is ServiceKind.WEBSITE else (asked_key(name, index),)


def _facts(
    runtime: Runtime,
    call: Call,
    account_id: str,
    question: TypeQuestion,
    name: AskedName,
    mirrored: MirroredName,
    found: TypeFactsFound,
) -> TypeFacts:
    subject, service = found.subject or {}, mirrored.answer or {}
    on_record, filed = bool(subject.get("found")), bool(service.get("found"))
    government = GovernmentName.NONE
    fact = DomainFact.ELIGIBLE
    if name.domain is not None:
        government = government_name(name.domain, question.nature, call.today, runtime.rulebook)
        fact = domain_fact(name.domain, government, registrar_answer(service), None, call.today)
    return TypeFacts(
        nature=question.nature,
        region=question.region,
        kind=name.kind,
        channel=question.channel,
        site=found.account_site or AccountSite.DOMESTIC,
        account_open_orders=found.account_open_orders,
        orders_per_account=call.profile.orders_per_account,
        account_other_subjects=found.account_other_subjects,
        subjects_per_account=call.profile.subjects_per_account,
        certificate_has_open_order_elsewhere=any(one != account_id for one in found.certificate_open_accounts),
        service_has_open_order=mirrored.open_order,
        under_review_elsewhere=bool(subject.get("under_review") or service.get("under_review")),
        blacklisted=bool(subject.get("blacklisted") or service.get("blacklisted")),
        subject_on_record=on_record,
        subject_is_shell=on_record and subject.get("services_left") == 0,
        subject_recorded_differently=on_record and subject.get("nature") != question.nature.value,
        region_on_direct_add_list=shell_may_add_directly(question.region, call.today, runtime.rulebook),
        subject_held_by_this_account=account_id in found.holder_accounts,
        subject_held_by_other_account=any(one != account_id for one in found.holder_accounts),
        service_on_record=filed,
        service_owned_by_subject=on_record and filed and service["subject_number"] == subject["subject_number"],
        accessed_here=filed and call.provider.number in service["provider_numbers"],
        service_held_by_account_here=mirrored.held_here,
        app_name_filed_by_another=bool(service.get("same_name_elsewhere")) and not filed,
        domain=fact,
        government_name=government,
    )


def _facts_json(facts: TypeFacts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in _FACT_NAMES}


def asked_json(question: TypeQuestion) -> dict[str, Any]:
    """Return what was asked, as it is kept (encrypted) with the verification."""
    return {
        "nature": question.nature.value,
        "certificate": {"type": question.certificate_type.value, "number": question.certificate_number},
        "region": question.region,
        "services": [
            {"kind": names[0].kind.value, "names": [name.name for name in names]} for names in question.service_names
        ],
    }


async def get(runtime: Runtime, call: Call, verification_id: str) -> TypeVerification:
    """Find a verification; raises `not-found`."""
    async with runtime.unit_of_work() as uow:
        found = await uow.verifications.get(call.provider_id, verification_id)
    if found is None:
        raise not_found()
    call.caller.require_account(found.account_id)
    return found
