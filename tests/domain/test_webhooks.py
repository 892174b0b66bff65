"""Webhooks: the schedule of tries, what an answer means, who is told, and with which secrets."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.feed import FeedEventType
from app.domain.webhooks import (
    RETRIES_AFTER,
    Attempt,
    Delivery,
    DeliveryState,
    WebhookEndpoint,
    after,
    again,
)

NOW = datetime(2026, 3, 2, tzinfo=UTC)
NEW = Delivery("dlv_1", "prov_1", "whk_1", "evt_1", "record.changed", "rec_1", DeliveryState.PENDING, 0, NOW, NOW)
ENDPOINT = WebhookEndpoint("whk_1", "prov_1", "https://a.example", frozenset(), None, "whsec_new", NOW)


def tried_until_given_up(attempt: Attempt) -> list[datetime]:
    delivery, moments = NEW, [NOW]
    while (delivery := after(delivery, attempt, moments[-1], 0)).next_at is not None:
        moments.append(delivery.next_at)
    assert delivery.state is DeliveryState.DEAD
    return moments


def test_an_event_that_nobody_takes_is_tried_ten_times_over_seventy_five_hours() -> None:
    moments = tried_until_given_up(Attempt(500))

    assert len(moments) == 10
    assert moments[-1] - moments[0] == timedelta(hours=75, minutes=35, seconds=5)


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_success_ends_it(status: int) -> None:
    taken = after(NEW, Attempt(status), NOW, 0)

    assert (taken.state, taken.next_at, taken.finished_at, taken.attempts) == (DeliveryState.DELIVERED, None, NOW, 1)


@pytest.mark.parametrize(("status", "error"), [(301, None), (400, None), (404, None), (503, None), (None, "timeout")])
def test_everything_else_is_tried_again_and_says_why(status: int | None, error: str | None) -> None:
    missed = after(NEW, Attempt(status, error), NOW, 0)

    assert (missed.state, missed.next_at) == (DeliveryState.PENDING, NOW + RETRIES_AFTER[0])
    assert (missed.last_status, missed.last_error) == (status, error)


def test_gone_ends_it_at_once() -> None:
    assert after(NEW, Attempt(410), NOW, 0).state is DeliveryState.CANCELLED


@pytest.mark.parametrize(
    ("wish", "pause"),
    [(timedelta(seconds=1), 5), (timedelta(minutes=2), 120), (timedelta(days=9), 86_400), (timedelta(seconds=-5), 5)],
)
def test_a_wish_for_later_is_followed_up_to_a_day_and_one_for_sooner_is_not(wish: timedelta, pause: int) -> None:
    asked = after(NEW, Attempt(429, None, wish), NOW, 0)

    assert asked.next_at == NOW + timedelta(seconds=pause)


@given(st.floats(0, 1), st.integers(0, len(RETRIES_AFTER) - 1))
def test_chance_spreads_a_try_by_a_tenth_of_its_pause_at_most(jitter: float, made: int) -> None:
    moved = after(replace(NEW, attempts=made), Attempt(500), NOW, jitter)

    assert moved.next_at is not None
    assert RETRIES_AFTER[made] <= moved.next_at - NOW <= RETRIES_AFTER[made] * 1.1 + timedelta(microseconds=1)


def test_delivering_again_begins_the_schedule_anew() -> None:
    dead = replace(NEW, state=DeliveryState.DEAD, attempts=10, finished_at=NOW, next_at=None)

    anew = again(dead, NOW + timedelta(days=1))

    assert (anew.state, anew.attempts, anew.next_at) == (DeliveryState.PENDING, 0, NOW + timedelta(days=1))
    assert anew.finished_at is None


def test_no_types_means_every_type_and_a_disabled_endpoint_wants_none() -> None:
    some = replace(ENDPOINT, event_types=frozenset({FeedEventType.OBLIGATION_DUE}))

    assert all(ENDPOINT.wants(one) for one in FeedEventType)
    assert [one for one in FeedEventType if some.wants(one)] == [FeedEventType.OBLIGATION_DUE]
    assert not any(replace(ENDPOINT, disabled_at=NOW).wants(one) for one in FeedEventType)


def test_a_new_secret_signs_beside_the_old_one_for_a_day() -> None:
    rotated = ENDPOINT.with_secret("whsec_newer", NOW)

    assert rotated.secrets_at(NOW + timedelta(hours=23)) == ("whsec_newer", "whsec_new")
    assert rotated.secrets_at(NOW + timedelta(hours=24)) == ("whsec_newer",)
    assert ENDPOINT.secrets_at(NOW) == ("whsec_new",)


def test_a_secret_whose_answer_was_lost_and_that_is_asked_for_again_takes_no_other_s_day() -> None:
    lost = ENDPOINT.with_secret("whsec_2", NOW)
    again = lost.with_secret("whsec_3", NOW + timedelta(seconds=5))

    assert again.secrets_at(NOW + timedelta(hours=23)) == ("whsec_3", "whsec_2", "whsec_new")
    assert again.secrets_at(NOW + timedelta(hours=25)) == ("whsec_3",)
    later = lost.with_secret("whsec_3", NOW + timedelta(hours=24))
    assert later.secrets_at(NOW + timedelta(hours=24)) == ("whsec_3", "whsec_2")


def test_of_many_new_secrets_the_last_five_sign() -> None:
    endpoint = ENDPOINT
    for number in range(9):
        endpoint = endpoint.with_secret(f"whsec_{number}", NOW)

    assert endpoint.secrets_at(NOW) == tuple(f"whsec_{number}" for number in (8, 7, 6, 5, 4))
