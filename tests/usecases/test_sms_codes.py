"""SMS codes between the people, the service and the authority."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from app.demo.people import Person
from app.domain.errors import ProblemCode, Refusal
from app.domain.exchange_journal import Exchanged, Outcome
from app.domain.filing_states import State
from app.domain.filings import Filing
from app.ports.authority import ResendAnswer
from app.storage.engine import Database
from app.usecases import exchange_journal, sms_verifications
from app.usecases.sms_verifications import SmsEntered
from tests.fakes.authority import FakeAuthority
from tests.usecases.a_world import World, a_world

WRONG = "999999"


async def entered(world: World, person: Person, code: str) -> SmsEntered:
    """Enter a code as the person would."""
    return await sms_verifications.enter(world.runtime, person.mobile, person.last_six, code, "192.0.2.1")


async def refused(world: World, person: Person, code: str = WRONG) -> Refusal:
    """Enter a code that is not taken."""
    with pytest.raises(Refusal) as caught:
        await entered(world, person, code)
    return caught.value


async def states(world: World, filing: Filing) -> set[str]:
    """Return where the recipients stand."""
    return {one.state.value for one in await sms_verifications.of(world.runtime, world.backend, filing.id)}


async def two_orders_of_one_person(database: Database, folder: Path) -> tuple[World, World, list[str]]:
    """Bring orders of two tenants to where the same keeper of both websites is sent a code for each."""
    first, second = await a_world(database, folder / "1"), await a_world(database, folder / "2")
    second.authority = first.authority
    second.clock = first.clock
    second.runtime = replace(second.runtime, authority=first.authority, clock=first.clock)
    second.who = replace(second.who, service_principal=first.who.service_principal)
    keeper, codes = first.who.service_principal, []
    for world in (first, second):
        await world.awaiting_sms()
        codes.append(first.authority.codes[keeper.mobile])
    return first, second, codes


async def test_who_is_awaited_in_two_orders_can_enter_the_code_of_either_in_any_order(
    database: Database, tmp_path: Path
) -> None:
    first, second, (of_first, of_second) = await two_orders_of_one_person(database, tmp_path)
    keeper = first.who.service_principal

    assert (await entered(first, keeper, of_first)).waiting_for == 1
    assert (await entered(first, keeper, of_second)).waiting_for == 1
    for world in (first, second):
        done = await entered(world, world.who.principal, world.authority.codes[world.who.principal.mobile])
        assert done.all_verified


async def test_a_wrong_code_of_somebody_awaited_in_two_orders_tells_the_fewest_tries_left(
    database: Database, tmp_path: Path
) -> None:
    first, _, (of_first, _) = await two_orders_of_one_person(database, tmp_path)
    keeper = first.who.service_principal
    await entered(first, keeper, of_first)

    said = await refused(first, keeper)

    assert (said.code, said.facts) == (ProblemCode.SMS_CODE_WRONG, {"tries_left": 3})


async def test_a_stranger_and_one_who_mistypes_are_told_the_same_five_times(world: World) -> None:
    await world.awaiting_sms()
    known = world.who.principal
    stranger = replace(known, certificate_number="110101199003070011")

    told = [(await refused(world, known), await refused(world, stranger)) for _ in range(5)]

    assert [(one.code, one.facts) for one, _ in told] == [(other.code, other.facts) for _, other in told]
    assert told[-1][0].facts == {"tries_left": 0}


async def test_the_sixth_wrong_try_returns_the_order_and_nobody_is_awaited_any_more(world: World) -> None:
    filing = await world.awaiting_sms()
    for _ in range(5):
        await refused(world, world.who.principal)

    assert (await refused(world, world.who.principal)).code is ProblemCode.SMS_RETURNED

    returned = await world.filing(filing.id)
    assert (returned.state, returned.returned_because) == (State.AUTHORITY_REJECTED, "sms_attempts")
    assert await states(world, filing) == {"expired"}


class SlowResends(FakeAuthority):
    """Answers a wish for a new code only once told to."""

    asked: asyncio.Event
    go_on: asyncio.Event

    async def resend_sms(self, receipt: str, phone: str, resends_left: int) -> ResendAnswer:
        """Wait with the answer."""
        answer = await super().resend_sms(receipt, phone, resends_left)
        self.asked.set()
        await self.go_on.wait()
        return answer


async def test_somebody_who_verifies_while_a_new_code_is_on_its_way_stays_verified(world: World) -> None:
    slow = SlowResends(world.clock)
    slow.asked, slow.go_on = asyncio.Event(), asyncio.Event()
    world.authority = slow
    world.runtime = replace(world.runtime, authority=slow)
    filing = await world.awaiting_sms()

    async with asyncio.TaskGroup() as group:
        group.create_task(sms_verifications.resend(world.runtime, world.applicant, filing.id, "subject_principal"))
        await slow.asked.wait()
        await entered(world, world.who.principal, slow.codes[world.who.principal.mobile])
        slow.go_on.set()

    by_role = {
        one.roles: (one.state.value, one.resends_left)
        for one in await sms_verifications.of(world.runtime, world.backend, filing.id)
    }
    assert by_role[("subject_principal",)] == ("verified", 1)


async def test_two_new_codes_are_sent_and_the_third_is_refused(world: World) -> None:
    filing = await world.awaiting_sms()
    for left in (1, 0):
        sent = await sms_verifications.resend(world.runtime, world.applicant, filing.id, "service_principal")
        assert sent.resends_left == left

    with pytest.raises(Refusal) as caught:
        await sms_verifications.resend(world.runtime, world.applicant, filing.id, "service_principal")

    assert caught.value.code is ProblemCode.RESENDS_SPENT


async def test_an_outage_of_the_authority_tells_a_stranger_what_it_tells_somebody_who_is_awaited(
    database: Database, tmp_path: Path
) -> None:
    world = await a_world(database, tmp_path)
    await world.awaiting_sms()
    world.authority.unavailable = True

    awaited = await refused(world, world.who.principal)
    stranger = await refused(world, replace(world.who.principal, mobile="13700000000"))

    assert awaited.code is stranger.code is ProblemCode.AUTHORITY_UNAVAILABLE


async def test_people_who_are_awaited_do_not_count_against_the_address_that_they_share_and_strangers_do(
    database: Database, tmp_path: Path
) -> None:
    world = await a_world(database, tmp_path)
    await world.awaiting_sms()
    most = 6 * world.runtime.limits.sms_tries_per_minute
    someone = world.who.principal
    for _ in range(3):
        await refused(world, someone)

    for number in range(most):
        told = await refused(world, replace(someone, mobile=f"137{number:08d}"))
        assert told.code is ProblemCode.SMS_CODE_WRONG
    assert (await refused(world, replace(someone, mobile="13799999999"))).code is ProblemCode.RATE_LIMITED


async def test_whose_answer_got_lost_enters_the_code_again_and_stands_as_verified(world: World) -> None:
    filing = await world.awaiting_sms()
    first, second = world.who.principal, world.who.service_principal
    world.authority.lose_answers = 1
    lost = await refused(world, first, world.authority.codes[first.mobile])

    again = await entered(world, first, world.authority.codes[first.mobile])

    stand = {one.phone: one.state.value for one in await sms_verifications.of(world.runtime, world.backend, filing.id)}
    assert lost.code is ProblemCode.AUTHORITY_UNAVAILABLE
    assert (again.all_verified, again.waiting_for) == (False, 1)
    assert stand == {first.mobile: "verified", second.mobile: "pending"}
    (seen,) = [
        one
        for one in await exchange_journal.of(world.runtime, world.reviewer, filing.id)
        if one.exchanged is Exchanged.CODE
    ]
    assert (seen.outcome, seen.times) == (Outcome.NO_ANSWER, 1)


async def test_a_lost_answer_in_one_order_keeps_no_code_from_the_other(database: Database, tmp_path: Path) -> None:
    first, second, (of_first, of_second) = await two_orders_of_one_person(database, tmp_path)
    keeper = first.who.service_principal
    first.authority.lose_answers = 1
    await refused(first, keeper, of_second)

    assert (await entered(first, keeper, of_first)).waiting_for == 1

    for world in (first, second):
        done = await entered(world, world.who.principal, world.authority.codes[world.who.principal.mobile])
        assert done.all_verified


async def test_a_wish_for_a_new_code_that_comes_again_because_the_answer_was_lost_sends_no_second_one(
    world: World,
) -> None:
    filing = await world.awaiting_sms()
    world.authority.lose_answers = 1
    with pytest.raises(Refusal):
        await sms_verifications.resend(world.runtime, world.applicant, filing.id, "service_principal")
    sent = dict(world.authority.codes)

    again = await sms_verifications.resend(world.runtime, world.applicant, filing.id, "service_principal")

    assert (again.resends_left, world.authority.codes) == (1, sent)
    other = await sms_verifications.resend(world.runtime, world.applicant, filing.id, "service_principal")
    assert other.resends_left == 0
    assert world.authority.codes != sent
