"""Who is told what: by SMS, by e-mail and through the provider's push service."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.filing_states import Event
from app.domain.filing_types import FilingType
from app.domain.notices import NoticeChannel, NoticeState, order_end
from app.domain.obligations import ObligationKind
from app.domain.profile import PostedMaterials, ResultChannel
from app.domain.transfers import TransferKind
from app.ports.authority import IntakeRefusal
from app.usecases import authority_handover, filing_steps, obligations, review_claims, reviews, transfers
from tests.usecases.a_post_office import MAILBOX, NAME, Offices, sent_back, with_offices
from tests.usecases.a_world import NOW, World
from tests.usecases.an_approval import first_filed, the_one
from tests.usecases.another_account import a_side
from tests.usecases.refusing_authority import with_refusing_authority
from tests.usecases.test_obligation_deadlines import fire_at
from tests.usecases.test_second_look import ONE, passed_by
from tests.usecases.test_sms_codes import entered


@pytest.fixture
def offices(world: World) -> Offices:
    return with_offices(world)


@pytest.mark.fact("S1-35")
async def test_with_the_hand_over_everybody_who_gets_a_code_gets_a_notice_of_the_providers(
    world: World, offices: Offices
) -> None:
    world.with_profile(handover_notice=True)

    filing = await world.awaiting_sms()
    await offices.work()

    sent = await offices.sent(offices.sms, filing.id, "handed_over")
    assert {one.to for one in sent} == {world.who.principal.mobile, world.who.service_principal.mobile}
    assert all("核验码由工信部另行发送" in one.text for one in sent)
    assert all(code not in one.text for one in sent for code in world.authority.codes.values())
    assert {one.parameters for one in sent} == {(order_end(filing.id), "3月3日10:00")}
    (push,) = await offices.sent(offices.push, filing.id, "handed_over")
    assert "请于3月3日10:00前" in push.told["text"]["zh"]


async def test_a_provider_that_sends_no_notice_with_the_hand_over_sends_none(world: World, offices: Offices) -> None:
    filing = await world.awaiting_sms()
    await offices.work()

    assert await offices.notices(filing.id) == ()


@pytest.mark.fact("S0-24")
async def test_what_a_reviewer_found_comes_by_mail_to_the_subjects_principal(world: World, offices: Offices) -> None:
    filing = await world.decide(await world.submitted(), Event.REJECT, NAME)
    await offices.work()

    (mail,) = await offices.sent(offices.email, filing.id)
    assert mail.to == world.who.principal.email
    assert "网站名称" in mail.text
    assert "张三说" not in mail.text
    assert mail.text.count("https://app.provider.example") == 2
    (sms,) = await offices.sent(offices.sms, filing.id)
    assert sms.to == world.account.phone
    (push,) = await offices.sent(offices.push, filing.id)
    assert push.to == world.account.id
    assert push.told["cause"] == "sent_back"
    assert set(push.told["text"]) == {"zh", "en"}


@pytest.mark.fact("S2-19")
@pytest.mark.parametrize(
    ("by", "channels"),
    [
        ((ResultChannel.SMS, ResultChannel.EMAIL), {"sms", "email", "push"}),
        ((ResultChannel.EMAIL,), {"email", "push"}),
        ((), {"push"}),
    ],
)
async def test_the_result_goes_out_on_the_channels_of_the_profile(
    world: World, offices: Offices, by: tuple[ResultChannel, ...], channels: set[str]
) -> None:
    world.with_profile(result_by=by)

    filing = await sent_back(world)
    await offices.work()

    assert {one.channel.value for one in await offices.notices(filing.id)} == channels


async def test_a_channel_that_a_provider_does_not_use_is_silent(world: World, offices: Offices) -> None:
    world.with_profile(notices_by=(NoticeChannel.EMAIL,))

    filing = await sent_back(world)
    await offices.work()

    assert [one.channel for one in await offices.notices(filing.id)] == [NoticeChannel.EMAIL]


async def test_a_mail_is_in_the_languages_of_the_provider_and_an_sms_in_the_first(
    world: World, offices: Offices
) -> None:
    world.with_profile(languages=("zh-CN",))

    filing = await sent_back(world)
    await offices.work()

    (mail,) = await offices.sent(offices.email, filing.id)
    assert "did not pass" not in mail.text
    (sms,) = await offices.sent(offices.sms, filing.id)
    assert sms.text.startswith("您的备案")


async def test_whoever_has_not_entered_the_code_yet_is_reminded_and_nobody_else(world: World, offices: Offices) -> None:
    filing = await world.awaiting_sms()
    done, other = world.who.principal, world.who.service_principal
    await entered(world, done, world.authority.codes[done.mobile])

    await offices.work_at(NOW + timedelta(hours=12))

    reminded = await offices.sent(offices.sms, filing.id, "sms_waiting")
    assert [one.to for one in reminded] == [other.mobile]
    states = {one.recipient: one.state for one in await offices.notices(filing.id, "sms_waiting")}
    assert sorted(states.values()) == [NoticeState.SENT, NoticeState.SENT, NoticeState.SUPPRESSED]


async def test_codes_that_were_missed_are_told_to_the_applicant(world: World, offices: Offices) -> None:
    filing = await world.awaiting_sms()
    await offices.work_at(NOW + timedelta(hours=25))
    async with world.runtime.unit_of_work() as uow:
        handover = await uow.exchange.open_handover(filing.id)
    assert handover is None

    (sms,) = await offices.sent(offices.sms, filing.id, "sms_missed")

    assert sms.to == world.account.phone


async def test_papers_by_post_are_asked_for(world: World, offices: Offices) -> None:
    world.with_profile(posted_materials=PostedMaterials.ALWAYS)
    filing = await world.decide(await world.submitted(), Event.PASS)
    await offices.work()

    assert len(await offices.sent(offices.sms, filing.id, "papers_by_post")) == 1


async def test_an_order_that_stands_still_is_reminded_of_by_sms_mail_and_push(world: World, offices: Offices) -> None:
    filing = await world.filled_in()

    await offices.work_at(NOW + timedelta(days=8))

    assert {one.channel for one in await offices.notices(filing.id, "idle") if one.state is NoticeState.SENT} == set(
        NoticeChannel
    )
    (sms,) = await offices.sent(offices.sms, filing.id, "idle")
    assert "5月1日10:00后将失效" in sms.text


async def test_an_account_without_a_mobile_and_a_filing_without_a_mail_address_get_none(
    world: World, offices: Offices
) -> None:
    filing = await world.begun()

    await offices.work_at(NOW + timedelta(days=8))

    reasons = {one.channel: one.reason for one in await offices.notices(filing.id, "idle")}
    assert reasons[NoticeChannel.EMAIL] == "no_address"


async def test_what_is_due_after_an_approval_is_reminded_of_and_told_once_overdue(
    world: World, offices: Offices
) -> None:
    record = await first_filed(world)
    duty = await the_one(world, record, ObligationKind.FOOTER)

    await offices.work_at(datetime(2026, 3, 10, 16, tzinfo=UTC))
    await offices.later(timedelta(hours=10))
    await offices.work_at(datetime(2026, 3, 12, 17, tzinfo=UTC))
    await offices.later(timedelta(hours=10))

    (reminder, *_) = await offices.sent(offices.email, duty.id, "duty_reminder")
    (overdue,) = await offices.sent(offices.email, duty.id, "duty_overdue")
    assert reminder.to == overdue.to == "zhangsan@example.cn"
    assert "标明备案号" in reminder.text
    assert record.subject_number in overdue.text
    assert await offices.sent(offices.sms, duty.id, "duty_overdue")


async def test_what_was_done_meanwhile_is_not_reminded_of(world: World, offices: Offices) -> None:
    record = await first_filed(world)
    duty = await the_one(world, record, ObligationKind.FOOTER)
    await fire_at(world, datetime(2026, 3, 11, 17, tzinfo=UTC))
    await obligations.fulfil(world.runtime, world.applicant, duty.id, obligations.FulfilCommand(None, None, None))
    await offices.work()

    assert await offices.sent(offices.email, duty.id) == []
    assert {one.reason for one in await offices.notices(duty.id) if one.channel is NoticeChannel.EMAIL} <= {
        "moot",
        "superseded",
    }


async def test_an_offer_is_told_to_the_account_that_it_is_for(world: World, offices: Offices) -> None:
    record = await first_filed(world)
    target = await a_side(world, "target")
    command = transfers.OfferCommand(
        TransferKind.TRANSFER, record.id, None, target.account.external_id, target.account.phone[-4:]
    )

    seen = await transfers.offer(world.runtime, world.applicant, command)
    await offices.work()

    (sms,) = await offices.sent(offices.sms, seen.transfer.id)
    assert sms.to == target.account.phone
    assert {one.account_id for one in await offices.notices(seen.transfer.id)} == {target.account.id}


async def test_reviewers_are_told_before_a_review_is_late_and_when_another_look_is_wanted(
    world: World, offices: Offices
) -> None:
    world.with_profile(second_look=(FilingType.FIRST_FILING,))
    filing = await passed_by(world, ONE, await world.submitted())
    await offices.work_at(NOW + timedelta(days=2))

    sent = await offices.sent(offices.email, filing.id)
    assert {one.template for one in sent} == {"second_look", "first_review_due"}
    assert {one.to for one in sent} == {MAILBOX}
    assert all(one.subject.startswith(f"[{world.provider.name}] ") for one in sent)
    assert not any("app.provider.example" in one.text for one in sent)


async def test_reviewers_are_told_of_a_filing_that_is_held_for_a_fault_of_ours(world: World, offices: Offices) -> None:
    authority = with_refusing_authority(world)
    filing = await world.decide(await world.submitted(), Event.PASS)
    authority.fault = IntakeRefusal("1063", "IP 未报备", "/services/0/access", our_fault=True)

    await authority_handover.hand_over(world.runtime, filing.id)
    await offices.work()

    (mail,) = await offices.sent(offices.email, filing.id)
    assert (mail.template, mail.to) == ("filing_held", MAILBOX)


async def test_without_a_mailbox_reviewers_get_nothing(world: World, offices: Offices) -> None:
    world.with_profile(second_look=(FilingType.FIRST_FILING,))
    world.runtime = replace(world.runtime, notices=replace(world.runtime.notices, reviewers_mailbox=None))

    filing = await passed_by(world, ONE, await world.submitted())
    await offices.work()

    assert await offices.notices(filing.id) == ()


async def test_no_notice_names_anybody(world: World, offices: Offices) -> None:
    world.with_profile(handover_notice=True)
    filing = await world.decide(await world.submitted(), Event.REJECT, NAME)
    await offices.work()
    service = {"id": filing.body.services[0].id, "name": "知行山野漫步笔记"}
    await world.patch(filing, {"services": [service]})
    await filing_steps.confirm(world.runtime, world.applicant, filing.id, None)
    await filing_steps.resubmit(world.runtime, world.applicant, filing.id, None)
    await review_claims.claim(world.runtime, world.reviewer, filing.id)
    await reviews.decide(world.runtime, world.reviewer, filing.id, None, reviews.DecisionCommand(Event.PASS, ()))
    await authority_handover.hand_over(world.runtime, filing.id)
    await offices.work_at(NOW + timedelta(hours=12))

    letters = [
        one for office in (offices.sms, offices.email, offices.push) for one in await offices.sent(office, filing.id)
    ]
    said = "\n".join(f"{one.subject}\n{one.text}\n{one.parameters}\n{one.told}" for one in letters)
    people = (world.who.principal, world.who.service_principal)
    personal = [value for one in people for value in (one.name, one.mobile, one.email, one.certificate_number)]
    personal += [world.who.certificate_number, world.who.domain, world.account.phone, world.who.site_name]
    assert len(letters) >= 5
    assert [value for value in personal if value and value in said] == []
