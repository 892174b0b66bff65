"""What a service on file leans on and that ends some day: several ends of each kind, one after another."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from app.domain.deadlines import DeadlineKind
from app.domain.expiries import first_end, papers_of_service, papers_of_subject
from app.domain.filing_body import Certificate
from app.domain.records import Record, RecordedService

RECORD_KINDS = (DeadlineKind.CERTIFICATE_EXPIRY, DeadlineKind.DOMAIN_EXPIRY, DeadlineKind.RESOURCE_EXPIRY)


@dataclass(frozen=True, slots=True, order=True)
class End:
    """A moment at which something ends, and the services that lean on it; none of them where the subject itself does.

    The end of what a record leans on concerns it only as long as a service is reached through here.
    """

    at: datetime
    service_ids: tuple[str, ...] = ()


def watched(record: Record) -> tuple[RecordedService, ...]:
    """Return the services whose ends matter here."""
    return tuple(one for one in record.services if one.access_here)


def together(ends: Iterable[End]) -> tuple[End, ...]:
    """Return ends in their order, those of one moment as one."""
    at: dict[datetime, list[str]] = {}
    for end in sorted(ends):
        at.setdefault(end.at, []).extend(end.service_ids)
    return tuple(End(moment, tuple(dict.fromkeys(ids))) for moment, ids in at.items())


def certificate_ends(record: Record) -> Iterator[End]:
    """Return when the certificates of the subject and of its people are valid no more."""
    services = watched(record)
    if not services:
        return
    yield from _ends_of(papers_of_subject(record.subject), ())
    for one in services:
        yield from _ends_of(papers_of_service(one.service), (one.id,))


def _ends_of(papers: Iterable[Certificate], service_ids: tuple[str, ...]) -> Iterator[End]:
    for paper in papers:
        at = first_end([paper.valid_until])
        if at is not None:
            yield End(at, service_ids)


def passed_between(ends: Iterable[End], since: datetime, now: datetime) -> tuple[End, ...]:
    """Return what ended from a moment on, up to now."""
    return tuple(end for end in ends if since <= end.at <= now)


def next_of(ends: Iterable[End], now: datetime) -> End | None:
    """Return what ends next."""
    return next((end for end in ends if end.at > now), None)
