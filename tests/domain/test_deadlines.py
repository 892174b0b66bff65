"""When things fall due, and what follows when they pass."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain.deadlines import (
    DeadlineKind,
    Due,
    authority_days_of,
    authority_handover_due,
    authority_review_due,
    consequence,
    first_review_due,
    idle_due,
    sms_due,
)
from app.domain.working_days import WorkingCalendar
from tests.domain.samples import TODAY
from tests.real_rules import NATIONAL, RULEBOOK

CALENDAR = WorkingCalendar(
    days_off=frozenset({date(2026, 4, 6)}),
    make_up_days=frozenset(),
    first_known_year=2026,
    last_known_year=2026,
)
FRIDAY = datetime(2026, 4, 3, 2, tzinfo=UTC)
PROFILE = replace(
    NATIONAL,
    first_review_working_days=2,
    authority_handover_working_days=3,
    authority_review_working_days=20,
    idle_days=60,
)


@pytest.mark.fact("S4-08")
def test_reviews_are_counted_in_working_days_past_weekends_and_holidays() -> None:
    assert first_review_due(FRIDAY, CALENDAR, PROFILE) == Due(
        DeadlineKind.FIRST_REVIEW, datetime(2026, 4, 8, 2, tzinfo=UTC)
    )
    assert authority_handover_due(FRIDAY, CALENDAR, PROFILE) == Due(
        DeadlineKind.AUTHORITY_HANDOVER, datetime(2026, 4, 9, 2, tzinfo=UTC)
    )
    assert authority_review_due(FRIDAY, CALENDAR, PROFILE) == Due(
        DeadlineKind.AUTHORITY_REVIEW, datetime(2026, 5, 4, 2, tzinfo=UTC)
    )


def test_the_review_of_a_region_with_days_of_its_own_takes_as_many() -> None:
    rules = {code: region.rules for code, region in RULEBOOK.region_rules.regions.items()}
    own = {
        code: found["other.authority_review_days"]
        for code, found in rules.items()
        if "other.authority_review_days" in found
    }
    days = {code: authority_days_of(code, TODAY, RULEBOOK) for code in rules if code != "national"}

    assert own.pop("national").value == NATIONAL.authority_review_working_days
    assert own
    assert {code: value for code, value in days.items() if value is not None} == {
        code: rule.value for code, rule in own.items()
    }
    assert authority_days_of("", TODAY, RULEBOOK) is None
    assert authority_review_due(FRIDAY, CALENDAR, PROFILE, 30).due_at == datetime(2026, 5, 18, 2, tzinfo=UTC)


def test_a_review_that_runs_into_a_year_without_notice_is_provisional() -> None:
    due = authority_review_due(datetime(2026, 12, 31, 2, tzinfo=UTC), CALENDAR, PROFILE)

    assert due.provisional
    assert due.due_at.year == 2027


def test_standing_still_is_counted_in_natural_days() -> None:
    assert idle_due(FRIDAY, PROFILE) == Due(DeadlineKind.IDLE, FRIDAY + timedelta(days=60))


def test_a_code_is_counted_in_hours() -> None:
    assert sms_due(FRIDAY, timedelta(hours=24)) == Due(DeadlineKind.SMS, FRIDAY + timedelta(hours=24))


@pytest.mark.parametrize("kind", DeadlineKind)
def test_every_kind_of_deadline_says_in_both_languages_what_follows(kind: DeadlineKind) -> None:
    words = consequence(kind, TODAY, RULEBOOK)

    assert words.zh
    assert words.en
