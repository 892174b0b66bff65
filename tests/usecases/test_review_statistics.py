"""Figures of the first review: what was decided in a time, by whom, how fast; and what waits."""

from datetime import date, timedelta

import pytest

from app.domain.errors import Refusal
from app.domain.filing_states import Event
from app.domain.filing_types import FilingType
from app.domain.filings import ReviewFinding
from app.ports.store.reviews import DecisionCounts, QueueCounts
from app.storage.engine import Database
from app.usecases import filing_steps, review_claims, review_statistics, reviews
from tests.storage.watching import counted
from tests.usecases.a_world import NOW, World
from tests.usecases.more_orders import beside

NAME = ReviewFinding("/services/0/name", "site_name_bad", "provider")
PHONE = ReviewFinding("/subject/principal/mobile", "phone_unreachable", "provider")
DAY = timedelta(days=1)
PASS = reviews.DecisionCommand(Event.PASS, ())


async def test_without_decisions_all_is_nothing(world: World) -> None:
    figures = await review_statistics.of(world.runtime, world.reviewer, None, None)

    assert figures.all == DecisionCounts(None, 0, 0, 0, 0, 0, None, {})
    assert figures.reviewers == ()
    assert figures.queue == QueueCounts(0, 0, 0, None)
    assert (figures.begin, figures.end) == (date(2026, 2, 1), date(2026, 3, 2))


async def test_decisions_are_counted_by_reviewer_with_their_codes_and_working_days(world: World) -> None:
    filing = await world.submitted()
    await world.decide(filing, Event.REJECT, NAME, PHONE)
    await filing_steps.resubmit(world.runtime, world.applicant, filing.id, None)
    world.clock.advance(DAY)
    await world.decide(filing, Event.REQUEST_COMPLETION, NAME)
    await filing_steps.resubmit(world.runtime, world.applicant, filing.id, None)
    world.clock.advance(3 * DAY)
    colleague = world.reviewer_named("cli_colleague")
    await review_claims.claim(world.runtime, colleague, filing.id)
    await reviews.decide(world.runtime, world.reviewer_named("cli_colleague"), filing.id, None, PASS)

    figures = await review_statistics.of(world.runtime, world.reviewer, None, None)

    codes = {"site_name_bad": 2, "phone_unreachable": 1}
    assert figures.all == DecisionCounts(None, 1, 0, 1, 1, 1, 1.0, codes)
    assert figures.reviewers == (
        DecisionCounts("cli_colleague", 1, 0, 0, 0, 1, 3.0, {}),
        DecisionCounts("cli_reviewer", 0, 0, 1, 1, 0, 0.5, codes),
    )


async def test_a_look_that_waits_for_another_is_counted_apart(world: World) -> None:
    world.with_profile(second_look=(FilingType.FIRST_FILING,))
    await world.decide(await world.submitted(), Event.PASS)

    figures = await review_statistics.of(world.runtime, world.reviewer, None, None)

    assert figures.all == DecisionCounts(None, 0, 1, 0, 0, 0, None, {})


async def test_only_decisions_of_the_days_asked_for_count_by_days_in_china(world: World) -> None:
    await world.decide(await world.submitted(), Event.REJECT, NAME)

    async def rejected(begin: date, end: date) -> int:
        figures = await review_statistics.of(world.runtime, world.reviewer, begin, end)
        return figures.all.rejected

    day = NOW.date()
    assert await rejected(day, day) == 1
    assert await rejected(day + DAY, day + DAY) == await rejected(day - DAY, day - DAY) == 0


async def test_the_queue_is_counted_as_it_is_now_and_of_this_provider_alone(world: World, another_world: World) -> None:
    other = await beside(world, "second")
    await world.submitted()
    await another_world.submitted()
    world.clock.advance(3 * DAY)
    claimed = await other.submitted()
    await review_claims.claim(world.runtime, world.reviewer, claimed.id)

    figures = await review_statistics.of(world.runtime, world.reviewer, None, None)

    assert figures.queue == QueueCounts(2, 1, 1, NOW)


async def test_figures_take_two_statements(world: World, database: Database) -> None:
    with counted(database) as statements:
        await review_statistics.of(world.runtime, world.reviewer, None, None)

    assert len(statements) == 2


@pytest.mark.parametrize("days", [-1, 366])
async def test_days_that_make_no_time_are_refused(world: World, days: int) -> None:
    with pytest.raises(Refusal) as caught:
        await review_statistics.of(world.runtime, world.reviewer, NOW.date() - days * DAY, NOW.date())

    assert [error.pointer for error in caught.value.errors] == ["/query/from"]


@pytest.mark.parametrize(
    ("begin", "end", "place"),
    [
        (None, date(1, 1, 5), "to"),
        (date.min, date.min, "from"),
        (date(1, 1, 2), date(1, 1, 5), "from"),
        (date.max, date.max, "from"),
        (date(9999, 12, 1), date.max, "from"),
        (date.max, None, "from"),
    ],
)
async def test_days_that_no_calendar_of_ours_holds_are_refused(
    world: World, begin: date | None, end: date | None, place: str
) -> None:
    with pytest.raises(Refusal) as caught:
        await review_statistics.of(world.runtime, world.reviewer, begin, end)

    assert [error.pointer for error in caught.value.errors] == [f"/query/{place}"]
