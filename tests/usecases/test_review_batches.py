"""One decision about several filings: each stands by itself, and a repetition does what is left."""

from dataclasses import replace

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_states import Event, State
from app.domain.filings import ReviewFinding
from app.ports.store.keys import Lease
from app.ports.store.paging import PageWanted
from app.usecases import filing_steps, review_batches, review_claims, timelines
from app.usecases.call import Call
from app.usecases.review_batches import BatchItem
from app.usecases.reviews import DecisionCommand
from tests.usecases.a_world import World
from tests.usecases.more_orders import beside

REASON = DecisionCommand(Event.REJECT, (ReviewFinding("/subject/certificate", "cert_image_bad", "provider"),))
PAGE = PageWanted(100)


def keyed(call: Call, key: str) -> Call:
    """Return the call as it comes under an idempotency key."""
    return replace(call, lease=Lease(call.caller.id, "POST /v1/reviews/decisions", key, "token"))


async def test_each_filing_is_decided_by_itself_and_says_why_it_was_not(world: World) -> None:
    orders = [world, await beside(world, "second"), await beside(world, "third"), await beside(world, "fourth")]
    free, held, changed, draft = [await order.submitted() for order in orders[:3]] + [await orders[3].filled_in()]
    await review_claims.claim(world.runtime, world.reviewer_named("cli_colleague"), held.id)
    items = [BatchItem(free.id, free.revision), BatchItem(held.id, None), BatchItem(changed.id, 1)]
    items += [BatchItem(draft.id, None), BatchItem("fil_nothing", None)]

    results = await review_batches.decide_all(world.runtime, world.reviewer, items, REASON)

    assert [one.filing and one.filing.state for one in results] == [State.FIRST_REVIEW_REJECTED, *[None] * 4]
    assert [one.refusal and one.refusal.code for one in results] == [
        None,
        ProblemCode.CLAIMED_BY_ANOTHER,
        ProblemCode.PRECONDITION_FAILED,
        ProblemCode.ACTION_NOT_ALLOWED,
        ProblemCode.NOT_FOUND,
    ]
    assert (await world.filing(changed.id)).assignee is None
    assert (await world.filing(free.id)).findings == REASON.findings


async def test_a_call_that_broke_off_does_the_rest_when_it_comes_again_and_nothing_twice(world: World) -> None:
    orders = [world, await beside(world, "second")]
    first, second = [await order.submitted() for order in orders]
    call = keyed(world.reviewer, "a-key")
    await review_batches.decide_all(world.runtime, call, [BatchItem(first.id, first.revision)], REASON)
    items = [BatchItem(first.id, first.revision), BatchItem(second.id, second.revision)]

    results = await review_batches.decide_all(world.runtime, call, items, REASON)

    assert [one.filing and one.filing.state for one in results] == [State.FIRST_REVIEW_REJECTED] * 2
    told = [one.event for one in (await timelines.of(world.runtime, world.applicant, first.id, PAGE)).items]
    assert told.count("reject") == 1


async def test_what_came_again_meanwhile_is_not_rejected_by_a_repetition_but_by_another_call(world: World) -> None:
    filing = await world.submitted()
    items = [BatchItem(filing.id, None)]
    await review_batches.decide_all(world.runtime, keyed(world.reviewer, "a-key"), items, REASON)
    await filing_steps.resubmit(world.runtime, world.applicant, filing.id, None)

    (repeated,) = await review_batches.decide_all(world.runtime, keyed(world.reviewer, "a-key"), items, REASON)
    (other,) = await review_batches.decide_all(world.runtime, keyed(world.reviewer, "another"), items, REASON)

    assert repeated.filing is not None
    assert other.filing is not None
    assert (repeated.filing.state, other.filing.state) == (State.FIRST_REVIEW, State.FIRST_REVIEW_REJECTED)


async def test_a_reason_that_is_in_no_catalogue_is_refused_once_and_decides_nothing(world: World) -> None:
    filing = await world.submitted()
    command = DecisionCommand(Event.REJECT, (ReviewFinding("/subject", "ugly", "provider"),))

    with pytest.raises(Refusal) as caught:
        await review_batches.decide_all(world.runtime, world.reviewer, [BatchItem(filing.id, None)], command)

    assert [error.pointer for error in caught.value.errors] == ["/findings/0/code"]
    assert (await world.filing(filing.id)).state is State.FIRST_REVIEW
