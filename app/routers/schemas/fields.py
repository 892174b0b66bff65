"""Kinds of fields that requests share: text without control characters, days, moments, addresses."""

import re
from datetime import UTC, date, datetime
from ipaddress import ip_address
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# The same for whoever checks by the schema: blanks, something that is none, and no control characters anywhere.
_BLANKS = r"\t\n\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f"
SHOWN = f"^[{_BLANKS}]*[^{_BLANKS}{_CONTROLS}][^{_CONTROLS}]*$"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OLDEST, _NEWEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class In(BaseModel):
    """A request: unknown fields are refused, nothing is converted silently."""

    model_config = ConfigDict(extra="forbid")


def chosen_wrongly(zh: str, en: str) -> PydanticCustomError:
    """Refuse fields of which one was to be given, in words of their own."""
    return PydanticCustomError("one_is_wanted", "one of several is wanted", {"zh": zh, "en": en})


def _clean(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("string_too_short", "blanks alone are no text", {"min_length": 1})
    if _CONTROL.search(value):
        raise PydanticCustomError("string_pattern_mismatch", "control characters are not allowed", {"pattern": ""})
    return value


def _day_text(value: Any) -> Any:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise PydanticCustomError("date_from_datetime_parsing", "a day is written as YYYY-MM-DD")
    return value


def _moment_text(value: Any) -> Any:
    if not isinstance(value, str):
        raise PydanticCustomError("datetime_parsing", "a moment is written as RFC 3339 with its offset")
    return value


def _near(value: datetime) -> datetime:
    try:
        utc = value.astimezone(UTC)
    except OverflowError as fault:
        raise PydanticCustomError("datetime_parsing", "the moment is out of range") from fault
    if not _OLDEST <= utc <= _NEWEST:
        raise PydanticCustomError("datetime_parsing", "the moment is out of range")
    return utc


def _true_or_false(value: Any) -> Any:
    if value is not None and not isinstance(value, bool):
        raise PydanticCustomError("bool_type", "true or false is wanted")
    return value


def _whole_number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int):
        raise PydanticCustomError("int_type", "a whole number is wanted")
    return value


def _ip(value: str) -> str:
    try:
        return str(ip_address(value))
    except ValueError as fault:
        raise PydanticCustomError("ip_any_address", "this is no IP address") from fault


def _form(pattern: str, **limits: Any) -> Any:
    """Return a field's own pattern; the schema has it only where it is said again: a validator stands before it."""
    return Field(pattern=pattern, json_schema_extra={"pattern": pattern}, **limits)


Clean = Annotated[str, Field(min_length=1, strict=True, json_schema_extra={"pattern": SHOWN}), AfterValidator(_clean)]
Id = Annotated[Clean, Field(max_length=64)]
Line = Annotated[Clean, Field(max_length=255)]
Name = Annotated[Clean, Field(max_length=512)]
Words = Annotated[Clean, Field(max_length=1024)]
DomainText = Annotated[Clean, Field(max_length=1000)]
Phone = Annotated[Clean, Field(max_length=40)]
PhoneNumber = Annotated[Clean, _form(r"^\+?[0-9][0-9 -]{4,18}$", max_length=20)]
RegionCode = Annotated[Clean, _form(r"^[0-9]{6}$", max_length=6)]
LanguageTag = Annotated[Clean, _form(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=20)]
Pointer = Annotated[Clean, _form(r"^(/[A-Za-z0-9_]+)*$", max_length=200)]
Day = Annotated[date, BeforeValidator(_day_text)]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment_text), AfterValidator(_near)]
Flag = Annotated[bool, BeforeValidator(_true_or_false)]
Whole = Annotated[int, BeforeValidator(_whole_number)]
IpAddress = Annotated[Clean, Field(max_length=45), AfterValidator(_ip)]
