"""One transaction over SQLAlchemy, with every repository in it."""

from datetime import timedelta
from functools import cached_property
from types import TracebackType
from typing import Self

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from app.ports.secrecy import BlindIndex, ColumnCipher
from app.storage.accounts import SqlAccounts
from app.storage.attempts import SqlAttempts
from app.storage.challenges import SqlChallenges
from app.storage.codes import SqlCodes
from app.storage.connections import connect, give_back
from app.storage.engine import CLOCK_CHANNEL
from app.storage.exchange import SqlExchange
from app.storage.exchange_journal import SqlExchangeJournal
from app.storage.feed import SqlFeed
from app.storage.filings import SqlFilings
from app.storage.history import SqlHistory
from app.storage.jobs import SqlJobs
from app.storage.keys import SqlIdempotency
from app.storage.materials import SqlMaterials
from app.storage.mirror import SqlMirror
from app.storage.notices import SqlNotices
from app.storage.obligations import SqlObligations
from app.storage.paper_copies import SqlPaperViews, SqlRenditions
from app.storage.phone_handovers import SqlPhoneHandovers
from app.storage.providers import SqlProviders
from app.storage.recognitions import SqlRecognitions
from app.storage.records import SqlRecords
from app.storage.registrations import SqlRegistrations
from app.storage.resources import SqlResources
from app.storage.reviews import SqlReviews
from app.storage.sealing import Sealing
from app.storage.statements import Statements
from app.storage.tables import sandbox_clock
from app.storage.transfers import SqlTransfers
from app.storage.uploads import SqlUploads
from app.storage.verifications import SqlVerifications
from app.storage.webhook_deliveries import SqlWebhookDeliveries
from app.storage.webhooks import SqlWebhooks

_MICROSECOND = timedelta(microseconds=1)


class SqlUnitOfWork:
    """Opens a connection when it is entered; leaving without `commit` takes everything back."""

    def __init__(self, engine: AsyncEngine, cipher: ColumnCipher, index: BlindIndex) -> None:
        self._engine = engine
        self._sealing = Sealing(cipher, index)
        self._connection: AsyncConnection | None = None

    @cached_property
    def _statements(self) -> Statements:
        if self._connection is None:
            raise RuntimeError("a unit of work must be entered before anything is asked of it")
        return Statements(self._connection)

    @cached_property
    def providers(self) -> SqlProviders:
        """Providers and their clients."""
        return SqlProviders(self._statements)

    @cached_property
    def accounts(self) -> SqlAccounts:
        """Accounts."""
        return SqlAccounts(self._statements, self._sealing)

    @cached_property
    def resources(self) -> SqlResources:
        """Servers."""
        return SqlResources(self._statements)

    @cached_property
    def codes(self) -> SqlCodes:
        """Authorization codes."""
        return SqlCodes(self._statements)

    @cached_property
    def verifications(self) -> SqlVerifications:
        """Type verifications."""
        return SqlVerifications(self._statements, self._sealing)

    @cached_property
    def filings(self) -> SqlFilings:
        """Filings."""
        return SqlFilings(self._statements, self._sealing)

    @cached_property
    def history(self) -> SqlHistory:
        """Timeline and deadlines."""
        return SqlHistory(self._statements, self._sealing)

    @cached_property
    def materials(self) -> SqlMaterials:
        """Papers and authenticity checks."""
        return SqlMaterials(self._statements)

    @cached_property
    def challenges(self) -> SqlChallenges:
        """Challenges for videos."""
        return SqlChallenges(self._statements)

    @cached_property
    def renditions(self) -> SqlRenditions:
        """Papers as the authority takes them."""
        return SqlRenditions(self._statements)

    @cached_property
    def paper_views(self) -> SqlPaperViews:
        """Who looked at papers."""
        return SqlPaperViews(self._statements)

    @cached_property
    def uploads(self) -> SqlUploads:
        """Resumable uploads."""
        return SqlUploads(self._statements, self._sealing)

    @cached_property
    def phone_handovers(self) -> SqlPhoneHandovers:
        """Links for phones."""
        return SqlPhoneHandovers(self._statements)

    @cached_property
    def exchange(self) -> SqlExchange:
        """The exchange with the authority."""
        return SqlExchange(self._statements, self._sealing)

    @cached_property
    def exchange_journal(self) -> SqlExchangeJournal:
        """What went between us and the authority."""
        return SqlExchangeJournal(self._statements)

    @cached_property
    def records(self) -> SqlRecords:
        """What is on file here."""
        return SqlRecords(self._statements, self._sealing)

    @cached_property
    def registrations(self) -> SqlRegistrations:
        """When domains end."""
        return SqlRegistrations(self._statements)

    @cached_property
    def recognitions(self) -> SqlRecognitions:
        """What machines read off certificates."""
        return SqlRecognitions(self._statements, self._sealing)

    @cached_property
    def reviews(self) -> SqlReviews:
        """What reviewers decided and wrote down."""
        return SqlReviews(self._statements, self._sealing)

    @cached_property
    def transfers(self) -> SqlTransfers:
        """Transfers between accounts."""
        return SqlTransfers(self._statements)

    @cached_property
    def obligations(self) -> SqlObligations:
        """What is due after an approval."""
        return SqlObligations(self._statements, self._sealing)

    @cached_property
    def feed(self) -> SqlFeed:
        """Events that clients follow."""
        return SqlFeed(self._statements)

    @cached_property
    def webhooks(self) -> SqlWebhooks:
        """Webhook endpoints."""
        return SqlWebhooks(self._statements, self._sealing)

    @property
    def webhook_deliveries(self) -> SqlWebhookDeliveries:
        """What is delivered to webhook endpoints."""
        return SqlWebhookDeliveries(self._statements, self._sealing)

    @cached_property
    def notices(self) -> SqlNotices:
        """Notices to people."""
        return SqlNotices(self._statements)

    @cached_property
    def mirror(self) -> SqlMirror:
        """The mirror of the national record."""
        return SqlMirror(self._statements, self._sealing)

    @cached_property
    def keys(self) -> SqlIdempotency:
        """Idempotency keys."""
        return SqlIdempotency(self._statements, self._sealing)

    @cached_property
    def attempts(self) -> SqlAttempts:
        """Counters of attempts."""
        return SqlAttempts(self._statements, self._sealing)

    @cached_property
    def jobs(self) -> SqlJobs:
        """The queue."""
        return SqlJobs(self._statements)

    async def move_clock(self, offset: timedelta) -> None:
        """Store the offset of sandbox time, never backwards, and tell every process once it is committed."""
        statement = insert(sandbox_clock).values(id=1, offset_microseconds=offset // _MICROSECOND)
        statement = statement.on_conflict_do_update(
            index_elements=[sandbox_clock.c.id],
            set_={
                "offset_microseconds": func.greatest(
                    sandbox_clock.c.offset_microseconds, statement.excluded.offset_microseconds
                )
            },
        )
        stored = await self._statements.value(statement.returning(sandbox_clock.c.offset_microseconds))
        await self._statements.run(select(func.pg_notify(CLOCK_CHANNEL, str(stored))))

    async def commit(self) -> None:
        """Make it last."""
        await self._statements.commit()

    async def __aenter__(self) -> Self:
        """Open a connection. Raises StoreUnavailableError."""
        self._connection = await connect(self._engine)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Roll back what was not committed, and give the connection back."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await give_back(connection, error)
