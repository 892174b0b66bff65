"""What is due after an approval: begun by rules and by reviewers, moved by the opening, fulfilled."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_types import FilingType
from app.domain.obligations import BY_RULE, ObligationKind, ObligationState
from app.domain.records import Record
from app.ports.store.obligations import ObligationsWanted
from app.usecases import obligations, records
from app.usecases.obligations import CreateCommand, FulfilCommand, ObligationDetails
from tests.domain.a_filing import an_app, an_enterprise
from tests.usecases.a_world import NOW, World
from tests.usecases.an_approval import (
    PAGE,
    SUBJECT_NUMBER,
    a_filing,
    a_result,
    about,
    approved,
    due,
    first_filed,
    of_service,
    the_one,
    told_of,
)

PSB_NUMBER = "豫公网安备41010502001234号"
NOTHING = FulfilCommand(None, None, None)


async def created(world: World, record: Record, kind: ObligationKind, **changes: Any) -> ObligationDetails:
    command = CreateCommand(record.id, record.services[0].id, kind, None, None, None)
    return await obligations.create(world.runtime, world.reviewer, replace(command, **changes))


@pytest.mark.fact("S0-29")
@pytest.mark.fact("S1-30")
async def test_an_approval_begins_the_public_security_filing_and_the_footer_from_its_day(world: World) -> None:
    record = await first_filed(world)

    begun = {one.obligation.kind: one for one in await due(world, record)}

    assert set(begun) == {ObligationKind.PUBLIC_SECURITY, ObligationKind.FOOTER}
    security, footer = begun[ObligationKind.PUBLIC_SECURITY], begun[ObligationKind.FOOTER]
    assert security.obligation.due_at == datetime(2026, 4, 1, 16, tzinfo=UTC)
    assert footer.obligation.due_at == datetime(2026, 3, 12, 16, tzinfo=UTC)
    assert [(one.kind, one.due_at) for one in security.deadlines] == [
        ("public_security", datetime(2026, 4, 1, 16, tzinfo=UTC))
    ]
    assert footer.footer is not None
    assert (footer.footer.number, footer.footer.link) == (f"{SUBJECT_NUMBER}-1", "https://beian.miit.gov.cn")
    assert security.footer is None
    assert {one.obligation.created_by for one in begun.values()} == {BY_RULE}


async def test_a_subject_of_guangdong_shows_its_own_number(world: World) -> None:
    record = await first_filed(world, subject=an_enterprise(region="440300"))

    (footer,) = await due(world, record, kind="footer")

    assert footer.footer is not None
    assert footer.footer.number == SUBJECT_NUMBER


@pytest.mark.fact("S4-34")
async def test_in_shanghai_a_told_opening_moves_the_footer_alone(world: World) -> None:
    record = await first_filed(world, subject=an_enterprise(region="310100"))
    service = record.services[0]

    await records.opened(world.runtime, world.applicant, record.id, service.id, date(2026, 2, 1))

    assert (await the_one(world, record, ObligationKind.FOOTER)).due_at == datetime(2026, 2, 11, 16, tzinfo=UTC)
    security = await the_one(world, record, ObligationKind.PUBLIC_SECURITY)
    assert security.due_at == datetime(2026, 4, 1, 16, tzinfo=UTC)
    assert security.code == "public_security_from_approval"


@pytest.mark.fact("S0-29")
async def test_the_day_of_the_opening_moves_what_is_counted_from_it(world: World) -> None:
    record = await first_filed(world, of_service(world, paid_service=True))
    service = record.services[0]
    world.clock.advance(timedelta(days=20))

    told = (await records.opened(world.runtime, world.applicant, record.id, service.id, date(2026, 3, 10))).record

    assert (told.services[0].opened_on, told.services[0].opened_told) == (date(2026, 3, 10), True)
    security = await the_one(world, record, ObligationKind.PUBLIC_SECURITY)
    licence = await the_one(world, record, ObligationKind.COMMERCIAL_LICENCE)
    assert security.due_at == datetime(2026, 4, 9, 16, tzinfo=UTC)
    assert licence.due_at == datetime(2026, 5, 1, 16, tzinfo=UTC)
    (shown,) = await due(world, record, kind="public_security")
    assert [one.due_at for one in shown.deadlines] == [security.due_at]
    assert (await told_of(world, record.id))[-1] == {"change": "opened", "service_ids": [service.id]}


async def test_the_same_opening_told_twice_is_told_once(world: World) -> None:
    record = await first_filed(world)
    for _ in range(2):
        await records.opened(world.runtime, world.applicant, record.id, record.services[0].id, date(2026, 3, 1))

    assert [one["change"] for one in await told_of(world, record.id)] == ["put_on_record", "opened"]


@pytest.mark.parametrize(("on", "code"), [(date(2026, 3, 3), "in_the_future"), (date(1990, 1, 1), "too_early")])
async def test_a_day_to_come_or_before_the_internet_is_no_opening(world: World, on: date, code: str) -> None:
    record = await first_filed(world)

    with pytest.raises(Refusal) as caught:
        await records.opened(world.runtime, world.applicant, record.id, record.services[0].id, on)

    assert [(one.pointer, one.code) for one in caught.value.errors] == [("/on", code)]


async def test_the_opening_of_what_is_not_ones_own_or_not_there_is_not_found(world: World) -> None:
    record = await first_filed(world)
    stranger = replace(world.applicant, caller=replace(world.applicant.caller, account_id="acct_other"))

    for call, service_id in ((stranger, record.services[0].id), (world.applicant, "svc_none")):
        with pytest.raises(Refusal) as caught:
            await records.opened(world.runtime, call, record.id, service_id, NOW.date())
        assert caught.value.code is ProblemCode.NOT_FOUND


async def test_an_address_that_is_on_file_with_nothing_comes_and_goes_freely(world: World) -> None:
    record = await first_filed(world)
    await world.put_server(public_ips=("203.0.113.10", "203.0.113.99"))
    await world.put_server(public_ips=("203.0.113.10",))

    assert await due(world, record, kind="update") == []


@pytest.mark.fact("S1-33")
async def test_a_server_that_loses_a_filed_address_obliges_to_one_change_filing_which_meets_it(world: World) -> None:
    record = await first_filed(world)
    for address in ("198.51.100.1", "203.0.113.10", "198.51.100.2"):
        await world.put_server(public_ips=(address,))

    update = await the_one(world, record, ObligationKind.UPDATE)

    assert (update.due_at, update.service_id) == (datetime(2026, 3, 16, 16, tzinfo=UTC), record.services[0].id)
    filing = about(world, FilingType.CHANGE_SERVICE, record, record.services[0].service)
    await approved(world, filing, {})
    met = await the_one(world, record, ObligationKind.UPDATE)
    assert (met.state, met.evidence) == (ObligationState.FULFILLED, filing.id)


async def test_a_server_without_a_filed_service_on_it_obliges_to_nothing(world: World) -> None:
    record = await first_filed(world)
    filing = about(world, FilingType.CANCEL_ACCESS, record, record.services[0].service)
    await world.put_server(public_ips=("198.51.100.1",))
    await approved(world, filing, {})
    await world.put_server(public_ips=("203.0.113.10",))
    await world.put_server(public_ips=("198.51.100.2",))

    (update,) = await due(world, record, kind="update")

    assert update.obligation.state is ObligationState.CANCELLED


async def test_an_apps_footer_is_its_settings(world: World) -> None:
    app = replace(an_app(), id=world.runtime.ids.new("svc"))
    record = await first_filed(world, app)

    assert (await the_one(world, record, ObligationKind.FOOTER)).code == "footer_app"


@pytest.mark.fact("S1-43")
@pytest.mark.fact("S4-49")
async def test_a_reviewer_writes_down_what_a_spot_check_found_and_its_term_is_that_of_the_finding(world: World) -> None:
    record = await first_filed(world)

    details = await created(world, record, ObligationKind.CORRECTION, code="contact_invalid", note="打不通")

    one = details.obligation
    assert (one.code, one.created_by, one.note) == ("contact_invalid", "cli_reviewer", "打不通")
    assert one.due_at == datetime(2026, 3, 16, 16, tzinfo=UTC), "ten working days"
    other = await created(world, record, ObligationKind.CORRECTION, code="footer_missing")
    assert other.obligation.due_at == datetime(2026, 4, 1, 16, tzinfo=UTC), "the profile's thirty days"


async def test_a_reviewer_may_choose_the_day_and_speak_of_the_subject_alone(world: World) -> None:
    record = await first_filed(world)

    details = await created(world, record, ObligationKind.FOOTER, service_id=None, due_on=date(2026, 3, 2), code=None)

    assert details.obligation.due_at == datetime(2026, 3, 2, 16, tzinfo=UTC)
    assert details.footer is not None
    assert details.footer.number == SUBJECT_NUMBER


@pytest.mark.parametrize(
    ("kind", "changes", "pointer", "code"),
    [
        (ObligationKind.CORRECTION, {}, "/code", "required"),
        (ObligationKind.CORRECTION, {"code": "no_such_code"}, "/code", "unknown_code"),
        (ObligationKind.FOOTER, {"code": "footer_missing"}, "/code", "none_wanted"),
        (ObligationKind.FOOTER, {"due_on": date(2026, 3, 1)}, "/due_on", "in_the_past"),
        (ObligationKind.FOOTER, {"due_on": date(9999, 12, 31)}, "/due_on", "too_far"),
        (ObligationKind.FOOTER, {"service_id": "svc_none"}, "/service_id", "unknown_service"),
    ],
)
async def test_a_faulty_obligation_is_refused_at_its_place(
    world: World, kind: ObligationKind, changes: dict[str, Any], pointer: str, code: str
) -> None:
    record = await first_filed(world)

    with pytest.raises(Refusal) as caught:
        await created(world, record, kind, **changes)

    assert [(one.pointer, one.code) for one in caught.value.errors] == [(pointer, code)]


async def test_an_obligation_about_no_record_is_not_found(world: World) -> None:
    record = await first_filed(world)

    with pytest.raises(Refusal) as caught:
        await created(world, record, ObligationKind.FOOTER, record_id="rec_none")

    assert caught.value.code is ProblemCode.NOT_FOUND


async def test_the_public_security_filing_is_met_with_its_number_and_nothing_less(world: World) -> None:
    record = await first_filed(world)
    security = await the_one(world, record, ObligationKind.PUBLIC_SECURITY)

    for command in (NOTHING, FulfilCommand(None, PSB_NUMBER, None), FulfilCommand("豫公网安备1号", None, None)):
        with pytest.raises(Refusal) as caught:
            await obligations.fulfil(world.runtime, world.applicant, security.id, command)
        assert [one.pointer for one in caught.value.errors] == ["/number"]
    command = FulfilCommand("豫公网安备 41010502001234号", None, "已挂网")
    details = await obligations.fulfil(world.runtime, world.applicant, security.id, command)

    one = details.obligation
    assert (one.state, one.evidence, one.note) == (ObligationState.FULFILLED, PSB_NUMBER, "已挂网")
    assert (one.fulfilled_at, details.deadlines) == (NOW, ())


async def test_fulfilled_twice_is_the_same_with_the_same_evidence_and_refused_with_another(world: World) -> None:
    record = await first_filed(world)
    footer = await the_one(world, record, ObligationKind.FOOTER)
    first = await obligations.fulfil(world.runtime, world.reviewer, footer.id, NOTHING)

    again = await obligations.fulfil(world.runtime, world.applicant, footer.id, NOTHING)

    assert again == first
    with pytest.raises(Refusal) as caught:
        await obligations.fulfil(world.runtime, world.applicant, footer.id, replace(NOTHING, evidence="截图"))
    assert caught.value.code is ProblemCode.ACTION_NOT_ALLOWED
    assert caught.value.facts == {"state": "fulfilled", "allowed_actions": []}


async def test_what_was_cancelled_cannot_be_fulfilled(world: World) -> None:
    record = await first_filed(world)
    footer = await the_one(world, record, ObligationKind.FOOTER)
    filing = about(world, FilingType.DEREGISTER_SUBJECT, record, record.services[0].service)
    await approved(world, filing, {})

    with pytest.raises(Refusal) as caught:
        await obligations.fulfil(world.runtime, world.applicant, footer.id, NOTHING)

    assert caught.value.facts["state"] == "cancelled"
    (shown,) = await due(world, record, kind="footer")
    assert shown.footer is None


async def test_an_applicant_sees_and_meets_the_own_obligations_alone(world: World) -> None:
    record = await first_filed(world)
    footer = await the_one(world, record, ObligationKind.FOOTER)
    stranger = replace(world.applicant, caller=replace(world.applicant.caller, account_id="acct_other"))
    asked = ObligationsWanted(account_id=world.account.id)

    assert (await obligations.listed(world.runtime, stranger, asked, PAGE)).items == ()
    assert len((await obligations.listed(world.runtime, world.applicant, ObligationsWanted(), PAGE)).items) == 2
    with pytest.raises(Refusal) as caught:
        await obligations.fulfil(world.runtime, stranger, footer.id, NOTHING)
    assert caught.value.code is ProblemCode.NOT_FOUND


async def test_a_claim_begins_no_duties_for_its_service_has_long_been_open(world: World) -> None:
    service = of_service(world)
    filing = a_filing(world, FilingType.CLAIM, service, numbers={service.id: f"{SUBJECT_NUMBER}-1"})

    await approved(world, filing, a_result(filing, f"{SUBJECT_NUMBER}-1"))

    assert (await obligations.listed(world.runtime, world.applicant, ObligationsWanted(), PAGE)).items == ()
