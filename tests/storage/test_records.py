"""Records of a provider, and the mirror of the national record."""

from dataclasses import replace
from datetime import date, timedelta

from app.domain.filing_body import ServiceKind
from app.domain.records import Record, RecordedService
from app.ports.store.paging import PageWanted
from app.ports.store.records import MirroredService
from app.storage.hot_questions import SqlHotQuestions
from tests.storage.things import NOW, UnitOfWorks, World, a_body, a_world, certificate_hash, new_id


def a_recorded_service(*domains: str, **changes: object) -> RecordedService:
    service_id = new_id("rsv")
    values = {
        "id": service_id,
        "kind": ServiceKind.WEBSITE,
        "number": f"浙ICP备{service_id}号-1",
        "name": "小明的花园",
        "domains": domains,
        "access_here": True,
        "opened_on": date(2026, 3, 1),
    }
    return RecordedService(**(values | changes))  # type: ignore[arg-type]  # a builder


def a_record(world: World, *services: RecordedService, **changes: object) -> Record:
    record_id = new_id("rec")
    values = {
        "id": record_id,
        "provider_id": world.provider.id,
        "account_id": world.account.id,
        "subject_number": f"浙ICP备{record_id}号",
        "subject": a_body().subject,
        "services": services,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Record(**(values | changes))  # type: ignore[arg-type]  # a builder


async def test_a_record_comes_back_to_its_own_tenant_and_account_only(unit_of_work: UnitOfWorks, world: World) -> None:
    other = await a_world(unit_of_work)
    record = a_record(world, a_recorded_service("example.cn", "www.example.cn"))
    async with unit_of_work() as uow:
        assert await uow.records.put(record, certificate_hash()) == record
        assert await uow.records.get(world.provider.id, record.id, account_id=world.account.id) == record
        assert await uow.records.get(world.provider.id, record.id, account_id=other.account.id) is None
        assert await uow.records.get(other.provider.id, record.id) is None
        assert (await uow.records.list(other.provider.id, None, PageWanted())).items == ()


async def test_services_are_added_to_the_record_of_the_same_subject(unit_of_work: UnitOfWorks, world: World) -> None:
    first, second = a_recorded_service("one.cn"), a_recorded_service("two.cn")
    record = a_record(world, first)
    later = NOW + timedelta(days=30)
    async with unit_of_work() as uow:
        await uow.records.put(record, certificate_hash())
        more = replace(record, id=new_id("rec"), services=(second,), created_at=later, updated_at=later)
        stored = await uow.records.put(more, certificate_hash())
    assert stored == replace(record, services=(first, second), updated_at=later)


async def test_a_service_put_again_is_changed_and_keeps_its_id(unit_of_work: UnitOfWorks, world: World) -> None:
    service = a_recorded_service("one.cn")
    record = a_record(world, service)
    changed = replace(service, name="新名", domains=("two.cn",), access_here=False)
    async with unit_of_work() as uow:
        await uow.records.put(record, certificate_hash())
        stored = await uow.records.put(replace(record, services=(replace(changed, id="rsv_x"),)), certificate_hash())
    assert stored.services == (changed,)


async def test_records_are_listed_newest_first_by_account(unit_of_work: UnitOfWorks, world: World) -> None:
    records = [a_record(world, a_recorded_service(f"{number}.cn")) for number in range(3)]
    async with unit_of_work() as uow:
        for record in records:
            await uow.records.put(record, certificate_hash(record.id))
        first = await uow.records.list(world.provider.id, world.account.id, PageWanted(limit=2))
        rest = await uow.records.list(world.provider.id, None, PageWanted(limit=2, after=first.next_after))
        none = await uow.records.list(world.provider.id, "acct_unknown", PageWanted())
    assert (*first.items, *rest.items) == tuple(reversed(records))
    assert none.items == ()


async def _mirrored(hot: SqlHotQuestions, world: World, certificate: bytes, *names: tuple[str, str]) -> list[object]:
    asked = [(kind, name, (name,)) for kind, name in names]
    found = await hot.type_facts(world.provider.id, world.account.id, certificate, asked)
    return [found.subject, *(name.answer for name in found.names)]


async def test_a_fresh_answer_takes_the_place_of_an_old_one(
    unit_of_work: UnitOfWorks, world: World, hot: SqlHotQuestions
) -> None:
    for said in ("old", "new"):
        async with unit_of_work() as uow:
            answers = [MirroredService("website", "example.cn", {"said": said})]
            await uow.mirror.put(world.provider.id, certificate_hash(), {"said": said}, answers, NOW)
            await uow.commit()
    found = await _mirrored(hot, world, certificate_hash(), ("website", "example.cn"), ("website", "unknown.cn"))
    assert found == [{"said": "new"}, {"said": "new"}, None]


async def test_forgetting_takes_the_certificate_its_apps_and_the_domains_with_all_below(
    unit_of_work: UnitOfWorks, world: World, hot: SqlHotQuestions
) -> None:
    mine, others = certificate_hash("mine"), certificate_hash("others")
    names = [
        ("website", "example.cn"),
        ("website", "a.b.example.cn"),
        ("website", "myexample.cn"),
        ("website", "example.cn.com"),
        ("app", "记账"),
    ]
    answers = [MirroredService(kind, name, {"of": name}) for kind, name in names]
    async with unit_of_work() as uow:
        for certificate in (mine, others):
            await uow.mirror.put(world.provider.id, certificate, {"of": certificate.decode()}, answers, NOW)
        await uow.mirror.forget(mine, ["example.cn"])
        await uow.commit()
    kept = [{"of": "myexample.cn"}, {"of": "example.cn.com"}]
    assert await _mirrored(hot, world, mine, *names) == [None, None, None, *kept, None]
    assert await _mirrored(hot, world, others, *names) == [{"of": others.decode()}, None, None, *kept, {"of": "记账"}]
