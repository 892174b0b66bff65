"""What depends on the provider's profile: where an unchanged filing goes, who hands over, what may be changed."""

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_states import ActionNotAllowed, Event, State
from app.domain.filings import Filing, ReviewFinding
from app.domain.profile import AfterSms, EditableAfterRejection, HandoverBy
from app.usecases import authority_handover, deadlines, filing_bodies, filing_steps, reviews
from tests.usecases.a_world import World

NAME = ReviewFinding("/services/0/name", "site_name_bad", "provider")


async def with_the_code_missed(world: World) -> Filing:
    """Let the order come back because nobody entered a code."""
    filing = await world.awaiting_sms()
    deadline = (await world.details(filing.id)).deadlines[0]
    world.clock.advance(deadline.due_at - world.clock.now())
    await deadlines.fire_due(world.runtime, world.clock.now())
    return await world.filing(filing.id)


async def resubmitted(world: World, filing: Filing) -> Filing:
    """Submit again, without confirming anew."""
    return (await filing_steps.resubmit(world.runtime, world.applicant, filing.id, None)).filing


@pytest.mark.fact("S1-28")
@pytest.mark.parametrize(
    ("after_sms", "state"),
    [(AfterSms.PENDING_AUTHORITY, State.PENDING_AUTHORITY), (AfterSms.FIRST_REVIEW, State.FIRST_REVIEW)],
)
async def test_an_unchanged_filing_whose_code_was_missed_goes_where_the_profile_says(
    world: World, after_sms: AfterSms, state: State
) -> None:
    world.with_profile(after_sms=after_sms)
    filing = await with_the_code_missed(world)
    assert (filing.state, filing.returned_because) == (State.AUTHORITY_REJECTED, "sms_timeout")

    again = await resubmitted(world, filing)

    assert (again.state, again.returned_because, again.findings) == (state, None, ())


async def test_a_changed_one_goes_through_first_review_and_must_be_confirmed_again(world: World) -> None:
    filing = await with_the_code_missed(world)
    await world.patch(filing, {"remark": "补充说明"})

    with pytest.raises(Refusal) as caught:
        await resubmitted(world, filing)

    assert caught.value.code is ProblemCode.CONFIRMATION_REQUIRED
    await filing_steps.confirm(world.runtime, world.applicant, filing.id, None)
    assert (await resubmitted(world, filing)).state is State.FIRST_REVIEW


async def test_a_change_that_was_taken_back_counts_as_unchanged(world: World) -> None:
    filing = await with_the_code_missed(world)
    await world.patch(filing, {"remark": "补充说明"})
    await world.patch(filing, {"remark": None})

    assert (await resubmitted(world, filing)).state is State.PENDING_AUTHORITY


async def test_where_a_specialist_hands_over_nothing_leaves_before_that(world: World) -> None:
    world.with_profile(handover=HandoverBy.BY_SPECIALIST)

    filing = await world.decide(await world.submitted(), Event.PASS)
    async with world.runtime.unit_of_work() as uow:
        assert await uow.jobs.outstanding() == 0
    await reviews.forward(world.runtime, world.reviewer, filing.id)
    async with world.runtime.unit_of_work() as uow:
        assert await uow.jobs.outstanding() == 1
    await authority_handover.hand_over(world.runtime, filing.id)

    assert (await world.filing(filing.id)).state is State.AWAITING_SMS


async def test_where_the_worker_hands_over_no_reviewer_does(world: World) -> None:
    filing = await world.decide(await world.submitted(), Event.PASS)

    with pytest.raises(ActionNotAllowed):
        await reviews.forward(world.runtime, world.reviewer, filing.id)


async def test_where_the_profile_asks_for_that_only_what_was_found_fault_with_may_be_changed(world: World) -> None:
    world.with_profile(editable_after_rejection=EditableAfterRejection.FOUND_FAULT)
    filing = await world.decide(await world.submitted(), Event.REJECT, NAME)

    with pytest.raises(Refusal) as caught:
        await world.patch(filing, {"subject": {"investor_or_superior": "王五"}})

    assert caught.value.code is ProblemCode.NOT_EDITABLE
    assert caught.value.errors[0].pointer == "/subject/investor_or_superior"
    call = world.applicant
    assert filing_bodies.editable_now(filing, call.profile, world.runtime, call) == ("/services/0/name", "/remark")
    changed = await world.patch(filing, {"services": [{"id": filing.body.services[0].id, "name": "晨星软件"}]})
    assert changed.body.services[0].name == "晨星软件"
