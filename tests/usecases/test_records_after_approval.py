"""What each filing type does to the record once it is approved."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.errors import Refusal
from app.domain.filing_body import CertificateType
from app.domain.filing_types import FilingType
from app.domain.filings import Product
from app.domain.obligations import ObligationKind, ObligationState
from app.domain.records import Record
from app.domain.transfers import Transfer, TransferKind, TransferState
from app.ports.store.records import MirroredService
from app.usecases import accounts, obligations, records
from app.usecases.national_mirror import certificate_index, mirrored_names
from app.usecases.obligation_starts import give_shell_notice, ground_of
from app.usecases.record_moves import move_record
from tests.domain.a_filing import an_app, an_enterprise
from tests.usecases.a_world import NOW, World
from tests.usecases.an_approval import (
    SUBJECT_NUMBER,
    a_filing,
    a_result,
    about,
    approved,
    due,
    first_filed,
    of_service,
    the_one,
    the_record,
    told_of,
)


async def test_a_first_filing_puts_subject_and_whole_services_on_record(world: World) -> None:
    record = await first_filed(world)

    (service,) = record.services
    assert (record.subject_number, record.subject) == (SUBJECT_NUMBER, an_enterprise())
    assert service.service.principal is not None
    assert (service.access_here, service.opened_on, service.opened_told) == (True, NOW.date(), False)
    assert service.filing_id == record.filing_id is not None
    assert service.resource_id is not None
    assert await told_of(world, record.id) == [
        {"change": "put_on_record", "filing_type": "first_filing", "service_ids": [service.id]}
    ]


async def test_a_service_added_here_leaves_the_subject_on_file_as_it_is(world: World) -> None:
    record = await first_filed(world)
    added = of_service(world, domains=("second.example.cn",))
    filing = a_filing(world, FilingType.ADD_SERVICE_HERE, added, subject=an_enterprise(name="另一名称"))

    await approved(world, filing, a_result(filing, f"{SUBJECT_NUMBER}-2"))

    now = await the_record(world, record.id)
    assert [one.number for one in now.services] == [f"{SUBJECT_NUMBER}-1", f"{SUBJECT_NUMBER}-2"]
    assert (now.subject.name, now.filing_id) == (record.subject.name, record.filing_id)


@pytest.mark.parametrize("filing_type", [FilingType.ADD_SERVICE_ELSEWHERE, FilingType.ADD_ACCESS, FilingType.CLAIM])
async def test_what_is_added_of_a_subject_filed_elsewhere_comes_on_record_with_its_number(
    world: World, filing_type: FilingType
) -> None:
    service = of_service(world)
    filing = a_filing(world, filing_type, service, numbers={service.id: f"{SUBJECT_NUMBER}-7"})

    kept = await approved(world, filing, {})

    record = await the_record(world, kept["record_id"])
    assert [(one.number, one.access_here) for one in record.services] == [(f"{SUBJECT_NUMBER}-7", True)]
    assert kept["subject_number"] == SUBJECT_NUMBER


async def test_access_filed_anew_gives_the_service_its_access_back_under_its_id_and_opening(world: World) -> None:
    record = await first_filed(world)
    (service,) = record.services
    cancelled = about(world, FilingType.CANCEL_ACCESS, record, service.service, only_access=True)
    await approved(world, cancelled, a_result(cancelled, service.number))
    await records.opened(world.runtime, world.applicant, record.id, service.id, NOW.date() - timedelta(days=9))
    again = a_filing(world, FilingType.ADD_ACCESS, of_service(world), numbers={})

    await approved(world, again, a_result(again, service.number))

    (now,) = (await the_record(world, record.id)).services
    assert (now.id, now.access_here, now.opened_told) == (service.id, True, True)
    notice = await the_one(world, record, ObligationKind.SHELL_NOTICE)
    assert (notice.state, notice.evidence) == (ObligationState.FULFILLED, again.id)


async def test_a_changed_subject_may_have_another_certificate_and_its_apps_are_found_by_it(world: World) -> None:
    app = replace(an_app(), id=world.runtime.ids.new("svc"))
    record = await first_filed(world, of_service(world), app)
    subject = an_enterprise(name="新名称有限公司")
    assert subject.certificate is not None
    subject = replace(subject, certificate=replace(subject.certificate, number="91410100MA9XXXX03D"))
    filing = about(world, FilingType.CHANGE_SUBJECT, record, subject=subject)

    kept = await approved(world, filing, {"subject_number": SUBJECT_NUMBER, "services": []})

    now = await the_record(world, record.id)
    index = certificate_index(world.runtime, CertificateType.BUSINESS_LICENSE, "91410100MA9XXXX03D")
    async with world.runtime.unit_of_work() as uow:
        held = await uow.records.held_by(world.provider.id, world.account.id, index)
    key = f"{index.hex()}:{app.name}"
    facts = await world.runtime.hot.type_facts(world.provider.id, world.account.id, index, [("app", key, (key,))])
    assert held == now
    assert facts.names[0].held_here
    assert (now.subject.name, now.filing_id, kept["service_numbers"]) == ("新名称有限公司", filing.id, ())
    assert now.services == record.services


@pytest.mark.parametrize("filing_type", [FilingType.CHANGE_SERVICE, FilingType.CHANGE_BOTH])
async def test_a_changed_service_keeps_its_id_its_number_and_its_opening(world: World, filing_type: FilingType) -> None:
    record = await first_filed(world, of_service(world), of_service(world, domains=("second.example.cn",)))
    before, other = record.services
    filing = about(world, filing_type, record, before.service)
    # A filing may call the service by an id of its own: the number says which one is meant.
    renamed = replace(before.service, id="svc_in_the_filing", name="新的网站名称", domains=("new.example.cn",))
    filing = replace(filing, body=replace(filing.body, services=(renamed,)))

    await approved(world, filing, a_result(filing, before.number))

    now, still = (await the_record(world, record.id)).services
    assert (now.id, now.number, now.opened_on) == (before.id, before.number, before.opened_on)
    assert (now.service.name, now.domains, now.service.id) == ("新的网站名称", ("new.example.cn",), before.id)
    assert (now.filing_id, now.resource_id) == (filing.id, before.resource_id)
    assert still == other


@pytest.mark.parametrize(("was", "licences"), [(None, 1), (True, 0)])
async def test_what_a_change_makes_a_paid_service_needs_a_licence_from_then_on(
    world: World, was: bool | None, licences: int
) -> None:
    record = await first_filed(world, of_service(world, paid_service=was))
    for one in await due(world, record, kind="commercial_licence"):
        fulfilled = obligations.FulfilCommand("豫B2-20260001", None, None)
        await obligations.fulfil(world.runtime, world.applicant, one.obligation.id, fulfilled)
    (service,) = record.services
    filing = about(world, FilingType.CHANGE_SERVICE, record, service.service)
    filing = replace(filing, body=replace(filing.body, services=(replace(service.service, paid_service=True),)))

    await approved(world, filing, a_result(filing, service.number))

    open_ones = await due(world, record, kind="commercial_licence", states=("open",))
    assert len(open_ones) == licences


async def test_a_change_filing_with_the_new_server_keeps_that_server(world: World) -> None:
    record = await first_filed(world)
    (service,) = record.services
    product = Product(service.id, "res_other", "server-2", None)
    filing = about(world, FilingType.CHANGE_SERVICE, record, service.service, products=(product,))

    await approved(world, filing, {})

    assert [one.resource_id for one in (await the_record(world, record.id)).services] == ["res_other"]


@pytest.mark.fact("S3-09")
async def test_a_deregistered_service_goes_with_what_is_due_of_it_and_the_others_stay(world: World) -> None:
    record = await first_filed(world, of_service(world), of_service(world, domains=("second.example.cn",)))
    gone, stays = record.services
    filing = about(world, FilingType.DEREGISTER_SERVICE, record, gone.service)

    await approved(world, filing, a_result(filing, gone.number))

    assert (await the_record(world, record.id)).services == (stays,)
    states = {(one.obligation.service_id, one.obligation.state) for one in await due(world, record)}
    assert states == {(gone.id, ObligationState.CANCELLED), (stays.id, ObligationState.OPEN)}
    assert all(not one.deadlines for one in await due(world, record, states=("cancelled",)))


async def test_a_service_deregistered_here_of_a_subject_with_others_elsewhere_leaves_no_shell(world: World) -> None:
    record = await first_filed(world)
    (service,) = record.services
    filing = about(world, FilingType.DEREGISTER_SERVICE, record, service.service)

    await approved(world, filing, a_result(filing, service.number))

    assert (await the_record(world, record.id)).services == ()
    assert await due(world, record, kind="shell_notice") == []


def a_transfer(world: World, record: Record, target_id: str, kind: TransferKind) -> Transfer:
    """Return the accepted transfer of a record's first service."""
    return Transfer(
        id=world.runtime.ids.new("trf"),
        provider_id=world.provider.id,
        kind=kind,
        state=TransferState.ACCEPTED,
        record_id=record.id,
        service_id=record.services[0].id,
        source_account_id=record.account_id,
        target_account_id=target_id,
        created_at=NOW,
        expires_at=NOW + timedelta(days=7),
    )


