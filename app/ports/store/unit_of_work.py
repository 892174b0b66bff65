"""One transaction, and everything that can be asked of it."""

from datetime import timedelta
from types import TracebackType
from typing import Protocol, Self

from app.ports.store.accounts import AccountStore
from app.ports.store.exchange import ExchangeStore
from app.ports.store.filings import FilingStore
from app.ports.store.history import HistoryStore
from app.ports.store.jobs import JobStore
from app.ports.store.keys import AttemptStore, IdempotencyStore
from app.ports.store.materials import MaterialStore
from app.ports.store.providers import ProviderStore
from app.ports.store.records import MirrorStore, RecordStore
from app.ports.store.resources import CodeStore, ResourceStore
from app.ports.store.verifications import VerificationStore


class StoreUnavailableError(Exception):
    """The database can't be reached; nothing was written."""


class UnitOfWork(Protocol):
    """A transaction: leaving it without `commit` takes everything back. Raises StoreUnavailableError."""

    @property
    def providers(self) -> ProviderStore: ...
    @property
    def accounts(self) -> AccountStore: ...
    @property
    def resources(self) -> ResourceStore: ...
    @property
    def codes(self) -> CodeStore: ...
    @property
    def verifications(self) -> VerificationStore: ...
    @property
    def filings(self) -> FilingStore: ...
    @property
    def history(self) -> HistoryStore: ...
    @property
    def materials(self) -> MaterialStore: ...
    @property
    def exchange(self) -> ExchangeStore: ...
    @property
    def records(self) -> RecordStore: ...
    @property
    def mirror(self) -> MirrorStore: ...
    @property
    def keys(self) -> IdempotencyStore: ...
    @property
    def attempts(self) -> AttemptStore: ...
    @property
    def jobs(self) -> JobStore: ...

    async def move_clock(self, offset: timedelta) -> None:
        """Store the offset of sandbox time, never backwards, and tell every process."""
        ...

    async def commit(self) -> None:
        """Make it last."""
        ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
