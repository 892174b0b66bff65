"""A hand-over that may have arrived is asked for by its id before it is sent again; all of it can be read later."""

from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from app.domain.errors import ProblemCode, Refusal
from app.domain.exchange_journal import Exchanged, Outcome
from app.domain.filing_states import Event, State
from app.domain.filings import Filing
from app.ports.authority import AuthorityUnavailableError, CallRefusedError, Submission, SubmissionAnswer
from app.ports.store.paging import PageWanted
from app.usecases import authority_handover, authority_results, exchange_journal
from tests.fakes.authority import FakeAuthority
from tests.usecases.a_world import World
from tests.usecases.test_authority_messages import a_message, in_review

Seen = list[tuple[Exchanged, Outcome, str, int]]
EVERYTHING = PageWanted(100)
PASSED = (Exchanged.MESSAGE, Outcome.KNOWN, "sms_all_passed", 1)
ANSWERED = (Exchanged.HAND_OVER, Outcome.ANSWERED, "", 1)


class CountedAuthority(FakeAuthority):
    """Counts what is sent to it; `already` makes it take a submission in and say that it had it."""

    sent = 0
    already = False

    async def submit(self, submission: Submission) -> SubmissionAnswer:
        """Take it in, and perhaps deny that it is new."""
        self.sent += 1
        answer = await super().submit(submission)
        if self.already:
            raise CallRefusedError("submission", 409, "already_submitted")
        return answer


@pytest.fixture
def authority(world: World) -> CountedAuthority:
    made = CountedAuthority(world.clock)
    world.authority, world.runtime = made, replace(world.runtime, authority=made)
    return made


async def passed(world: World) -> Filing:
    return await world.decide(await world.submitted(), Event.PASS)


async def seen(world: World, filing: Filing) -> Seen:
    entries = await exchange_journal.of(world.runtime, world.reviewer, filing.id)
    return [(one.exchanged, one.outcome, one.detail, one.times) for one in entries]


async def test_what_arrived_before_its_answer_got_lost_is_not_sent_again(
    world: World, authority: CountedAuthority
) -> None:
    filing = await passed(world)
    authority.lose_answers = 1
    with pytest.raises(AuthorityUnavailableError):
        await authority_handover.hand_over(world.runtime, filing.id)

    await authority_handover.hand_over(world.runtime, filing.id)

    assert authority.sent == 1
    assert (await world.filing(filing.id)).state is State.AWAITING_SMS
    assert await seen(world, filing) == [
        (Exchanged.HAND_OVER, Outcome.NO_ANSWER, "the fake authority's answer was lost", 1),
        (Exchanged.HAND_OVER, Outcome.ALREADY_THERE, "", 1),
    ]


async def test_what_never_arrived_is_sent_again_and_a_long_outage_is_one_line(
    world: World, authority: CountedAuthority
) -> None:
    filing = await passed(world)
    authority.unavailable = True
    for _ in range(3):
        with pytest.raises(AuthorityUnavailableError):
            await authority_handover.hand_over(world.runtime, filing.id)
    authority.unavailable = False

    await authority_handover.hand_over(world.runtime, filing.id)

    assert len(authority.submissions()) == 1
    assert await seen(world, filing) == [
        (Exchanged.HAND_OVER, Outcome.NO_ANSWER, "the fake authority is away", 3),
        ANSWERED,
    ]


async def test_what_the_authority_says_it_has_already_is_not_held_but_goes_on(
    world: World, authority: CountedAuthority
) -> None:
    authority.already = True
    filing = await passed(world)

    assert await authority_handover.hand_over(world.runtime, filing.id) is None

    going_on = await world.filing(filing.id)
    assert (going_on.state, going_on.held) == (State.AWAITING_SMS, False)
    assert await seen(world, filing) == [(Exchanged.HAND_OVER, Outcome.ALREADY_THERE, "", 1)]


