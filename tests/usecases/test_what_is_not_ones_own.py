"""Ids of another tenant, wherever they stand, are not found."""

from pathlib import Path

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.storage.engine import Database
from app.usecases import authorization_codes, filings
from app.usecases.filing_products import ProductCommand
from tests.usecases.a_world import World, a_world


@pytest.fixture
async def other(database: Database, tmp_path: Path) -> World:
    return await a_world(database, tmp_path)


def is_not_found(refusal: Refusal) -> bool:
    return refusal.code is ProblemCode.NOT_FOUND and not refusal.errors


async def test_no_type_is_verified_for_an_account_of_another_tenant(world: World, other: World) -> None:
    with pytest.raises(Refusal) as caught:
        await world.verified(world.backend, other.account.id)

    assert is_not_found(caught.value)


async def test_no_server_is_given_to_an_account_of_another_tenant(world: World, other: World) -> None:
    with pytest.raises(Refusal) as caught:
        await world.put_server(owner_account_id=other.account.id)

    assert is_not_found(caught.value)


async def test_no_code_is_issued_for_an_account_of_another_tenant(world: World, other: World) -> None:
    await world.put_server()
    command = authorization_codes.IssueCommand(1, other.account.id, None)

    with pytest.raises(Refusal) as caught:
        await authorization_codes.issue(world.runtime, world.backend, world.server, command)

    assert is_not_found(caught.value)


async def test_no_filing_begins_with_anything_of_another_tenant(world: World, other: World) -> None:
    theirs = await other.put_server()
    verification, their_verification = await world.verified(), await other.verified()
    for command in (
        filings.BeginCommand(verification, ProductCommand(None, theirs.resource.id), None),
        filings.BeginCommand(their_verification, ProductCommand(None, theirs.resource.id), None),
    ):
        with pytest.raises(Refusal) as caught:
            await filings.begin(world.runtime, world.backend, command)
        assert is_not_found(caught.value)


async def test_a_code_of_another_tenant_is_as_good_as_unknown(world: World, other: World) -> None:
    await other.put_server()
    theirs = await other.a_code()

    checked = await authorization_codes.check(world.runtime, world.backend, theirs.code)

    assert (checked.reason, checked.resource, checked.expires_at) == ("unknown", None, None)
