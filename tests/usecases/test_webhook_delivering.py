"""Events go out: in order, to each endpoint apart, tried until they are taken or given up."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from standardwebhooks import Webhook
from structlog.testing import capture_logs

from app.domain.errors import ProblemCode, Refusal
from app.domain.feed import FeedEventType
from app.domain.webhook_targets import TargetFault
from app.domain.webhooks import Attempt, Delivery, DeliveryState
from app.ports.store.paging import PageWanted
from app.ports.store.webhook_deliveries import DeliveriesWanted
from app.usecases import event_publishing, filing_steps, webhook_endpoints
from app.usecases.webhook_delivering import WebhookCourier
from app.usecases.webhook_endpoints import EndpointCommand, EndpointShown
from tests.usecases.a_receiver import Receiver
from tests.usecases.a_world import World

EVERY = PageWanted(100)


async def told(world: World, receiver: Receiver, **wanted: object) -> EndpointShown:
    command = replace(EndpointCommand(url=receiver.url), **wanted)  # type: ignore[arg-type]
    return await webhook_endpoints.create(world.runtime, world.backend, command)


async def run_until(world: World, done: Callable[[], bool], steps: int = 200) -> None:
    """Publish and deliver until something holds; every step waits for something that happens."""
    courier = WebhookCourier(world.runtime)
    await event_publishing.publish_all(world.runtime)
    for _ in range(steps):
        if done():
            break
        await courier.step(0.01)
    await courier.stop(0)
    assert done()


async def tried(world: World, courier: WebhookCourier, times: int) -> None:
    """Deliver until the newest delivery was tried so often, and what came of it is written down."""
    while (await deliveries(world))[0].attempts < times:
        await courier.step(0.01)


async def deliveries(world: World, **wanted: object) -> tuple[Delivery, ...]:
    filters = DeliveriesWanted(**wanted)  # type: ignore[arg-type]
    return (await webhook_endpoints.deliveries(world.runtime, world.backend, filters, EVERY)).items


async def test_a_filings_moves_are_told_in_their_order_and_signed(world: World) -> None:
    async with Receiver() as receiver:
        shown = await told(world, receiver)
        filing = await world.submitted()
        await run_until(world, lambda: len(receiver.got) == 2)

    assert [one.said["data"] for one in receiver.got] == [
        {"event": "created", "from": None, "to": "draft"},
        {"event": "submit", "from": "draft", "to": "first_review"},
    ]
    for one in receiver.got:
        assert one.said["filing_id"] == filing.id
        assert one.said["type"] == "filing.state_changed"
        assert one.headers["webhook-id"] == one.said["id"]
        assert shown.secret is not None
        signed = {name: one.headers[name] for name in ("webhook-id", "webhook-signature")}
        _verify(shown.secret, one.body, signed, world)


def _verify(secret: str, body: bytes, headers: dict[str, str], world: World) -> None:
    # The library knows today's time alone; the world stands still, so the signature is made again from its parts.
    at = world.clock.real_now()
    assert Webhook(secret).sign(headers["webhook-id"], at, body.decode()) in headers["webhook-signature"].split()


async def test_a_long_queue_of_events_is_published_to_as_many_endpoints_as_a_tenant_may_have(world: World) -> None:
    async with Receiver() as receiver:
        for _ in range(20):
            await told(world, receiver)
        filing = await world.begun()
        async with world.runtime.unit_of_work() as uow:
            (seen,) = (await uow.feed.about([filing.id]))[filing.id]
            await uow.feed.add([replace(seen, id=world.runtime.ids.new("evt")) for _ in range(600)])
            await uow.commit()

        await event_publishing.publish_all(world.runtime)

    async with world.runtime.unit_of_work() as uow:
        assert len((await uow.feed.list(world.backend.provider_id, 1000)).items) == 601
    page = await deliveries(world)
    assert len(page) == EVERY.limit
    assert {one.state for one in page} == {DeliveryState.PENDING}


async def test_whoever_adds_endpoints_all_at_once_gets_no_more_than_a_tenant_may_have(world: World) -> None:
    async with Receiver() as receiver:
        for _ in range(webhook_endpoints.MOST_ENDPOINTS - 2):
            await told(world, receiver)
        added = await asyncio.gather(*(told(world, receiver) for _ in range(8)), return_exceptions=True)

    refused = [one for one in added if isinstance(one, Refusal)]
    assert [one.errors[0].code for one in refused] == ["too_many_items"] * 6
    async with world.runtime.unit_of_work() as uow:
        page = await uow.webhooks.list(world.backend.provider_id, EVERY)
    assert len(page.items) == webhook_endpoints.MOST_ENDPOINTS


async def test_a_worker_that_rests_is_told_whether_anything_waits(world: World) -> None:
    hot, now = world.runtime.hot, world.clock.real_now()
    async with Receiver(lambda _: (503, "")) as receiver:
        await told(world, receiver)
        before = (await hot.events_wait(), await hot.webhooks_wait(now))
        await world.begun()
        written = (await hot.events_wait(), await hot.webhooks_wait(now))
        await event_publishing.publish_all(world.runtime)
        published = (await hot.events_wait(), await hot.webhooks_wait(now))
        await tried(world, WebhookCourier(world.runtime), 1)

    (failed,) = await deliveries(world)
    assert failed.next_at is not None
    assert (before, written, published) == ((False, False), (True, False), (False, True))
    assert not await hot.webhooks_wait(now)
    assert await hot.webhooks_wait(failed.next_at)


async def test_what_fails_keeps_back_its_own_order_and_nothing_else(world: World) -> None:
    first, second = await world.begun(), None
    async with Receiver(lambda one: (503, "") if one.said["filing_id"] == first.id else (204, "")) as receiver:
        await told(world, receiver)
        await filing_steps.abandon(world.runtime, world.applicant, first.id, None, None)
        second = await world.begun()
        await event_publishing.publish_all(world.runtime)
        await run_until(world, lambda: {one.said["filing_id"] for one in receiver.got} == {first.id, second.id})

    of_first = [one for one in receiver.got if one.said["filing_id"] == first.id]
    assert len(of_first) == 1
    # What the other's receiver has may not be written down yet.
    states = {(one.order_key, one.state) for one in await deliveries(world)}
    assert (first.id, DeliveryState.DELIVERED) not in states


async def test_an_endpoint_that_does_not_answer_delays_no_other(world: World) -> None:
    never = asyncio.Event()
    async with Receiver(holds=never) as silent, Receiver() as quick:
        await told(world, silent)
        await told(world, quick)
        for _ in range(3):
            filing = await world.begun()
            await filing_steps.abandon(world.runtime, world.applicant, filing.id, None, None)
        await run_until(world, lambda: len(quick.got) == 6)
        never.set()

    assert len(silent.got) <= 3


async def test_a_try_that_failed_is_repeated_when_its_time_has_come_with_the_same_words(world: World) -> None:
    statuses = iter([500, 429, 200])
    async with Receiver(lambda _: (next(statuses), "retry-after: 60\r\n")) as receiver:
        await told(world, receiver)
        await world.begun()
        await event_publishing.publish_all(world.runtime)
        courier = WebhookCourier(world.runtime)
        for times, later in ((1, timedelta()), (2, timedelta(seconds=61)), (3, timedelta(minutes=6))):
            world.clock.advance(later)
            await tried(world, courier, times)

    assert len({(one.body, one.headers["webhook-id"]) for one in receiver.got}) == 1
    assert len(receiver.got) == 3
    (done,) = await deliveries(world)
    assert (done.state, done.attempts) == (DeliveryState.DELIVERED, 3)


async def test_gone_disables_the_endpoint_and_cancels_what_was_on_its_way(world: World) -> None:
    async with Receiver(lambda _: (410, "")) as receiver:
        shown = await told(world, receiver)
        filing = await world.begun()
        await filing_steps.abandon(world.runtime, world.applicant, filing.id, None, None)
        await run_until(world, lambda: len(receiver.got) == 1)
        courier = WebhookCourier(world.runtime)
        while any(one.state is DeliveryState.PENDING for one in await deliveries(world)):
            world.clock.advance(timedelta(minutes=2))
            await courier.step(0.01)

    (endpoint,) = (await webhook_endpoints.listed(world.runtime, world.backend, EVERY)).items
    assert endpoint.id == shown.endpoint.id
    assert endpoint.disabled_because == "gone"
    assert {one.state for one in await deliveries(world)} == {DeliveryState.CANCELLED}
    await world.begun()
    await event_publishing.publish_all(world.runtime)
    assert len(await deliveries(world)) == 2


async def test_a_redirect_is_no_delivery_and_is_not_followed(world: World) -> None:
    async with Receiver() as elsewhere, Receiver(lambda _: (302, f"location: {elsewhere.url}\r\n")) as receiver:
        await told(world, receiver)
        await world.begun()
        await run_until(world, lambda: len(receiver.got) == 1)

    assert elsewhere.got == []
    assert [one.state for one in await deliveries(world)] == [DeliveryState.PENDING]


async def test_only_what_an_endpoint_asked_for_and_only_its_own_tenants_events_reach_it(
    world: World, another_world: World
) -> None:
    async with Receiver() as of_records, Receiver() as of_others, Receiver() as of_all:
        await told(world, of_records, event_types=frozenset({FeedEventType.RECORD_CHANGED}))
        await told(another_world, of_others)
        await told(world, of_all)
        await world.begun()
        await run_until(world, lambda: len(of_all.got) == 1)

    assert of_records.got == of_others.got == []


async def test_a_delivery_that_was_given_up_is_delivered_again_on_request(world: World) -> None:
    async with Receiver(lambda _: (500, "")) as receiver:
        await told(world, receiver)
        await world.begun()
        await event_publishing.publish_all(world.runtime)
        courier = WebhookCourier(world.runtime)
        for times in range(1, 11):
            world.clock.advance(timedelta(hours=27))
            await tried(world, courier, times)
        (dead,) = await deliveries(world, state=DeliveryState.DEAD)
        assert dead.attempts == 10
        receiver.answers = lambda _: (200, "")
        await webhook_endpoints.redeliver(world.runtime, world.backend, dead.id)
        while (await deliveries(world))[0].state is DeliveryState.PENDING:
            await courier.step(0.05)

    assert [one.state for one in await deliveries(world)] == [DeliveryState.DELIVERED]


async def test_two_couriers_deliver_each_event_once(world: World) -> None:
    async with Receiver() as receiver:
        await told(world, receiver)
        for _ in range(5):
            filing = await world.begun()
            await filing_steps.abandon(world.runtime, world.applicant, filing.id, None, None)
        await event_publishing.publish_all(world.runtime)
        one, other = WebhookCourier(world.runtime), WebhookCourier(world.runtime)
        while any(found.state is DeliveryState.PENDING for found in await deliveries(world)):
            await asyncio.gather(one.step(0.01), other.step(0.01))

    assert len(receiver.got) == len({found.headers["webhook-id"] for found in receiver.got}) == 10


async def test_what_a_courier_took_and_never_settled_is_taken_up_by_another(world: World) -> None:
    never = asyncio.Event()
    async with Receiver(holds=never) as receiver:
        await told(world, receiver)
        await world.begun()
        await event_publishing.publish_all(world.runtime)
        dying = WebhookCourier(world.runtime)
        await dying.step(0.01)
        await dying.stop(0)
        receiver.holds = None
        world.clock.advance(timedelta(minutes=2))
        await run_until(world, lambda: len(receiver.got) >= 1)


async def test_a_new_secret_signs_beside_the_old_one(world: World) -> None:
    async with Receiver() as receiver:
        shown = await told(world, receiver)
        rotate = EndpointCommand(rotate_secret=True)
        lost = await webhook_endpoints.change(world.runtime, world.backend, shown.endpoint.id, rotate)
        rotated = await webhook_endpoints.change(world.runtime, world.backend, shown.endpoint.id, rotate)
        await webhook_endpoints.ping(world.runtime, world.backend, shown.endpoint.id)
        await run_until(world, lambda: len(receiver.got) == 1)

    (ping,) = receiver.got
    assert ping.said["type"] == "webhook.ping"
    assert rotated.secret not in (None, shown.secret)
    for secret in (shown.secret, lost.secret, rotated.secret):
        assert secret is not None
        _verify(secret, ping.body, ping.headers, world)


async def test_nothing_is_sent_to_a_disabled_endpoint_not_even_on_request(world: World) -> None:
    async with Receiver() as receiver:
        shown = await told(world, receiver)
        await world.begun()
        await event_publishing.publish_all(world.runtime)
        off = EndpointCommand(enabled=False)
        await webhook_endpoints.change(world.runtime, world.backend, shown.endpoint.id, off)
        (cancelled,) = await deliveries(world)
        for refused in (
            webhook_endpoints.ping(world.runtime, world.backend, shown.endpoint.id),
            webhook_endpoints.redeliver(world.runtime, world.backend, cancelled.id),
        ):
            with pytest.raises(Refusal) as refusal:
                await refused
            assert refusal.value.code is ProblemCode.ACTION_NOT_ALLOWED

    assert cancelled.state is DeliveryState.CANCELLED
    assert receiver.got == []


class OddSender:
    """Posts as a test wants: `breaks` raises what nobody foresaw, `holds` waits until it is let go."""

    def __init__(self, *, breaks: tuple[str, ...] = (), holds: tuple[str, ...] = ()) -> None:
        self.breaks, self.holds = breaks, holds
        self.posted: list[str] = []
        self.held: list[str] = []
        self.go_on = asyncio.Event()

    def fault_of(self, url: str) -> TargetFault | None:
        """Find nothing wrong with any address."""
        return None

    async def post(self, url: str, *_: object) -> Attempt:
        """Answer, break, or wait."""
        self.posted.append(url)
        if url in self.breaks:
            raise RuntimeError("nobody foresaw this")
        if url not in self.holds:
            return Attempt(204)
        self.held.append(url)
        await self.go_on.wait()
        self.held.remove(url)
        return Attempt(None, "timeout")

    async def close(self) -> None:
        """Close nothing."""


def at(number: int) -> str:
    return f"https://panel{number}.example.cn/hook"


async def told_at(world: World, *numbers: int) -> None:
    for number in numbers:
        await webhook_endpoints.create(world.runtime, world.backend, EndpointCommand(url=at(number)))


async def test_a_try_that_breaks_is_one_that_failed_and_loses_no_other(world: World) -> None:
    world.runtime = replace(world.runtime, webhooks=OddSender(breaks=(at(1),)))
    await told_at(world, 0, 1, 2)
    await world.begun()
    await event_publishing.publish_all(world.runtime)
    courier = WebhookCourier(world.runtime)
    with capture_logs() as logs:
        while not all(one.attempts for one in await deliveries(world)):
            await courier.step(0.01)

    came = {(one.state, one.last_error) for one in await deliveries(world)}
    assert came == {(DeliveryState.DELIVERED, None), (DeliveryState.PENDING, "fault_of_ours")}
    assert [line["log_level"] for line in logs] == ["error"]


async def test_endpoints_that_were_slow_share_half_of_the_places_so_that_others_find_room(world: World) -> None:
    slow = range(20)
    sender = OddSender(holds=tuple(at(number) for number in slow))
    world.runtime = replace(world.runtime, webhooks=sender)
    await told_at(world, *slow)
    await many_events(world, 30)
    courier = WebhookCourier(world.runtime)
    while len(sender.held) < 200:
        await courier.step(0.01)
    world.clock.advance(timedelta(seconds=15))
    sender.go_on.set()
    while sender.held:
        await courier.step(0.01)
    sender.go_on.clear()
    while len(sender.held) < 100:
        await courier.step(0.01)
    await courier.step(0.01)
    assert len(sender.held) == 100

    quick = await webhook_endpoints.create(world.runtime, world.backend, EndpointCommand(url=at(99)))
    await webhook_endpoints.ping(world.runtime, world.backend, quick.endpoint.id)
    await courier.step(0.01)
    sender.go_on.set()

    assert at(99) in sender.posted


async def many_events(world: World, count: int) -> None:
    """Publish events of as many filings."""
    filing = await world.begun()
    async with world.runtime.unit_of_work() as uow:
        (seen,) = (await uow.feed.about([filing.id]))[filing.id]
        ids = [world.runtime.ids.new("evt") for _ in range(count - 1)]
        await uow.feed.add([replace(seen, id=one, about_id=one, filing_id=one) for one in ids])
        await uow.commit()
    await event_publishing.publish_all(world.runtime)


async def test_two_couriers_that_are_told_gone_at_the_same_time_settle_both(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.usecases.webhook_delivering._AT_ONCE", 1)
    together = asyncio.Event()
    async with Receiver(lambda _: (410, ""), holds=together) as receiver:
        await told(world, receiver)
        await many_events(world, 2)
        one, other = WebhookCourier(world.runtime), WebhookCourier(world.runtime)
        while len(receiver.got) < 2:
            await asyncio.gather(one.step(0.01), other.step(0.01))
        together.set()
        while any(found.state is DeliveryState.PENDING for found in await deliveries(world)):
            await asyncio.gather(one.step(0.5), other.step(0.5))

    (endpoint,) = (await webhook_endpoints.listed(world.runtime, world.backend, EVERY)).items
    assert endpoint.disabled_because == "gone"


async def test_an_endpoint_that_is_enabled_begins_with_what_happens_from_then_on(world: World) -> None:
    async with Receiver() as receiver:
        shown = await told(world, receiver)
        change = partial(webhook_endpoints.change, world.runtime, world.backend, shown.endpoint.id)
        await world.begun()
        await event_publishing.publish_all(world.runtime)
        (seen,) = await deliveries(world)
        await change(EndpointCommand(enabled=False))
        # Whoever published at that very moment saw an endpoint that was still enabled.
        async with world.runtime.unit_of_work() as uow:
            await uow.webhook_deliveries.add([replace(seen, id=world.runtime.ids.new("dlv"))])
            await uow.commit()

        await change(EndpointCommand(enabled=True))

    assert {one.state for one in await deliveries(world)} == {DeliveryState.CANCELLED}


async def test_what_waits_for_one_that_failed_is_not_looked_at_before_it_is_tried_again(world: World) -> None:
    async with Receiver(lambda _: (503, "")) as receiver:
        await told(world, receiver)
        filing = await world.begun()
        await filing_steps.abandon(world.runtime, world.applicant, filing.id, None, None)
        await event_publishing.publish_all(world.runtime)
        courier = WebhookCourier(world.runtime)
        while not any(one.attempts for one in await deliveries(world)):
            await courier.step(0.01)
        await more_of(world, filing.id)
        waiting = await deliveries(world)
        assert len({one.next_at for one in waiting}) == 1
        assert [one.attempts for one in waiting] == [0, 0, 1]

        receiver.answers = lambda _: (204, "")
        await webhook_endpoints.redeliver(world.runtime, world.backend, waiting[-1].id)
        while any(one.state is DeliveryState.PENDING for one in await deliveries(world)):
            await courier.step(0.01)

    assert [one.said["id"] for one in receiver.got[1:]] == [one.event_id for one in reversed(waiting)]


async def more_of(world: World, filing_id: str) -> None:
    """Publish one more event of a filing."""
    async with world.runtime.unit_of_work() as uow:
        seen = (await uow.feed.about([filing_id]))[filing_id][0]
        await uow.feed.add([replace(seen, id=world.runtime.ids.new("evt"))])
        await uow.commit()
    await event_publishing.publish_all(world.runtime)
