"""Hand-overs, SMS recipients and the authority's messages."""

from dataclasses import replace
from datetime import timedelta

from app.domain.exchange import Handover, HandoverState, SmsState, SmsVerification
from app.ports.store.exchange import Callback
from tests.storage.things import NOW, UnitOfWorks, World, new_id, stored_filing

LAST6 = "070011"


def a_handover(world: World, filing_id: str) -> Handover:
    handover_id = new_id("hnd")
    return Handover(handover_id, filing_id, world.provider.id, HandoverState.QUEUED, NOW)


def a_recipient(handover: Handover, phone: str) -> SmsVerification:
    return SmsVerification(
        id=new_id("sms"),
        filing_id=handover.filing_id,
        handover_id=handover.id,
        roles=("subject_principal", "service_principal"),
        phone=phone,
        certificate_last6=LAST6,
        state=SmsState.PENDING,
        expires_at=NOW + timedelta(hours=24),
        resends_left=1,
    )


async def test_the_open_handover_is_the_one_not_closed(unit_of_work: UnitOfWorks, world: World) -> None:
    filing = await stored_filing(unit_of_work, world)
    first, second = a_handover(world, filing.id), a_handover(world, filing.id)
    answered = replace(first, state=HandoverState.ANSWERED, receipt=f"receipt-{first.id}")
    async with unit_of_work() as uow:
        await uow.exchange.add_handover(first)
        await uow.exchange.save_handover(answered)
        assert await uow.exchange.open_handover(filing.id, lock=True) == answered
        assert await uow.exchange.sent_of([filing.id, "fil_unknown"]) == {filing.id}
        assert await uow.exchange.by_receipt(f"receipt-{first.id}") == answered
        await uow.exchange.save_handover(replace(answered, state=HandoverState.CLOSED))
        assert await uow.exchange.open_handover(filing.id) is None
        await uow.exchange.add_handover(second)
        assert await uow.exchange.open_handover(filing.id) == second
        assert await uow.exchange.sent_of([filing.id]) == frozenset()
        assert await uow.exchange.get_handover(second.id) == second
        assert await uow.exchange.get_handover("hnd_unknown") is None


async def test_the_recipients_of_a_filing_are_those_of_its_latest_handover(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    filing = await stored_filing(unit_of_work, world)
    old = replace(a_handover(world, filing.id), state=HandoverState.CLOSED)
    latest = a_handover(world, filing.id)
    people = [a_recipient(latest, "13800000001"), a_recipient(latest, "13800000002")]
    verified = replace(people[0], state=SmsState.VERIFIED, resends_left=0)
    async with unit_of_work() as uow:
        await uow.exchange.add_handover(old)
        await uow.exchange.add_sms([a_recipient(old, "13800000003")])
        await uow.exchange.add_handover(latest)
        await uow.exchange.add_sms(people)
        await uow.exchange.add_sms([])
        await uow.exchange.save_sms(verified)
        assert await uow.exchange.sms_of(filing.id) == (verified, people[1])


async def test_a_person_is_found_by_phone_and_certificate_together_newest_first(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    filing = await stored_filing(unit_of_work, world)
    handover = a_handover(world, filing.id)
    rows = [a_recipient(handover, "13811111111") for _ in range(12)]
    async with unit_of_work() as uow:
        await uow.exchange.add_handover(handover)
        await uow.exchange.add_sms([*rows, a_recipient(handover, "13822222222")])
        assert await uow.exchange.sms_by_person("13811111111", LAST6) == tuple(reversed(rows))[:10]
        assert await uow.exchange.sms_by_person("13811111111", "000000") == ()


async def test_a_message_is_kept_once(unit_of_work: UnitOfWorks) -> None:
    message = Callback(new_id("cb"), "receipt-1", 3, "rejected", {"pointer": "/subject/name", "note": "王小明"}, NOW)
    async with unit_of_work() as uow:
        assert await uow.exchange.add_callback(message)
        assert not await uow.exchange.add_callback(replace(message, payload={}))
        assert await uow.exchange.callback(message.id, lock=True) == message
        await uow.exchange.callback_applied(message.id, NOW)
        assert await uow.exchange.callback(message.id) == replace(message, applied_at=NOW)
        assert await uow.exchange.callback("cb_unknown") is None
