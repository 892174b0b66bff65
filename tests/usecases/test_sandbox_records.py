"""Records that an integrator puts on the national record, for an account here or for nobody."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.ports.store.paging import PageWanted
from app.usecases import records, sandbox
from tests.usecases.a_world import World

NUMBER = "豫ICP备2026000007号"


class FakeSandbox:
    """Implements `app.ports.sandbox.AuthoritySandbox` as far as records go."""

    def __init__(self) -> None:
        self.stored: list[dict[str, Any]] = []

    async def put_record(self, record: dict[str, Any]) -> dict[str, Any]:
        """Number what is put on record."""
        self.stored.append(record)
        services = [{"number": f"{NUMBER}-{place}"} for place, _ in enumerate(record["services"], start=1)]
        return {"subject_number": NUMBER, "services": services}

    async def move_clock(self, offset: timedelta) -> int:
        """Have nothing to deliver."""
        return 0

    async def next_due(self) -> tuple[datetime | None, int]:
        """Have nothing due."""
        return None, 0

    async def record_of(self, certificate_number: str) -> dict[str, Any] | None:
        """Have nothing on record."""
        return None

    async def put_domain_facts(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Say it back."""
        return facts

    async def messages(self, phone: str | None) -> list[dict[str, Any]]:
        """Have sent nothing."""
        return []

    async def put_switches(self, wanted: Mapping[str, bool]) -> dict[str, bool]:
        """Say it back."""
        return dict(wanted)

    async def decide(self, receipt: str, outcome: str, code: str | None, pointer: str | None) -> None:
        """Decide nothing."""


def a_record(world: World, **changes: Any) -> dict[str, Any]:
    """Return a subject with a website and an APP."""
    certificate = {"type": world.who.certificate_type, "number": world.who.certificate_number}
    subject = {"nature": "enterprise", "name": "某某公司", "certificate": certificate, "region": "410100"}
    website = {"kind": "website", "domain": "Filed.EXAMPLE.cn", "access_here": True}
    services = [website, {"kind": "app", "name": "晨星", "access_here": False}]
    return {"subject": subject, "services": services} | changes


@pytest.fixture
def played(world: World) -> FakeSandbox:
    played = FakeSandbox()
    world.runtime = replace(world.runtime, sandbox=played)
    return played


async def test_a_record_of_an_account_is_on_our_record_too(world: World, played: FakeSandbox) -> None:
    await sandbox.put_record(world.runtime, world.backend, a_record(world, account_id=world.account.id))

    (seen,) = (await records.listed(world.runtime, world.applicant, None, PageWanted(10, None))).items
    record = seen.record
    assert (record.account_id, record.subject_number, record.subject.name) == (world.account.id, NUMBER, "某某公司")
    assert [(one.number, one.domains, one.service.name, one.access_here) for one in record.services] == [
        (f"{NUMBER}-1", ("filed.example.cn",), None, True),
        (f"{NUMBER}-2", (), "晨星", False),
    ]
    assert "account_id" not in played.stored[0]


async def test_a_record_of_nobody_here_is_on_the_national_record_alone(world: World, played: FakeSandbox) -> None:
    await sandbox.put_record(world.runtime, world.backend, a_record(world))

    assert (await records.listed(world.runtime, world.backend, None, PageWanted(10, None))).items == ()
    assert len(played.stored) == 1


async def test_a_record_of_an_account_that_is_not_there_is_put_nowhere(world: World, played: FakeSandbox) -> None:
    with pytest.raises(Refusal) as caught:
        await sandbox.put_record(world.runtime, world.backend, a_record(world, account_id="acct_nobody"))

    assert caught.value.code is ProblemCode.NOT_FOUND
    assert played.stored == []
