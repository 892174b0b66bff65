"""A deregistration (注销) takes off what its account holds, and nothing of anybody else's."""

from typing import Any

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_types import FilingType
from app.domain.filings import Filing
from app.domain.profile import Channel
from app.domain.records import Record
from app.domain.transfers import TransferKind
from app.usecases import record_filings, transfers
from app.usecases.record_filings import BeginFromRecordCommand
from app.usecases.transfers import OfferCommand
from tests.usecases.a_world import World
from tests.usecases.an_approval import first_filed, of_service, the_record
from tests.usecases.another_account import PHONE, a_side


async def filed(world: World, *domains: str) -> Record:
    """Put websites on the account's record, and with them on the national one."""
    record = await first_filed(world, *(of_service(world, domains=(domain,)) for domain in domains))
    on_national_record(world, record, *({"kind": "website", "domain": domain} for domain in domains))
    return record


def on_national_record(world: World, record: Record, *services: dict[str, Any]) -> None:
    certificate = record.subject.certificate
    assert certificate is not None
    described = {
        "certificate": {"type": certificate.type, "number": certificate.number},
        "nature": record.subject.nature,
        "name": record.subject.name,
        "region": record.subject.region,
    }
    told = {"subject": described, "subject_number": record.subject_number, "services": services}
    world.authority.record.put({**told, "provider_id": world.provider.number})


async def begun(world: World, record: Record, filing_type: FilingType, service_id: str | None = None) -> Filing:
    everything = ("irreversible", "quota_not_returned", "services_removed")
    command = BeginFromRecordCommand(filing_type, Channel.APP, record.id, service_id, "other", everything)
    return (await record_filings.begin(world.runtime, world.applicant, command)).filing


async def test_with_the_only_service_on_file_the_subject_goes(world: World) -> None:
    record = await filed(world, "one.cn")

    filing = await begun(world, record, FilingType.DEREGISTER_SERVICE, record.services[0].id)

    assert filing.filing_type is FilingType.DEREGISTER_SUBJECT


async def test_the_last_service_here_leaves_the_subject_that_has_others_through_another_provider(world: World) -> None:
    record = await first_filed(world, of_service(world, domains=("here.cn",)))
    here, elsewhere = ({"kind": "website", "domain": f"{name}.cn"} for name in ("here", "elsewhere"))
    on_national_record(world, record, here, {**elsewhere, "access_here": False})

    filing = await begun(world, record, FilingType.DEREGISTER_SERVICE, record.services[0].id)

    assert filing.filing_type is FilingType.DEREGISTER_SERVICE
    assert [one.domains for one in filing.body.services] == [("here.cn",)]


async def test_no_subject_is_deregistered_with_services_that_another_account_holds(world: World) -> None:
    record = await filed(world, "mine.cn", "theirs.cn")
    side = await a_side(world, "brother")
    offer = OfferCommand(TransferKind.TRANSFER, record.id, record.services[1].id, "brother", PHONE[-4:])
    seen = await transfers.offer(world.runtime, world.applicant, offer)
    await transfers.accept(world.runtime, side.call, seen.transfer.id)
    mine = await the_record(world, record.id)

    with pytest.raises(Refusal) as caught:
        await begun(world, mine, FilingType.DEREGISTER_SUBJECT)
    service = await begun(world, mine, FilingType.DEREGISTER_SERVICE, mine.services[0].id)

    assert caught.value.code is ProblemCode.VALIDATION_FAILED
    (error,) = caught.value.errors
    assert (error.pointer, error.code) == ("/record_id", "services_in_other_account")
    assert error.source
    assert service.filing_type is FilingType.DEREGISTER_SERVICE
