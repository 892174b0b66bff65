"""A worker that is stopped lets out the notices that are under way, for nobody could tell what became of them."""

import asyncio
from dataclasses import replace

from app.domain.notices import NoticeChannel, NoticeState, SendingResult
from app.ports.notice_sender import Letter
from app.usecases import event_publishing
from app.worker import send_notices
from tests.usecases.a_post_office import Office, sent_back, with_offices
from tests.usecases.a_world import World


class _Slow(Office):
    """Takes a letter when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.goes_on = asyncio.Event(), asyncio.Event()

    async def send(self, letter: Letter) -> SendingResult:
        self.begun.set()
        await self.goes_on.wait()
        return await super().send(letter)


async def test_a_notice_under_way_is_written_down_before_the_worker_ends(world: World) -> None:
    offices, slow = with_offices(world), _Slow()
    ways = world.runtime.notices
    world.runtime = replace(world.runtime, notices=replace(ways, senders={**ways.senders, NoticeChannel.EMAIL: slow}))
    filing = await sent_back(world)
    await event_publishing.publish_all(world.runtime)

    working = asyncio.create_task(send_notices(world.runtime, NoticeChannel.EMAIL))
    await slow.begun.wait()
    working.cancel()
    slow.goes_on.set()
    await asyncio.wait([working])

    states = {one.channel: one.state for one in await offices.notices(filing.id)}
    assert states[NoticeChannel.EMAIL] is NoticeState.SENT
    assert working.cancelled()
