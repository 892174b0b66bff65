"""What use cases need of the world, as one bundle. `app.wiring` fills it; routers only hold it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.domain.domain_names import PublicSuffixes
from app.domain.notices import NoticeChannel
from app.domain.profile import Profile
from app.domain.regions import Regions
from app.domain.rulebook import Rulebook
from app.domain.working_days import WorkingCalendar
from app.ports.announcements import Announcements
from app.ports.authenticity import AuthenticityJudge
from app.ports.authority import AuthorityGateway
from app.ports.callback_signatures import CallbackSignatures
from app.ports.clock import Clock
from app.ports.document_printer import DocumentPrinter
from app.ports.domain_registry import DomainRegistry
from app.ports.ids import Ids
from app.ports.limits import RateLimiter
from app.ports.malware import MalwareScanner
from app.ports.notice_sender import NoticeOutbox, NoticeSender
from app.ports.object_store import ObjectStore
from app.ports.paper_work import PaperWork
from app.ports.phone_areas import PhoneAreas
from app.ports.probes import DatabaseProbe
from app.ports.sandbox import AuthoritySandbox
from app.ports.secrecy import BlindIndex, SecretHasher, Secrets
from app.ports.store.hot_questions import HotQuestions
from app.ports.store.unit_of_work import UnitOfWork
from app.ports.tokens import Tokens
from app.ports.webhook_sender import WebhookSender
from app.usecases.provider_directory import ProviderDirectory


@dataclass(frozen=True, slots=True)
class Limits:
    """Settings that use cases and routers ask for; amounts a minute, sizes in bytes, ages in seconds."""

    code_checks_per_minute: int
    sms_tries_per_minute: int
    request_max_bytes: int
    upload_max_bytes: int
    upload_seconds: int
    uploads_open: int
    uploads_open_bytes: int
    token_seconds: int
    session_seconds: int
    job_heartbeat_seconds: int
    job_stalled_seconds: int
    jobs_at_once: int
    recognition_wait_seconds: int = 15
    """How long a call waits for a certificate to be read."""
    key_lease_seconds: int = 60
    """How long the idempotency key of a request that died stays taken."""
    webhook_hold_seconds: int = 60
    """How long a delivery that a dead worker had begun stays held."""


@dataclass(frozen=True, slots=True)
class NoticeWays:
    """How notices go out: a channel without a sender is not used at all.

    `outbox` is there in sandbox mode, and one of the senders. `reviewers_mailbox` is that of the reviewers' team,
    `app_url` where applicants sign in.
    """

    senders: Mapping[NoticeChannel, NoticeSender] = field(default_factory=dict)
    outbox: NoticeOutbox | None = None
    reviewers_mailbox: str | None = None
    app_url: str | None = None

    @property
    def kept(self) -> tuple[NoticeChannel, ...]:
        """Return the channels that sandbox mode keeps to itself."""
        return tuple(channel for channel, sender in self.senders.items() if sender is self.outbox)


@dataclass(frozen=True, slots=True)
class Runtime:
    """Ports, rulebook and limits; `sandbox` is None in production mode."""

    unit_of_work: Callable[[], UnitOfWork]
    hot: HotQuestions
    providers: ProviderDirectory
    clock: Clock
    ids: Ids
    secrets: Secrets
    index: BlindIndex
    hasher: SecretHasher
    tokens: Tokens
    rate_limiter: RateLimiter
    objects: ObjectStore
    paper_work: PaperWork
    malware: MalwareScanner
    printer: DocumentPrinter
    authenticity: AuthenticityJudge
    authority: AuthorityGateway
    domains: DomainRegistry
    callbacks: CallbackSignatures
    webhooks: WebhookSender
    announcements: Announcements
    sandbox: AuthoritySandbox | None
    database: DatabaseProbe
    rulebook: Rulebook
    profiles: Mapping[str, Profile]
    regions: Regions
    phone_areas: PhoneAreas
    calendar: WorkingCalendar
    suffixes: PublicSuffixes
    limits: Limits
    public_url: str | None = None
    """Where phones and browsers reach the service; None where each request tells."""
    notices: NoticeWays = field(default_factory=NoticeWays)
    """How people are told of what happens."""