async def shared_with_another(world: World) -> tuple[Record, Record]:
    """Return two accounts' records of one subject, a service each."""
    record = await first_filed(world, of_service(world), of_service(world, domains=("second.example.cn",)))
    command = accounts.AccountCommand("other", "13800000099", real_name_verified=True)
    target, _ = await accounts.register(world.runtime, world.backend, command)
    transfer = a_transfer(world, record, target.id, TransferKind.TRANSFER)
    async with world.runtime.unit_of_work() as uow:
        await move_record(world.runtime, uow, record, transfer, world.clock.now())
        await uow.commit()
        (theirs,) = await uow.records.of_account(world.provider.id, target.id)
    return await the_record(world, record.id), theirs


async def test_what_a_rule_asks_of_both_of_two_records_is_asked_once_when_they_come_together(world: World) -> None:
    own, theirs = await shared_with_another(world)
    async with world.runtime.unit_of_work() as uow:
        ground = await ground_of(world.runtime, uow, world.provider.id, world.clock.now())
        for record in (own, theirs):
            await give_shell_notice(ground, record, None)
        whole = replace(a_transfer(world, own, theirs.account_id, TransferKind.TRANSFER), service_id=None)
        await move_record(world.runtime, uow, own, whole, world.clock.now())
        await uow.commit()

    notices = {record.id: await due(world, record, kind="shell_notice") for record in (own, theirs)}
    assert [one.obligation.state for one in notices[theirs.id]] == [ObligationState.OPEN]
    assert [one.obligation.state for one in notices[own.id]] == [ObligationState.CANCELLED]


