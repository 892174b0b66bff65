"""What the authority reports, in whatever order and however often it arrives."""

from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_states import Event, State
from app.domain.filings import Filing
from app.ports.authority import AuthorityUnavailableError, SubmissionState
from app.ports.store.exchange import Callback
from app.usecases import authority_handover, authority_results, deadlines, filing_steps, sms_verifications
from app.usecases.authority_results import NotYetApplicableError
from tests.usecases.a_world import World
from tests.usecases.refusing_authority import RefusingAuthority, being_sent


async def receipt_of(world: World, filing: Filing) -> str:
    """Return the receipt of a filing's open hand-over."""
    async with world.runtime.unit_of_work() as uow:
        handover = await uow.exchange.open_handover(filing.id)
    assert handover is not None
    assert handover.receipt is not None
    return handover.receipt


def a_message(world: World, receipt: str, event: Event, number: int = 1, **result: object) -> Callback:
    """Return a message of the authority."""
    return Callback(f"cb_{number}", receipt, number, event.value, {"result": result}, world.clock.now())


async def in_review(world: World) -> tuple[Filing, str]:
    """Bring a filing to the authority's review."""
    filing = await world.awaiting_sms()
    for person in (world.who.principal, world.who.service_principal):
        code = world.authority.codes[person.mobile]
        await sms_verifications.enter(world.runtime, person.mobile, person.last_six, code, "192.0.2.1")
    return await world.filing(filing.id), await receipt_of(world, filing)


async def test_a_message_that_comes_twice_is_kept_once_and_applied_once(world: World) -> None:
    filing, receipt = await in_review(world)
    message = a_message(world, receipt, Event.APPROVED, **world.authority.approve(receipt))

    kept = [await authority_results.keep(world.runtime, message) for _ in range(2)]
    for _ in range(2):
        await authority_results.apply(world.runtime, message.id)

    assert kept == [True, False]
    approved = await world.filing(filing.id)
    assert (approved.state, approved.revision) == (State.APPROVED, filing.revision + 1)


async def test_a_message_before_the_answer_to_the_hand_over_waits_for_it(world: World) -> None:
    filing = await world.decide(await world.submitted(), Event.PASS)
    message = a_message(world, "rcpt_00000001", Event.SMS_ALL_PASSED)
    await authority_results.keep(world.runtime, message)
    with pytest.raises(NotYetApplicableError):
        await authority_results.apply(world.runtime, message.id)

    await authority_handover.hand_over(world.runtime, filing.id)
    await authority_results.apply(world.runtime, message.id)

    assert (await world.filing(filing.id)).state is State.AUTHORITY_REVIEW


async def test_a_message_about_a_hand_over_that_is_over_changes_nothing(world: World) -> None:
    filing, receipt = await in_review(world)
    rejected = a_message(world, receipt, Event.REJECTED, **world.authority.reject(receipt))
    late = a_message(world, receipt, Event.APPROVED, 2, subject_number="豫ICP备2026000001号", services=[])
    for message in (rejected, late):
        await authority_results.keep(world.runtime, message)
        await authority_results.apply(world.runtime, message.id)

    assert (await world.filing(filing.id)).state is State.AUTHORITY_REJECTED


async def test_nothing_changed_after_the_authority_rejected_it_is_not_submitted_again(world: World) -> None:
    filing, receipt = await in_review(world)
    message = a_message(world, receipt, Event.REJECTED, **world.authority.reject(receipt))
    await authority_results.keep(world.runtime, message)
    await authority_results.apply(world.runtime, message.id)

    with pytest.raises(Refusal) as caught:
        await filing_steps.resubmit(world.runtime, world.applicant, filing.id, None)

    assert caught.value.code is ProblemCode.NOTHING_CHANGED


async def test_from_the_moment_the_hand_over_is_being_sent_nothing_is_withdrawn(world: World) -> None:
    filing = await being_sent(world)

    with pytest.raises(Refusal) as caught:
        await filing_steps.withdraw(world.runtime, world.applicant, filing.id, None, None)

    assert caught.value.code is ProblemCode.ACTION_NOT_ALLOWED
    assert caught.value.facts == {"state": "pending_authority", "allowed_actions": []}


async def test_an_answer_that_got_lost_is_found_again_and_nothing_is_sent_twice(world: World) -> None:
    filing = await world.decide(await world.submitted(), Event.PASS)
    world.authority.lose_answers = 1
    with pytest.raises(AuthorityUnavailableError):
        await authority_handover.hand_over(world.runtime, filing.id)

    await authority_handover.hand_over(world.runtime, filing.id)

    assert len(world.authority.submissions()) == 1
    assert (await world.filing(filing.id)).state is State.AWAITING_SMS


class BehindAuthority(RefusingAuthority):
    """An authority whose clock is behind: it still waits for codes that have run out here."""

    behind = False

    async def state_of(self, receipt: str) -> SubmissionState:
        """Tell where it stands by its own clock."""
        return SubmissionState(receipt, "awaiting_sms", None) if self.behind else await super().state_of(receipt)


async def test_an_authority_whose_clock_is_behind_is_asked_again_until_it_has_spoken(world: World) -> None:
    authority = BehindAuthority(world.clock)
    world.authority, world.runtime = authority, replace(world.runtime, authority=authority)
    filing = await world.awaiting_sms()
    authority.behind = True
    world.clock.advance(timedelta(hours=24))

    await deadlines.fire_due(world.runtime, world.clock.now())
    assert (await world.filing(filing.id)).state is State.AWAITING_SMS

    authority.behind = False
    world.clock.advance(timedelta(minutes=1))
    await deadlines.fire_due(world.runtime, world.clock.now())

    assert (await world.filing(filing.id)).returned_because == "sms_timeout"


async def test_a_result_whose_message_was_lost_is_asked_for_when_the_review_is_overdue(world: World) -> None:
    filing, receipt = await in_review(world)
    world.authority.approve(receipt)
    (deadline,) = (await world.details(filing.id)).deadlines
    world.clock.advance(deadline.due_at - world.clock.now())

    await deadlines.fire_due(world.runtime, world.clock.now())

    assert (await world.filing(filing.id)).state is State.APPROVED


@pytest.mark.parametrize(("number", "alarms"), [("5001", 1), ("1002", 0)])
async def test_a_rejection_for_a_fault_of_ours_raises_an_alarm_and_tells_what_to_note_before_trying_again(
    world: World, number: str, alarms: int
) -> None:
    filing, receipt = await in_review(world)
    world.authority.reject(receipt)
    message = a_message(world, receipt, Event.REJECTED, code=number, message="", pointer=None)
    await authority_results.keep(world.runtime, message)

    with capture_logs() as said:
        await authority_results.apply(world.runtime, message.id)

    rejected = await world.filing(filing.id)
    assert (rejected.state, rejected.returned_because) == (State.AUTHORITY_REJECTED, "authority")
    assert len([one for one in said if one["log_level"] == "error" and one["filing_id"] == filing.id]) == alarms
    with pytest.raises(Refusal) as unchanged:
        await filing_steps.resubmit(world.runtime, world.applicant, filing.id, None)
    assert unchanged.value.code is ProblemCode.NOTHING_CHANGED
    await world.patch(filing, {"remark": "接入商已更正，重新提交。"})
    await filing_steps.confirm(world.runtime, world.applicant, filing.id, None)
    again = (await filing_steps.resubmit(world.runtime, world.applicant, filing.id, None)).filing
    assert again.state is State.FIRST_REVIEW
