"""The days that rules can be asked for: from the first rules on, and no further ahead than calendars reach."""

from datetime import date

from app.domain.errors import Refusal, invalid
from app.domain.texts import Text

FIRST_DAY = date(2005, 3, 20)
"""The day on which the regulation of filings came into force; every rule of unknown age begins with it."""

LAST_DAY = date(2189, 12, 31)

_OUT_OF_RANGE = Text(
    "规则自 {first} 起可查，最晚可查到 {last}。", "Rules are known from {first} on, and can be asked for up to {last}."
)
_REMEDY = Text(
    "请填写这一范围内的日期，或去掉该参数以查询今天的规则。", "Ask for a day between them, or leave it out for today."
)


def outside(day: date) -> Refusal | None:
    """Return the refusal of a day at `/query/on` that no rule can be asked for; None for all others."""
    if FIRST_DAY <= day <= LAST_DAY:
        return None
    message = _OUT_OF_RANGE.filled(first=FIRST_DAY.isoformat(), last=LAST_DAY.isoformat())
    return invalid("/query/on", "out_of_range", message, _REMEDY)
