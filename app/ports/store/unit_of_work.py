"""One transaction, and everything that can be asked of it."""

from datetime import timedelta
from types import TracebackType
from typing import Protocol, Self

from app.ports.store.accounts import AccountStore
from app.ports.store.challenges import ChallengeStore
from app.ports.store.exchange import ExchangeStore
from app.ports.store.exchange_journal import ExchangeJournalStore
from app.ports.store.feed import FeedStore
from app.ports.store.filings import FilingStore
from app.ports.store.history import HistoryStore
from app.ports.store.jobs import JobStore
from app.ports.store.keys import AttemptStore, IdempotencyStore
from app.ports.store.materials import MaterialStore
from app.ports.store.notices import NoticeStore
from app.ports.store.obligations import ObligationStore
from app.ports.store.paper_copies import PaperViewStore, RenditionStore
from app.ports.store.phone_handovers import PhoneHandoverStore
from app.ports.store.providers import ProviderStore
from app.ports.store.recognitions import RecognitionStore
from app.ports.store.records import MirrorStore, RecordStore
from app.ports.store.registrations import RegistrationStore
from app.ports.store.resources import CodeStore, ResourceStore
from app.ports.store.reviews import ReviewStore
from app.ports.store.transfers import TransferStore
from app.ports.store.uploads import UploadStore
from app.ports.store.verifications import VerificationStore
from app.ports.store.webhook_deliveries import WebhookDeliveryStore
from app.ports.store.webhooks import WebhookStore


class StoreUnavailableError(Exception):
    """The database can't be reached; nothing was written."""


class UnitOfWork(Protocol):
    """A transaction: leaving it without `commit` takes everything back. Raises StoreUnavailableError."""

    @property
    def providers(self) -> ProviderStore:
        """Providers and their clients."""
        ...

    @property
    def accounts(self) -> AccountStore:
        """Accounts."""
        ...

    @property
    def resources(self) -> ResourceStore:
        """Servers."""
        ...

    @property
    def codes(self) -> CodeStore:
        """Authorization codes."""
        ...

    @property
    def verifications(self) -> VerificationStore:
        """Type verifications."""
        ...

    @property
    def filings(self) -> FilingStore:
        """Filings."""
        ...

    @property
    def history(self) -> HistoryStore:
        """Timeline and deadlines."""
        ...

    @property
    def materials(self) -> MaterialStore:
        """Papers and authenticity checks."""
        ...

    @property
    def challenges(self) -> ChallengeStore:
        """Challenges for videos."""
        ...

    @property
    def renditions(self) -> RenditionStore:
        """Papers as the authority takes them."""
        ...

    @property
    def paper_views(self) -> PaperViewStore:
        """Who looked at papers."""
        ...

    @property
    def uploads(self) -> UploadStore:
        """Resumable uploads."""
        ...

    @property
    def phone_handovers(self) -> PhoneHandoverStore:
        """Links for phones."""
        ...

    @property
    def exchange(self) -> ExchangeStore:
        """The exchange with the authority."""
        ...

    @property
    def exchange_journal(self) -> ExchangeJournalStore:
        """What went between us and the authority."""
        ...

    @property
    def records(self) -> RecordStore:
        """What is on file here."""
        ...

    @property
    def registrations(self) -> RegistrationStore:
        """When domains end."""
        ...

    @property
    def recognitions(self) -> RecognitionStore:
        """What machines read off certificates."""
        ...

    @property
    def reviews(self) -> ReviewStore:
        """What reviewers decided and wrote down."""
        ...

    @property
    def transfers(self) -> TransferStore:
        """Transfers between accounts."""
        ...

    @property
    def obligations(self) -> ObligationStore:
        """What is due after an approval."""
        ...

    @property
    def feed(self) -> FeedStore:
        """Events that clients follow."""
        ...

    @property
    def webhooks(self) -> WebhookStore:
        """Webhook endpoints."""
        ...

    @property
    def webhook_deliveries(self) -> WebhookDeliveryStore:
        """What is delivered to webhook endpoints."""
        ...

    @property
    def notices(self) -> NoticeStore:
        """Notices to people."""
        ...

    @property
    def mirror(self) -> MirrorStore:
        """The mirror of the national record."""
        ...

    @property
    def keys(self) -> IdempotencyStore:
        """Idempotency keys."""
        ...

    @property
    def attempts(self) -> AttemptStore:
        """Counters of attempts."""
        ...

    @property
    def jobs(self) -> JobStore:
        """The queue."""
        ...

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