async def test_a_deregistered_subject_goes_from_every_account_that_holds_it(world: World) -> None:
    own, theirs = await shared_with_another(world)
    filing = about(world, FilingType.DEREGISTER_SUBJECT, own, own.services[0].service)

    await approved(world, filing, {"subject_number": SUBJECT_NUMBER, "services": []})

    async with world.runtime.unit_of_work() as uow:
        assert await uow.records.by_ids(world.provider.id, [own.id, theirs.id]) == {}
    states = {one.obligation.state for record in (own, theirs) for one in await due(world, record)}
    assert states == {ObligationState.CANCELLED}
    assert (await told_of(world, theirs.id))[-1]["change"] == "record_removed"


async def test_a_changed_subject_is_changed_for_every_account_that_holds_it(world: World) -> None:
    own, theirs = await shared_with_another(world)
    subject = an_enterprise(name="新名称有限公司")
    assert subject.certificate is not None
    subject = replace(subject, certificate=replace(subject.certificate, number="91410100MA9XXXX03D"))
    filing = about(world, FilingType.CHANGE_SUBJECT, own, subject=subject)

    await approved(world, filing, {"subject_number": SUBJECT_NUMBER, "services": []})

    now = await the_record(world, theirs.id)
    assert (now.subject, now.services, now.filing_id) == (subject, theirs.services, theirs.filing_id)
    index = certificate_index(world.runtime, CertificateType.BUSINESS_LICENSE, "91410100MA9XXXX03D")
    async with world.runtime.unit_of_work() as uow:
        assert await uow.records.held_by(world.provider.id, theirs.account_id, index) == now
    assert (await told_of(world, theirs.id))[-1]["change"] == "changed"


async def test_a_changed_subject_meets_the_update_that_was_asked_of_it(world: World) -> None:
    record = await first_filed(world)
    for service_id in (None, record.services[0].id):
        command = obligations.CreateCommand(record.id, service_id, ObligationKind.UPDATE, None, None, None)
        await obligations.create(world.runtime, world.reviewer, command)
    filing = about(world, FilingType.CHANGE_SUBJECT, record, subject=an_enterprise(name="新名称有限公司"))

    await approved(world, filing, {"subject_number": SUBJECT_NUMBER, "services": []})

    states = [
        (one.obligation.service_id is None, one.obligation.state) for one in await due(world, record, kind="update")
    ]
    assert states == [(True, ObligationState.FULFILLED), (False, ObligationState.OPEN)]


