"""Whoever decides must have claimed the filing; claims run out, and the queue is fair."""

import asyncio
from datetime import timedelta

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_states import Event, State
from app.domain.filings import ReviewFinding
from app.ports.store.filings import FilingsWanted
from app.ports.store.paging import PageWanted
from app.usecases import deadlines, filing_steps, review_claims, review_standing, reviews, timelines
from tests.usecases.a_world import World
from tests.usecases.more_orders import beside

DAY, MOMENT = timedelta(days=1), timedelta(seconds=1)
NAME = ReviewFinding("/services/0/name", "site_name_bad", "provider")
PASS = reviews.DecisionCommand(Event.PASS, ())


async def test_who_has_no_claim_of_their_own_decides_nothing_whoever_else_has_one(world: World) -> None:
    filing = await world.submitted()
    for claimed_by in (None, "cli_colleague"):
        if claimed_by is not None:
            await review_claims.claim(world.runtime, world.reviewer_named(claimed_by), filing.id)

        with pytest.raises(Refusal) as caught:
            await reviews.decide(world.runtime, world.reviewer, filing.id, None, PASS)

        assert caught.value.code is ProblemCode.NOT_CLAIMED


async def test_claiming_what_a_colleague_has_is_refused_and_again_by_oneself_is_not(world: World) -> None:
    filing = await world.submitted()
    await review_claims.claim(world.runtime, world.reviewer, filing.id)

    again = await review_claims.claim(world.runtime, world.reviewer, filing.id)

    assert again.filing.revision == filing.revision
    with pytest.raises(Refusal) as caught:
        await review_claims.claim(world.runtime, world.reviewer_named("cli_colleague"), filing.id)
    assert caught.value.code is ProblemCode.CLAIMED_BY_ANOTHER


async def events_of(world: World, filing_id: str) -> list[tuple[str, str]]:
    """Return actor and event of a timeline."""
    page = await timelines.of(world.runtime, world.applicant, filing_id, PageWanted(100))
    return [(one.actor, one.event) for one in page.items]


async def test_a_claim_that_ran_out_is_given_back_once_and_the_timeline_says_so(world: World) -> None:
    filing = await world.submitted()
    await review_claims.claim(world.runtime, world.reviewer, filing.id)
    world.clock.advance(DAY - MOMENT)
    await review_claims.let_lapse(world.runtime, world.clock.now())
    assert (await world.filing(filing.id)).assignee == "cli_reviewer"

    world.clock.advance(MOMENT)
    for _ in range(2):
        await review_claims.let_lapse(world.runtime, world.clock.now())

    assert (await world.filing(filing.id)).assignee is None
    assert (await events_of(world, filing.id)).count(("clock", "claim_lapsed")) == 1


async def test_a_claim_that_ran_out_decides_nothing_even_before_it_is_given_back(world: World) -> None:
    filing = await world.submitted()
    await review_claims.claim(world.runtime, world.reviewer, filing.id)
    world.clock.advance(DAY)

    with pytest.raises(Refusal) as caught:
        await reviews.decide(world.runtime, world.reviewer, filing.id, None, PASS)
    taken = await review_claims.claim(world.runtime, world.reviewer_named("cli_colleague"), filing.id)

    assert caught.value.code is ProblemCode.NOT_CLAIMED
    assert taken.filing.assignee == "cli_colleague"
    assert ("clock", "claim_lapsed") in await events_of(world, filing.id)


async def test_claiming_again_begins_the_time_anew_and_a_decision_ends_it(world: World) -> None:
    filing = await world.submitted()
    await review_claims.claim(world.runtime, world.reviewer, filing.id)
    world.clock.advance(DAY - MOMENT)
    await review_claims.claim(world.runtime, world.reviewer, filing.id)
    world.clock.advance(DAY - MOMENT)

    passed = (await reviews.decide(world.runtime, world.reviewer, filing.id, None, PASS)).filing

    assert (passed.state, passed.assignee, passed.claim_ends_at) == (State.PENDING_AUTHORITY, None, None)


async def test_where_the_profile_says_so_a_claim_lasts_until_it_is_released(world: World) -> None:
    world.with_profile(claim_hours=0)
    filing = await world.submitted()
    await review_claims.claim(world.runtime, world.reviewer, filing.id)
    world.clock.advance(DAY * 30)
    await review_claims.let_lapse(world.runtime, world.clock.now())

    assert (await review_claims.release(world.runtime, world.reviewer, filing.id)).filing.assignee is None


async def test_what_was_withdrawn_is_nobodys(world: World) -> None:
    filing = await world.submitted()
    await review_claims.claim(world.runtime, world.reviewer, filing.id)

    withdrawn = (await filing_steps.withdraw(world.runtime, world.applicant, filing.id, None, None)).filing

    assert (withdrawn.assignee, withdrawn.claim_ends_at) == (None, None)


async def test_the_next_filing_is_the_one_that_waits_longest_and_nobody_has(world: World) -> None:
    orders = [world, await beside(world, "second"), await beside(world, "third")]
    drafts = [await order.with_papers() for order in orders]
    # Submitted the other way round than begun: it is the submission that counts.
    for order, draft in reversed(list(zip(orders, drafts, strict=True))):
        await filing_steps.confirm(order.runtime, order.applicant, draft.id, None)
        await filing_steps.submit(order.runtime, order.applicant, draft.id, None)
        world.clock.advance(MOMENT)

    taken = [await review_claims.claim_next(world.runtime, world.reviewer) for _ in range(4)]

    assert [one and one.filing.id for one in taken] == [*(draft.id for draft in reversed(drafts)), None]


async def test_two_reviewers_who_ask_for_the_next_filing_at_once_get_two(world: World) -> None:
    for order in (world, await beside(world, "second")):
        await order.submitted()

    taken = await asyncio.gather(
        review_claims.claim_next(world.runtime, world.reviewer),
        review_claims.claim_next(world.runtime, world.reviewer_named("cli_colleague")),
    )

    assert len({one.filing.id for one in taken if one is not None}) == 2


async def test_the_queue_goes_by_the_last_submission_page_by_page_and_says_how_long_is_left(world: World) -> None:
    other = await beside(world, "second")
    first = await world.submitted()
    world.clock.advance(MOMENT)
    second = await other.submitted()
    await world.decide(first, Event.REQUEST_COMPLETION, NAME)
    world.clock.advance(DAY)
    await filing_steps.resubmit(world.runtime, world.applicant, first.id, None)

    page = await review_standing.queue(world.runtime, world.reviewer, FilingsWanted(), PageWanted(1))
    rest = await review_standing.queue(world.runtime, world.reviewer, FilingsWanted(), PageWanted(1, page.next_after))

    assert [one.details.filing.id for one in (*page.items, *rest.items)] == [second.id, first.id]
    assert [one.waiting and one.waiting.days_left for one in (*page.items, *rest.items)] == [1, 2]
    assert rest.next_after is None


async def test_a_review_that_is_late_says_so_after_its_deadline_fired(world: World) -> None:
    filing = await world.submitted()
    world.clock.advance(DAY * 3)
    await deadlines.fire_due(world.runtime, world.clock.now())

    (queued,) = (await review_standing.queue(world.runtime, world.reviewer, FilingsWanted(), PageWanted(10))).items

    assert queued.details.filing.id == filing.id
    assert queued.waiting is not None
    assert (queued.waiting.overdue, queued.waiting.days_over) == (True, 1)
