"""Where the authority takes codes at its own page nothing is relayed: its state is followed by asking."""

from datetime import timedelta

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.exchange import SmsEntry
from app.domain.filing_states import State
from app.domain.filings import Filing
from app.usecases import sms_verifications
from tests.usecases.a_world import NOW, World
from tests.usecases.test_reminders import fire_at, told

PAGE = "https://beian.miit.gov.cn"


async def awaiting(world: World) -> Filing:
    world.authority.entry = SmsEntry.AUTHORITY_SITE
    return await world.awaiting_sms()


async def enter_at_the_page(world: World, filing: Filing) -> None:
    """Enter every code at the authority's page, whose state nobody tells us."""
    async with world.runtime.unit_of_work() as uow:
        handover = await uow.exchange.open_handover(filing.id)
    assert handover is not None
    assert handover.receipt is not None
    for person in (world.who.principal, world.who.service_principal):
        code = world.authority.codes[person.mobile]
        await world.authority.check_sms(handover.receipt, person.mobile, person.last_six, code)


async def test_a_code_is_sent_to_the_authoritys_page_whoever_enters_it_and_counts_nothing(world: World) -> None:
    await awaiting(world)
    person = world.who.principal
    code = world.authority.codes[person.mobile]

    for phone in (person.mobile, "13900000000"):
        with pytest.raises(Refusal) as refused:
            await sms_verifications.enter(world.runtime, phone, person.last_six, code, "192.0.2.7")
        assert refused.value.code is ProblemCode.SMS_ENTERED_AT_AUTHORITY
        assert refused.value.facts == {"address": PAGE, "senders": ["12381", "106***12381"]}


async def test_codes_entered_at_the_page_are_noticed_within_minutes_and_the_filing_goes_on(world: World) -> None:
    filing = await awaiting(world)
    await fire_at(world, NOW + timedelta(hours=3))
    await enter_at_the_page(world, filing)

    await fire_at(world, NOW + timedelta(hours=3, minutes=10))

    assert (await world.filing(filing.id)).state is State.AUTHORITY_REVIEW
    recipients = await sms_verifications.of(world.runtime, world.applicant, filing.id)
    assert {(one.state.value, one.entered_at_authority) for one in recipients} == {("verified", True)}


async def test_a_reminder_names_the_page_and_the_numbers_that_codes_come_from(world: World) -> None:
    filing = await awaiting(world)

    await fire_at(world, NOW + timedelta(hours=12))

    (reminder,) = await told(world, filing)
    assert (reminder["entered_at"], reminder["address"], reminder["waiting_for"]) == ("authority", PAGE, 2)
    assert reminder["senders"] == ["12381", "106***12381"]


@pytest.mark.fact("S4-24")
async def test_codes_that_nobody_entered_there_return_the_order_when_their_time_is_over(world: World) -> None:
    filing = await awaiting(world)

    await fire_at(world, NOW + timedelta(hours=24))

    back = await world.filing(filing.id)
    assert (back.state, back.returned_because) == (State.AUTHORITY_REJECTED, "sms_timeout")


async def test_a_new_code_is_asked_for_at_the_authoritys_page(world: World) -> None:
    filing = await awaiting(world)

    with pytest.raises(Refusal) as refused:
        await sms_verifications.resend(world.runtime, world.applicant, filing.id, "subject_principal")

    assert refused.value.code is ProblemCode.SMS_ENTERED_AT_AUTHORITY


async def test_where_codes_are_relayed_nobody_asks_before_the_time_is_over(world: World) -> None:
    filing = await world.awaiting_sms()

    async with world.runtime.unit_of_work() as uow:
        rows = (await uow.history.deadlines_of([filing.id]))[filing.id]

    assert "authority_question" not in {one.kind for one in rows}
