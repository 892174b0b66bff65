"""A claim is decided by the provider's review alone, and its record has the numbers that were on file."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_body import CertificateType
from app.domain.filing_states import Event, State
from app.domain.filing_types import FilingType
from app.domain.records import Record, RecordedService
from app.ports.authority import AskedService, AskedSubject, LookupAnswer
from app.usecases import accounts, claims
from app.usecases.approvals import index_of
from app.usecases.national_mirror import certificate_index
from tests.fakes.authority import FakeAuthority
from tests.usecases.a_world import NOW, World
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


class MovingAuthority(FakeAuthority):
    """An authority while whose answer is on its way something happens here."""

    meanwhile: Callable[[], Awaitable[None]] | None = None

    async def look_up(
        self, provider_number: str, subject: AskedSubject, services: Sequence[AskedService]
    ) -> LookupAnswer:
        """Answer, after what happens meanwhile."""
        if self.meanwhile is not None:
            await self.meanwhile()
        return await super().look_up(provider_number, subject, services)


async def test_a_subject_that_another_account_comes_to_hold_while_a_claim_begins_is_not_claimed(world: World) -> None:
    authority = MovingAuthority(world.clock)
    world.authority, world.runtime = authority, replace(world.runtime, authority=authority)
    certificate = {"type": world.who.certificate_type, "number": world.who.certificate_number}
    subject = {"certificate": certificate, "nature": world.who.nature, "name": "某单位", "region": "410100"}
    services = [{"kind": "website", "domain": world.who.domain, "name": "某网站"}]
    told = {"subject": subject, "subject_number": SUBJECT_NUMBER, "services": services}
    authority.record.put({**told, "provider_id": world.provider.number})
    verified = await world.verified()
    other, _ = await accounts.register(
        world.runtime, world.backend, accounts.AccountCommand("other", "13800000099", real_name_verified=True)
    )

    async def held_by_another() -> None:
        filing = a_filing(world, FilingType.CLAIM, of_service(world))
        record = Record(
            id=world.runtime.ids.new("rec"),
            provider_id=world.provider.id,
            account_id=other.id,
            subject_number=SUBJECT_NUMBER,
            subject=filing.body.subject,
            services=(RecordedService("svc_theirs", filing.body.services[0], f"{SUBJECT_NUMBER}-8", True, NOW.date()),),
            created_at=NOW,
            updated_at=NOW,
        )
        index = certificate_index(
            world.runtime, CertificateType(world.who.certificate_type), world.who.certificate_number
        )
        async with world.runtime.unit_of_work() as uow:
            await uow.records.put(record, index)
            await uow.commit()

    authority.meanwhile = held_by_another

    with pytest.raises(Refusal) as refused:
        await claims.begin(world.runtime, world.applicant, verified)

    assert refused.value.code is ProblemCode.TYPE_VERIFICATION_CHANGED
    assert refused.value.facts["verdict_now"] == "subject_in_other_account"
