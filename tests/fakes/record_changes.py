"""What an approved submission does to the national record in memory, by filing type."""

from collections.abc import Callable
from typing import Any

from app.ports.authority import Submission
from tests.fakes.national_record import FakeRecord, FakeService, FakeSubject, certificate_of

Pairs = list[tuple[dict[str, Any], FakeService]]
Change = Callable[[FakeRecord, Submission], tuple[FakeSubject, Pairs]]


def write(record: FakeRecord, submission: Submission, on: str) -> dict[str, Any]:
    """Put an approved submission on record; returns the result that a callback would carry."""
    subject, pairs = _CHANGES[submission.filing_type](record, submission)
    numbers = [{"service_id": asked["id"], "number": service.number} for asked, service in pairs]
    return {"subject_number": subject.number, "services": numbers, "on": on}


def _first_filing(record: FakeRecord, submission: Submission) -> tuple[FakeSubject, Pairs]:
    return _added(record.create(submission.subject), submission)


def _add_service(record: FakeRecord, submission: Submission) -> tuple[FakeSubject, Pairs]:
    return _added(_subject(record, submission), submission)


def _added(subject: FakeSubject, submission: Submission) -> tuple[FakeSubject, Pairs]:
    provider = [submission.provider_number]
    return subject, [
        (asked, subject.add(asked["kind"], asked["name"], _domains(asked), provider)) for asked in submission.services
    ]


def _add_access(record: FakeRecord, submission: Submission) -> tuple[FakeSubject, Pairs]:
    subject, pairs = _filed(record, submission)
    for _, service in pairs:
        service.providers = sorted({*service.providers, submission.provider_number})
    return subject, pairs


def _cancel_access(record: FakeRecord, submission: Submission) -> tuple[FakeSubject, Pairs]:
    subject, pairs = _filed(record, submission)
    for _, service in pairs:
        service.providers = [one for one in service.providers if one != submission.provider_number]
    return subject, pairs


def _change_subject(record: FakeRecord, submission: Submission) -> tuple[FakeSubject, Pairs]:
    subject, new = _subject(record, submission), submission.subject
    subject.certificate = certificate_of(new["certificate"]["type"], new["certificate"]["number"])
    subject.name, subject.nature, subject.region = new["name"], new["nature"], new["region"]
    return subject, []


def _change_service(record: FakeRecord, submission: Submission) -> tuple[FakeSubject, Pairs]:
    subject, pairs = _filed(record, submission)
    for asked, service in pairs:
        service.name = asked.get("name") or service.name
        service.domains = _domains(asked) or service.domains
    return subject, pairs


def _change_both(record: FakeRecord, submission: Submission) -> tuple[FakeSubject, Pairs]:
    changed = _change_service(record, submission)
    _change_subject(record, submission)
    return changed


def _deregister_service(record: FakeRecord, submission: Submission) -> tuple[FakeSubject, Pairs]:
    subject, pairs = _filed(record, submission)
    for _, service in pairs:
        record.take_off(subject, service)
    return subject, pairs


def _deregister_subject(record: FakeRecord, submission: Submission) -> tuple[FakeSubject, Pairs]:
    subject = _subject(record, submission)
    record.remove(subject)
    return subject, []


def _migrate_service(record: FakeRecord, submission: Submission) -> tuple[FakeSubject, Pairs]:
    target = record.subject_of(submission) or record.create(submission.subject)
    pairs = []
    for asked in submission.services:
        owner, service = record.service_of(asked, target)
        assert owner is not None and service is not None
        record.take_off(owner, service)
        moved = target.add(
            service.kind,
            asked.get("name") or service.name,
            _domains(asked) or service.domains,
            [*service.providers, submission.provider_number],
        )
        pairs.append((asked, moved))
    return target, pairs


def _subject(record: FakeRecord, submission: Submission) -> FakeSubject:
    subject = record.subject_of(submission)
    assert subject is not None
    return subject


def _filed(record: FakeRecord, submission: Submission) -> tuple[FakeSubject, Pairs]:
    subject = _subject(record, submission)
    pairs = []
    for asked in submission.services:
        _, service = record.service_of(asked, subject)
        assert service is not None
        pairs.append((asked, service))
    return subject, pairs


def _domains(asked: dict[str, Any]) -> list[str]:
    return list(asked.get("domains", ())) if asked["kind"] == "website" else []


_CHANGES: dict[str, Change] = {
    "first_filing": _first_filing,
    "add_service_here": _add_service,
    "add_service_elsewhere": _add_service,
    "add_access": _add_access,
    "cancel_access": _cancel_access,
    "change_subject": _change_subject,
    "change_service": _change_service,
    "change_both": _change_both,
    "deregister_service": _deregister_service,
    "deregister_subject": _deregister_subject,
    "migrate_service": _migrate_service,
}
