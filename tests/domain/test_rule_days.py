"""The days that rules can be asked for."""

from datetime import date, timedelta

import pytest

from app.domain.errors import ProblemCode
from app.domain.rule_days import FIRST_DAY, LAST_DAY, outside
from tests.real_rules import RULEBOOK

ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize("day", [date.min, FIRST_DAY - ONE_DAY, LAST_DAY + ONE_DAY, date.max])
def test_a_day_that_no_rule_speaks_of_is_refused(day: date) -> None:
    refusal = outside(day)

    assert refusal is not None
    assert refusal.code is ProblemCode.VALIDATION_FAILED
    (error,) = refusal.errors
    assert error.pointer == "/query/on"
    assert FIRST_DAY.isoformat() in error.message.zh
    assert FIRST_DAY.isoformat() in error.message.en


@pytest.mark.parametrize("day", [FIRST_DAY, date(2026, 3, 2), LAST_DAY])
def test_every_other_day_is_not(day: date) -> None:
    assert outside(day) is None


def test_no_rule_begins_after_the_first_day_so_that_none_is_missing_on_a_day_that_is_let_in() -> None:
    late = [rule.id for rule in RULEBOOK.rules.values() if rule.versions[0].in_force_from > FIRST_DAY]

    assert not late
