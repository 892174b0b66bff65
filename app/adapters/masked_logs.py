"""Keeping personal data and secrets out of log entries.

What is known by its name is dropped, what is known by its look is masked, wherever in an entry it stands: in the text
of an exception as in a list of a list. This is the last net. Code that logs hands over ids and codes, nothing else.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any
from uuid import UUID

from structlog.typing import EventDict, WrappedLogger

MASK = "***"

# Values of these names are personal or secret whatever they look like; a person's name has no look.
_UNSPEAKABLE = frozenset(
    (
        *("authorization", "cookie", "password", "secret", "set_cookie", "sms_code", "token"),
        *("access_token", "client_secret", "refresh_token"),
        *("certificate", "certificate_last6", "certificate_number"),
        *("address", "email", "emergency_phone", "mobile", "phone", "phone_number"),
        *("full_name", "holder", "legal_person", "principal", "real_name", "service_name", "subject_name"),
        *("body", "query", "query_string"),
    )
)

_PATTERNS = (
    # Our own ids and trace ids are long runs of letters and digits too; they come first and stay.
    r"(?P<id>\b[a-z]{2,8}_[0-9a-hjkmnp-tv-z]{26}\b|(?<![0-9A-Za-z])[0-9a-f]{32}(?![0-9A-Za-z]))",
    r"(?P<query>(?<=\?)[^\s?\"'<>]*=[^\s\"'<>]*)",
    # Tokens: JWTs, what follows an authentication scheme, webhook secrets.
    r"\beyJ[\w-]+\.[\w-]+\.[\w-]*",
    r"(?P<scheme>(?i:\b(?:bearer|basic)\s+))[\w.~+/=-]{6,}",
    r"\bwhsec_[\w+/=-]+",
    # Resident id numbers of 18 characters, in one piece or in the usual three; GB 11643.
    r"(?<!\d)\d{6}[ -]?\d{8}[ -]?\d{3}[\dXxＸｘ](?![0-9A-Za-z])",
    # Unified social credit codes, GB 32100: six digits of the region in places 3 to 8.
    r"(?<![0-9A-Za-z])[0-9A-Za-z]{2}\d{6}[0-9A-Za-z]{10}(?![0-9A-Za-z])",
    # Organisation codes, GB 11714, with their hyphen.
    r"(?<![0-9A-Za-z-])[0-9A-Z]{8}-[0-9X](?![0-9A-Za-z-])",
    # Mobile numbers, with the country code or without, in one piece or in three.
    r"(?<!\d)(?:(?:\+|00)?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)",
    # Landlines with their area code.
    r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)",
    # Passports and permits: one or two letters and seven to ten digits.
    r"(?<![0-9A-Za-z])[A-Z]{1,2}\d{7,10}(?![0-9A-Za-z])",
    # Old registration numbers (15 digits), old resident id numbers (15), and whatever else is that long.
    r"(?<![\d.])\d{15,}(?!\d)",
    # E-mail addresses.
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
)
_UNFIT = re.compile("|".join(_PATTERNS))
# Whatever a pattern finds has one of these in it. Most texts have none, which takes a fifth of the time to see.
_SUSPECT = re.compile(r"\d(?:[ -]?\d){5}|[?@]|eyJ|whsec_|(?i:bearer|basic)\s|[0-9A-Z]{8}-")

# Processors before this one have set these, whatever the caller gave.
_OURS = frozenset({"at", "level"})

# A number of fewer digits is nobody's: no pattern finds it.
_FIRST_LONG_NUMBER = 1_000_000
# Short texts that had nothing to mask come again and again (events, methods, routes), and looking takes longer than all
# else of a line. Only such texts are kept.
_HARMLESS: set[str] = set()
_MOST_HARMLESS = 2000
_LONGEST_HARMLESS = 64
# On every line, and every one new.
_TRACE_ID = re.compile(r"[0-9a-f]+")
_TRACE_ID_LENGTH = 32

_SAYS_NOTHING_ELSE = (date, timedelta, Decimal, Enum, PurePath, UUID)
_DEEPEST = 8


def masked_text(text: str) -> str:
    """Return the text with everything masked that looks like a number of a person or unit, a token or a query."""
    if text in _HARMLESS or (len(text) == _TRACE_ID_LENGTH and _TRACE_ID.fullmatch(text)):
        return text
    masked = text if _SUSPECT.search(text) is None else _UNFIT.sub(_mask, text)
    if masked == text and len(text) <= _LONGEST_HARMLESS:
        if len(_HARMLESS) >= _MOST_HARMLESS:
            _HARMLESS.clear()
        _HARMLESS.add(text)
    return masked


def mask_entry(_logger: WrappedLogger, _method: str, entry: EventDict) -> EventDict:
    """Mask a whole entry: a structlog processor, to stand right before the renderer."""
    return {
        masked_text(str(name)): value if name in _OURS else _masked(name, value, 0) for name, value in entry.items()
    }


def _mask(found: re.Match[str]) -> str:
    if found["id"]:
        return found["id"]
    return f"{found['scheme'] or ''}{MASK}"


def _masked(name: object, value: Any, depth: int) -> Any:
    if isinstance(name, str) and name.lower().replace("-", "_") in _UNSPEAKABLE:
        return MASK
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, str):
        return masked_text(value)
    if isinstance(value, int):
        is_short = -_FIRST_LONG_NUMBER < value < _FIRST_LONG_NUMBER
        return value if is_short or _UNFIT.search(str(value)) is None else MASK
    if isinstance(value, Mapping) and depth < _DEEPEST:
        return {masked_text(str(key)): _masked(key, inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset) and depth < _DEEPEST:
        return [_masked(None, inner, depth + 1) for inner in value]
    if isinstance(value, _SAYS_NOTHING_ELSE):
        return masked_text(str(value))
    # An object's own words may hold a name, which no pattern finds: its kind is all we say of it.
    return f"<{type(value).__name__}>"
