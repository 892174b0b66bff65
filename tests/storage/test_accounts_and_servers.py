"""Providers, accounts, servers and codes: added once, updated after, seen by their own tenant alone."""

from dataclasses import replace
from datetime import timedelta

from app.domain.authorization_codes import AuthorizationCode, CodeState
from app.domain.filing_states import State
from app.domain.providers import Client
from app.ports.store.paging import PageWanted
from tests.storage.things import (
    NOW,
    UnitOfWorks,
    World,
    a_product,
    a_provider,
    a_resource,
    a_world,
    an_account,
    new_id,
    stored_filing,
)


def a_code(world: World, state: CodeState = CodeState.UNUSED) -> tuple[AuthorizationCode, bytes]:
    code_id = new_id("ac")
    code = AuthorizationCode(
        id=code_id,
        provider_id=world.provider.id,
        resource_id=world.resource.id,
        state=state,
        for_account_id=world.account.id,
        ip="203.0.113.7",
        created_at=NOW,
        expires_at=NOW + timedelta(days=90),
    )
    return code, code_id.encode()


async def test_a_provider_is_found_by_id_and_name_and_its_name_is_taken(unit_of_work: UnitOfWorks) -> None:
    provider = a_provider()
    async with unit_of_work() as uow:
        assert await uow.providers.add(provider)
        assert not await uow.providers.add(replace(provider, id=new_id("prv")))
        assert await uow.providers.get(provider.id) == provider
        assert await uow.providers.named(provider.name) == provider
        assert (await uow.providers.all())[-1] == provider
        assert await uow.providers.named("nobody") is None


async def test_a_client_comes_back_with_its_scopes(unit_of_work: UnitOfWorks, world: World) -> None:
    client = Client(new_id("cli"), world.provider.id, "panel", "hash", frozenset({"filings", "accounts"}), NOW)
    async with unit_of_work() as uow:
        await uow.providers.add_client(client)
        assert await uow.providers.client(client.id) == client
        assert await uow.providers.client("cli_unknown") is None


async def test_putting_an_account_again_updates_it_and_keeps_its_id(unit_of_work: UnitOfWorks, world: World) -> None:
    later = NOW + timedelta(days=1)
    again = replace(
        world.account,
        id=new_id("acct"),
        phone="13900139000",
        real_name_verified=False,
        created_at=later,
        updated_at=later,
    )
    stored = replace(again, id=world.account.id, created_at=NOW)
    async with unit_of_work() as uow:
        assert await uow.accounts.put(again) == (stored, False)
        assert await uow.accounts.get(world.provider.id, world.account.id) == stored


async def test_the_same_customer_number_at_another_provider_is_another_account(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    other = await a_world(unit_of_work)
    twin = an_account(other.provider.id, external_id=world.account.external_id)
    async with unit_of_work() as uow:
        assert await uow.accounts.put(twin) == (twin, True)
        assert await uow.accounts.get(other.provider.id, world.account.id) is None
        assert await uow.accounts.by_external_id(world.provider.id, twin.external_id) == world.account
        assert await uow.accounts.by_external_id(other.provider.id, twin.external_id) == twin
        assert await uow.accounts.by_external_id(other.provider.id, "customer-unknown") is None


async def test_putting_a_server_again_updates_it_and_keeps_its_id(unit_of_work: UnitOfWorks, world: World) -> None:
    again = replace(world.resource, id=new_id("res"), public_ips=(), expires_at=None, owner_account_id=world.account.id)
    stored = replace(again, id=world.resource.id)
    async with unit_of_work() as uow:
        assert await uow.resources.put(again) == (stored, False)
        assert await uow.resources.get(world.provider.id, stored.id, lock=True) == stored
        assert await uow.resources.by_external_id(world.provider.id, stored.external_id, lock=True) == stored
        another = a_resource(world.provider.id)
        assert await uow.resources.put(another) == (another, True)


async def test_a_tenant_does_not_see_servers_and_codes_of_another(unit_of_work: UnitOfWorks, world: World) -> None:
    other = (await a_world(unit_of_work)).provider.id
    code, code_hash = a_code(world)
    async with unit_of_work() as uow:
        await uow.codes.add([(code, code_hash)])
        assert await uow.codes.find(world.provider.id, code_hash) == code
        assert await uow.codes.find(other, code_hash) is None
        assert await uow.codes.get(other, code.id) is None
        assert (await uow.codes.list(other, PageWanted(), None, None)).items == ()
        assert await uow.resources.get(other, world.resource.id) is None
        assert await uow.resources.by_external_id(other, world.resource.external_id) is None
        assert world.resource not in (await uow.resources.list(other, PageWanted())).items


async def test_servers_are_listed_newest_first_in_pages(unit_of_work: UnitOfWorks, world: World) -> None:
    more = [a_resource(world.provider.id) for _ in range(2)]
    async with unit_of_work() as uow:
        for resource in more:
            await uow.resources.put(resource)
        first = await uow.resources.list(world.provider.id, PageWanted(limit=2))
        rest = await uow.resources.list(world.provider.id, PageWanted(limit=2, after=first.next_after))
    assert (*first.items, *rest.items) == (more[1], more[0], world.resource)


async def test_codes_are_listed_by_server_and_state(unit_of_work: UnitOfWorks, world: World) -> None:
    unused, revoked = a_code(world), a_code(world, CodeState.REVOKED)
    async with unit_of_work() as uow:
        await uow.codes.add([unused, revoked])
        await uow.codes.add([])
        both = await uow.codes.list(world.provider.id, PageWanted(), world.resource.id, None)
        one = await uow.codes.list(world.provider.id, PageWanted(), world.resource.id, CodeState.UNUSED)
        none = await uow.codes.list(world.provider.id, PageWanted(), "res_unknown", None)
    assert both.items == (revoked[0], unused[0])
    assert one.items == (unused[0],)
    assert none.items == ()


async def test_a_place_is_taken_by_codes_not_given_up_and_by_filings_without_a_code(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    codes = [a_code(world, state) for state in CodeState]
    async with unit_of_work() as uow:
        await uow.codes.add(codes)
        await uow.commit()
    await stored_filing(unit_of_work, world)
    await stored_filing(unit_of_work, world, state=State.APPROVED)
    await stored_filing(unit_of_work, world, state=State.ABANDONED)
    await stored_filing(unit_of_work, world, products=(a_product(world, "svc_1", codes[1][0].id),))
    async with unit_of_work() as uow:
        taken = await uow.resources.used_capacity([world.resource.id, "res_unknown"])
    assert taken == {world.resource.id: 3 + 2, "res_unknown": 0}


async def test_a_saved_code_is_in_its_new_state(unit_of_work: UnitOfWorks, world: World) -> None:
    code, code_hash = a_code(world)
    async with unit_of_work() as uow:
        await uow.codes.add([(code, code_hash)])
        await uow.codes.save(replace(code, state=CodeState.IN_USE))
        found = await uow.codes.get(world.provider.id, code.id, lock=True)
    assert found == replace(code, state=CodeState.IN_USE)
