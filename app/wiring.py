"""The composition root: the only module that names adapters."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.adapters.aes_columns import AesColumns
from app.adapters.authority_connection import AuthorityConnection
from app.adapters.bounded_papers import BoundedPapers, PaperBounds
from app.adapters.chosen_authenticity import JudgeNotFoundError, chosen_judge
from app.adapters.chosen_senders import SenderFaultError, sms_sender
from app.adapters.hmac_index import HmacIndex
from app.adapters.hmac_secrets import HmacSecrets
from app.adapters.http_authority import HttpAuthority
from app.adapters.http_domain_registry import HttpDomainRegistry
from app.adapters.http_sandbox import HttpSandbox
from app.adapters.jwt_tokens import JwtTokens
from app.adapters.keyring_text import keyring_of
from app.adapters.malware_scanners import scanner_at
from app.adapters.memory_limits import MemoryRateLimiter
from app.adapters.obstore_objects import objects_at
from app.adapters.phone_ranges import PhoneRanges
from app.adapters.public_suffix_list import IcannSuffixes
from app.adapters.push_webhook import PushWebhook
from app.adapters.rapid_ocr import RapidOcrReader
from app.adapters.region_codes import region_codes
from app.adapters.reportlab_documents import ReportlabDocuments
from app.adapters.smtp_notices import SmtpNotices
from app.adapters.standard_webhooks import StandardWebhookSignatures
from app.adapters.structured_logs import configure_logs
from app.adapters.system_clock import SystemClock
from app.adapters.system_ids import SystemIds
from app.adapters.system_secrets import SystemSecrets
from app.adapters.tencentcloud_sms import TencentAccount
from app.adapters.webhook_http import HttpWebhookSender
from app.adapters.working_calendar import working_calendar
from app.domain.notice_causes import NoticeCause
from app.domain.notices import NoticeChannel
from app.domain.rulebook import Rulebook
from app.domain.working_days import CalendarRule
from app.ports.authenticity import AuthenticityJudge
from app.ports.certificate_reader import CertificateReader
from app.ports.notice_sender import NoticeSender
from app.rulebook import RULES_FOLDER, asked_rules, load_rulebook
from app.settings import Mode, Settings
from app.settings.chosen_profile import profiles_with
from app.settings.notice_values import NONE, sms_templates_of
from app.settings.values import SettingsError
from app.storage.announcements import SqlAnnouncements
from app.storage.engine import Database
from app.storage.hot_questions import SqlHotQuestions
from app.storage.notice_outbox import SqlNoticeOutbox
from app.storage.unit_of_work import SqlUnitOfWork
from app.usecases.provider_directory import ProviderDirectory
from app.usecases.runtime import Limits, NoticeWays, Runtime

AUTHORITY_SECONDS = 10.0
SANDBOX_REVIEWERS = "reviewers@sandbox.invalid"


@asynccontextmanager
async def build(settings: Settings) -> AsyncIterator[Runtime]:
    """Connect everything, and close it again. Settings must be whole; raises SettingsError, RulebookError."""
    configure_logs(settings.log_level)
    database = Database(_needed(settings.database_url, "FILING_DATABASE_URL"))
    connection = AuthorityConnection(
        _needed(settings.authority_url, "FILING_AUTHORITY_URL"),
        _needed(settings.authority_secret, "FILING_AUTHORITY_SECRET"),
        AUTHORITY_SECONDS,
    )
    in_sandbox = settings.mode is Mode.SANDBOX
    clock = SystemClock(database.read_offset if in_sandbox else None)
    paper_work = BoundedPapers(
        PaperBounds(settings.paper_memory_bytes, settings.paper_seconds, settings.paper_processes)
    )
    webhooks = HttpWebhookSender(clock, loopback_allowed=in_sandbox)
    announcements = SqlAnnouncements(database)
    await database.open()
    listening = asyncio.create_task(database.listen_clock(clock.moved_to)) if in_sandbox else None
    try:
        runtime = _runtime(settings, database, connection, clock, paper_work, webhooks, announcements)
        try:
            yield runtime
        finally:
            for sender in runtime.notices.senders.values():
                await sender.close()
    finally:
        if listening is not None:
            listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await listening
        await announcements.close()
        await webhooks.close()
        await paper_work.close()
        await connection.close()
        await database.close()


def _runtime(
    settings: Settings,
    database: Database,
    connection: AuthorityConnection,
    clock: SystemClock,
    paper_work: BoundedPapers,
    webhooks: HttpWebhookSender,
    announcements: SqlAnnouncements,
) -> Runtime:
    secrets = SystemSecrets()
    keyring = keyring_of(_needed(settings.keys, "FILING_KEYS"))
    cipher, index = AesColumns(keyring, secrets), HmacIndex(keyring)
    rulebook = load_rulebook(RULES_FOLDER, asked_rules())
    profiles = profiles_with(settings.profile, settings.profiles_dir)
    overrides = rulebook.at(CalendarRule.OVERRIDES, clock.real_now().date()).value

    regions = region_codes()

    def unit_of_work() -> SqlUnitOfWork:
        return SqlUnitOfWork(database.engine, cipher, index)

    return Runtime(
        unit_of_work=unit_of_work,
        hot=SqlHotQuestions(database, cipher, index),
        providers=ProviderDirectory(unit_of_work),
        clock=clock,
        ids=SystemIds(),
        secrets=secrets,
        index=index,
        hasher=HmacSecrets(keyring),
        tokens=JwtTokens(keyring.token_keys(), keyring.active_token_id, clock),
        rate_limiter=MemoryRateLimiter(_policies(settings), clock),
        objects=objects_at(_needed(settings.object_store_url, "FILING_OBJECT_STORE_URL"), keyring, secrets),
        paper_work=paper_work,
        malware=scanner_at(settings.clamd),
        printer=ReportlabDocuments(),
        authenticity=_judge(settings, paper_work, rulebook),
        authority=HttpAuthority(connection),
        domains=HttpDomainRegistry(connection),
        callbacks=StandardWebhookSignatures(
            _needed(settings.authority_callback_secret, "FILING_AUTHORITY_CALLBACK_SECRET")
        ),
        webhooks=webhooks,
        announcements=announcements,
        sandbox=HttpSandbox(connection) if settings.mode is Mode.SANDBOX else None,
        database=database,
        rulebook=rulebook,
        profiles=profiles,
        regions=regions,
        phone_areas=PhoneRanges({code: one.name for code, one in regions.provinces.items()}),
        calendar=working_calendar(overrides),
        suffixes=IcannSuffixes(),
        limits=_limits(settings),
        public_url=settings.public_url,
        notices=notice_ways(settings, webhooks, clock, rulebook, SqlNoticeOutbox(database.engine, cipher, index)),
    )


def notice_ways(
    settings: Settings, webhooks: HttpWebhookSender, clock: SystemClock, rulebook: Rulebook, outbox: SqlNoticeOutbox
) -> NoticeWays:
    """Return how notices go out: in sandbox mode nowhere but to a push service of the developer's own."""
    senders: dict[NoticeChannel, NoticeSender] = {}
    if settings.mode is Mode.SANDBOX:
        senders = {NoticeChannel.SMS: outbox, NoticeChannel.EMAIL: outbox}
    if settings.smtp_url is not None:
        senders[NoticeChannel.EMAIL] = SmtpNotices(settings.smtp_url, settings.smtp_from or "", clock)
    if settings.sms_vendor != NONE:
        senders[NoticeChannel.SMS] = _sms(settings, clock, rulebook)
    if settings.push_url is not None:
        senders[NoticeChannel.PUSH] = PushWebhook(webhooks, settings.push_url, settings.push_secret or "", clock)
    in_sandbox = settings.mode is Mode.SANDBOX
    mailbox = settings.reviewers_email or (SANDBOX_REVIEWERS if in_sandbox else None)
    return NoticeWays(senders, outbox if in_sandbox else None, mailbox, settings.app_url)


