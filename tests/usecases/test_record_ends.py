"""Certificates, domains and servers of what is on file: their ends are told in time, once, and one after another."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.domain.filing_body import Certificate, Person
from app.domain.filing_types import FilingType
from app.domain.records import Record
from app.ports.authority import AuthorityUnavailableError
from app.storage.engine import Database
from app.usecases import domain_watch, records
from tests.usecases.a_world import NOW, World
from tests.usecases.an_approval import a_result, about, approved, first_filed, of_service, told_of
from tests.usecases.test_expiries import Registry
from tests.usecases.test_reminders import DAY, fire_at

ENDS = ("deadline_approaching", "deadline_passed")


async def ends_told(world: World, record: Record) -> list[tuple[str, str, int]]:
    """Return what was told of the ends of a record: the change, the kind, and the days left."""
    told = [one for one in await told_of(world, record.id) if one["change"] in ENDS]
    return [(one["change"], one["kind"], one["days_left"]) for one in told]


async def waits_for(world: World, record: Record) -> dict[str, datetime]:
    """Return what a record shows that it waits for."""
    seen = await records.get(world.runtime, world.backend, record.id)
    return {one.kind: one.due_at for one in seen.deadlines}


async def until(world: World, last: int, first: int = 1) -> None:
    for day in range(first, last + 1):
        await fire_at(world, NOW + day * DAY)


def ends_on(day: date) -> datetime:
    """Return the moment at which a last day is over in Beijing."""
    return datetime(day.year, day.month, day.day, 16, tzinfo=UTC)


async def with_server(world: World, days: int) -> Record:
    """Put a service on record whose server ends in so many days."""
    record = await first_filed(world)
    await world.put_server(expires_in=days * DAY)
    await fire_at(world, NOW)
    return record


async def test_a_server_behind_what_is_on_file_is_told_of_thirty_seven_and_one_day_before_its_end(
    world: World,
) -> None:
    record = await with_server(world, 40)
    at_first = await waits_for(world, record)

    await until(world, 12)
    near = await waits_for(world, record)
    await until(world, 42, 13)

    assert at_first == {}
    assert near == {"resource_expiry": NOW + 40 * DAY}
    approaching = [("deadline_approaching", "resource_expiry", days) for days in (30, 7, 1)]
    assert await ends_told(world, record) == [*approaching, ("deadline_passed", "resource_expiry", 0)]
    assert await waits_for(world, record) == {}


async def test_whoever_renews_the_server_is_not_told_of_its_end(world: World) -> None:
    record = await with_server(world, 40)
    await until(world, 12)

    await world.put_server(expires_in=400 * DAY)
    await until(world, 42, 13)

    assert await ends_told(world, record) == [("deadline_approaching", "resource_expiry", 30)]
    assert await waits_for(world, record) == {}


async def test_a_worker_that_was_away_tells_an_end_once(world: World) -> None:
    record = await with_server(world, 40)

    await fire_at(world, NOW + 45 * DAY)
    await fire_at(world, NOW + 46 * DAY)

    assert await ends_told(world, record) == [("deadline_passed", "resource_expiry", 0)]


async def test_ends_of_two_kinds_that_fell_due_while_no_worker_ran_are_both_told(world: World) -> None:
    paper = Person(certificate=Certificate(valid_until=NOW.date() + 40 * DAY))
    record = await first_filed(world, of_service(world, domains=("both.cn",), principal=paper))
    await world.put_server(expires_in=40 * DAY)
    await fire_at(world, NOW)

    await fire_at(world, NOW + 45 * DAY)

    assert sorted(await ends_told(world, record)) == [
        ("deadline_passed", "certificate_expiry", 0),
        ("deadline_passed", "resource_expiry", 0),
    ]


async def test_certificates_that_end_one_after_another_are_each_told_of_with_the_service_concerned(
    world: World,
) -> None:
    first, second = NOW.date() + 20 * DAY, NOW.date() + 60 * DAY
    services = [
        of_service(world, domains=(f"ends{place}.cn",), principal=Person(certificate=Certificate(valid_until=day)))
        for place, day in enumerate((first, second))
    ]
    record = await first_filed(world, *services)
    await fire_at(world, NOW)
    at_first = await waits_for(world, record)

    await until(world, 62)

    assert at_first == {"certificate_expiry": ends_on(first)}
    told = [one for one in await told_of(world, record.id) if one["change"] == "deadline_passed"]
    assert [one["service_ids"] for one in told] == [[one.id] for one in record.services]
    assert [one["due_at"] for one in told] == [ends_on(day).isoformat() for day in (first, second)]
    assert told[0]["consequence"]["en"].startswith("Once the certificate has expired")


async def test_a_change_filing_with_a_new_certificate_moves_the_end(world: World) -> None:
    old = Person(certificate=Certificate(valid_until=NOW.date() + 20 * DAY))
    record = await first_filed(world, of_service(world, principal=old))
    await fire_at(world, NOW)
    before = await waits_for(world, record)
    (recorded,) = record.services
    new = Person(certificate=Certificate(valid_until=NOW.date() + 60 * DAY))
    changed = replace(recorded.service, principal=new)

    filing = about(world, FilingType.CHANGE_SERVICE, record, changed)
    await approved(world, filing, a_result(filing, recorded.number))
    await fire_at(world, NOW)

    assert before == {"certificate_expiry": ends_on(NOW.date() + 20 * DAY)}
    assert await waits_for(world, record) == {"certificate_expiry": ends_on(NOW.date() + 60 * DAY)}


@pytest.mark.parametrize("filing_type", [FilingType.DEREGISTER_SERVICE, FilingType.CANCEL_ACCESS])
async def test_a_service_that_is_deregistered_or_served_elsewhere_has_no_ends_here(
    world: World, filing_type: FilingType
) -> None:
    record = await with_server(world, 20)
    before = await waits_for(world, record)
    (recorded,) = record.services

    filing = about(world, filing_type, record, recorded.service)
    await approved(world, filing, a_result(filing, recorded.number))
    await fire_at(world, NOW)

    assert set(before) == {"resource_expiry"}
    assert await waits_for(world, record) == {}


async def test_a_record_that_is_gone_waits_for_nothing(world: World, database: Database) -> None:
    record = await with_server(world, 20)
    filing = about(world, FilingType.DEREGISTER_SUBJECT, record, *[one.service for one in record.services])
    await approved(world, filing, a_result(filing, *[one.number for one in record.services]))

    left = await database.pool.fetchval("select count(*) from deadlines where owner_id = $1", record.id)

    assert left == 0


async def asked(world: World) -> int:
    """Let the worker ask registrars what is due now."""
    count = await domain_watch.ask_due(world.runtime)
    await fire_at(world, world.clock.now())
    return count


def with_registry(world: World, registry: Any) -> None:
    world.runtime = replace(world.runtime, domains=registry)


async def on_record(world: World) -> Record:
    """Put a website on record about whose domain nobody asked yet."""
    record = await first_filed(world, of_service(world, domains=("ends.cn",)))
    await fire_at(world, NOW)
    return record


async def test_a_domain_on_file_is_asked_about_within_a_day_and_its_end_is_told(world: World) -> None:
    record = await on_record(world)
    with_registry(world, Registry(NOW.date() + 20 * DAY))
    at_first = await waits_for(world, record)

    await fire_at(world, NOW + DAY)
    await asked(world)

    assert at_first == {}
    assert await waits_for(world, record) == {"domain_expiry": ends_on(NOW.date() + 20 * DAY)}


async def test_a_domain_that_was_renewed_is_found_out_at_the_next_question_a_month_later(world: World) -> None:
    record = await on_record(world)
    with_registry(world, Registry(NOW.date() + 50 * DAY))
    await fire_at(world, NOW + DAY)
    await asked(world)
    with_registry(world, Registry(NOW.date() + 400 * DAY))

    await fire_at(world, NOW + 26 * DAY)
    too_early = await asked(world)
    known = await waits_for(world, record)
    await fire_at(world, NOW + 32 * DAY)
    in_time = await asked(world)

    assert (too_early, in_time) == (0, 1)
    assert known == {"domain_expiry": ends_on(NOW.date() + 50 * DAY)}
    assert await waits_for(world, record) == {}


class Away:
    """A registry that can't be reached."""

    def __init__(self) -> None:
        self.asked = 0

    async def look_up(self, domains: Any) -> Any:
        """Count, and fail."""
        self.asked += 1
        raise AuthorityUnavailableError


