"""Where a story plays: who watches, who calls, and numbers that nobody else has."""

from dataclasses import dataclass
from datetime import datetime

from app.demo.http_service import DemoFailedError, HttpService, Json
from app.demo.numbers import Numbers
from app.demo.people import Applicant
from app.demo.screen import Screen


@dataclass(frozen=True, slots=True)
class Stage:
    """The screen, the provider's backend, its reviewer, and the story's own numbers."""

    screen: Screen
    backend: HttpService
    reviewer: HttpService
    numbers: Numbers

    def now(self) -> datetime:
        """Return sandbox time, after everything that is due has happened."""
        return datetime.fromisoformat(self.advance(hours=0)["now"])

    def advance(self, **amount: int) -> Json:
        """Move time for service, worker and authority."""
        return self.backend.call("POST", "/v1/sandbox/clock/advance", json=amount)


@dataclass(frozen=True, slots=True)
class Customer:
    """An applicant with an account, as seen through the provider's app; `external_id` is the provider's own name."""

    who: Applicant
    account_id: str
    external_id: str
    phone: str
    app: HttpService


@dataclass(frozen=True, slots=True)
class Filed:
    """A filing that came to its end, the record that it left (None where none), and the code that it spent."""

    customer: Customer
    filing: Json
    record: Json | None
    code: str | None = None

    @property
    def on_record(self) -> Json:
        """Return the record, where there has to be one."""
        if self.record is None:
            raise DemoFailedError(f"{self.filing['id']} left no record")
        return self.record


def expect_state(filing: Json, state: str) -> Json:
    """End the story unless the filing stands there."""
    if filing["state"] != state:
        raise DemoFailedError(f"{filing['id']} is {filing['state']}, not {state} ({filing.get('returned_because')})")
    return filing


def record_of(customer: Customer) -> Json | None:
    """Return what the account has on file here; the stories' accounts have one subject at most."""
    records = customer.app.listed("/v1/records")
    if len(records) > 1:
        raise DemoFailedError(f"{len(records)} records of {customer.account_id}, not one")
    return records[0] if records else None
