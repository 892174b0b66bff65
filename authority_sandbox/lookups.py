"""Answers of the national record to a provider: who and what is on file, and what is under way."""

from typing import Any

from authority_sandbox import open_submissions
from authority_sandbox.database import Connection
from authority_sandbox.domains import with_parents
from authority_sandbox.national_record import (
    ServiceEntry,
    SubjectEntry,
    services_by_domain,
    services_by_name,
    services_of,
    subject_by_certificate,
)
from authority_sandbox.open_submissions import NOTHING, UnderWay
from authority_sandbox.wire import AskedCertificate, AskedService, LookupIn


async def look_up(connection: Connection, question: LookupIn) -> dict[str, Any]:
    """Answer a question; `services` come in the order asked, `subject` is null where none is on record.

    What is under way is told beside the subject too, because a first filing has no subject on record yet.
    """
    certificate = question.certificate
    subject, under_way = None, NOTHING
    if certificate is not None:
        subject = await subject_by_certificate(connection, certificate.type, certificate.number)
        under_way = await open_submissions.for_subject(
            connection,
            question.provider_id,
            (certificate.type, certificate.number),
            None if subject is None else subject.subject_number,
        )
    marked = subject is not None and subject.under_review
    return {
        "subject": None if subject is None else await _subject_out(connection, subject, under_way),
        "subject_under_review": under_way.elsewhere or marked,
        "subject_own_submission_open": under_way.own,
        "subject_blacklisted": subject is not None and subject.blacklisted,
        "services": await _services_out(connection, question, subject),
    }


async def _subject_out(connection: Connection, subject: SubjectEntry, under_way: UnderWay) -> dict[str, Any]:
    services = await services_of(connection, subject.subject_number)
    return {
        "subject_number": subject.subject_number,
        "nature": subject.nature,
        "certificate": {"type": subject.certificate_type},
        "region": subject.region,
        "name": subject.name,
        "services_left": len(services),
        "under_review": under_way.elsewhere or subject.under_review,
        "own_submission_open": under_way.own,
        "blacklisted": subject.blacklisted,
        "provider_ids": sorted({provider for service in services for provider in service.provider_ids}),
    }


async def _services_out(
    connection: Connection, question: LookupIn, subject: SubjectEntry | None
) -> list[dict[str, Any]]:
    names = {name for one in question.services if one.kind == "website" for name in with_parents(one.asked)}
    filed = await services_by_domain(connection, names) if names else {}
    answers = []
    for asked in question.services:
        if asked.kind == "website":
            answers.append(await _website_out(connection, question.provider_id, asked, filed, subject))
        else:
            answers.append(await _app_out(connection, question.provider_id, asked, subject, question.certificate))
    return answers


async def _website_out(
    connection: Connection,
    provider_id: str,
    asked: AskedService,
    filed: dict[str, ServiceEntry],
    subject: SubjectEntry | None,
) -> dict[str, Any]:
    candidates = with_parents(asked.asked)
    filed_name = next((name for name in candidates if name in filed), None)
    # A submission for a parent of what is on record says nothing about it: the longest name decides.
    nearer = candidates if filed_name is None else candidates[: candidates.index(filed_name) + 1]
    entry = None if filed_name is None else filed[filed_name]
    number = None if entry is None else entry.number
    under_way = await open_submissions.for_names(connection, provider_id, "website", nearer, number)
    found = None if entry is None else _found(entry, filed_name, provider_id, subject)
    return _answer(asked, entry, found, under_way, same_name_elsewhere=False)


async def _app_out(
    connection: Connection,
    provider_id: str,
    asked: AskedService,
    subject: SubjectEntry | None,
    certificate: AskedCertificate | None,
) -> dict[str, Any]:
    same_name = await services_by_name(connection, asked.kind, asked.asked)
    number = None if subject is None else subject.subject_number
    entry = next((one for one in same_name if one.subject_number == number), None)
    under_way = NOTHING
    if certificate is not None:
        under_way = await open_submissions.for_app(
            connection,
            provider_id,
            (asked.kind, asked.asked),
            (certificate.type, certificate.number),
            None if entry is None else entry.number,
        )
    elsewhere = any(one.subject_number != number for one in same_name)
    found = None if entry is None else _found(entry, asked.asked, provider_id, subject)
    return _answer(asked, entry, found, under_way, same_name_elsewhere=elsewhere)


def _found(
    entry: ServiceEntry, filed_name: str | None, provider_id: str, subject: SubjectEntry | None
) -> dict[str, Any]:
    """Tell of a service on record; `only_access` says that the asking provider is the only one that gives access."""
    return {
        "filed_name": filed_name,
        "service_number": entry.number,
        "subject_number": entry.subject_number,
        "owned_by_asked_subject": subject is not None and entry.subject_number == subject.subject_number,
        "kind": entry.kind,
        "name": entry.name,
        "provider_ids": list(entry.provider_ids),
        "only_access": entry.provider_ids == (provider_id,),
    }


def _answer(
    asked: AskedService,
    entry: ServiceEntry | None,
    found: dict[str, Any] | None,
    under_way: UnderWay,
    *,
    same_name_elsewhere: bool,
) -> dict[str, Any]:
    shared = {
        "under_review": under_way.elsewhere or (entry is not None and entry.under_review),
        "own_submission_open": under_way.own,
        "blacklisted": entry is not None and entry.blacklisted,
    }
    return {
        "kind": asked.kind,
        "asked": asked.asked,
        "found": None if found is None else {**found, **shared},
        "same_name_elsewhere": same_name_elsewhere,
        **shared,
    }
