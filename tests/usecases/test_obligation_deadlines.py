"""Obligations that fall due: reminders, the day itself, the notice, and at last cancelled access."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.domain.deadlines import DeadlineKind, consequence
from app.domain.filing_states import State
from app.domain.filing_types import FilingType
from app.domain.filings import Deadline, Filing
from app.domain.obligations import Escalation, EscalationStep, Obligation, ObligationKind, ObligationState
from app.domain.records import Record
from app.ports.store.filings import FilingsWanted
from app.usecases import deadlines, filing_steps, filings, obligation_firing, obligations, record_filings, records
from app.usecases.obligation_deadlines import ESCALATION, GIVING_UP, REMINDER
from app.usecases.obligations import CreateCommand, FulfilCommand
from tests.usecases.a_world import World
from tests.usecases.an_approval import PAGE, about, approved, due, first_filed, of_service, the_one, the_record, told_of

FOOTER_DUE = datetime(2026, 3, 12, 16, tzinfo=UTC)


async def fire_at(world: World, moment: datetime) -> None:
    """Let time come to a moment, and whatever is due by then happen."""
    world.clock.advance(moment - world.clock.now())
    while await deadlines.fire_due(world.runtime, moment):
        pass


async def a_footer(world: World) -> tuple[Record, Obligation]:
    record = await first_filed(world)
    return record, await the_one(world, record, ObligationKind.FOOTER)


async def a_correction(world: World, record: Record, *, of_all: bool = False) -> Obligation:
    service_id = None if of_all else record.services[0].id
    command = CreateCommand(record.id, service_id, ObligationKind.CORRECTION, None, "footer_missing", None)
    return (await obligations.create(world.runtime, world.reviewer, command)).obligation


async def waiting_for(world: World, obligation: Obligation) -> dict[str, datetime]:
    async with world.runtime.unit_of_work() as uow:
        found = await uow.history.deadlines_of([obligation.id])
    return {one.kind: one.due_at for one in found[obligation.id]}


def said(events: list[dict[str, Any]]) -> list[Any]:
    return [event.get("days_left") or event.get("escalated") or "overdue" for event in events]


@pytest.mark.fact("S4-49")
async def test_reminders_go_out_seven_three_and_one_day_before_and_then_the_day_itself(world: World) -> None:
    record, footer = await a_footer(world)

    for days in (7, 3, 1, 0):
        await fire_at(world, FOOTER_DUE - timedelta(days=days))

    assert said(await told_of(world, footer.id)) == [7, 3, 1, "overdue"]
    assert (await the_one(world, record, ObligationKind.FOOTER)).state is ObligationState.OVERDUE
    assert await waiting_for(world, footer) == {ESCALATION: FOOTER_DUE + timedelta(days=30)}
    (shown,) = await due(world, record, kind="footer")
    assert shown.deadlines == ()


async def test_each_event_of_an_obligation_tells_what_follows_when_its_day_passes(world: World) -> None:
    _, footer = await a_footer(world)

    for days in (1, 0):
        await fire_at(world, FOOTER_DUE - timedelta(days=days))

    words = consequence(DeadlineKind.FOOTER, FOOTER_DUE.date(), world.runtime.rulebook)
    for event in await told_of(world, footer.id):
        assert event["consequence"] == {"zh": words.zh, "en": words.en}
        assert event["provisional"] is False


async def test_a_worker_that_was_away_reminds_once_and_of_the_days_that_are_left(world: World) -> None:
    _, footer = await a_footer(world)

    await fire_at(world, FOOTER_DUE - timedelta(days=1, hours=20))

    assert said(await told_of(world, footer.id)) == [2]
    assert (await waiting_for(world, footer))[REMINDER] == FOOTER_DUE - timedelta(days=1)


async def test_a_reminder_that_comes_after_the_day_says_nothing_any_more(world: World) -> None:
    _, footer = await a_footer(world)

    await fire_at(world, FOOTER_DUE + timedelta(days=1))

    assert said(await told_of(world, footer.id)) == ["overdue"]


async def test_a_notice_is_the_end_of_what_escalates_no_further(world: World) -> None:
    record, footer = await a_footer(world)

    await fire_at(world, FOOTER_DUE)
    await fire_at(world, FOOTER_DUE + timedelta(days=30))

    assert said(await told_of(world, footer.id))[-1] == "notice"
    assert (await the_one(world, record, ObligationKind.FOOTER)).state is ObligationState.ESCALATED
    assert await waiting_for(world, footer) == {}


async def test_what_has_no_escalation_stays_overdue(world: World) -> None:
    record = await first_filed(world, of_service(world, paid_service=True))
    licence = await the_one(world, record, ObligationKind.COMMERCIAL_LICENCE)

    await fire_at(world, licence.due_at)
    await fire_at(world, licence.due_at + timedelta(days=400))

    assert (await the_one(world, record, ObligationKind.COMMERCIAL_LICENCE)).state is ObligationState.OVERDUE


async def test_an_escalation_that_the_profile_no_longer_has_does_nothing(world: World) -> None:
    record, _ = await a_footer(world)
    await fire_at(world, FOOTER_DUE)
    world.with_profile(escalations={})

    await fire_at(world, FOOTER_DUE + timedelta(days=30))

    assert (await the_one(world, record, ObligationKind.FOOTER)).state is ObligationState.OVERDUE


async def test_what_is_met_reminds_and_escalates_no_more(world: World) -> None:
    _, footer = await a_footer(world)
    await obligations.fulfil(world.runtime, world.applicant, footer.id, FulfilCommand(None, None, None))

    await fire_at(world, FOOTER_DUE + timedelta(days=60))

    assert await told_of(world, footer.id) == []


async def test_an_opening_told_late_makes_what_was_overdue_open_again(world: World) -> None:
    record, footer = await a_footer(world)
    await fire_at(world, FOOTER_DUE)

    await records.opened(world.runtime, world.applicant, record.id, record.services[0].id, FOOTER_DUE.date())

    now = await the_one(world, record, ObligationKind.FOOTER)
    assert (now.state, now.due_at) == (ObligationState.OPEN, datetime(2026, 3, 22, 16, tzinfo=UTC))
    assert set(await waiting_for(world, footer)) == {"footer", REMINDER}


async def test_two_workers_fire_one_deadline_once(world: World) -> None:
    _, footer = await a_footer(world)
    world.clock.advance(FOOTER_DUE - world.clock.now())
    deadline = Deadline(footer.id, "footer", FOOTER_DUE)

    await asyncio.gather(*(obligation_firing.fire(world.runtime, deadline, FOOTER_DUE) for _ in range(4)))

    assert said(await told_of(world, footer.id)) == ["overdue"]


def put_on_national_record(world: World, record: Record) -> None:
    certificate = record.subject.certificate
    assert certificate is not None
    described = {
        "certificate": {"type": certificate.type, "number": certificate.number},
        "nature": "enterprise",
        "name": record.subject.name,
        "region": record.subject.region,
    }
    services = [{"kind": "website", "domain": one.domains[0], "name": one.name} for one in record.services]
    told = {"subject": described, "subject_number": record.subject_number, "services": services}
    world.authority.record.put({**told, "provider_id": world.provider.number})


async def the_escalated(world: World, record: Record, obligation: Obligation) -> Obligation:
    """Let the obligation fall due and escalate."""
    await fire_at(world, obligation.due_at)
    await fire_at(world, obligation.due_at + timedelta(days=15))
    return await the_one(world, record, ObligationKind.CORRECTION)


@pytest.mark.fact("S4-31")
async def test_an_unmet_correction_makes_the_provider_file_cancelled_access(world: World) -> None:
    record = await first_filed(world)
    put_on_national_record(world, record)
    correction = await a_correction(world, record)

    escalated = await the_escalated(world, record, correction)

    assert escalated.state is ObligationState.ESCALATED
    assert escalated.filing_id is not None
    filing = await world.filing(escalated.filing_id)
    assert (filing.filing_type, filing.record_id) == (FilingType.CANCEL_ACCESS, record.id)
    assert filing.state is State.PENDING_AUTHORITY
    await approved(world, await ended(world, filing.id), {})
    await fire_at(world, correction.due_at + timedelta(days=16))
    assert await waiting_for(world, correction) == {}
    assert not (await the_record(world, record.id)).has_access_here
    assert (await the_one(world, record, ObligationKind.SHELL_NOTICE)).state is ObligationState.OPEN


async def test_while_nothing_can_be_filed_it_is_tried_again_a_day_later_and_told_once(world: World) -> None:
    record = await first_filed(world)
    put_on_national_record(world, record)
    correction = await a_correction(world, record)
    world.authority.unavailable = True

    waiting = await the_escalated(world, record, correction)
    again_at = correction.due_at + timedelta(days=16)

    assert (waiting.state, waiting.filing_id) == (ObligationState.ESCALATED, None)
    assert (await waiting_for(world, correction))[ESCALATION] == again_at
    world.authority.unavailable = False
    await fire_at(world, again_at)
    assert (await the_one(world, record, ObligationKind.CORRECTION)).filing_id is not None
    assert said(await told_of(world, correction.id)).count("cancel_access") == 1


async def test_cancelled_access_that_the_applicant_withdrew_and_gave_up_is_filed_again(world: World) -> None:
    record = await first_filed(world)
    put_on_national_record(world, record)
    correction = await a_correction(world, record)
    escalated = await the_escalated(world, record, correction)
    first = escalated.filing_id
    assert first is not None
    await filing_steps.withdraw(world.runtime, world.applicant, first, None, None)
    await fire_at(world, correction.due_at + timedelta(days=16))
    assert (await the_one(world, record, ObligationKind.CORRECTION)).filing_id == first
    await filing_steps.abandon(world.runtime, world.applicant, first, None, None)

    await fire_at(world, correction.due_at + timedelta(days=17))

    second = (await the_one(world, record, ObligationKind.CORRECTION)).filing_id
    assert second not in (None, first)


async def test_what_can_never_be_filed_is_given_up_with_an_alarm_after_ninety_days(world: World) -> None:
    record = await first_filed(world)
    correction = await a_correction(world, record)
    await the_escalated(world, record, correction)
    first_tried = world.clock.now()
    waiting = await waiting_for(world, correction)
    assert waiting == {ESCALATION: first_tried + timedelta(days=1), GIVING_UP: first_tried + timedelta(days=90)}

    for day in range(1, 91):
        await fire_at(world, first_tried + timedelta(days=day))

    assert await waiting_for(world, correction) == {}
    assert (await told_of(world, correction.id))[-1]["gave_up"]
    (shown,) = await due(world, record, kind="correction")
    assert (shown.obligation.state, shown.obligation.filing_id) == (ObligationState.ESCALATED, None)


async def test_what_the_profile_no_longer_cancels_access_for_is_tried_no_more(world: World) -> None:
    record = await first_filed(world)
    correction = await a_correction(world, record)
    await the_escalated(world, record, correction)
    world.with_profile(escalations={})

    await fire_at(world, world.clock.now() + timedelta(days=1))

    assert await waiting_for(world, correction) == {}


async def test_what_is_met_while_the_authority_is_asked_is_not_filed(world: World) -> None:
    record = await first_filed(world)
    put_on_national_record(world, record)
    correction = await a_correction(world, record)
    await obligations.fulfil(world.runtime, world.applicant, correction.id, FulfilCommand(None, None, None))

    await record_filings.begin_for_provider(world.runtime, world.provider, record, record.services[0].id, correction.id)

    assert (await the_one(world, record, ObligationKind.CORRECTION)).filing_id is None
    page = await filings.listed(world.runtime, world.backend, FilingsWanted(account_id=world.account.id), PAGE)
    assert page.items == ()


@pytest.mark.parametrize("behind", [timedelta(days=400), timedelta(days=40)])
async def test_a_day_that_lies_far_behind_leaves_time_before_access_is_cancelled(
    world: World, behind: timedelta
) -> None:
    world.with_profile(escalations={ObligationKind.FOOTER: Escalation(30, EscalationStep.CANCEL_ACCESS)})
    record, footer = await a_footer(world)
    told_at = world.clock.now()
    opened_on = (told_at - behind).date()
    await records.opened(world.runtime, world.applicant, record.id, record.services[0].id, opened_on)

    await fire_at(world, told_at)

    assert (await the_one(world, record, ObligationKind.FOOTER)).state is ObligationState.OVERDUE
    assert await waiting_for(world, footer) == {ESCALATION: told_at + timedelta(days=29)}


async def test_a_correction_of_the_whole_record_cancels_the_access_of_one_service_after_the_other(
    world: World,
) -> None:
    record = await first_filed(world, of_service(world), of_service(world, domains=("second.example.cn",)))
    put_on_national_record(world, record)
    correction = await a_correction(world, record, of_all=True)
    escalated = await the_escalated(world, record, correction)
    assert escalated.filing_id is not None
    await approved(world, await ended(world, escalated.filing_id), {})

    await fire_at(world, correction.due_at + timedelta(days=16))

    second = (await the_one(world, record, ObligationKind.CORRECTION)).filing_id
    assert second is not None
    assert second != escalated.filing_id
    await approved(world, await ended(world, second), {})
    await fire_at(world, correction.due_at + timedelta(days=17))
    assert not (await the_record(world, record.id)).has_access_here
    assert await waiting_for(world, correction) == {}


async def ended(world: World, filing_id: str) -> Filing:
    """End an order, so that the account is free for the next, and return it as it was."""
    async with world.runtime.unit_of_work() as uow:
        filing = await uow.filings.get(world.provider.id, filing_id, lock=True)
        assert filing is not None
        await uow.filings.save(replace(filing, state=State.APPROVED))
        await uow.commit()
    return filing


async def test_where_access_is_gone_already_nothing_is_left_to_cancel(world: World) -> None:
    record = await first_filed(world)
    correction = await a_correction(world, record)
    (service,) = record.services
    await approved(world, about(world, FilingType.CANCEL_ACCESS, record, service.service), {})

    escalated = await the_escalated(world, record, correction)

    assert (escalated.state, escalated.filing_id) == (ObligationState.ESCALATED, None)
    assert await waiting_for(world, correction) == {}


async def test_a_provider_may_cancel_access_for_a_footer_too(world: World) -> None:
    world.with_profile(escalations={ObligationKind.FOOTER: Escalation(2, EscalationStep.CANCEL_ACCESS)})
    record, footer = await a_footer(world)
    put_on_national_record(world, record)

    await fire_at(world, FOOTER_DUE)
    await fire_at(world, FOOTER_DUE + timedelta(days=2))

    assert (await the_one(world, record, ObligationKind.FOOTER)).filing_id is not None
    assert said(await told_of(world, footer.id))[-1] == "cancel_access"
