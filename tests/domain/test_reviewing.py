"""What a reviewer is shown of before and since, how long a filing waits, and its place in the queue."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.filing_states import State
from app.domain.filing_types import FilingType
from app.domain.filings import Filing, ReviewFinding
from app.domain.review_queue import QueuePlace, queue_place
from app.domain.reviewing import FieldSince, PaperSeen, Reviewed, has_lapsed, holds, since, waiting
from app.domain.working_days import WorkingCalendar
from tests.domain.a_filing import a_body

CALENDAR = WorkingCalendar(frozenset(), frozenset(), 2026, 2026)
MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
BODY: dict[str, Any] = {"subject": {"name": "晨星"}, "services": [{"id": "svc_1", "name": "旧名", "languages": []}]}
PAPER = PaperSeen("subject_certificate", "/subject", "a" * 64)


def a_finding(pointer: str) -> ReviewFinding:
    return ReviewFinding(pointer, "site_name_bad", "provider")


def renamed(name: str | None) -> dict[str, Any]:
    return {**BODY, "services": [{**BODY["services"][0], "name": name}]}


def test_what_came_again_as_it_was_has_changed_nowhere() -> None:
    seen = since(Reviewed(BODY, (PAPER,), (a_finding("/services/0/name"),)), BODY, [PAPER])

    assert (seen.fields, seen.papers_new, seen.papers_gone) == ((), (), ())
    assert [one.touched for one in seen.findings] == [False]


def test_a_changed_field_is_shown_as_it_was_and_as_it_is() -> None:
    seen = since(Reviewed(BODY, (), ()), renamed("新名"), [])

    assert seen.fields == (FieldSince("/services/0/name", "旧名", "新名"),)


def test_a_field_that_was_never_told_is_no_change_whichever_way_it_is_empty() -> None:
    without = {**BODY, "services": [{"id": "svc_1", "name": "旧名"}]}

    assert since(Reviewed(BODY, (), ()), without, []).fields == ()


@pytest.mark.parametrize(
    ("pointer", "touched"),
    [
        ("/services/0/name", True),
        ("/services/0", True),
        ("/services", True),
        ("/services/0/name/first", True),
        ("/services/0/names", False),
        ("/subject/name", False),
    ],
)
def test_a_finding_is_touched_by_a_change_at_its_place_above_or_below_it(pointer: str, touched: bool) -> None:
    seen = since(Reviewed(BODY, (), (a_finding(pointer),)), renamed("新名"), [])

    assert [one.touched for one in seen.findings] == [touched]


@pytest.mark.parametrize(
    ("pointer", "touched"),
    [
        ("/subject/certificate", True),
        ("/subject", True),
        ("", True),
        ("/subject/principal/mobile", False),
        ("/services/0/name", False),
    ],
)
def test_a_paper_in_the_place_of_another_touches_what_it_can_show(pointer: str, touched: bool) -> None:
    other = PaperSeen(PAPER.kind, PAPER.place, "b" * 64)

    seen = since(Reviewed(BODY, (PAPER,), (a_finding(pointer),)), BODY, [other])

    assert (seen.papers_new, seen.papers_gone) == ((other,), (PAPER,))
    assert [one.touched for one in seen.findings] == [touched]


@pytest.mark.parametrize(
    ("days", "overdue", "left", "over"), [(2, False, 2, 0), (0, True, 0, 0), (-3, True, 0, 1), (-4, True, 0, 2)]
)
def test_a_review_has_working_days_left_or_is_late_by_some(days: int, overdue: bool, left: int, over: int) -> None:
    seen = waiting(MONDAY, MONDAY + timedelta(days=days), MONDAY, CALENDAR, provisional=False)

    assert (seen.overdue, seen.days_left, seen.days_over) == (overdue, left, over)


MICROSECONDS = st.integers(0, 4_000_000_000_000_000)


@given(numbers=st.tuples(MICROSECONDS, MICROSECONDS))
def test_places_in_the_queue_are_read_as_they_were_written_and_sort_by_time(numbers: tuple[int, int]) -> None:
    one, other = (QueuePlace(MONDAY + timedelta(microseconds=number), "fil_1") for number in numbers)

    assert queue_place(str(one)) == one
    assert (one < other) is (str(one) < str(other))


@pytest.mark.parametrize("text", ["", "fil_1", "20260302T020000.000000_", "20260302T020000.000000", "x_fil_1"])
def test_what_is_no_place_in_the_queue_is_not_read_as_one(text: str) -> None:
    assert queue_place(text) is None


def a_claimed(assignee: str | None, ends_at: datetime | None) -> Filing:
    return Filing(
        id="fil_1",
        provider_id="prov_1",
        account_id="acct_1",
        filing_type=FilingType.FIRST_FILING,
        channel="app",
        state=State.FIRST_REVIEW,
        revision=3,
        type_verification_id=None,
        products=(),
        body=a_body(),
        created_at=MONDAY,
        updated_at=MONDAY,
        rules_as_of=MONDAY.date(),
        rulebook_digest="0" * 64,
        assignee=assignee,
        claim_ends_at=ends_at,
    )


@pytest.mark.parametrize(
    ("assignee", "ends_at", "held"),
    [
        ("one", None, True),
        ("one", MONDAY + timedelta(seconds=1), True),
        ("one", MONDAY, False),
        ("other", None, False),
        (None, None, False),
    ],
)
def test_a_reviewer_has_what_they_claimed_until_the_claim_ends(
    assignee: str | None, ends_at: datetime | None, held: bool
) -> None:
    assert holds(a_claimed(assignee, ends_at), "one", MONDAY) is held


def test_a_claim_without_an_end_never_runs_out() -> None:
    assert not has_lapsed(a_claimed("one", None), datetime.max.replace(tzinfo=UTC))
