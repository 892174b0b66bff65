"""The composition root: the only module that names adapters."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.adapters.aes_columns import AesColumns
from app.adapters.authority_connection import AuthorityConnection
from app.adapters.hmac_index import HmacIndex
from app.adapters.hmac_secrets import HmacSecrets
from app.adapters.http_authority import HttpAuthority
from app.adapters.http_domain_registry import HttpDomainRegistry
from app.adapters.http_sandbox import HttpSandbox
from app.adapters.jwt_tokens import JwtTokens
from app.adapters.keyring_text import keyring_of
from app.adapters.memory_limits import MemoryRateLimiter
from app.adapters.obstore_objects import objects_at
from app.adapters.public_suffix_list import IcannSuffixes
from app.adapters.region_codes import region_codes
from app.adapters.standard_webhooks import StandardWebhookSignatures
from app.adapters.structured_logs import configure_logs
from app.adapters.system_clock import SystemClock
from app.adapters.system_ids import SystemIds
from app.adapters.system_secrets import SystemSecrets
from app.adapters.working_calendar import working_calendar
from app.domain.working_days import CalendarRule
from app.rulebook import RULES_FOLDER, asked_rules, load_rulebook
from app.settings import Mode, Settings
from app.settings.chosen_profile import profiles_with
from app.settings.values import SettingsError
from app.storage.engine import Database
from app.storage.hot_questions import SqlHotQuestions
from app.storage.unit_of_work import SqlUnitOfWork
from app.usecases.provider_directory import ProviderDirectory
from app.usecases.runtime import Limits, Runtime

AUTHORITY_SECONDS = 10.0


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
    await database.open()
    listening = asyncio.create_task(database.listen_clock(clock.moved_to)) if in_sandbox else None
    try:
        yield _runtime(settings, database, connection, clock)
    finally:
        if listening is not None:
            listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await listening
        await connection.close()
        await database.close()


def _runtime(settings: Settings, database: Database, connection: AuthorityConnection, clock: SystemClock) -> Runtime:
    secrets = SystemSecrets()
    keyring = keyring_of(_needed(settings.keys, "FILING_KEYS"))
    cipher, index = AesColumns(keyring, secrets), HmacIndex(keyring)
    rulebook = load_rulebook(RULES_FOLDER, asked_rules())
    profiles = profiles_with(settings.profile, settings.profiles_dir)
    overrides = rulebook.at(CalendarRule.OVERRIDES, clock.real_now().date()).value

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
        authority=HttpAuthority(connection),
        domains=HttpDomainRegistry(connection),
        callbacks=StandardWebhookSignatures(
            _needed(settings.authority_callback_secret, "FILING_AUTHORITY_CALLBACK_SECRET")
        ),
        sandbox=HttpSandbox(connection) if settings.mode is Mode.SANDBOX else None,
        database=database,
        rulebook=rulebook,
        profiles=profiles,
        regions=region_codes(),
        calendar=working_calendar(overrides),
        suffixes=IcannSuffixes(),
        limits=_limits(settings),
    )


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
        token_seconds=settings.token_ttl_seconds,
        session_seconds=settings.session_ttl_seconds,
        job_heartbeat_seconds=settings.job_heartbeat_seconds,
        job_stalled_seconds=settings.job_stalled_seconds,
        jobs_at_once=settings.worker_concurrency,
    )


def _needed(value: str | None, name: str) -> str:
    """Return a setting that `app.stack.local` or the environment must have filled in."""
    if value is None:
        raise SettingsError(name, "is missing")
    return value