async def test_a_conflict_about_what_the_authority_does_not_have_is_held(world: World) -> None:
    class ConflictingAuthority(CountedAuthority):
        async def submit(self, submission: Submission) -> SubmissionAnswer:
            self.sent += 1
            raise CallRefusedError("submission", 409, "conflict")

    made = ConflictingAuthority(world.clock)
    world.authority, world.runtime = made, replace(world.runtime, authority=made)
    filing = await passed(world)

    assert await authority_handover.hand_over(world.runtime, filing.id) == "conflict"

    assert (await world.filing(filing.id)).held
    refused = (Exchanged.HAND_OVER, Outcome.REFUSED, "submission: unexpected status 409 (conflict)", 1)
    assert await seen(world, filing) == [refused]


async def test_a_message_before_the_answer_is_seen_as_early_and_applied_afterwards(world: World) -> None:
    filing = await passed(world)
    async with world.runtime.unit_of_work() as uow:
        handover = await uow.exchange.open_handover(filing.id)
    assert handover is not None
    message = a_message(world, "rcpt_00000001", Event.SMS_ALL_PASSED)
    message = replace(message, payload={**message.payload, "submission_id": handover.id})

    with capture_logs() as said:
        await authority_results.keep(world.runtime, message)
    await authority_handover.hand_over(world.runtime, filing.id)
    await authority_results.apply(world.runtime, message.id)

    assert (await world.filing(filing.id)).state is State.AUTHORITY_REVIEW
    assert await seen(world, filing) == [
        (Exchanged.MESSAGE, Outcome.EARLY, "sms_all_passed", 1),
        ANSWERED,
        (Exchanged.MESSAGE, Outcome.APPLIED, "sms_all_passed", 1),
    ]
    (line,) = [one for one in said if one["event"] == "exchange out of the ordinary"]
    assert (line["filing_id"], line["outcome"], line["log_level"]) == (filing.id, "early", "warning")


async def test_messages_that_come_again_or_too_late_are_counted_and_change_nothing(world: World) -> None:
    filing, receipt = await in_review(world)
    approval = world.authority.approve(receipt)
    approved = a_message(world, receipt, Event.APPROVED, **approval)
    again = a_message(world, receipt, Event.APPROVED, 2, **approval)
    known = a_message(world, receipt, Event.SMS_ALL_PASSED, 3)
    for message in (known, approved, approved, approved, again):
        await authority_results.keep(world.runtime, message)
        await authority_results.apply(world.runtime, message.id)

    done = await world.filing(filing.id)
    assert (done.state, done.revision) == (State.APPROVED, filing.revision + 1)
    assert await seen(world, filing) == [
        ANSWERED,
        PASSED,
        (Exchanged.MESSAGE, Outcome.APPLIED, "approved", 1),
        (Exchanged.MESSAGE, Outcome.REPEATED, "approved", 2),
        (Exchanged.MESSAGE, Outcome.LATE, "approved", 1),
    ]


async def test_a_message_of_nobody_s_submission_is_kept_and_noted_nowhere(world: World) -> None:
    message = a_message(world, "rcpt_of_nobody", Event.APPROVED)
    message = replace(message, payload={**message.payload, "submission_id": "sub_of_nobody"})

    kept = [await authority_results.keep(world.runtime, message) for _ in range(2)]

    assert kept == [True, False]
    assert await unusual(world) == []


async def unusual(world: World, page: PageWanted = EVERYTHING) -> list[Outcome]:
    found = await exchange_journal.unusual(world.runtime, world.reviewer, page)
    return [one.outcome for one in found.items]


async def test_only_what_is_out_of_the_ordinary_is_listed_newest_first_and_to_its_own_tenant(
    world: World, another_world: World
) -> None:
    filing = await passed(world)
    world.authority.lose_answers = 1
    with pytest.raises(AuthorityUnavailableError):
        await authority_handover.hand_over(world.runtime, filing.id)
    await authority_handover.hand_over(world.runtime, filing.id)

    first = await exchange_journal.unusual(world.runtime, world.reviewer, PageWanted(1))
    second = await unusual(world, PageWanted(1, first.next_after))

    assert [one.outcome for one in first.items] == [Outcome.ALREADY_THERE]
    assert second == [Outcome.NO_ANSWER]
    assert await unusual(another_world) == []
    with pytest.raises(Refusal) as refused:
        await exchange_journal.of(another_world.runtime, another_world.reviewer, filing.id)
    assert refused.value.code is ProblemCode.NOT_FOUND