async def test_a_registry_that_can_not_be_reached_is_asked_again_an_hour_later_and_what_is_known_stays(
    world: World,
) -> None:
    record = await on_record(world)
    with_registry(world, Registry(NOW.date() + 20 * DAY))
    await fire_at(world, NOW + DAY)
    await asked(world)
    known, away = await waits_for(world, record), Away()
    async with world.runtime.unit_of_work() as uow:
        await uow.registrations.ask_now("ends.cn", world.clock.now())
        await uow.commit()
    with_registry(world, away)

    counts = [await asked(world), await asked(world)]
    world.clock.advance(timedelta(hours=1))
    counts.append(await asked(world))

    assert (counts, away.asked) == ([1, 0, 1], 2)
    assert await waits_for(world, record) == known


async def test_a_domain_that_nobody_leans_on_is_watched_no_more(world: World, database: Database) -> None:
    with_registry(world, Registry(NOW.date() + 20 * DAY))
    await world.put_server()
    await world.verified()

    await fire_at(world, NOW + DAY)
    await asked(world)

    watched = "select count(*) from domain_registrations where provider_id = $1"
    assert await database.pool.fetchval(watched, world.provider.id) == 0


async def test_a_domain_of_an_open_order_is_asked_about_every_day(world: World) -> None:
    with_registry(world, Registry(NOW.date() + 100 * DAY))
    filing = await world.filled_in()
    with_registry(world, Registry(NOW.date() + 20 * DAY))

    await fire_at(world, NOW + DAY)
    await asked(world)

    ends = [one.due_at for one in (await world.details(filing.id)).deadlines if one.kind == "domain_expiry"]
    assert ends == [ends_on(NOW.date() + 20 * DAY)]
