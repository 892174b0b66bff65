"""Papers and authenticity checks of filings."""

from dataclasses import replace

from app.domain.filings import Filing
from app.domain.materials import AuthenticityCheck, AuthenticityMethod, AuthenticityStatus, Consent, MaterialKind
from tests.storage.things import NOW, UnitOfWorks, World, a_paper, new_id, stored_filing


def a_check(filing: Filing, **changes: object) -> AuthenticityCheck:
    values = {
        "id": new_id("chk"),
        "filing_id": filing.id,
        "method": AuthenticityMethod.PORTRAIT,
        "for_pointer": "/subject/principal",
        "material_id": "mat_1",
        "consent": None,
        "status": AuthenticityStatus.NEEDS_REVIEW,
        "created_at": NOW,
    }
    return AuthenticityCheck(**(values | changes))  # type: ignore[arg-type]  # a builder


async def test_papers_come_oldest_first_and_only_to_their_own_tenant_and_account(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    filing = await stored_filing(unit_of_work, world)
    papers = [
        a_paper(filing, sealed_as="mat_0", from_record=True),
        a_paper(filing, kind=MaterialKind.OTHER),
    ]
    async with unit_of_work() as uow:
        for paper in papers:
            await uow.materials.add(paper)
        assert await uow.materials.of(filing.id) == tuple(papers)
        assert await uow.materials.get(world.provider.id, papers[0].id) == papers[0]
        assert await uow.materials.get(world.provider.id, papers[0].id, account_id=filing.account_id) == papers[0]
        assert await uow.materials.get(world.provider.id, papers[0].id, account_id=world.account.id) is None
        assert await uow.materials.get("prv_other", papers[0].id) is None
        await uow.materials.remove(papers[0].id)
        assert await uow.materials.of(filing.id) == (papers[1],)


async def test_checks_that_wait_for_a_person_are_decided_together(unit_of_work: UnitOfWorks, world: World) -> None:
    filing = await stored_filing(unit_of_work, world)
    waiting = a_check(filing, consent=Consent("2024-01", NOW))
    failed = replace(waiting, id=new_id("chk"), consent=None, status=AuthenticityStatus.FAILED)
    async with unit_of_work() as uow:
        await uow.materials.add_check(waiting)
        await uow.materials.add_check(failed)
        await uow.materials.set_checks(filing.id, AuthenticityStatus.NEEDS_REVIEW, AuthenticityStatus.PASSED)
        passed = replace(waiting, status=AuthenticityStatus.PASSED)
        assert await uow.materials.checks_of(filing.id) == (passed, failed)


async def test_papers_and_checks_move_with_their_service_all_at_once(unit_of_work: UnitOfWorks, world: World) -> None:
    filing, other = [await stored_filing(unit_of_work, world) for _ in range(2)]
    before = ["/services/1", "/services/2/principal", "/services/10", "/services/11/principal", "/subject"]
    after = ["/services/0", "/services/1/principal", "/services/9", "/services/10/principal", "/subject"]
    pointers = {f"/services/{number}": f"/services/{number - 1}" for number in range(1, 12)}
    async with unit_of_work() as uow:
        for place in before:
            await uow.materials.add(a_paper(filing, for_pointer=place))
            await uow.materials.add_check(a_check(filing, for_pointer=place))
        await uow.materials.add(a_paper(other, for_pointer="/services/1"))
        await uow.materials.move(filing.id, pointers)
        await uow.materials.move(filing.id, {})
        assert [paper.for_pointer for paper in await uow.materials.of(filing.id)] == after
        assert [check.for_pointer for check in await uow.materials.checks_of(filing.id)] == after
        assert [paper.for_pointer for paper in await uow.materials.of(other.id)] == ["/services/1"]


async def test_the_nearest_place_above_decides_where_a_paper_moves(unit_of_work: UnitOfWorks, world: World) -> None:
    filing = await stored_filing(unit_of_work, world)
    async with unit_of_work() as uow:
        await uow.materials.add(a_paper(filing, for_pointer="/services/1/principal"))
        await uow.materials.move(filing.id, {"/services/1": "/services/0", "/services/1/principal": "/subject/agent"})
        assert [paper.for_pointer for paper in await uow.materials.of(filing.id)] == ["/subject/agent"]


async def test_papers_of_one_object_are_counted(unit_of_work: UnitOfWorks, world: World) -> None:
    filings = [await stored_filing(unit_of_work, world) for _ in range(2)]
    first = a_paper(filings[0])
    again = a_paper(filings[1], object_key=first.object_key, sealed_as=first.id, from_record=True)
    async with unit_of_work() as uow:
        await uow.materials.add(first)
        await uow.materials.add(again)
        await uow.materials.add(a_paper(filings[1]))
        assert await uow.materials.shares_of(first.object_key) == 2
        await uow.materials.remove(first.id)
        assert await uow.materials.of(filings[1].id)
        assert await uow.materials.shares_of(first.object_key) == 1
