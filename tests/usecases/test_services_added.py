"""A service added to a draft is filled in from the account's own record, as the first one was."""

from dataclasses import replace

from app.domain.filing_body import ServiceKind
from app.domain.filing_types import FilingType
from app.domain.records import Record
from app.usecases import filing_services, filings, type_verifications
from app.usecases.approvals import index_of
from app.usecases.filing_products import ProductCommand
from app.usecases.type_questions import AskedServiceInput, read_question
from tests.usecases.a_world import World
from tests.usecases.an_approval import first_filed, of_service, the_record
from tests.usecases.test_deregistrations_begun import on_national_record


async def without_access(world: World, *domains: str) -> Record:
    """Put websites on record here and nationally whose access has been cancelled since."""
    record = await first_filed(world, *(of_service(world, domains=(one,), name=f"站点{one}") for one in domains))
    sites = [{"kind": "website", "domain": one, "name": f"站点{one}", "access_here": False} for one in domains]
    on_national_record(world, record, *sites)
    async with world.runtime.unit_of_work() as uow:
        index = index_of(world.runtime, record.subject)
        for service in record.services:
            await uow.records.save_service(record, replace(service, access_here=False), index)
        await uow.commit()
    return await the_record(world, record.id)


async def verified(world: World, record: Record, domain: str, filing_id: str | None = None) -> str:
    subject, call = record.subject, world.applicant
    assert subject.certificate is not None
    question = read_question(
        world.runtime,
        call,
        nature=subject.nature,  # type: ignore[arg-type]  # on file
        certificate=(subject.certificate.type, subject.certificate.number),  # type: ignore[arg-type]  # on file
        region=subject.region or "",
        channel="app",
        services=[AskedServiceInput(ServiceKind.WEBSITE, (domain,), None)],
        pointers=["/service"],
    )
    described = await type_verifications.verify(
        world.runtime, call, world.account.id, question, lambda _: {}, filing_id
    )
    return described.stored.id


async def test_access_of_two_services_of_the_own_record_is_added_with_what_is_on_file_of_both(world: World) -> None:
    record = await without_access(world, "one.cn", "two.cn")
    server = await world.put_server()
    product = ProductCommand(None, server.resource.id)
    begin = filings.BeginCommand(await verified(world, record, "one.cn"), product, None)
    begun = (await filings.begin(world.runtime, world.applicant, begin)).filing

    more = filing_services.AddCommand(await verified(world, record, "two.cn", begun.id), product)
    added = (await filing_services.add(world.runtime, world.applicant, begun.id, begun.revision, more)).filing

    assert added.filing_type is FilingType.ADD_ACCESS
    on_record = [one.service for one in record.services]
    assert [replace(one, id="") for one in added.body.services] == [replace(one, id="") for one in on_record]
    assert added.on_file is not None
    assert [added.on_file.number_of(one.id) for one in added.body.services] == [one.number for one in record.services]
    assert [replace(one, id="") for one in added.on_file.body.services] == [replace(one, id="") for one in on_record]
