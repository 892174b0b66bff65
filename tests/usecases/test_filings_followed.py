"""Following a filing: as many at a time as somebody needs, and no more."""

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.usecases import timelines
from tests.usecases.a_world import World


async def test_who_follows_too_many_at_a_time_waits_until_one_ends_and_keeps_nobody_else_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.usecases.timelines._MOST_AT_A_TIME", 2)
    filing = await world.begun()
    mine = [await timelines.follow(world.runtime, world.applicant, filing.id, None) for _ in range(2)]
    for followed in mine:
        assert [entry.event for entry in await anext(followed)] == ["created"]

    with pytest.raises(Refusal) as refused:
        await timelines.follow(world.runtime, world.applicant, filing.id, None)
    assert (refused.value.code, refused.value.retry_after) == (ProblemCode.RATE_LIMITED, 15)

    others = await timelines.follow(world.runtime, world.backend, filing.id, None)
    assert await anext(others)
    await mine[0].aclose()
    again = await timelines.follow(world.runtime, world.applicant, filing.id, None)
    assert await anext(again)
    for followed in (mine[1], others, again):
        await followed.aclose()
