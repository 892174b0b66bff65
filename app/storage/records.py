"""What is on file here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, distinct, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from app.domain.filing_body import Certificate, Person
from app.domain.records import Record, RecordedService
from app.domain.region_facts import PersonOnRecord
from app.ports.store.paging import Page, PageWanted
from app.storage.pages import newest_first
from app.storage.record_names import write_names
from app.storage.record_people import Holder, holders_in, people_like, write_people
from app.storage.record_rows import RECORDS, SERVICES, record_of, service_of, service_values, subject_values
from app.storage.sealing import Sealing
from app.storage.statements import RowMissingError, Statements
from app.storage.tables import record_services as services
from app.storage.tables import records

_WRITTEN_ANEW = (
    "record_id",
    "kind",
    "name",
    "domains",
    "service_sealed",
    "access_here",
    "opened_on",
    "opened_told",
    "filing_id",
    "resource_id",
)


class SqlRecords:
    """Records (备案记录) of a provider; the subject and the whole of each service are sealed."""

    def __init__(self, statements: Statements, sealing: Sealing) -> None:
        self._statements = statements
        self._sealing = sealing

    async def put(self, record: Record, certificate_index: bytes) -> Record:
        """Add a record, or write its subject and add its services to the account's one of the same subject number.

        A service of the same number is written anew under the id that it has. Return the record as stored.
        """
        record_id = await self._put_subject(record, certificate_index)
        by_id = await self._put_services(record, record_id, certificate_index) if record.services else {}
        people = [Holder(record_id, record.subject.principal), *holders_in(by_id)]
        await write_people(self._statements, self._sealing, record.provider_id, people)
        stored = await self.get(record.provider_id, record_id)
        if stored is None:
            raise RowMissingError("records")
        return stored

    async def _put_subject(self, record: Record, certificate_index: bytes) -> str:
        added = insert(records).values(
            id=record.id,
            provider_id=record.provider_id,
            account_id=record.account_id,
            subject_number=record.subject_number,
            created_at=record.created_at,
            **subject_values(record, record.id, certificate_index, self._sealing),
        )
        key = [records.c.provider_id, records.c.account_id, records.c.subject_number]
        added = added.on_conflict_do_nothing(index_elements=key)
        if await self._statements.value(added.returning(records.c.id)) is not None:
            return record.id
        # The subject is sealed for the row it stands in, so the row must be known before it is written.
        query = select(records.c.id).where(
            records.c.provider_id == record.provider_id,
            records.c.account_id == record.account_id,
            records.c.subject_number == record.subject_number,
        )
        record_id = await self._statements.value(query.with_for_update(key_share=True))
        await self._write_subject(record, record_id, certificate_index)
        return str(record_id)

    async def _write_subject(self, record: Record, record_id: str, certificate_index: bytes) -> None:
        values = subject_values(record, record_id, certificate_index, self._sealing)
        await self._statements.change_one(update(records).where(records.c.id == record_id).values(values))

    async def _put_services(
        self, record: Record, record_id: str, certificate_index: bytes
    ) -> dict[str, RecordedService]:
        """Write services; return them by the ids of their rows."""
        rows = [
            {
                "id": service.id,
                "provider_id": record.provider_id,
                "record_id": record_id,
                **service_values(record.provider_id, service, self._sealing),
            }
            for service in record.services
        ]
        statement = insert(services).values(rows)
        statement = statement.on_conflict_do_update(
            index_elements=[services.c.provider_id, services.c.number],
            set_={name: statement.excluded[name] for name in _WRITTEN_ANEW},
        )
        stored = (await self._statements.run(statement.returning(services.c.id, services.c.number))).all()
        by_number = {service.number: service for service in record.services}
        by_id = {row.id: by_number[row.number] for row in stored}
        await write_names(self._statements, record.provider_id, by_id, certificate_index)
        return by_id

    async def get(
        self, provider_id: str, record_id: str, *, account_id: str | None = None, lock: bool = False
    ) -> Record | None:
        """Find a record; `lock` holds it until the commit."""
        query = RECORDS.where(records.c.id == record_id, records.c.provider_id == provider_id)
        if account_id is not None:
            query = query.where(records.c.account_id == account_id)
        return await self._one(query.with_for_update(key_share=True) if lock else query)

    async def of_any_provider(self, record_id: str, *, lock: bool = False) -> Record | None:
        """Find a record of whatever provider: for the worker; `lock` holds it until the commit."""
        query = RECORDS.where(records.c.id == record_id)
        return await self._one(query.with_for_update(key_share=True) if lock else query)

    async def by_ids(self, provider_id: str, record_ids: Sequence[str]) -> dict[str, Record]:
        """Find several records, by their ids; what has left the record is left out."""
        found = await self._all(RECORDS.where(records.c.provider_id == provider_id, records.c.id.in_(record_ids)))
        return {record.id: record for record in found}

    async def of_subject(self, provider_id: str, certificate_index: bytes) -> tuple[Record, ...]:
        """Return the records of the subject of a certificate, one an account, and hold them until the commit."""
        its_rows = (records.c.certificate_index == certificate_index, records.c.provider_id == provider_id)
        return await self._all(RECORDS.where(*its_rows).with_for_update(key_share=True))

    async def held_by(self, provider_id: str, account_id: str, certificate_index: bytes) -> Record | None:
        """Find the record that an account holds of the subject of a certificate, the oldest if there are several."""
        query = RECORDS.where(
            records.c.provider_id == provider_id,
            records.c.account_id == account_id,
            records.c.certificate_index == certificate_index,
        )
        return await self._one(query.order_by(records.c.id).limit(1))

    async def of_account(self, provider_id: str, account_id: str) -> tuple[Record, ...]:
        """Return the records of an account, oldest first: as many as it may have subjects."""
        return await self._all(RECORDS.where(records.c.provider_id == provider_id, records.c.account_id == account_id))

    async def holders(self, provider_id: str, certificate_index: bytes) -> tuple[str, ...]:
        """Return the accounts that hold the subject of a certificate with a service that is reached through here."""
        query = select(records.c.account_id).where(
            records.c.provider_id == provider_id,
            records.c.certificate_index == certificate_index,
            exists().where(services.c.record_id == records.c.id, services.c.access_here),
        )
        rows = await self._statements.all(query.distinct().order_by(records.c.account_id))
        return tuple(row.account_id for row in rows)

    async def on_server(self, provider_id: str, resource_id: str) -> tuple[Record, ...]:
        """Return the records with a service that was verified against a server and is reached through here."""
        on_it = select(services.c.record_id).where(services.c.resource_id == resource_id, services.c.access_here)
        return await self._all(RECORDS.where(records.c.provider_id == provider_id, records.c.id.in_(on_it)))

    async def list(self, provider_id: str, account_id: str | None, page: PageWanted) -> Page[Record]:
        """List records, newest first."""
        query = RECORDS.where(records.c.provider_id == provider_id)
        if account_id is not None:
            query = query.where(records.c.account_id == account_id)
        found = await newest_first(self._statements, query, records.c.id, page, lambda row: row)
        return Page(await self._made(found.items), found.next_after)

    async def save_subject(self, record: Record, certificate_index: bytes) -> None:
        """Write the subject of a locked record, and its certificate."""
        await self._write_subject(record, record.id, certificate_index)
        # APPs are found below their subject's certificate.
        of_record = {service.id: service for service in record.services}
        await write_names(self._statements, record.provider_id, of_record, certificate_index)
        of_subject = [Holder(record.id, record.subject.principal)]
        await write_people(self._statements, self._sealing, record.provider_id, of_subject)

    async def save_service(self, record: Record, service: RecordedService, certificate_index: bytes) -> None:
        """Write one service of a locked record."""
        values = service_values(record.provider_id, service, self._sealing)
        its_row = (services.c.id == service.id, services.c.record_id == record.id)
        await self._statements.change_one(update(services).where(*its_row).values(values))
        await write_names(self._statements, record.provider_id, {service.id: service}, certificate_index)
        await write_people(self._statements, self._sealing, record.provider_id, holders_in({service.id: service}))
        touched = update(records).where(records.c.id == record.id).values(updated_at=record.updated_at)
        await self._statements.change_one(touched)

    async def people_like(
        self, provider_id: str, people: Sequence[Person], subject: Certificate | None
    ) -> tuple[PersonOnRecord, ...]:
        """Return who is on record with the certificate or the mobile of one of these people, in one statement."""
        return await people_like(self._statements, self._sealing, provider_id, people, subject)

    async def subject_numbers(self, provider_id: str, certificate_index: bytes) -> int:
        """Count the numbers under which the subject of a certificate is on record."""
        query = select(func.count(distinct(records.c.subject_number)))
        its_rows = (records.c.certificate_index == certificate_index, records.c.provider_id == provider_id)
        return int(await self._statements.value(query.where(*its_rows)))

    async def index_people(self, after: str | None, limit: int) -> str | None:
        """Index anew the people of so many records of every provider; return the last one's id, None at the end."""
        query = RECORDS if after is None else RECORDS.where(records.c.id > after)
        rows = await self._statements.all(query.order_by(records.c.id).limit(limit).with_for_update(key_share=True))
        for record in await self._made(rows):
            people = [
                Holder(record.id, record.subject.principal),
                *holders_in({one.id: one for one in record.services}),
            ]
            await write_people(self._statements, self._sealing, record.provider_id, people)
        return rows[-1].id if rows else None

    async def remove_service(self, record_id: str, service_id: str) -> None:
        """Take a service off a locked record."""
        its_row = (services.c.id == service_id, services.c.record_id == record_id)
        await self._statements.change_one(delete(services).where(*its_row))

    async def remove(self, record_id: str) -> None:
        """Take a locked record off with all its services."""
        await self._statements.run(delete(services).where(services.c.record_id == record_id))
        await self._statements.change_one(delete(records).where(records.c.id == record_id))

    async def move(self, record_id: str, account_id: str, now: datetime) -> None:
        """Give a locked record to another account."""
        moved = update(records).where(records.c.id == record_id).values(account_id=account_id, updated_at=now)
        await self._statements.change_one(moved)

    async def move_service(self, service_id: str, record_id: str, now: datetime) -> None:
        """Put a service under another record of the same subject; both records change."""
        left = select(services.c.record_id).where(services.c.id == service_id).scalar_subquery()
        both = or_(records.c.id == record_id, records.c.id == left)
        await self._statements.run(update(records).where(both).values(updated_at=now))
        moved = update(services).where(services.c.id == service_id).values(record_id=record_id)
        await self._statements.change_one(moved)

    async def _one(self, query: Select[Any]) -> Record | None:
        row = await self._statements.first(query)
        return None if row is None else (await self._made((row,)))[0]

    async def _all(self, query: Select[Any]) -> tuple[Record, ...]:
        return await self._made(await self._statements.all(query.order_by(records.c.id)))

    async def _made(self, rows: Sequence[Row[Any]]) -> tuple[Record, ...]:
        """Return the records of rows with their services, which take one statement however many records there are."""
        found: dict[str, list[RecordedService]] = {row.id: [] for row in rows}
        query = SERVICES.where(services.c.record_id.in_(found)).order_by(services.c.id)
        for row in await self._statements.all(query):
            found[row.record_id].append(service_of(row, self._sealing))
        return tuple(record_of(row, tuple(found[row.id]), self._sealing) for row in rows)
