"""What pydantic's error types mean here: a code of ours and a message with the limits, never with the value entered.

A schema with a rule of its own raises `PydanticCustomError(code, english, {"zh": …, "en": …})`; code and words are
then taken as they are, so neither may contain what was entered.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.texts import Text
from app.problems.field_codes import MEANINGS, FieldCode

MOST_VALUES_LISTED = 40
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_LENGTHS = ("min_length", "max_length", "max_digits", "whole_digits", "decimal_places")
_LIMITS = (*_LENGTHS, "gt", "ge", "lt", "le", "multiple_of")

_TEXT = Text("须为文字（字符串）。", "This must be text (a string).")
_WHOLE = Text("须为整数。", "This must be a whole number.")
_NUMBER = Text("须为数字。", "This must be a number.")
_FLAG = Text("须为是或否（true 或 false）。", "This must be true or false.")
_LIST = Text("须为列表（数组）。", "This must be a list (an array).")
_OBJECT = Text("须为对象（JSON 的 {{…}}）。", "This must be an object (JSON's {{…}}).")
_EMPTY = Text("不能为空。", "This must not be empty.")
_LONG = Text("最多 {max_length} 个字。", "At most {max_length} characters.")
_SHORT = Text("至少 {min_length} 个字。", "At least {min_length} characters.")
_MANY = Text("最多 {max_length} 项。", "At most {max_length} items.")
_FEW = Text("至少 {min_length} 项。", "At least {min_length} items.")
_WEB_ADDRESS = Text(
    "须为正确的网址，例如 https://www.example.cn/。", "This must be a web address, such as https://www.example.cn/."
)
_NO_OFFSET = Text("不要带时区。", "Leave the offset out.")
_OF = Text("须为以下之一：{values}。", "This must be one of: {values}.")
_DIGITS = Text("数字位数过多，最多 {max_digits} 位。", "At most {max_digits} digits.")
_PLACES = Text("小数最多 {decimal_places} 位。", "At most {decimal_places} decimal places.")

WORDS: Mapping[str, tuple[FieldCode, Text | None]] = {
    **dict.fromkeys(
        ("missing", "missing_argument", "missing_keyword_only_argument", "missing_positional_only_argument"),
        (FieldCode.REQUIRED, None),
    ),
    "union_tag_not_found": (FieldCode.REQUIRED, None),
    **dict.fromkeys(
        ("extra_forbidden", "unexpected_keyword_argument", "unexpected_positional_argument", "invalid_key"),
        (FieldCode.UNKNOWN_FIELD, None),
    ),
    **dict.fromkeys(("string_type", "bytes_type", "url_type", "uuid_type"), (FieldCode.WRONG_TYPE, _TEXT)),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), (FieldCode.WRONG_TYPE, _WHOLE)),
    **dict.fromkeys(
        ("float_type", "float_parsing", "decimal_type", "decimal_parsing"), (FieldCode.WRONG_TYPE, _NUMBER)
    ),
    **dict.fromkeys(("bool_type", "bool_parsing"), (FieldCode.WRONG_TYPE, _FLAG)),
    **dict.fromkeys(
        ("list_type", "tuple_type", "set_type", "frozen_set_type", "iterable_type"), (FieldCode.WRONG_TYPE, _LIST)
    ),
    **dict.fromkeys(
        ("model_type", "model_attributes_type", "dict_type", "mapping_type", "dataclass_type"),
        (FieldCode.WRONG_TYPE, _OBJECT),
    ),
    **dict.fromkeys(("none_required", "is_instance_of", "json_type"), (FieldCode.WRONG_TYPE, None)),
    **dict.fromkeys(("enum", "literal_error", "union_tag_invalid"), (FieldCode.UNKNOWN_VALUE, _OF)),
    **dict.fromkeys(("string_too_long", "bytes_too_long", "url_too_long"), (FieldCode.TOO_LONG, _LONG)),
    **dict.fromkeys(("string_too_short", "bytes_too_short"), (FieldCode.TOO_SHORT, _SHORT)),
    "too_long": (FieldCode.TOO_MANY_ITEMS, _MANY),
    "too_short": (FieldCode.TOO_FEW_ITEMS, _FEW),
    "greater_than": (FieldCode.OUT_OF_RANGE, Text("须大于 {gt}。", "This must be greater than {gt}.")),
    "greater_than_equal": (FieldCode.OUT_OF_RANGE, Text("不能小于 {ge}。", "This must be {ge} or more.")),
    "less_than": (FieldCode.OUT_OF_RANGE, Text("须小于 {lt}。", "This must be less than {lt}.")),
    "less_than_equal": (FieldCode.OUT_OF_RANGE, Text("不能大于 {le}。", "This must be {le} or less.")),
    "multiple_of": (
        FieldCode.OUT_OF_RANGE,
        Text("须为 {multiple_of} 的倍数。", "This must be a multiple of {multiple_of}."),
    ),
    **dict.fromkeys(("finite_number", "int_parsing_size"), (FieldCode.OUT_OF_RANGE, None)),
    **dict.fromkeys(("decimal_max_digits", "decimal_whole_digits"), (FieldCode.OUT_OF_RANGE, _DIGITS)),
    "decimal_max_places": (FieldCode.OUT_OF_RANGE, _PLACES),
    **dict.fromkeys(("url_parsing", "url_syntax_violation", "url_scheme"), (FieldCode.WRONG_FORM, _WEB_ADDRESS)),
    **dict.fromkeys(
        ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
        (FieldCode.WRONG_DATE, None),
    ),
    "date_past": (FieldCode.WRONG_DATE, Text("日期须早于今天。", "The date must be before today.")),
    "date_future": (FieldCode.WRONG_DATE, Text("日期须晚于今天。", "The date must be after today.")),
    **dict.fromkeys(
        ("time_type", "time_parsing", "datetime_type", "datetime_parsing", "datetime_object_invalid"),
        (FieldCode.WRONG_TIME, None),
    ),
    **dict.fromkeys(
        ("datetime_from_date_parsing", "timezone_aware", "timezone_offset", "time_delta_type", "time_delta_parsing"),
        (FieldCode.WRONG_TIME, None),
    ),
    "datetime_past": (FieldCode.WRONG_TIME, Text("时间须早于现在。", "The time must be in the past.")),
    "datetime_future": (FieldCode.WRONG_TIME, Text("时间须晚于现在。", "The time must be in the future.")),
    "timezone_naive": (FieldCode.WRONG_TIME, _NO_OFFSET),
}


def words_of(error: Mapping[str, Any]) -> tuple[str, Text]:
    """Return code and message of one pydantic error; an unknown type is a `wrong_form`."""
    kind, context = str(error.get("type")), error.get("ctx")
    if not isinstance(context, Mapping):
        context = {}
    own = _own_words(kind, context)
    if own is not None:
        return kind, own
    code, message = WORDS.get(kind, (FieldCode.WRONG_FORM, None))
    if code is FieldCode.WRONG_TYPE and "input" in error and error["input"] is None:
        code, message = FieldCode.REQUIRED, None
    if kind.endswith("too_short") and context.get("min_length") == 1:
        message = _EMPTY
    return code.value, _filled(message, context) or MEANINGS[code]


def _own_words(kind: str, context: Mapping[Any, Any]) -> Text | None:
    """Return the words that a schema of ours gave its own error."""
    zh, en = context.get("zh"), context.get("en")
    if kind in WORDS or not _CODE.fullmatch(kind) or not isinstance(zh, str) or not isinstance(en, str):
        return None
    return Text(zh, en) if zh and en else None


def _filled(message: Text | None, context: Mapping[Any, Any]) -> Text | None:
    """Fill a message with the limits of the schema; None when one is not known. Nothing else of the context is used."""
    limits = {name: context[name] for name in _LIMITS if isinstance(context.get(name), int | float | Decimal | date)}
    if "whole_digits" in limits:
        limits["max_digits"] = limits["whole_digits"]
    expected = context.get("expected", context.get("expected_tags"))
    values = re.findall(r"'([^']*)'", expected) if isinstance(expected, str) else []
    if 0 < len(values) <= MOST_VALUES_LISTED:
        limits["values"] = ", ".join(values)
    try:
        return None if message is None else message.filled(**limits)
    except KeyError:
        return None