def _sms(settings: Settings, clock: SystemClock, rulebook: Rulebook) -> NoticeSender:
    today = clock.real_now().date()
    causes = [one.value for one in NoticeCause if rulebook.at(one.rule, today).value.sms is not None]
    templates = sms_templates_of("FILING_SMS_TEMPLATES", settings.sms_templates or "{}")
    account = TencentAccount(
        settings.sms_secret_id or "",
        settings.sms_secret_key or "",
        settings.sms_app_id or "",
        settings.sms_signature or "",
        settings.sms_region,
    )
    try:
        return sms_sender(settings.sms_vendor, account, templates, causes)
    except SenderFaultError as fault:
        raise SettingsError(fault.setting, str(fault)) from fault


def _judge(settings: Settings, paper_work: BoundedPapers, rulebook: Rulebook) -> AuthenticityJudge:
    try:
        return chosen_judge(settings.authenticity, paper_work, rulebook)
    except JudgeNotFoundError as missing:
        raise SettingsError("FILING_AUTHENTICITY", f"there is no {missing}") from missing


def certificate_reader(settings: Settings) -> CertificateReader:
    """Return what reads certificates, for the one worker that does; nothing of it is loaded yet."""
    return RapidOcrReader(settings.recognition_threads)


def _policies(settings: Settings) -> dict[str, tuple[int, int]]:
    return {
        "client": (settings.rate_client_per_minute, 60),
        "account": (settings.rate_account_per_minute, 60),
        "token": (settings.rate_client_per_minute, 60),
    }


def _limits(settings: Settings) -> Limits:
    return Limits(
        code_checks_per_minute=settings.rate_code_checks_per_minute,
        sms_tries_per_minute=settings.rate_sms_tries_per_minute,
        request_max_bytes=settings.request_max_bytes,
        upload_max_bytes=settings.upload_max_bytes,
        upload_seconds=settings.upload_ttl_seconds,
        uploads_open=settings.uploads_open,
        uploads_open_bytes=max(settings.uploads_open_bytes, settings.upload_max_bytes),
        token_seconds=settings.token_ttl_seconds,
        session_seconds=settings.session_ttl_seconds,
        job_heartbeat_seconds=settings.job_heartbeat_seconds,
        job_stalled_seconds=settings.job_stalled_seconds,
        jobs_at_once=settings.worker_concurrency,
        recognition_wait_seconds=settings.recognition_wait_seconds,
        key_lease_seconds=settings.key_lease_seconds,
        webhook_hold_seconds=settings.webhook_hold_seconds,
    )


def _needed(value: str | None, name: str) -> str:
    """Return a setting that `app.stack.local` or the environment must have filled in."""
    if value is None:
        raise SettingsError(name, "is missing")
    return value
