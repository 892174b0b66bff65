"""The codes of field errors that come of the form of a request, and what each means."""

from collections.abc import Mapping
from enum import StrEnum

from app.domain.texts import Text


class FieldCode(StrEnum):
    """What can be wrong with the form of a value; part of the contract."""

    REQUIRED = "required"
    UNKNOWN_FIELD = "unknown_field"
    WRONG_TYPE = "wrong_type"
    UNKNOWN_VALUE = "unknown_value"
    TOO_LONG = "too_long"
    TOO_SHORT = "too_short"
    TOO_MANY_ITEMS = "too_many_items"
    TOO_FEW_ITEMS = "too_few_items"
    OUT_OF_RANGE = "out_of_range"
    WRONG_FORM = "wrong_form"
    WRONG_DATE = "wrong_date"
    WRONG_TIME = "wrong_time"


MEANINGS: Mapping[FieldCode, Text] = {
    FieldCode.REQUIRED: Text("必须填写，不能缺少。", "This is required."),
    FieldCode.UNKNOWN_FIELD: Text(
        "没有这个字段，请检查拼写或删除。", "There is no such field; check its name or leave it out."
    ),
    FieldCode.WRONG_TYPE: Text("值的类型不对。", "The value is of the wrong type."),
    FieldCode.UNKNOWN_VALUE: Text("不是可选的值。", "This is none of the values to choose from."),
    FieldCode.TOO_LONG: Text("内容太长。", "This is too long."),
    FieldCode.TOO_SHORT: Text("内容太短。", "This is too short."),
    FieldCode.TOO_MANY_ITEMS: Text("项目太多。", "There are too many items."),
    FieldCode.TOO_FEW_ITEMS: Text("项目太少。", "There are too few items."),
    FieldCode.OUT_OF_RANGE: Text("数值超出允许的范围。", "The number is out of range."),
    FieldCode.WRONG_FORM: Text("格式不正确。", "This is not of the right form."),
    FieldCode.WRONG_DATE: Text(
        "请填写真实存在的日期，格式为 YYYY-MM-DD，例如 2025-03-08。",
        "Give a date that exists, as YYYY-MM-DD, such as 2025-03-08.",
    ),
    FieldCode.WRONG_TIME: Text(
        "请填写带时区的时间，例如 2025-03-08T09:30:00+08:00。",
        "Give a time with its offset, such as 2025-03-08T09:30:00+08:00.",
    ),
}
