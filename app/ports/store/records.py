"""What is on file here, and the mirror of the national record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from app.domain.filing_body import Certificate, Person
from app.domain.records import Record, RecordedService
from app.domain.region_facts import PersonOnRecord
from app.ports.store.paging import Page, PageWanted


class RecordStore(Protocol):
    """Records (备案记录) of a provider; one subject number stands once in one account."""

    async def put(self, record: Record, certificate_index: bytes) -> Record:
        """Add a record, or write its subject and add its services to the account's one of the same subject number.

        A service of the same number is written anew under the id that it has. Return the record as stored.
        """
        ...

    async def get(
        self, provider_id: str, record_id: str, *, account_id: str | None = None, lock: bool = False
    ) -> Record | None:
        """Find a record; `lock` holds it until the commit."""
        ...

    async def of_any_provider(self, record_id: str, *, lock: bool = False) -> Record | None:
        """Find a record of whatever provider: for the worker; `lock` holds it until the commit."""
        ...

    async def by_ids(self, provider_id: str, record_ids: Sequence[str]) -> dict[str, Record]:
        """Find several records, by their ids; what has left the record is left out."""
        ...

    async def of_subject(self, provider_id: str, certificate_index: bytes) -> tuple[Record, ...]:
        """Return the records of the subject of a certificate, one an account, and hold them until the commit."""
        ...

    async def held_by(self, provider_id: str, account_id: str, certificate_index: bytes) -> Record | None:
        """Find the record that an account holds of the subject of a certificate."""
        ...

    async def of_account(self, provider_id: str, account_id: str) -> tuple[Record, ...]:
        """Return the records of an account, oldest first: as many as it may have subjects."""
        ...

    async def holders(self, provider_id: str, certificate_index: bytes) -> tuple[str, ...]:
        """Return the accounts that hold the subject of a certificate with a service that is reached through here."""
        ...

    async def list(self, provider_id: str, account_id: str | None, page: PageWanted) -> Page[Record]:
        """List records, newest first."""
        ...

    async def save_subject(self, record: Record, certificate_index: bytes) -> None:
        """Write the subject of a locked record, and its certificate."""
        ...

    async def save_service(self, record: Record, service: RecordedService, certificate_index: bytes) -> None:
        """Write one service of a locked record."""
        ...

    async def remove_service(self, record_id: str, service_id: str) -> None:
        """Take a service off a locked record."""
        ...

    async def remove(self, record_id: str) -> None:
        """Take a locked record off with all its services."""
        ...

    async def move(self, record_id: str, account_id: str, now: datetime) -> None:
        """Give a locked record to another account."""
        ...

    async def move_service(self, service_id: str, record_id: str, now: datetime) -> None:
        """Put a service under another record of the same subject."""
        ...

    async def people_like(
        self, provider_id: str, people: Sequence[Person], subject: Certificate | None
    ) -> tuple[PersonOnRecord, ...]:
        """Return who is on record with the certificate or the mobile of one of these people, in one statement.

        Numbers that are not told here are there as their keyed hashes, which equal nothing but each other.
        """
        ...

    async def subject_numbers(self, provider_id: str, certificate_index: bytes) -> int:
        """Count the numbers under which the subject of a certificate is on record."""
        ...

    async def index_people(self, after: str | None, limit: int) -> str | None:
        """Index anew the people of so many records of every provider; return the last one's id, None at the end."""
        ...

    async def on_server(self, provider_id: str, resource_id: str) -> tuple[Record, ...]:
        """Return the records with a service that was verified against a server and is reached through here."""
        ...


@dataclass(frozen=True, slots=True)
class MirroredService:
    """An answer about one asked name, with what the registrar says of it."""

    kind: str
    asked: str
    answer: dict[str, Any]


class MirrorStore(Protocol):
    """The local mirror of the national record."""

    async def put(
        self,
        provider_id: str,
        certificate_index: bytes,
        subject: dict[str, Any],
        services: Sequence[MirroredService],
        now: datetime,
    ) -> None:
        """Keep fresh answers in the place of older ones."""
        ...

    async def of_domains(
        self, provider_id: str, domains: Sequence[str], since: datetime
    ) -> Mapping[str, dict[str, Any]]:
        """Return the answers about websites by domain, of those asked for since a moment."""
        ...

    async def forget(self, certificate_index: bytes, names: Sequence[str]) -> None:
        """Drop answers that are known to be out of date, those of names below `names` included, of every provider."""
        ...
