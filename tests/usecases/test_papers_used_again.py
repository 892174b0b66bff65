"""A paper of an earlier filing as a paper of another: the same file, whoever takes which of them away."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_body import FilingBody
from app.domain.filing_states import State
from app.domain.filings import Filing
from app.domain.materials import Material, MaterialKind
from app.usecases import accounts, filing_steps, materials, paper_erasure, paper_receiving, papers_on_record
from app.usecases.call import Call
from tests.usecases.a_world import A_PICTURE, World

K = MaterialKind


async def chunks(content: bytes = A_PICTURE) -> AsyncIterator[bytes]:
    yield content


async def uploaded(world: World, filing: Filing, kind: MaterialKind = K.SUBJECT_CERTIFICATE) -> Material:
    received = await paper_receiving.receive(world.runtime, world.applicant, chunks())
    return await materials.attach(world.runtime, world.applicant, filing.id, kind, "/subject", received)


async def used_again(world: World, filing: Filing, paper: Material, kind: MaterialKind | None = None) -> Material:
    return await papers_on_record.use_again(
        world.runtime, world.applicant, filing.id, kind or paper.kind, "/subject", paper.id
    )


async def given_up(world: World, filing: Filing) -> Filing:
    """Abandon, so that the account may begin another."""
    await filing_steps.abandon(world.runtime, world.applicant, filing.id, None, None)
    return filing


async def read(world: World, paper: Material) -> bytes:
    content = await world.runtime.objects.stream(paper.object_key, f"material:{paper.provider_id}:{paper.sealed_as}")
    return b"".join([chunk async for chunk in content])


async def removals(world: World) -> int:
    async with world.runtime.unit_of_work() as uow:
        return await uow.jobs.outstanding()


async def test_a_paper_of_an_earlier_filing_is_the_same_file_in_another(world: World) -> None:
    old = await world.begun()
    paper = await uploaded(world, old)
    await given_up(world, old)
    filing = await world.begun()

    again = await used_again(world, filing, paper)

    assert again.id != paper.id
    assert (again.object_key, again.sealed_as, again.sha256) == (paper.object_key, paper.id, paper.sha256)
    assert (again.filing_id, again.from_record) == (filing.id, False)
    assert await read(world, again) == await read(world, paper)
    assert (await world.filing(filing.id)).revision == filing.revision + 1
    assert await materials.listed(world.runtime, world.applicant, filing.id) == (again,)


async def test_a_copy_of_a_copy_opens_too(world: World) -> None:
    filing = await world.begun()
    paper = await uploaded(world, filing)

    third = await used_again(world, filing, await used_again(world, filing, paper))

    assert await read(world, third) == await read(world, paper)


async def test_the_file_goes_with_the_last_paper_that_is_it(world: World) -> None:
    filing = await world.begun()
    paper = await uploaded(world, filing)
    again = await used_again(world, filing, paper)
    before = await removals(world)

    await materials.remove(world.runtime, world.applicant, paper.id)
    assert await removals(world) == before
    assert await read(world, again)

    await materials.remove(world.runtime, world.applicant, again.id)
    assert await removals(world) == before + 1


async def test_a_file_that_was_used_again_meanwhile_is_not_deleted(world: World) -> None:
    filing = await world.begun()
    paper = await uploaded(world, filing)

    await paper_erasure.delete_unused(world.runtime, paper.object_key)
    assert await read(world, paper)

    await materials.remove(world.runtime, world.applicant, paper.id)
    await paper_erasure.delete_unused(world.runtime, paper.object_key)
    assert not await world.runtime.objects.exists(paper.object_key)


async def test_of_using_again_and_taking_away_at_once_no_paper_without_a_file_comes(world: World) -> None:
    old = await world.begun()
    paper = await uploaded(world, old)
    new_id = world.runtime.ids.new("fil")
    other = replace(old, id=new_id, type_verification_id=None, products=(), body=FilingBody())
    async with world.runtime.unit_of_work() as uow:
        await uow.filings.add(other, b"another", 2)
        await uow.commit()

    async def take_away() -> None:
        await materials.remove(world.runtime, world.applicant, paper.id)
        await paper_erasure.delete_unused(world.runtime, paper.object_key)

    outcomes = await asyncio.gather(used_again(world, other, paper), take_away(), return_exceptions=True)

    left = await materials.listed(world.runtime, world.applicant, other.id)
    assert outcomes[1] is None
    assert len(left) == (not isinstance(outcomes[0], Refusal))
    assert all([await read(world, one) for one in left])


async def refused(
    world: World, attempt: Call, filing: Filing, paper_id: str, kind: MaterialKind, place: str
) -> Refusal:
    with pytest.raises(Refusal) as caught:
        await papers_on_record.use_again(world.runtime, attempt, filing.id, kind, place, paper_id)
    return caught.value


async def another_account(world: World) -> Call:
    command = accounts.AccountCommand("somebody-else", "13800009999", real_name_verified=True)
    account, _ = await accounts.register(world.runtime, world.backend, command)
    caller = replace(world.applicant.caller, id=account.id, account_id=account.id)
    return replace(world.applicant, caller=caller)


async def test_nobodys_paper_and_somebody_elses_are_not_found(world: World) -> None:
    filing = await world.begun()
    paper = await uploaded(world, filing)
    stranger = await another_account(world)

    for caller, paper_id in ((world.applicant, "mat_nobodys"), (stranger, paper.id), (world.applicant, "x" * 64)):
        refusal = await refused(world, caller, filing, paper_id, K.SUBJECT_CERTIFICATE, "/subject")
        assert refusal.code is ProblemCode.NOT_FOUND


async def test_not_even_a_backend_takes_a_paper_from_one_account_to_another(world: World) -> None:
    filing = await world.begun()
    paper = await uploaded(world, filing)
    stranger = await another_account(world)
    async with world.runtime.unit_of_work() as uow:
        account_id = stranger.caller.account_id
        assert account_id is not None
        await uow.materials.add(replace(paper, id="mat_theirs", account_id=account_id))
        await uow.commit()

    refusal = await refused(world, world.backend, filing, "mat_theirs", K.SUBJECT_CERTIFICATE, "/subject")

    assert refusal.code is ProblemCode.NOT_FOUND


async def test_what_a_kind_of_paper_may_be_is_looked_at_again(world: World) -> None:
    filing = await world.begun()
    scan = await world.add_paper(filing, K.SUBJECT_CERTIFICATE, "/subject")
    async with world.runtime.unit_of_work() as uow:
        await uow.materials.add(replace(scan, id="mat_pdf", media_type="application/pdf"))
        await uow.materials.add(replace(scan, id="mat_large", bytes=100 * 1024 + 1))
        await uow.commit()
    place = "/services/0"

    pdf = await refused(world, world.applicant, filing, "mat_pdf", K.APP_ICON, place)
    large = await refused(world, world.applicant, filing, "mat_large", K.APP_ICON, place)
    nowhere = await refused(world, world.applicant, filing, scan.id, K.OTHER, "/emergency_contacts/0")

    assert (pdf.code, large.code) == (ProblemCode.MATERIAL_UNREADABLE, ProblemCode.PAYLOAD_TOO_LARGE)
    assert [error.pointer for error in nowhere.errors] == ["/for"]


async def test_a_filing_that_is_not_editable_takes_no_paper_again(world: World) -> None:
    filing = await world.submitted()
    assert filing.state is State.FIRST_REVIEW
    (paper, *_) = await materials.listed(world.runtime, world.applicant, filing.id)

    refusal = await refused(world, world.applicant, filing, paper.id, paper.kind, "/subject")

    assert refusal.code is ProblemCode.NOT_EDITABLE