@pytest.mark.fact("S3-08")
async def test_a_deregistered_subject_goes_whole_with_everything_due(world: World) -> None:
    record = await first_filed(world, of_service(world), of_service(world, domains=("second.example.cn",)))
    first = record.services[0]
    filing = about(world, FilingType.DEREGISTER_SUBJECT, record, first.service)

    kept = await approved(world, filing, {"subject_number": SUBJECT_NUMBER, "services": []})

    with pytest.raises(Refusal):
        await records.get(world.runtime, world.applicant, record.id)
    assert {one.obligation.state for one in await due(world, record)} == {ObligationState.CANCELLED}
    assert kept["record_id"] == record.id
    assert (await told_of(world, record.id))[-1]["change"] == "record_removed"


@pytest.mark.fact("S3-10")
@pytest.mark.parametrize(("only_access", "notices"), [(True, 1), (False, 0)])
async def test_cancelled_access_leaves_the_number_and_warns_where_it_was_the_only_one(
    world: World, only_access: bool, notices: int
) -> None:
    record = await first_filed(world)
    (service,) = record.services
    filing = about(world, FilingType.CANCEL_ACCESS, record, service.service, only_access=only_access)

    await approved(world, filing, a_result(filing, service.number))

    assert (await the_record(world, record.id)).services == (replace(service, access_here=False),)
    told = await due(world, record, kind="shell_notice")
    assert [one.obligation.code for one in told] == ["shell_service"] * notices


@pytest.mark.fact("S3-09")
async def test_a_migrated_service_leaves_the_source_and_is_on_the_targets_record_with_its_new_number(
    world: World,
) -> None:
    record = await first_filed(world)
    (service,) = record.services
    command = accounts.AccountCommand("other", "13800000099", real_name_verified=True)
    target, _ = await accounts.register(world.runtime, world.backend, command)
    transfer = a_transfer(world, record, target.id, TransferKind.MIGRATION)
    async with world.runtime.unit_of_work() as uow:
        await uow.transfers.add(transfer)
        await uow.commit()
    subject = an_enterprise(name="接手有限公司")
    assert subject.certificate is not None
    subject = replace(subject, certificate=replace(subject.certificate, number="91410100MA9XXXX03D"))
    filing = a_filing(
        world,
        FilingType.MIGRATE_SERVICE,
        service.service,
        subject=subject,
        account_id=target.id,
        transfer_id=transfer.id,
    )
    number = "豫ICP备2026000009号"

    kept = await approved(world, filing, a_result(filing, f"{number}-1", subject_number=number))

    new = await the_record(world, kept["record_id"])
    assert (new.account_id, new.subject_number, new.subject.name) == (target.id, number, "接手有限公司")
    assert [one.number for one in new.services] == [f"{number}-1"]
    assert (await the_record(world, record.id)).services == ()
    assert (await the_one(world, record, ObligationKind.SHELL_NOTICE)).code == "shell_subject"
    assert {one.obligation.kind for one in await due(world, new)} == {
        ObligationKind.FOOTER,
        ObligationKind.PUBLIC_SECURITY,
    }


async def test_after_an_approval_the_mirror_asks_anew_of_what_was_touched(world: World) -> None:
    record = await first_filed(world)
    (service,) = record.services
    certificate = record.subject.certificate
    assert certificate is not None
    index = certificate_index(world.runtime, certificate.type, certificate.number or "")
    old, new = "example.cn", "new.example.cn"
    async with world.runtime.unit_of_work() as uow:
        mirrored = [MirroredService("website", name, {}) for name in (old, new, "untouched.cn")]
        await uow.mirror.put(world.provider.id, index, {"found": True}, mirrored, NOW)
        await uow.commit()
    filing = about(world, FilingType.CHANGE_SERVICE, record, service.service)
    changed = replace(service.service, domains=(new,))
    filing = replace(filing, body=replace(filing.body, services=(changed,)))

    await approved(world, filing, a_result(filing, service.number))

    names = [("website", name, (name,)) for name in (old, new, "untouched.cn")]
    facts = await world.runtime.hot.type_facts(world.provider.id, world.account.id, index, names)
    assert facts.subject is None
    assert [one.asked for one in facts.names if one.answer is not None] == ["untouched.cn"]


def test_apps_are_mirrored_below_their_subjects_certificate() -> None:
    assert mirrored_names([an_app(name="示例助手")], b"\x01") == ["01:示例助手"]
