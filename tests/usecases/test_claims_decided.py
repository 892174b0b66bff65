"""A claim is decided by the provider's review alone, and its record has the numbers that were on file."""

from dataclasses import replace

from app.domain.filing_states import Event, State
from app.domain.filing_types import FilingType
from app.usecases.approvals import index_of
from tests.usecases.a_world import World
from tests.usecases.an_approval import SUBJECT_NUMBER, a_filing, of_service, the_record


async def test_a_passed_claim_is_on_record_with_the_numbers_on_file_and_nothing_is_handed_over(world: World) -> None:
    service = of_service(world)
    filing = a_filing(world, FilingType.CLAIM, service, numbers={service.id: f"{SUBJECT_NUMBER}-3"})
    filing = replace(filing, state=State.FIRST_REVIEW)
    async with world.runtime.unit_of_work() as uow:
        await uow.filings.add(filing, index_of(world.runtime, filing.body.subject), 1)
        await uow.commit()

    passed = await world.decide(filing, Event.PASS)

    assert (passed.state, passed.subject_number) == (State.APPROVED, SUBJECT_NUMBER)
    assert [one.number for one in passed.service_numbers] == [f"{SUBJECT_NUMBER}-3"]
    assert passed.record_id is not None
    record = await the_record(world, passed.record_id)
    assert [(one.number, one.access_here) for one in record.services] == [(f"{SUBJECT_NUMBER}-3", True)]
    assert world.authority.submissions() == []
