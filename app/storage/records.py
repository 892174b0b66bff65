"""What is on file here."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from app.domain.filing_body import ServiceKind
from app.domain.filing_body_json import subject_from_json, subject_to_json
from app.domain.records import Record, RecordedService
from app.ports.store.paging import Page, PageWanted
from app.storage.name_keys import keys_of
from app.storage.pages import newest_first
from app.storage.sealing import Sealing
from app.storage.statements import RowMissingError, Statements
from app.storage.tables import record_names, record_services, records

_RECORDS = select(
    records.c.id,
    records.c.provider_id,
    records.c.account_id,
    records.c.subject_number,
    records.c.subject_sealed,
    records.c.created_at,
    records.c.updated_at,
)
_SERVICES = select(
    record_services.c.id,
    record_services.c.record_id,
    record_services.c.kind,
    record_services.c.number,
    record_services.c.name,
    record_services.c.domains,
    record_services.c.access_here,
    record_services.c.opened_on,
)


class SqlRecords:
    """Records (备案记录) of a provider; the subject is sealed."""

    def __init__(self, statements: Statements, sealing: Sealing) -> None:
        self._statements = statements
        self._sealing = sealing

    async def put(self, record: Record, certificate_index: bytes) -> Record:
        """Add a record, or add its services to the one of the same subject number; return it as stored."""
        record_id = await self._stored_id(record, certificate_index)
        for service in record.services:
            await self._put_service(record, record_id, service, certificate_index)
        stored = await self.get(record.provider_id, record_id)
        if stored is None:
            raise RowMissingError("records")
        return stored

    async def _stored_id(self, record: Record, certificate_index: bytes) -> str:
        added = insert(records).values(
            id=record.id,
            provider_id=record.provider_id,
            account_id=record.account_id,
            subject_number=record.subject_number,
            certificate_index=certificate_index,
            subject_sealed=self._sealing.seal_json(subject_to_json(record.subject), _place(record.id)),
            created_at=record.created_at,
            updated_at=record.updated_at,
        )
        added = added.on_conflict_do_nothing(index_elements=[records.c.provider_id, records.c.subject_number])
        if await self._statements.value(added.returning(records.c.id)) is not None:
            return record.id
        touched = (
            update(records)
            .where(records.c.provider_id == record.provider_id, records.c.subject_number == record.subject_number)
            .values(updated_at=record.updated_at)
            .returning(records.c.id)
        )
        return str((await self._statements.run(touched)).scalar_one())

    async def _put_service(
        self, record: Record, record_id: str, service: RecordedService, certificate_index: bytes
    ) -> None:
        values = {
            "record_id": record_id,
            "kind": service.kind.value,
            "name": service.name,
            "domains": list(service.domains),
            "access_here": service.access_here,
            "opened_on": service.opened_on,
        }
        statement = (
            insert(record_services)
            .values(id=service.id, provider_id=record.provider_id, number=service.number, **values)
            .on_conflict_do_update(
                index_elements=[record_services.c.provider_id, record_services.c.number], set_=values
            )
            .returning(record_services.c.id)
        )
        service_id = (await self._statements.run(statement)).scalar_one()
        await self._statements.run(delete(record_names).where(record_names.c.service_id == service_id))
        keys = dict.fromkeys(keys_of(service.kind, service.domains, service.name, certificate_index))
        if keys:
            rows = [
                {"service_id": service_id, "name": key, "provider_id": record.provider_id, "kind": kind}
                for kind, key in keys
            ]
            await self._statements.run(insert(record_names), rows)

    async def get(self, provider_id: str, record_id: str, *, account_id: str | None = None) -> Record | None:
        """Find a record."""
        query = _RECORDS.where(records.c.id == record_id, records.c.provider_id == provider_id)
        if account_id is not None:
            query = query.where(records.c.account_id == account_id)
        row = await self._statements.first(query)
        return None if row is None else (await self._with_services((self._made(row),)))[0]

    async def list(self, provider_id: str, account_id: str | None, page: PageWanted) -> Page[Record]:
        """List records, newest first."""
        query = _RECORDS.where(records.c.provider_id == provider_id)
        if account_id is not None:
            query = query.where(records.c.account_id == account_id)
        found = await newest_first(self._statements, query, records.c.id, page, self._made)
        return Page(await self._with_services(found.items), found.next_after)

    async def _with_services(self, found: Sequence[Record]) -> tuple[Record, ...]:
        query = _SERVICES.where(record_services.c.record_id.in_([record.id for record in found]))
        services: dict[str, list[RecordedService]] = {record.id: [] for record in found}
        for row in await self._statements.all(query.order_by(record_services.c.id)):
            services[row.record_id].append(_service(row))
        return tuple(replace(record, services=tuple(services[record.id])) for record in found)

    def _made(self, row: Row[Any]) -> Record:
        return Record(
            id=row.id,
            provider_id=row.provider_id,
            account_id=row.account_id,
            subject_number=row.subject_number,
            subject=subject_from_json(self._sealing.open_json(row.subject_sealed, _place(row.id))),
            services=(),
            created_at=row.created_at,
            updated_at=row.updated_at,
        )


def _service(row: Row[Any]) -> RecordedService:
    return RecordedService(
        id=row.id,
        kind=ServiceKind(row.kind),
        number=row.number,
        name=row.name,
        domains=tuple(row.domains),
        access_here=row.access_here,
        opened_on=row.opened_on,
    )


def _place(record_id: str) -> str:
    return f"records.subject:{record_id}"
