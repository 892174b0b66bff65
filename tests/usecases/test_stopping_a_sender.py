"""A worker that is stopped writes down what became of notices and webhooks that are under way."""

import asyncio
from dataclasses import replace
from typing import Literal

from app.domain.notices import NoticeChannel, NoticeState, SendingResult
from app.domain.webhooks import DeliveryState
from app.ports.notice_sender import Letter
from app.ports.store.paging import PageWanted
from app.ports.store.webhook_deliveries import DeliveriesWanted
from app.usecases import event_publishing, webhook_endpoints
from app.usecases.webhook_endpoints import EndpointCommand
from app.worker import deliver, send_notices
from tests.usecases.a_post_office import Office, sent_back, with_offices
from tests.usecases.a_receiver import Receiver
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


class _Held(asyncio.Event):
    """What a receiver waits for before it answers; tells that somebody waits."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = asyncio.Event()

    async def wait(self) -> Literal[True]:
        self.begun.set()
        return await super().wait()


async def test_a_webhook_under_way_is_written_down_before_the_worker_ends(world: World) -> None:
    held = _Held()
    async with Receiver(holds=held) as receiver:
        await webhook_endpoints.create(world.runtime, world.backend, EndpointCommand(url=receiver.url))
        await world.begun()
        await event_publishing.publish_all(world.runtime)

        working = asyncio.create_task(deliver(world.runtime))
        await held.begun.wait()
        working.cancel()
        held.set()
        await asyncio.wait([working])

    page = await webhook_endpoints.deliveries(world.runtime, world.backend, DeliveriesWanted(), PageWanted(10))
    assert [one.state for one in page.items] == [DeliveryState.DELIVERED]
    assert working.cancelled()
