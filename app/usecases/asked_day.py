"""The day whose rules a caller asks for."""

from datetime import date

from app.domain.rule_days import outside
from app.usecases.call import day_in_china
from app.usecases.runtime import Runtime


def asked_day(runtime: Runtime, on: date | None) -> date:
    """Return the day asked for, or today; raises `validation-failed` at `/query/on` for one that has no rules."""
    if on is None:
        return day_in_china(runtime.clock.now())
    refusal = outside(on)
    if refusal is not None:
        raise refusal
    return on
