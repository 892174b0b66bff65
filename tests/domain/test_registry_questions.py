"""Registrars are asked anew in time, but not about everything at once."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.registry_questions import registry_pauses, spread, within
from tests.domain.samples import TODAY
from tests.real_rules import GENERAL_RULES

NOW = datetime(2026, 11, 2, 4, tzinfo=UTC)
DAY = timedelta(days=1)


def test_an_open_order_is_asked_about_more_often_than_what_is_on_file_and_an_outage_soonest() -> None:
    pauses = registry_pauses(TODAY, GENERAL_RULES)

    assert timedelta() < pauses.not_reached < pauses.open_order < pauses.on_record


@given(domain=st.text(min_size=1, max_size=30))
def test_a_pause_is_at_most_a_tenth_shorter_and_the_same_each_time(domain: str) -> None:
    assert DAY * 0.9 <= spread(domain, DAY) <= DAY
    assert spread(domain, DAY) == spread(domain, DAY)


@given(domain=st.text(min_size=1, max_size=30))
def test_a_first_question_comes_within_the_time_that_there_is(domain: str) -> None:
    assert NOW <= within(domain, DAY, NOW) <= NOW + DAY


def test_domains_that_came_at_once_part() -> None:
    domains = [f"d{number}.cn" for number in range(200)]

    assert len({spread(domain, DAY) for domain in domains}) > 190
    assert len({within(domain, DAY, NOW).hour for domain in domains}) == 24
