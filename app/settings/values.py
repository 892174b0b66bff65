"""How the value of each setting is read from its text, and what is said when it is not allowed."""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from enum import StrEnum
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from app.domain.rule_days import FIRST_DAY

SECRET_LENGTH = 24
FIRST_RULES = datetime.combine(FIRST_DAY, time(), timezone(timedelta(hours=8)))
LAST_TIME = datetime(2190, 1, 1, tzinfo=UTC)


class SettingsError(Exception):
    """A setting is unknown, missing or has a value that is not allowed. `setting` is the variable's name."""

    def __init__(self, setting: str, what: str) -> None:
        super().__init__(f"{setting}: {what}")
        self.setting = setting


@dataclass(frozen=True, slots=True)
class Setting:
    """What belongs to a field of `Settings` beside its type: how it is read and what it means."""

    parse: Callable[[str, str], object]
    meaning: str
    secret: bool = False


class Mode(StrEnum):
    """`sandbox`: test data, time that can be moved, an embedded database if none is given. `production`: none of it."""

    SANDBOX = "sandbox"
    PRODUCTION = "production"


def refuse(name: str, what: str) -> NoReturn:
    """Stop with the setting's name and what is allowed."""
    raise SettingsError(name, what)


def read_text(_name: str, value: str) -> str:
    """Take any text."""
    return value


def read_path(_name: str, value: str) -> Path:
    """Read a folder; `~` is the home folder."""
    return Path(value).expanduser()


def read_secret(name: str, value: str) -> str:
    """Read a shared secret of a fair length."""
    if len(value) < SECRET_LENGTH:
        refuse(name, f"must have at least {SECRET_LENGTH} characters; `openssl rand -base64 32` makes a good one")
    return value


def read_webhook_secret(name: str, value: str) -> str:
    """Read a secret of Standard Webhooks: `whsec_` and the base64 of 24 to 64 bytes."""
    try:
        secret = base64.b64decode(value.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        secret = b""
    if not value.startswith("whsec_") or not 24 <= len(secret) <= 64:
        refuse(name, 'must be whsec_ and the base64 of 24 to 64 bytes: echo "whsec_$(openssl rand -base64 32)"')
    return value


def read_number(lowest: int, highest: int) -> Callable[[str, str], int]:
    """Return a reader of whole numbers between two bounds, both included."""

    def parse(name: str, value: str) -> int:
        if not (
            value.isascii() and value.isdigit() and len(value) <= len(str(highest)) and lowest <= int(value) <= highest
        ):
            refuse(name, f"must be a whole number from {lowest} to {highest}, not {value!r}")
        return int(value)

    return parse


def read_judge(name: str, value: str) -> str:
    """Read who judges faces: one of two words, or where a vendor's adapter is made."""
    if value not in ("measured", "person") and not re.fullmatch(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*", value):
        refuse(name, f"must be measured, person or package.module:factory, not {value!r}")
    return value


def read_one_of(*allowed: str) -> Callable[[str, str], str]:
    """Return a reader of one of a few words."""

    def parse(name: str, value: str) -> str:
        if value not in allowed:
            refuse(name, f"must be one of {', '.join(allowed)}, not {value!r}")
        return value

    return parse


def read_mode(name: str, value: str) -> Mode:
    """Read the mode."""
    return Mode(read_one_of(*Mode)(name, value))


def read_authority(name: str, value: str) -> str:
    """Read the kind of gateway."""
    if value == "soap":
        refuse(name, "the gateway 'soap' is not in this build; allowed: http")
    return read_one_of("http")(name, value)


def read_url(*schemes: str) -> Callable[[str, str], str]:
    """Return a reader of addresses with one of the schemes.

    The value stays out of the message, because an address may carry a password.
    """

    def parse(name: str, value: str) -> str:
        try:
            parts = urlsplit(value)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in schemes or not (parts.netloc or parts.path.strip("/") or parts.query):
            refuse(name, f"must be an address that begins with {' or '.join(f'{scheme}://' for scheme in schemes)}")
        return value

    return parse


def read_object_store(name: str, value: str) -> str:
    """Read where papers lie; the value stays out of the message, as with other addresses."""
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    in_folder = parts.scheme == "file" and parts.netloc in ("", "localhost") and len(parts.path) > 1
    if not in_folder and not (parts.scheme == "s3" and parts.netloc):
        refuse(name, "must be file:///absolute/folder or s3://bucket/prefix")
    return value


def read_instant(name: str, value: str) -> datetime:
    """Read a time with its offset (RFC 3339)."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        refuse(name, f"must be a time with its offset such as 2024-03-01T09:00:00+08:00, not {value!r}")
    if not FIRST_RULES <= moment < LAST_TIME:
        refuse(name, f"must lie between {FIRST_RULES.date()}, when the first rules began, and {LAST_TIME.date()}")
    return moment


def read_keys(name: str, value: str) -> str:
    """Read the keyring's text or the address of its file; whoever uses it looks at what is inside."""
    if not value.startswith(("{", "file:///")):
        refuse(name, "must be a keyring as JSON, or file:///path of one (`filing keys new` prints a new keyring)")
    return value
