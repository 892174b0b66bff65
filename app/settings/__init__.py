"""What can be set from outside, read from the environment once.

Every setting is one field of `Settings`; its variable is `FILING_` and the field's name in capitals. An unknown
`FILING_…` name or a value that is not allowed stops the start with the setting's name and what is allowed, because a
setting that is silently ignored is found only when it is missed.
"""

import dataclasses
import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Annotated, get_type_hints

from app.settings.notice_values import NoticeSettings
from app.settings.values import (
    Mode,
    Setting,
    SettingsError,
    read_authority,
    read_instant,
    read_judge,
    read_keys,
    read_mode,
    read_number,
    read_object_store,
    read_one_of,
    read_path,
    read_secret,
    read_text,
    read_url,
    read_webhook_secret,
    refuse,
)

__all__ = ["Mode", "Setting", "SettingLine", "Settings", "SettingsError", "described"]

PREFIX = "FILING_"


_POSTGRES = ("postgresql", "postgres")
_COUNT = read_number(1, 10_000_000)
_OF_NOTICES = frozenset(field.name for field in dataclasses.fields(NoticeSettings))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Settings(NoticeSettings):
    """All settings. Amounts are whole numbers in the unit that the name ends in."""

    mode: Annotated[
        Mode,
        Setting(read_mode, "sandbox: test data and movable time; production: real keys, database, store and gateway"),
    ] = Mode.SANDBOX
    host: Annotated[str, Setting(read_text, "address on which the service listens")] = "127.0.0.1"
    port: Annotated[int, Setting(read_number(0, 65535), "port of the service; 0 takes a free one")] = 8000
    public_url: Annotated[
        str | None,
        Setting(
            read_url("http", "https"),
            "address under which phones reach the service, for QR codes; absent: that of the request",
        ),
    ] = None
    data_dir: Annotated[
        Path, Setting(read_path, "folder of the embedded database, of papers, generated secrets and logs")
    ] = Path(".data")
    database_url: Annotated[
        str | None,
        Setting(
            read_url(*_POSTGRES),
            "PostgreSQL of the service; absent: the embedded one, never for real data",
            secret=True,
        ),
    ] = None
    object_store_url: Annotated[
        str | None,
        Setting(
            read_object_store,
            "where papers lie: file:///folder or s3://bucket/prefix; absent: in the data folder",
        ),
    ] = None
    keys: Annotated[
        str | None,
        Setting(read_keys, "keyring as JSON or file:///path of one; absent: made in the data folder", secret=True),
    ] = None
    profile: Annotated[str, Setting(read_text, "profile of the default provider")] = "national"
    profiles_dir: Annotated[
        Path | None,
        Setting(read_path, "folder with profiles of your own, one YAML file each, beside those that come along"),
    ] = None
    authority: Annotated[str, Setting(read_authority, "kind of authority gateway: http")] = "http"
    authority_url: Annotated[
        str | None, Setting(read_url("http", "https"), "address of the authority gateway; absent: the sandbox's")
    ] = None
    authority_secret: Annotated[
        str | None, Setting(read_secret, "secret with which the service signs in at the gateway", secret=True)
    ] = None
    authority_callback_secret: Annotated[
        str | None, Setting(read_webhook_secret, "whsec_… with which the gateway signs its callbacks", secret=True)
    ] = None
    sandbox_database_url: Annotated[
        str | None,
        Setting(
            read_url(*_POSTGRES),
            "PostgreSQL of the authority sandbox; absent: `authority` in the same server",
            secret=True,
        ),
    ] = None
    sandbox_port: Annotated[
        int, Setting(read_number(0, 65535), "port of the authority sandbox; 0 takes a free one")
    ] = 0
    sandbox_now: Annotated[
        datetime | None,
        Setting(read_instant, "time at the first start of an empty data folder, so that past rules can be played"),
    ] = None
    api_processes: Annotated[int, Setting(read_number(1, 64), "processes that answer requests")] = 1
    worker_concurrency: Annotated[int, Setting(read_number(1, 100), "jobs that the worker does at once")] = 4
    recognition: Annotated[
        str,
        Setting(
            read_one_of("auto", "off"),
            "worker that reads certificates in `filing serve`: auto starts it where its extra is installed",
        ),
    ] = "auto"
    recognition_threads: Annotated[int, Setting(read_number(1, 64), "processors for reading a certificate")] = 1
    recognition_memory_bytes: Annotated[
        int, Setting(read_number(1 << 30, 1 << 40), "memory of the worker that reads certificates")
    ] = 2 << 30
    recognition_wait_seconds: Annotated[
        int, Setting(read_number(1, 120), "how long a call waits for a certificate to be read")
    ] = 15
    job_heartbeat_seconds: Annotated[int, Setting(read_number(1, 3600), "how often a worker says that it lives")] = 10
    job_stalled_seconds: Annotated[
        int, Setting(read_number(2, 86400), "silence after which a worker's jobs are given anew")
    ] = 30
    key_lease_seconds: Annotated[
        int, Setting(read_number(1, 3600), "time after which the idempotency key of a request that died can be taken")
    ] = 60
    webhook_hold_seconds: Annotated[
        int,
        Setting(
            read_number(1, 3600),
            "silence after which a webhook that a worker was sending is sent again; a try takes 15 seconds at most",
        ),
    ] = 60
    rate_client_per_minute: Annotated[int, Setting(_COUNT, "requests of one client")] = 6000
    rate_account_per_minute: Annotated[int, Setting(_COUNT, "requests of one account")] = 1200
    rate_code_checks_per_minute: Annotated[int, Setting(_COUNT, "wrong authorization codes of one client")] = 30
    rate_sms_tries_per_minute: Annotated[int, Setting(_COUNT, "SMS codes tried for one phone")] = 10
    token_ttl_seconds: Annotated[int, Setting(read_number(60, 86400), "life of a client's access token")] = 3600
    session_ttl_seconds: Annotated[int, Setting(read_number(60, 86400), "life of an applicant's session")] = 3600
    request_max_bytes: Annotated[int, Setting(read_number(1024, 1 << 30), "largest JSON or form request")] = 1 << 20
    upload_max_bytes: Annotated[int, Setting(read_number(1024, 1 << 32), "largest paper")] = 20 << 20
    upload_ttl_seconds: Annotated[
        int, Setting(read_number(60, 604800), "time that a resumable upload may take until its paper is added")
    ] = 86400
    uploads_open: Annotated[int, Setting(read_number(1, 10_000), "resumable uploads of one account at once")] = 20
    uploads_open_bytes: Annotated[
        int,
        Setting(read_number(1024, 1 << 40), "their sizes together; never less than one of FILING_UPLOAD_MAX_BYTES"),
    ] = 200 << 20
    paper_memory_bytes: Annotated[
        int, Setting(read_number(512 << 20, 1 << 40), "address space of one process that reads a paper")
    ] = 1 << 30
    paper_seconds: Annotated[
        int, Setting(read_number(1, 3600), "longest processor time over one paper; four times that on the clock")
    ] = 30
    paper_processes: Annotated[
        int, Setting(read_number(0, 256), "papers read at once by one process of the service; 0: one a processor")
    ] = 0
    authenticity: Annotated[
        str,
        Setting(
            read_judge,
            "who judges faces: measured (the machine that comes with the service), person, or package.module:factory "
            "of a vendor's adapter",
        ),
    ] = "measured"
    clamd: Annotated[
        str | None,
        Setting(
            read_url("tcp", "unix"),
            "ClamAV daemon that scans papers: tcp://host:port or unix:///path; absent: nothing is scanned",
        ),
    ] = None
    log_level: Annotated[
        str, Setting(read_one_of("debug", "info", "warning", "error"), "least severe entry in the logs")
    ] = "info"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read and check `FILING_…` of `environ`; an empty value counts as absent. Raises SettingsError."""
        given = {name: value for name, value in environ.items() if name.startswith(PREFIX)}
        fields = {PREFIX + name.upper(): name for name in _settings()}
        for name in given.keys() - fields.keys():
            close = difflib.get_close_matches(name, fields, n=1)
            refuse(name, f"no such setting{f'; did you mean {close[0]}?' if close else ''} (see `filing settings`)")
        values = {
            fields[name]: _settings()[fields[name]].parse(name, value.strip())
            for name, value in given.items()
            if value.strip()
        }
        settings = cls(**values)  # type: ignore[arg-type]  # each value comes from the parser of its own field
        settings.check()
        return settings

    def check(self) -> None:
        """Check what depends on several settings. Raises SettingsError."""
        if self.job_stalled_seconds <= self.job_heartbeat_seconds:
            refuse("FILING_JOB_STALLED_SECONDS", "must be longer than FILING_JOB_HEARTBEAT_SECONDS")
        self.check_notices(in_sandbox=self.mode is Mode.SANDBOX)
        if self.mode is Mode.PRODUCTION:
            self._check_production()

    def _check_production(self) -> None:
        wanted = {
            "FILING_KEYS": (self.keys, "a keyring of your own (`filing keys new`)"),
            "FILING_DATABASE_URL": (
                self.database_url,
                "a PostgreSQL of your own: THE EMBEDDED POSTGRESQL IS NOT FOR REAL DATA, it asks for no password",
            ),
            "FILING_OBJECT_STORE_URL": (self.object_store_url, "an object store (s3://bucket/prefix)"),
            "FILING_AUTHORITY_URL": (self.authority_url, "the authority gateway's address"),
            "FILING_AUTHORITY_SECRET": (self.authority_secret, "the authority gateway's secret"),
            "FILING_AUTHORITY_CALLBACK_SECRET": (self.authority_callback_secret, "the secret of its callbacks"),
        }
        for name, (value, what) in wanted.items():
            if not value:
                refuse(name, f"FILING_MODE=production needs {what}")
        if (self.object_store_url or "").startswith("file:"):
            refuse("FILING_OBJECT_STORE_URL", "FILING_MODE=production needs s3://bucket/prefix, not a local folder")
        for name, forbidden in (
            ("FILING_SANDBOX_NOW", self.sandbox_now),
            ("FILING_SANDBOX_DATABASE_URL", self.sandbox_database_url),
        ):
            if forbidden is not None:
                refuse(name, "only for FILING_MODE=sandbox")


@cache
def _settings() -> dict[str, Setting]:
    hints = get_type_hints(Settings, include_extras=True)
    return {field.name: hints[field.name].__metadata__[0] for field in dataclasses.fields(Settings)}


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One setting as people read it: variable, default, current value (secrets hidden) and meaning."""

    name: str
    default: str
    current: str
    meaning: str


def described(settings: Settings) -> tuple[SettingLine, ...]:
    """Every setting with its meaning, in the order of the class; those of notices are the last."""
    in_order = sorted(dataclasses.fields(settings), key=lambda field: field.name in _OF_NOTICES)
    return tuple(
        SettingLine(
            name=PREFIX + field.name.upper(),
            default=_shown(field.default),
            current=_shown(getattr(settings, field.name), secret=_settings()[field.name].secret),
            meaning=_settings()[field.name].meaning,
        )
        for field in in_order
    )


def _shown(value: object, *, secret: bool = False) -> str:
    if value is None or value == ():
        return "(none)"
    if secret:
        return "(hidden)"
    return value.isoformat() if isinstance(value, datetime) else str(value)
