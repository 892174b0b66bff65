"""The mirror of the national record: the fresh answer counts, and what is out of date is forgotten."""

from datetime import timedelta

from app.ports.store.records import MirroredService
from app.storage.hot_questions import SqlHotQuestions
from tests.storage.things import NOW, UnitOfWorks, World, certificate_hash


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


async def test_fresh_answers_about_domains_are_found_by_domain_those_of_others_and_old_ones_are_not(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    answers = [MirroredService("website", name, {"of": name}) for name in ("example.cn", "b.example.cn")]
    names = ["example.cn", "unknown.cn"]
    async with unit_of_work() as uow:
        await uow.mirror.put(world.provider.id, certificate_hash(), {}, answers, NOW)
        found = [
            await uow.mirror.of_domains(provider, names, since)
            for provider, since in [
                (world.provider.id, NOW - timedelta(hours=1)),
                (world.provider.id, NOW),
                ("prv_another", NOW - timedelta(hours=1)),
            ]
        ]
    assert found == [{"example.cn": {"of": "example.cn"}}, {}, {}]
