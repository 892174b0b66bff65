"""What is on file through this provider (备案记录): a subject with its services."""

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.filing_body import Service, ServiceKind, Subject


@dataclass(frozen=True, slots=True)
class RecordedService:
    """A service on file: its number, its names, whether it has access here, and the day it opened.

    `service` is all that is on file of it; of an imported record that is only what was told. `opened_told` is the day
    that somebody told of; until then `opened_on` is the day of the approval. `filing_id` is the filing that last wrote
    it, whose papers can be used again; `resource_id` the server that it was verified against.
    """

    id: str
    service: Service
    number: str
    access_here: bool
    opened_on: date
    opened_told: bool = False
    filing_id: str | None = None
    resource_id: str | None = None

    @property
    def kind(self) -> ServiceKind:
        """Return what kind of service it is."""
        return self.service.kind

    @property
    def name(self) -> str:
        """Return the filed name, an empty word where none was told."""
        return self.service.name or ""

    @property
    def domains(self) -> tuple[str, ...]:
        """Return the filed domains."""
        return self.service.domains


@dataclass(frozen=True, slots=True)
class Record:
    """A subject on file of one account; `filing_id` is the filing that last wrote the subject."""

    id: str
    provider_id: str
    account_id: str
    subject_number: str
    subject: Subject
    services: tuple[RecordedService, ...]
    created_at: datetime
    updated_at: datetime
    filing_id: str | None = None

    def service(self, service_id: str) -> RecordedService | None:
        """Find one of the services by its id."""
        return next((one for one in self.services if one.id == service_id), None)

    @property
    def has_access_here(self) -> bool:
        """Tell whether any of the services is reached through this provider."""
        return any(one.access_here for one in self.services)
