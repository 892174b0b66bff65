"""What type verification asks of our own database, in one statement."""

from dataclasses import replace
from datetime import timedelta

from app.domain.accounts import AccountSite
from app.domain.filing_body import ServiceKind
from app.domain.filing_states import State
from app.ports.store.hot_questions import MirroredName, TypeFactsFound
from app.ports.store.records import MirroredService
from app.storage.hot_questions import SqlHotQuestions
from tests.storage.things import (
    NOW,
    UnitOfWorks,
    World,
    a_filing,
    a_record,
    a_recorded_service,
    a_verification,
    a_website,
    a_world,
    an_account,
    an_app,
    certificate_hash,
    stored_filing,
)

MINE, OTHER = certificate_hash("mine"), certificate_hash("other")
NOTHING_KNOWN = TypeFactsFound(
    account_site=AccountSite.DOMESTIC,
    account_open_orders=0,
    certificate_open_accounts=(),
    holder_accounts=(),
    account_other_subjects=0,
    subject=None,
    subject_fetched_at=None,
    names=(),
)


async def _found(hot: SqlHotQuestions, world: World, *names: tuple[str, str, tuple[str, ...]]) -> TypeFactsFound:
    return await hot.type_facts(world.provider.id, world.account.id, MINE, names)


async def test_of_a_new_account_nothing_is_known(world: World, hot: SqlHotQuestions) -> None:
    assert await _found(hot, world) == NOTHING_KNOWN


async def test_an_account_of_another_provider_is_not_known(
    unit_of_work: UnitOfWorks, world: World, hot: SqlHotQuestions
) -> None:
    other = await a_world(unit_of_work)
    found = await hot.type_facts(world.provider.id, other.account.id, MINE, ())
    assert found == replace(NOTHING_KNOWN, account_site=None)


async def test_open_orders_are_counted_and_those_of_the_certificate_named(
    unit_of_work: UnitOfWorks, world: World, hot: SqlHotQuestions
) -> None:
    own = a_filing(world)
    async with unit_of_work() as uow:
        await uow.filings.add(own, OTHER, 1)
        await uow.commit()
    elsewhere = await stored_filing(unit_of_work, world, certificate=MINE)
    await stored_filing(unit_of_work, world, certificate=MINE, state=State.ABANDONED)
    found = await _found(hot, world)
    assert found == replace(
        NOTHING_KNOWN,
        account_open_orders=1,
        account_other_subjects=1,
        certificate_open_accounts=(elsewhere.account_id,),
    )


async def test_the_draft_that_is_added_to_stands_not_in_its_own_way_but_its_names_do(
    unit_of_work: UnitOfWorks, world: World, hot: SqlHotQuestions
) -> None:
    own = a_filing(world, a_website("added-to.cn"))
    async with unit_of_work() as uow:
        await uow.filings.add(own, MINE, 1)
        await uow.commit()
    asked = [("website", "added-to.cn", ("added-to.cn",))]
    found = {
        draft: await hot.type_facts(world.provider.id, world.account.id, MINE, asked, addition_to=draft)
        for draft in (own.id, "fil_other", None)
    }
    counts = {draft: (each.account_open_orders, each.certificate_open_accounts) for draft, each in found.items()}
    one = (1, (world.account.id,))
    assert counts == {own.id: (0, ()), "fil_other": one, None: one}
    assert [each.names[0].open_order for each in found.values()] == [True, True, True]


async def test_holders_are_the_accounts_whose_record_of_the_subject_has_access_here(
    unit_of_work: UnitOfWorks, world: World, hot: SqlHotQuestions
) -> None:
    neighbour = an_account(world.provider.id)
    async with unit_of_work() as uow:
        await uow.accounts.put(neighbour)
        await uow.records.put(a_record(world, a_recorded_service("gone.cn", access_here=False)), MINE)
        await uow.records.put(a_record(world, a_recorded_service("here.cn"), account_id=neighbour.id), MINE)
        await uow.records.put(a_record(world, a_recorded_service("other.cn")), OTHER)
        await uow.records.put(a_record(world), certificate_hash("a shell"))
        await uow.commit()
    found = await _found(hot, world)
    assert found == replace(NOTHING_KNOWN, holder_accounts=(neighbour.id,), account_other_subjects=1)


