"""Days as certificates print them, and as machines read them."""

import re
from datetime import date

from app.domain.recognition import FOR_GOOD

_DIGITS = str.maketrans({"O": "0", "o": "0", "〇": "0", "I": "1", "l": "1", "|": "1", "S": "5", "B": "8"})
_DAY = re.compile(r"([12]\d{3})[年.,\-:·/]{0,2}(\d{1,2})[月.,\-:·/]{0,2}(\d{1,2})日?")
_COMPACT = re.compile(r"([12]\d{3})[.,·:]?(\d{2})[.,·:]?(\d{2})")
_LONG = ("长期", "长斯", "永久", "不约定期限", "无固定期限")


def days_in(text: str) -> tuple[date, ...]:
    """Return the days that stand in a text, in their order."""
    clear = text.translate(_DIGITS)
    return tuple(day for found in _DAY.finditer(clear) if (day := _day(found)) is not None)


def first_day(text: str) -> date | None:
    """Return the first day in a text."""
    return next(iter(days_in(text)), None)


def term_in(text: str) -> tuple[date | None, str | None]:
    """Return first and last day of a period; the last one may be `FOR_GOOD`."""
    clear = text.translate(_DIGITS)
    days = [day for found in _COMPACT.finditer(clear) if (day := _day(found)) is not None]
    days = days if len(days) == 2 else list(days_in(text))
    if any(word in text for word in _LONG):
        return (days[0] if days else None), FOR_GOOD
    match days:
        case [begins, ends] if begins < ends:
            return begins, ends.isoformat()
        case [begins]:
            return begins, None
        case _:
            return None, None


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
