"""Approved filings of every type, applied to the record without the way there."""

from dataclasses import replace
from typing import Any

from app.domain.filing_body import FilingBody, Service, Subject
from app.domain.filing_states import State
from app.domain.filing_types import FilingType
from app.domain.filings import Filing, OnFile, Product, ServiceNumber
from app.domain.obligations import Obligation, ObligationKind
from app.domain.records import Record
from app.ports.store.obligations import ObligationsWanted
from app.ports.store.paging import PageWanted
from app.usecases import obligations
from app.usecases.obligations import ObligationDetails
from app.usecases.record_changes import approve
from tests.domain.a_filing import a_website, an_enterprise
from tests.usecases.a_world import World

SUBJECT_NUMBER = "豫ICP备2026000001号"
PAGE = PageWanted(100, None)


def of_service(world: World, **changes: Any) -> Service:
    """Return a website of a fresh id."""
    return a_website(id=world.runtime.ids.new("svc"), **changes)


def a_filing(
    world: World,
    filing_type: FilingType,
    *services: Service,
    subject: Subject | None = None,
    numbers: dict[str, str] | None = None,
    **changes: Any,
) -> Filing:
    """Return a filing of the world's account; with `numbers` of services that are on file."""
    body = FilingBody(subject=subject or an_enterprise(), services=services)
    on_file = None
    if numbers is not None:
        filed = tuple(ServiceNumber(service_id, number) for service_id, number in numbers.items())
        on_file = OnFile(body, True, SUBJECT_NUMBER, filed, changes.pop("only_access", False))
    now = world.clock.now()
    filing = Filing(
        id=world.runtime.ids.new("fil"),
        provider_id=world.provider.id,
        account_id=world.account.id,
        filing_type=filing_type,
        channel="app",
        state=State.AUTHORITY_REVIEW,
        revision=1,
        type_verification_id=None,
        products=(),
        body=body,
        created_at=now,
        updated_at=now,
        rules_as_of=now.date(),
        rulebook_digest="0" * 64,
        on_file=on_file,
    )
    return replace(filing, **changes)


def a_result(filing: Filing, *numbers: str, subject_number: str = SUBJECT_NUMBER) -> dict[str, Any]:
    """Return what the authority reports of an approval."""
    services = [
        {"service_id": service.id, "number": number}
        for service, number in zip(filing.body.services, numbers, strict=True)
    ]
    return {"subject_number": subject_number, "services": services}


async def approved(world: World, filing: Filing, result: dict[str, Any]) -> dict[str, Any]:
    """Apply an approval, and return what the filing keeps."""
    async with world.runtime.unit_of_work() as uow:
        kept = await approve(world.runtime, uow, filing, result, world.clock.now())
        await uow.commit()
    return kept


async def first_filed(world: World, *services: Service, **changes: Any) -> Record:
    """Put services on record by a first filing; the first is verified against the server."""
    services = services or (of_service(world),)
    server = await world.put_server()
    product = Product(services[0].id, server.resource.id, "server-1", None)
    filing = a_filing(world, FilingType.FIRST_FILING, *services, products=(product,), **changes)
    numbers = [f"{SUBJECT_NUMBER}-{place}" for place, _ in enumerate(services, start=1)]
    kept = await approved(world, filing, a_result(filing, *numbers))
    return await the_record(world, kept["record_id"])


def about(world: World, filing_type: FilingType, record: Record, *services: Service, **changes: Any) -> Filing:
    """Return a filing begun from a record, about these services of it."""
    numbers = {one.id: record.service(one.id).number for one in services}  # type: ignore[union-attr]
    own = {"subject": record.subject, "numbers": numbers, "record_id": record.id, **changes}
    return a_filing(world, filing_type, *services, **own)


async def the_record(world: World, record_id: str) -> Record:
    """Read a record."""
    async with world.runtime.unit_of_work() as uow:
        record = await uow.records.get(world.provider.id, record_id)
    assert record is not None
    return record


async def due(world: World, record: Record, **wanted: Any) -> list[ObligationDetails]:
    """Return the obligations of a record, oldest first."""
    asked = ObligationsWanted(record_id=record.id, **wanted)
    page = await obligations.listed(world.runtime, world.backend, asked, PAGE)
    return list(reversed(page.items))


async def the_one(world: World, record: Record, kind: ObligationKind) -> Obligation:
    """Return the record's one obligation of a kind."""
    (found,) = await due(world, record, kind=kind.value)
    return found.obligation


async def told_of(world: World, about_id: str) -> list[dict[str, Any]]:
    """Return what happened to a record or an obligation."""
    async with world.runtime.unit_of_work() as uow:
        events = (await uow.feed.about([about_id]))[about_id]
    return [event.data for event in events]
