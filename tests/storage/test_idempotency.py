"""Idempotency keys: twins, takeovers, and counters of attempts."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from app.ports.store.keys import Answer, KeyBusyError, KeyReusedError, Lease, LeaseLostError
from tests.storage.things import NOW, UnitOfWorks, new_id

ANSWER = Answer(201, (("location", "/v1/filings/fil_1"), ("etag", '"1"')), "{\n主体}".encode())
BODY = b"b" * 32


def a_lease() -> Lease:
    return Lease("cli_1", "POST /v1/filings", new_id("key"), "token-1")


async def _began(unit_of_work: UnitOfWorks, lease: Lease, body: bytes = BODY, later: int = 0) -> Answer | None:
    async with unit_of_work() as uow:
        return await uow.keys.begin(lease, body, NOW + timedelta(seconds=later))


async def _completed(unit_of_work: UnitOfWorks, lease: Lease, answer: Answer = ANSWER) -> None:
    async with unit_of_work() as uow:
        await uow.keys.complete(lease, answer)
        await uow.commit()


async def test_the_second_of_twins_gets_the_first_answer(unit_of_work: UnitOfWorks) -> None:
    lease = a_lease()
    assert await _began(unit_of_work, lease) is None
    await _completed(unit_of_work, lease)
    assert await _began(unit_of_work, replace(lease, token="token-2")) == ANSWER


async def test_of_twins_at_once_one_works_and_the_other_is_told_to_wait(unit_of_work: UnitOfWorks) -> None:
    lease = a_lease()

    async def begin(token: str) -> str:
        try:
            await _began(unit_of_work, replace(lease, token=token))
        except KeyBusyError:
            return "busy"
        return "works"

    assert sorted(await asyncio.gather(*(begin(f"token-{twin}") for twin in range(4)))) == [*["busy"] * 3, "works"]


async def test_another_body_under_the_same_key_is_refused(unit_of_work: UnitOfWorks) -> None:
    lease = a_lease()
    await _began(unit_of_work, lease)
    with pytest.raises(KeyReusedError):
        await _began(unit_of_work, lease, b"c" * 32)


async def test_the_same_key_of_another_owner_or_operation_is_another_key(unit_of_work: UnitOfWorks) -> None:
    lease = a_lease()
    for other in (lease, replace(lease, owner="cli_2"), replace(lease, operation="POST /v1/resources")):
        assert await _began(unit_of_work, other) is None


async def test_a_lease_that_ran_out_is_taken_over_and_the_first_cant_answer_any_more(
    unit_of_work: UnitOfWorks,
) -> None:
    first = a_lease()
    second = replace(first, token="token-2")
    await _began(unit_of_work, first)
    with pytest.raises(KeyBusyError):
        await _began(unit_of_work, second, later=59)
    assert await _began(unit_of_work, second, later=60) is None
    with pytest.raises(LeaseLostError):
        await _completed(unit_of_work, first)
    await _completed(unit_of_work, second)
    assert await _began(unit_of_work, first, later=61) == ANSWER


async def test_an_answer_that_was_not_committed_is_not_given(unit_of_work: UnitOfWorks) -> None:
    lease = a_lease()
    await _began(unit_of_work, lease)
    async with unit_of_work() as uow:
        await uow.keys.complete(lease, ANSWER)
    with pytest.raises(KeyBusyError):
        await _began(unit_of_work, lease)


async def test_a_released_key_can_be_used_with_another_body(unit_of_work: UnitOfWorks) -> None:
    lease = a_lease()
    await _began(unit_of_work, lease)
    async with unit_of_work() as uow:
        await uow.keys.release(replace(lease, token="of another"))
        await uow.keys.release(lease)
        await uow.commit()
    assert await _began(unit_of_work, lease, b"c" * 32) is None


async def test_a_key_is_over_after_a_day(unit_of_work: UnitOfWorks) -> None:
    lease, kept = a_lease(), a_lease()
    for each in (lease, kept):
        await _began(unit_of_work, each)
        await _completed(unit_of_work, each)
    assert await _began(unit_of_work, lease, later=86_399) == ANSWER
    assert await _began(unit_of_work, lease, b"c" * 32, later=86_400) is None
    async with unit_of_work() as uow:
        await uow.keys.erase_expired(NOW + timedelta(days=1))
        await uow.commit()
    assert await _began(unit_of_work, kept, b"c" * 32, later=1) is None


async def test_attempts_are_counted_by_all_together(unit_of_work: UnitOfWorks) -> None:
    async def attempt(subject: str) -> int:
        async with unit_of_work() as uow:
            counted = await uow.attempts.add("sms", subject, NOW)
            await uow.commit()
        return counted

    assert sorted(await asyncio.gather(*(attempt("13800138000") for _ in range(4)))) == [1, 2, 3, 4]
    assert await attempt("13900139000") == 1
    async with unit_of_work() as uow:
        assert await uow.attempts.add("sms", "13800138000", NOW, 0) == 4
        assert await uow.attempts.add("sms", "13900139000", NOW, 3) == 4
    async with unit_of_work() as uow:
        assert await uow.attempts.count("sms", "13800138000", NOW) == 4
        assert await uow.attempts.count("sms", "13800138000", NOW + timedelta(minutes=1)) == 0
        await uow.attempts.erase_before(NOW + timedelta(seconds=1))
        assert await uow.attempts.count("sms", "13800138000", NOW) == 0
