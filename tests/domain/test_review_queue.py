"""Whose turn it is in the review queue: while anybody waits, nobody else is served twice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.deadlines import DeadlineKind
from app.domain.reminders import Reminders, ReminderUnit, reminders_of
from app.domain.review_queue import Queued, turn, urgent_until
from tests.domain.test_reminders import CALENDAR
from tests.real_rules import RULEBOOK

START = datetime(2026, 3, 2, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
Steps = list[tuple[str, str]]
ACCOUNTS = ("one", "two", "three", "four")


def at(minute: int) -> datetime:
    return START + minute * MINUTE


@given(st.lists(st.tuples(st.sampled_from(("submit", "submit", "next")), st.sampled_from(ACCOUNTS)), max_size=60))
def test_while_an_account_waits_no_other_is_served_twice(steps: Steps) -> None:
    waiting: dict[str, list[Queued]] = {account: [] for account in ACCOUNTS}
    turns: dict[str, datetime] = {}
    served: dict[str, list[str]] = {}

    for minute, (step, account) in enumerate([*steps, *[("next", "one")] * len(steps)]):
        if step == "submit":
            if not waiting[account]:
                served[account] = []
            waiting[account].append(Queued(f"{account}-{minute}", at(minute), None, turns.get(account)))
            continue
        everybody = [(one, queue) for one, queue in waiting.items() if queue]
        if not everybody:
            continue
        chosen, queue = min(everybody, key=lambda pair: min(turn(one, START) for one in pair[1]))
        queue.remove(min(queue, key=lambda one: turn(one, START)))
        turns[chosen] = at(minute)
        waiting[chosen] = [replace(one, last_turn=at(minute)) for one in queue]
        served[chosen] = []
        for other, _ in everybody:
            if other != chosen:
                served[other].append(chosen)
                assert len(served[other]) == len(set(served[other]))

    # As many were asked for as could have come, so that nobody is left.
    assert not any(waiting.values())


def test_what_is_due_soon_goes_before_whoever_waits_longer() -> None:
    calm = Queued("calm", at(0), at(1000), None)
    urgent = Queued("urgent", at(9), at(10), at(8))

    assert turn(urgent, at(10)) < turn(calm, at(10))
    assert turn(calm, at(9)) < turn(urgent, at(9))


def test_a_review_is_urgent_from_its_first_reminder_on() -> None:
    friday = datetime(2026, 3, 6, 2, tzinfo=UTC)
    reminders = reminders_of(DeadlineKind.FIRST_REVIEW, friday.date(), RULEBOOK)

    assert urgent_until(friday, reminders, CALENDAR) == CALENDAR.add_working_days(friday, 1).at


@pytest.mark.parametrize("reminders", [None, Reminders(ReminderUnit.WORKING_DAYS, (), (), 9)], ids=["none", "empty"])
def test_where_nothing_is_reminded_of_only_what_is_late_is_urgent(reminders: Reminders | None) -> None:
    assert urgent_until(START, reminders, CALENDAR) == START
