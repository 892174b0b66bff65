"""The few questions that are asked on every call, or all the time: one round trip each, on prepared statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from app.domain.accounts import AccountSite
from app.domain.filings import TypeVerification


@dataclass(frozen=True, slots=True)
class MirroredName:
    """What the mirror has of one asked service, and whether it is held here.

    `open_order` and `held_here` speak of any name that it could be filed under; `held_name` is the longest of them that
    an account here holds.
    """

    kind: str
    asked: str
    answer: dict[str, Any] | None
    fetched_at: datetime | None
    open_order: bool
    held_here: bool
    held_name: str | None = None


@dataclass(frozen=True, slots=True)
class TypeFactsFound:
    """All that type verification asks of our own database.

    `account_site` is None for an account that the provider does not have.
    `holder_accounts` are the accounts here that hold the certificate's subject; `account_subjects` the number of
    other subjects that the asking account holds; `subject_fetched_at` None where the mirror has no answer.
    """

    account_site: AccountSite | None
    account_open_orders: int
    certificate_open_accounts: tuple[str, ...]
    holder_accounts: tuple[str, ...]
    account_other_subjects: int
    subject: dict[str, Any] | None
    subject_fetched_at: datetime | None
    names: tuple[MirroredName, ...]


class HotQuestions(Protocol):
    """Prepared statements on the driver itself; raises StoreUnavailableError."""

    async def type_facts(
        self,
        provider_id: str,
        account_id: str,
        certificate_index: bytes,
        names: Sequence[tuple[str, str, Sequence[str]]],
        addition_to: str | None = None,
    ) -> TypeFactsFound:
        """Gather the facts; each name is (kind, asked name, the names that it could be filed under).

        `addition_to` is a draft that the names are to be added to, and is not counted among the open orders.
        """
        ...

    async def add_type_verification(self, verification: TypeVerification) -> None:
        """Store a verification, durably."""
        ...

    async def events_wait(self) -> bool:
        """Tell whether an event waits to be published."""
        ...

    async def webhooks_wait(self, now: datetime) -> bool:
        """Tell whether a delivery may be due; `now` is real time."""
        ...

    async def notices_wait(self, channel: str, real_now: datetime) -> bool:
        """Tell whether a notice may be due on a channel."""
        ...
