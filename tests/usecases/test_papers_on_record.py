"""Papers taken over from what is on file, and taken away again when they show something else."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.domain.filing_body import Certificate, FilingBody, Person, Service
from app.domain.filing_states import State
from app.domain.filing_types import FilingType
from app.domain.filings import Filing, OnFile
from app.domain.materials import Material, MaterialKind
from app.domain.records import Record, RecordedService
from app.usecases import filing_checks, filing_steps, materials, papers_on_record
from tests.usecases.a_world import NOW, World

K, T = MaterialKind, FilingType
NUMBER = "豫ICP备20000001号"


async def filed(world: World) -> tuple[Filing, Record]:
    """Return a filing that is done with all its papers, and the record that it would leave."""
    done = await world.with_papers()
    filing = (await filing_steps.abandon(world.runtime, world.applicant, done.id, None, None)).filing
    services = tuple(
        RecordedService(one.id, one, f"{NUMBER}-{place}", True, NOW.date(), filing_id=filing.id)
        for place, one in enumerate(filing.body.services, 1)
    )
    record = Record(
        "rec_1", filing.provider_id, filing.account_id, NUMBER, filing.body.subject, services, NOW, NOW, filing.id
    )
    return filing, record


async def begun(
    world: World, source: Filing, record: Record, filing_type: FilingType, **body: Any
) -> tuple[Filing, tuple[Material, ...]]:
    """Begin another filing about what is on file, and take its papers over."""
    was = FilingBody(record.subject, tuple(one.service for one in record.services))
    filing = replace(
        source,
        id=world.runtime.ids.new("fil"),
        state=State.DRAFT,
        filing_type=filing_type,
        type_verification_id=None,
        products=(),
        body=replace(was, **body),
        record_id=record.id,
        on_file=OnFile(was, complete=True, subject_number=NUMBER),
    )
    async with world.runtime.unit_of_work() as uow:
        await uow.filings.add(filing, filing.id.encode(), 9)
        taken = await papers_on_record.attach_from_record(world.runtime, uow, world.applicant, filing, record)
        await uow.commit()
    return filing, taken


def named(papers: tuple[Material, ...]) -> set[str]:
    return {f"{one.kind} {one.for_pointer}" for one in papers}


async def seen(world: World, filing: Filing) -> dict[str, tuple[bool, bool]]:
    found = await filing_checks.required(world.runtime, world.applicant, filing.id)
    return {f"{one.requirement.kind} {one.requirement.for_}": (one.satisfied, one.on_file) for one in found}


SUBJECTS = {
    "subject_certificate /subject",
    "principal_id_front /subject/principal",
    "principal_id_back /subject/principal",
}


async def test_an_added_service_finds_the_subjects_papers_there(world: World) -> None:
    source, record = await filed(world)
    new = (Service(id="svc_new", kind=source.body.services[0].kind),)

    filing, taken = await begun(world, source, record, T.ADD_SERVICE_HERE, services=new)

    assert named(taken) == SUBJECTS
    assert all(one.from_record and one.filing_id == filing.id for one in taken)
    requirements = await seen(world, filing)
    assert {name for name, there in requirements.items() if there == (True, True)} == SUBJECTS
    assert requirements["portrait /services/0/principal"] == (False, False)


async def test_neither_faces_nor_letters_nor_domain_certificates_are_taken_over(world: World) -> None:
    source, record = await filed(world)

    _, taken = await begun(world, source, record, T.ADD_ACCESS)

    assert {one.kind for one in taken} <= {K.SUBJECT_CERTIFICATE, K.PRINCIPAL_ID_FRONT, K.PRINCIPAL_ID_BACK}
    assert "principal_id_front /services/0/principal" in named(taken)


async def test_what_a_change_leaves_alone_is_not_wanted_and_so_not_taken_over(world: World) -> None:
    source, record = await filed(world)

    _, taken = await begun(world, source, record, T.CHANGE_SERVICE)

    assert taken == ()


@pytest.mark.parametrize("filing_type", [T.DEREGISTER_SUBJECT, T.DEREGISTER_SERVICE])
async def test_a_deregistration_finds_the_certificate_there(world: World, filing_type: FilingType) -> None:
    source, record = await filed(world)

    _, taken = await begun(world, source, record, filing_type)

    assert named(taken) == {"subject_certificate /subject"}


async def test_what_has_expired_or_shows_somebody_else_is_not_taken_over(world: World) -> None:
    source, record = await filed(world)
    yesterday = NOW.date() - timedelta(days=1)
    certificate = replace(record.subject.certificate or Certificate(), valid_until=yesterday)
    nobody = replace(record.subject.principal or Person(), name="赵六")
    subject = replace(record.subject, certificate=certificate, principal=nobody)
    async with world.runtime.unit_of_work() as uow:
        locked = await uow.filings.get(world.provider.id, source.id, lock=True)
        assert locked is not None
        was = replace(source.body, subject=replace(source.body.subject, certificate=certificate))
        await uow.filings.save(replace(locked, body=was))
        await uow.commit()

    _, taken = await begun(world, source, replace(record, subject=subject), T.ADD_SERVICE_HERE, services=())

    assert taken == ()


async def test_papers_of_another_accounts_filing_stay_there(world: World) -> None:
    source, record = await filed(world)
    moved = replace(source, account_id="acc_of_somebody_else")

    async with world.runtime.unit_of_work() as uow:
        taken = await papers_on_record.attach_from_record(world.runtime, uow, world.applicant, moved, record)

    assert taken == ()


async def test_a_record_that_no_filing_wrote_has_no_papers(world: World) -> None:
    source, record = await filed(world)
    imported = replace(record, filing_id=None, services=())

    _, taken = await begun(world, source, imported, T.DEREGISTER_SUBJECT)

    assert taken == ()


async def test_a_paper_taken_over_goes_when_what_it_shows_changes_and_is_wanted_again(world: World) -> None:
    source, record = await filed(world)
    filing, _ = await begun(world, source, record, T.ADD_SERVICE_HERE, services=())
    principal = replace(filing.body.subject.principal or Person(), name="赵六")
    body = replace(filing.body, subject=replace(filing.body.subject, principal=principal))

    async with world.runtime.unit_of_work() as uow:
        await papers_on_record.drop_outdated(uow, filing, body)
        await uow.filings.save(replace(filing, body=body))
        await uow.commit()

    requirements = await seen(world, filing)
    assert requirements["subject_certificate /subject"] == (True, True)
    assert requirements["principal_id_front /subject/principal"] == (False, False)
    assert requirements["principal_id_back /subject/principal"] == (False, False)
    async with world.runtime.unit_of_work() as uow:
        assert len(await uow.materials.of(source.id)) > len(await uow.materials.of(filing.id)) == 1


async def test_what_somebody_uploaded_stays_whatever_changes(world: World) -> None:
    source, record = await filed(world)
    filing, _ = await begun(world, source, replace(record, filing_id=None, services=()), T.ADD_SERVICE_HERE)
    paper = await world.add_paper(filing, K.SUBJECT_CERTIFICATE, "/subject")

    async with world.runtime.unit_of_work() as uow:
        await papers_on_record.drop_outdated(uow, filing, FilingBody())
        await uow.commit()
        assert await uow.materials.of(filing.id) == (paper,)


async def test_changing_what_was_entered_takes_the_papers_of_somebody_else_away(world: World) -> None:
    filing = await world.filled_in()
    paper = await world.add_paper(filing, K.PRINCIPAL_ID_FRONT, "/subject/principal")
    own = replace(paper, id=world.runtime.ids.new("mat"), from_record=True)
    async with world.runtime.unit_of_work() as uow:
        await uow.materials.add(own)
        await uow.commit()

    await world.patch(filing, {"subject": {"principal": {"email": "new@example.cn"}}})
    kept = await materials.listed(world.runtime, world.applicant, filing.id)
    await world.patch(filing, {"subject": {"principal": {"name": "赵六"}}})
    left = await materials.listed(world.runtime, world.applicant, filing.id)

    assert {one.id for one in kept} == {paper.id, own.id}
    assert {one.id for one in left} == {paper.id}


async def test_somebody_on_record_who_is_entered_for_a_new_service_need_not_show_papers_again(world: World) -> None:
    source, record = await filed(world)
    record = replace(record, id=world.runtime.ids.new("rec"))
    async with world.runtime.unit_of_work() as uow:
        await uow.records.put(record, record.id.encode())
        await uow.commit()
    new = (Service(id="svc_new", kind=source.body.services[0].kind),)
    filing, _ = await begun(world, source, record, T.ADD_SERVICE_HERE, services=new)
    principal = world.who.service("svc_new")["principal"]

    await world.patch(filing, {"services": [{"id": "svc_new", "principal": principal}]})
    known = await seen(world, filing)
    await world.patch(filing, {"services": [{"id": "svc_new", "principal": {"email": "new@example.cn"}}]})
    again = await materials.listed(world.runtime, world.applicant, filing.id)
    await world.patch(filing, {"services": [{"id": "svc_new", "principal": {"name": "赵六"}}]})
    unknown = await seen(world, filing)

    place = "principal_id_front /services/0/principal"
    assert (known[place], unknown[place]) == ((True, True), (False, False))
    assert len({(paper.kind, paper.for_pointer) for paper in again}) == len(again)


async def test_a_paper_that_somebody_brought_is_not_joined_by_that_of_the_record(world: World) -> None:
    source, record = await filed(world)
    record = replace(record, id=world.runtime.ids.new("rec"))
    async with world.runtime.unit_of_work() as uow:
        await uow.records.put(record, record.id.encode())
        await uow.commit()
    new = (Service(id="svc_new", kind=source.body.services[0].kind),)
    filing, _ = await begun(world, source, record, T.ADD_SERVICE_HERE, services=new)
    brought = await world.add_paper(filing, K.PRINCIPAL_ID_FRONT, "/services/0/principal")

    await world.patch(filing, {"services": [{"id": "svc_new", "principal": world.who.service("svc_new")["principal"]}]})

    papers = await materials.listed(world.runtime, world.applicant, filing.id)
    of_principal = [one for one in papers if (one.kind, one.for_pointer) == (brought.kind, brought.for_pointer)]
    assert of_principal == [brought]


async def test_a_paper_whose_bytes_were_erased_is_not_taken_over(world: World) -> None:
    source, record = await filed(world)
    async with world.runtime.unit_of_work() as uow:
        await uow.materials.erase(source.id, ["subject_certificate"], world.clock.now())
        await uow.commit()

    _, taken = await begun(world, source, record, T.DEREGISTER_SUBJECT)

    assert taken == ()
