"""Authorization codes live as long as their servers."""

from datetime import timedelta

import pytest

from app.domain.authorization_codes import CodeReason, CodeState
from app.domain.errors import ProblemCode, Refusal
from app.ports.store.paging import PageWanted
from app.usecases import authorization_codes, filing_steps, filings, upkeep
from app.usecases.filing_products import ProductCommand
from tests.usecases.a_world import World

HUNDRED_DAYS = timedelta(days=100)


async def state_of(world: World, code_id: str) -> str:
    """Return where a code stands."""
    page = await authorization_codes.listed(world.runtime, world.backend, PageWanted(100, None), None, None)
    return next(code.state.value for code in page.items if code.id == code_id)


async def test_a_filing_given_up_frees_its_code_while_the_server_is_valid(world: World) -> None:
    filing = await world.begun()
    assert filing.products[0].authorization_code_id is not None

    await filing_steps.abandon(world.runtime, world.applicant, filing.id, None, None)

    assert await state_of(world, filing.products[0].authorization_code_id) == "unused"


async def test_a_filing_given_up_after_the_server_ran_out_leaves_its_code_dead(world: World) -> None:
    filing = await world.begun()
    assert filing.products[0].authorization_code_id is not None
    await world.put_server(expires_in=timedelta(hours=1))
    world.clock.advance(timedelta(hours=2))

    await filing_steps.abandon(world.runtime, world.applicant, filing.id, None, None)

    assert await state_of(world, filing.products[0].authorization_code_id) == "dead"


async def test_codes_of_a_server_that_ran_out_are_listed_as_dead(world: World) -> None:
    await world.put_server(expires_in=HUNDRED_DAYS)
    issued = await world.a_code()
    world.clock.advance(HUNDRED_DAYS)

    page = await authorization_codes.listed(world.runtime, world.backend, PageWanted(100, None), None, CodeState.DEAD)

    assert [code.id for code in page.items] == [issued.stored.id]
    checked = await authorization_codes.check(world.runtime, world.backend, issued.code)
    assert checked.reason is CodeReason.EXPIRED


async def test_a_server_that_is_renewed_in_time_keeps_its_codes_usable(world: World) -> None:
    await world.put_server(expires_in=HUNDRED_DAYS)
    issued = await world.a_code()

    renewed = await world.put_server(expires_in=timedelta(days=400))
    world.clock.advance(HUNDRED_DAYS)

    checked = await authorization_codes.check(world.runtime, world.backend, issued.code)
    assert (checked.reason, checked.expires_at) == (None, renewed.resource.expires_at)


async def test_a_guessed_code_counts_although_the_filing_comes_to_nothing(world: World) -> None:
    await world.put_server()
    command = filings.BeginCommand(await world.verified(), ProductCommand("AAAA-BBBB-CCCC-DDDD", None), None)
    for _ in range(world.runtime.limits.code_checks_per_minute):
        with pytest.raises(Refusal) as caught:
            await filings.begin(world.runtime, world.applicant, command)
        assert caught.value.facts["reason"] == "unknown"

    with pytest.raises(Refusal) as caught:
        await filings.begin(world.runtime, world.applicant, command)

    assert caught.value.code is ProblemCode.RATE_LIMITED


async def test_sweeping_erases_old_counters_and_keeps_young_ones(world: World) -> None:
    old = world.clock.real_now()
    async with world.runtime.unit_of_work() as uow:
        await uow.attempts.add("sms_phone", "13800000001", old)
        await uow.commit()
    world.clock.advance(timedelta(days=3))
    young = world.clock.real_now()
    async with world.runtime.unit_of_work() as uow:
        await uow.attempts.add("sms_phone", "13800000001", young)
        await uow.commit()

    await upkeep.sweep(world.runtime)

    async with world.runtime.unit_of_work() as uow:
        assert await uow.attempts.count("sms_phone", "13800000001", old) == 0
        assert await uow.attempts.count("sms_phone", "13800000001", young) == 1


async def test_a_verification_that_nothing_came_of_is_erased_a_month_after_it_ran_out(world: World) -> None:
    used, unused = await world.begun(), await world.verified()
    assert used.type_verification_id is not None

    async def kept() -> list[bool]:
        async with world.runtime.unit_of_work() as uow:
            ids = (used.type_verification_id, unused)
            return [await uow.verifications.get(world.provider.id, one) is not None for one in ids if one is not None]

    world.clock.advance(timedelta(days=30))
    await upkeep.sweep(world.runtime)
    assert await kept() == [True, True]

    world.clock.advance(timedelta(days=2))
    await upkeep.sweep(world.runtime)

    assert await kept() == [True, False]
