"""An approved filing, and what every change of a record leaves behind: a mirror that asks anew, and an event."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.feed import FeedEvent, FeedEventType
from app.domain.filing_body import Service, Subject
from app.domain.filings import Filing, ServiceNumber
from app.domain.records import Record, RecordedService
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.expiry_deadlines import look_again
from app.usecases.national_mirror import certificate_index, mirrored_names
from app.usecases.obligation_starts import Ground
from app.usecases.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Approval:
    """An approved filing with its numbers, and the ground on which its duties begin."""

    ground: Ground
    filing: Filing
    subject_number: str
    numbers: tuple[ServiceNumber, ...]

    @property
    def uow(self) -> UnitOfWork:
        """Return the transaction."""
        return self.ground.uow

    def number_of(self, service_id: str) -> str | None:
        """Return the number of a service of the filing."""
        return next((one.number for one in self.numbers if one.service_id == service_id), None)

    def resource_of(self, service_id: str) -> str | None:
        """Return the server that a service of the filing was verified against."""
        return next((one.resource_id for one in self.filing.products if one.service_id == service_id), None)

    def index_of(self, subject: Subject) -> bytes:
        """Return the keyed hash of a subject's certificate."""
        return index_of(self.ground.runtime, subject)


def index_of(runtime: Runtime, subject: Subject) -> bytes:
    """Return the keyed hash by which the certificate of a subject on file is found."""
    certificate = subject.certificate
    assert certificate is not None
    assert certificate.number is not None
    return certificate_index(runtime, certificate.type, certificate.number)


async def forget(approval: Approval, touched: Iterable[tuple[Subject, Sequence[Service]]]) -> None:
    """Drop what the mirror says of subjects and services that are no longer on file as they were."""
    for subject, services in touched:
        index = approval.index_of(subject)
        await approval.uow.mirror.forget(index, mirrored_names(services, index))


async def tell(approval: Approval, record: Record, change: str, touched: Iterable[RecordedService]) -> None:
    """Note the change of a record by an approval."""
    data = {
        "change": change,
        "filing_type": approval.filing.filing_type.value,
        "service_ids": [one.id for one in touched],
    }
    await tell_of_record(approval.ground, record, data, approval.filing.id)
    await look_again(approval.uow, [record.id], approval.ground.now)


async def tell_of_record(ground: Ground, record: Record, data: Mapping[str, Any], filing_id: str | None = None) -> None:
    """Note for whoever follows a record that it has changed; `data` holds no personal data."""
    event = FeedEvent(
        id=ground.runtime.ids.new("evt"),
        provider_id=record.provider_id,
        account_id=record.account_id,
        type=FeedEventType.RECORD_CHANGED,
        at=ground.now,
        about_id=record.id,
        record_id=record.id,
        filing_id=filing_id,
        data=dict(data),
    )
    await ground.uow.feed.add([event])
