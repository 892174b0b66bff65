"""Certificates, domains, servers and codes that end while a filing is on its way: told in time, and once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.domain.filing_states import State
from app.domain.filings import Filing
from app.ports.domain_registry import DomainRegistration
from app.usecases import filing_steps
from tests.usecases.a_world import NOW, World
from tests.usecases.test_reminders import DAY, fire_at, told

IN_FORTY_DAYS = NOW + 40 * DAY


@dataclass
class Registry:
    """A registry to which every domain runs until one day."""

    expires_on: date

    async def look_up(self, domains: Sequence[str]) -> tuple[DomainRegistration, ...]:
        """Know when domains end."""
        return tuple(DomainRegistration(one, known=True, expires_on=self.expires_on) for one in domains)


async def shown(world: World, filing: Filing) -> dict[str, datetime]:
    return {one.kind: one.due_at for one in (await world.details(filing.id)).deadlines}


def said(events: list[dict[str, Any]], kind: str) -> list[int]:
    return [one["days_left"] for one in events if one["kind"] == kind]


async def until(world: World, days: int) -> None:
    for day in range(1, days + 1):
        await fire_at(world, NOW + day * DAY)


async def on_a_server_of_forty_days(world: World) -> Filing:
    """Submit a filing whose server then turns out to end in forty days."""
    filing = await world.submitted()
    await world.put_server(expires_in=40 * DAY)
    await fire_at(world, NOW)
    return filing


@pytest.mark.fact("S4-49")
async def test_a_server_that_ends_is_told_thirty_seven_and_one_day_before_while_under_review(world: World) -> None:
    filing = await on_a_server_of_forty_days(world)
    at_first = await shown(world, filing)

    await until(world, 41)

    assert "resource_expiry" not in at_first
    # Reminders go out at nine in the morning, an hour before the time at which the server was bought.
    assert said(await told(world, filing), "resource_expiry") == [30, 7, 1, 0]
    assert (await world.filing(filing.id)).state is State.FIRST_REVIEW


async def test_what_ends_is_a_deadline_of_the_filing_once_it_is_near(world: World) -> None:
    filing = await on_a_server_of_forty_days(world)

    await until(world, 12)

    assert (await shown(world, filing))["resource_expiry"] == IN_FORTY_DAYS
    (event, *_) = [one for one in await told(world, filing) if one["kind"] == "resource_expiry"]
    assert event["state"] == "first_review"
    assert event["consequence"]["en"].startswith("Once the server has expired")


async def test_a_server_that_was_renewed_is_nothing_to_be_told_of(world: World) -> None:
    filing = await on_a_server_of_forty_days(world)
    await until(world, 12)

    await world.put_server(expires_in=400 * DAY)
    await fire_at(world, NOW + 13 * DAY)
    near = await shown(world, filing)
    await until(world, 41)

    assert "resource_expiry" not in near
    assert said(await told(world, filing), "resource_expiry") == [30]


async def test_a_worker_that_was_away_tells_an_end_once(world: World) -> None:
    filing = await on_a_server_of_forty_days(world)

    await fire_at(world, NOW + 45 * DAY)
    await fire_at(world, NOW + 46 * DAY)

    events = [one for one in await told(world, filing) if one["kind"] == "resource_expiry"]
    assert [(one["passed"], one["days_left"]) for one in events] == [(True, 0)]


async def test_the_first_certificate_to_end_counts_and_a_new_one_takes_its_deadline_away(world: World) -> None:
    filing = await world.filled_in()
    last_day = NOW.date() + 20 * DAY
    certificate = {"valid_from": "2016-03-23", "valid_until": last_day.isoformat()}

    filing = await world.patch(filing, {"subject": {"principal": {"certificate": certificate}}})
    ends = (await shown(world, filing))["certificate_expiry"]
    await until(world, 6)
    renewed = {"valid_from": "2026-03-08", "valid_until": "2046-03-08"}
    filing = await world.patch(filing, {"subject": {"principal": {"certificate": renewed}}})

    assert ends == datetime(2026, 3, 22, 16, tzinfo=UTC)
    assert "certificate_expiry" not in await shown(world, filing)
    assert said(await told(world, filing), "certificate_expiry") == []


async def test_a_domain_that_ends_is_told_by_what_its_registrar_said(world: World) -> None:
    world.runtime = replace(world.runtime, domains=Registry(NOW.date() + 35 * DAY))
    filing = await world.filled_in()

    await until(world, 8)

    assert said(await told(world, filing), "domain_expiry") == [31]
    assert (await shown(world, filing))["domain_expiry"] == datetime(2026, 4, 6, 16, tzinfo=UTC)


async def test_a_filing_that_is_given_up_is_told_of_no_end(world: World) -> None:
    filing = await world.filled_in()
    await world.put_server(expires_in=40 * DAY)
    await fire_at(world, NOW)
    await filing_steps.abandon(world.runtime, world.applicant, filing.id, None, None)

    await fire_at(world, NOW + timedelta(days=41))

    assert await told(world, filing) == []


async def test_what_ends_on_the_same_day_is_told_each_by_itself(world: World) -> None:
    world.runtime = replace(world.runtime, domains=Registry(IN_FORTY_DAYS.date()))
    filing = await on_a_server_of_forty_days(world)

    await until(world, 42)

    events = await told(world, filing)
    assert said(events, "resource_expiry") == [30, 7, 1, 0]
    # A domain's last day belongs to it whole.
    assert said(events, "domain_expiry") == [31, 8, 2, 0]


async def test_a_worker_that_was_away_tells_each_of_several_ends_once(world: World) -> None:
    world.runtime = replace(world.runtime, domains=Registry(IN_FORTY_DAYS.date()))
    filing = await on_a_server_of_forty_days(world)

    for day in (45, 46, 47):
        await fire_at(world, NOW + day * DAY)

    events = await told(world, filing)
    for kind in ("domain_expiry", "resource_expiry"):
        assert [one["passed"] for one in events if one["kind"] == kind] == [True]


async def test_a_server_that_changes_while_the_worker_is_away_takes_no_reminder_away(world: World) -> None:
    filing = await world.filled_in()
    world.clock.advance(6 * DAY)
    await world.put_server(expires_in=400 * DAY)

    await fire_at(world, NOW + 8 * DAY)

    assert [one["kind"] for one in await told(world, filing)] == ["idle"]