async def test_names_come_in_the_order_asked_with_orders_and_holders_of_any_name_they_could_have(
    unit_of_work: UnitOfWorks, world: World, hot: SqlHotQuestions
) -> None:
    await stored_filing(unit_of_work, world, a_website("a.open.cn"))
    async with unit_of_work() as uow:
        await uow.records.put(a_record(world, a_recorded_service("held.cn", "b.held.cn")), OTHER)
        answers = [MirroredService("website", "c.b.held.cn", {"filed_name": "b.held.cn"})]
        await uow.mirror.put(world.provider.id, MINE, {"name": "王小明"}, answers, NOW)
        await uow.commit()
    found = await _found(
        hot,
        world,
        ("website", "new.cn", ("new.cn",)),
        ("website", "c.b.held.cn", ("c.b.held.cn", "b.held.cn", "held.cn")),
        ("website", "x.a.open.cn", ("x.a.open.cn", "a.open.cn")),
    )
    assert (found.subject, found.subject_fetched_at) == ({"name": "王小明"}, NOW)
    answer = {"filed_name": "b.held.cn"}
    assert found.names == (
        MirroredName("website", "new.cn", None, None, open_order=False, held_here=False),
        MirroredName("website", "c.b.held.cn", answer, NOW, open_order=False, held_here=True, held_name="b.held.cn"),
        MirroredName("website", "x.a.open.cn", None, None, open_order=True, held_here=False),
    )


async def test_names_of_another_tenant_say_nothing(
    unit_of_work: UnitOfWorks, world: World, hot: SqlHotQuestions
) -> None:
    other = await a_world(unit_of_work)
    await stored_filing(unit_of_work, other, a_website("theirs.cn"), certificate=MINE)
    async with unit_of_work() as uow:
        await uow.records.put(a_record(other, a_recorded_service("theirs.cn")), MINE)
        answers = [MirroredService("website", "theirs.cn", {})]
        await uow.mirror.put(other.provider.id, MINE, {"name": "王小明"}, answers, NOW)
        await uow.commit()
    found = await _found(hot, world, ("website", "theirs.cn", ("theirs.cn",)))
    nothing = MirroredName("website", "theirs.cn", None, None, open_order=False, held_here=False)
    assert found == replace(NOTHING_KNOWN, names=(nothing,))


async def test_an_app_is_one_of_its_subject(unit_of_work: UnitOfWorks, world: World, hot: SqlHotQuestions) -> None:
    app = a_recorded_service(kind=ServiceKind.APP, name="记账")
    async with unit_of_work() as uow:
        await uow.records.put(a_record(world, app), OTHER)
        await uow.commit()
    await stored_filing(unit_of_work, world, an_app("记账"), certificate=OTHER)
    asked = ("app", "记账", ("记账",))
    [name] = (await _found(hot, world, asked)).names
    assert (name.open_order, name.held_here) == (False, False)
    [name] = (await hot.type_facts(world.provider.id, world.account.id, OTHER, [asked])).names
    assert (name.open_order, name.held_here, name.held_name) == (True, True, "记账")


async def test_an_app_may_be_asked_for_by_its_key(
    unit_of_work: UnitOfWorks, world: World, hot: SqlHotQuestions
) -> None:
    await stored_filing(unit_of_work, world, an_app("日历"), certificate=MINE)
    key = f"{MINE.hex()}:日历"
    async with unit_of_work() as uow:
        await uow.mirror.put(world.provider.id, MINE, {}, [MirroredService("app", key, {"found": True})], NOW)
        await uow.commit()
    by_key, by_name = (await _found(hot, world, ("app", key, (key,)), ("app", "日历", ("日历",)))).names
    assert (by_key.open_order, by_key.answer) == (by_name.open_order, by_name.answer) == (True, {"found": True})


async def test_a_name_of_a_service_without_access_here_is_not_held(
    unit_of_work: UnitOfWorks, world: World, hot: SqlHotQuestions
) -> None:
    async with unit_of_work() as uow:
        await uow.records.put(a_record(world, a_recorded_service("left.cn", access_here=False)), OTHER)
        await uow.commit()
    [name] = (await _found(hot, world, ("website", "left.cn", ("left.cn",)))).names
    assert not name.held_here


async def test_a_verification_stored_by_either_way_comes_back_to_its_own_tenant(
    unit_of_work: UnitOfWorks, world: World, hot: SqlHotQuestions
) -> None:
    quick = a_verification(world, addition_to="fil_draft")
    slow = a_verification(world, filing_type=None, expires_at=NOW + timedelta(days=1))
    await hot.add_type_verification(quick)
    async with unit_of_work() as uow:
        await uow.verifications.add(slow)
        assert await uow.verifications.get(world.provider.id, quick.id) == quick
        assert await uow.verifications.get(world.provider.id, slow.id, lock=True) == slow
        assert await uow.verifications.get("prv_other", quick.id) is None
        await uow.verifications.use(quick.id, "fil_1")
        assert await uow.verifications.get(world.provider.id, quick.id) == replace(quick, filing_id="fil_1")
