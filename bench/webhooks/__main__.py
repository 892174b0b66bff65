"""Measure webhook deliveries beside a plain loop of the same HTTP client, and how long an event is under way."""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.accounts import Account
from app.domain.feed import FeedEvent, FeedEventType
from app.domain.providers import Provider
from app.domain.webhooks import WebhookEndpoint
from app.ports.store.webhook_deliveries import Due
from app.settings import Settings
from app.stack.demo_settings import demo_settings
from app.stack.local import local
from app.storage.migrations import upgrade
from app.usecases import event_publishing
from app.usecases.runtime import Runtime
from app.usecases.webhook_delivering import WebhookCourier, body_of
from app.wiring import build
from bench.webhooks.latencies import print_latencies
from bench.webhooks.receiving import Panels, panels

ENDPOINTS, FILINGS = 20, 1000
AT_ONCE = 200
SECRET = "whsec_" + "A" * 43 + "="
NOBODY_LISTENS = "http://127.0.0.1:9/"


@dataclass(frozen=True, slots=True)
class Tenant:
    """Whose events they are."""

    provider_id: str
    account_id: str


def main() -> None:
    """Measure in turns, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.webhooks", description=__doc__)
    parser.add_argument("--events", type=int, default=300, help="of one round; each goes to every live endpoint")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--latencies", type=int, default=200, help="events whose way out is timed")
    wanted = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="filing-bench-", ignore_cleanup_errors=True) as folder,
        demo_settings(Path(folder)) as own,
        local(own) as settings,
        panels() as told,
    ):
        asyncio.run(_measure(settings, told, wanted))


async def _measure(settings: Settings, told: Panels, wanted: argparse.Namespace) -> None:
    assert settings.database_url is not None
    await upgrade(settings.database_url)
    async with build(settings) as runtime:
        tenant = await _tenant(runtime)
        await _endpoints(runtime, tenant, told.port)
        ours, plain = [], []
        for _ in range(wanted.rounds):
            ours.append(await _deliveries(runtime, tenant, told, wanted.events))
            plain.append(await _plain_loop(runtime, tenant, told, wanted.events * (ENDPOINTS - 1)))
        _print_rates(ours, plain)
        print_latencies(await _latencies(runtime, tenant, told, wanted.latencies))
        print(f"(events of {FILINGS} filings, {ENDPOINTS} endpoints, one of them dead)")


async def _tenant(runtime: Runtime) -> Tenant:
    now = runtime.clock.real_now()
    provider = Provider(runtime.ids.new("prov"), "bench", "990900", "national", now)
    account = Account(runtime.ids.new("acct"), provider.id, "bench", "13800138000", True, now, now)
    async with runtime.unit_of_work() as uow:
        await uow.providers.add(provider)
        await uow.accounts.put(account)
        await uow.commit()
    return Tenant(provider.id, account.id)


async def _endpoints(runtime: Runtime, tenant: Tenant, port: int) -> None:
    """Add the endpoints, one of which is dead: nobody listens there."""
    async with runtime.unit_of_work() as uow:
        for number in range(ENDPOINTS):
            url = NOBODY_LISTENS if number == 0 else f"http://127.0.0.1:{port}/{number}"
            now = runtime.clock.real_now()
            endpoint = WebhookEndpoint(runtime.ids.new("whk"), tenant.provider_id, url, frozenset(), None, SECRET, now)
            await uow.webhooks.add(endpoint)
        await uow.commit()


def _events(runtime: Runtime, tenant: Tenant, count: int) -> list[FeedEvent]:
    """Make events of a thousand filings in turn."""
    return [
        FeedEvent(
            id=runtime.ids.new("evt"),
            provider_id=tenant.provider_id,
            account_id=tenant.account_id,
            type=FeedEventType.FILING_STATE_CHANGED,
            at=runtime.clock.now(),
            about_id=f"fil_{number % FILINGS}",
            filing_id=f"fil_{number % FILINGS}",
            data={"event": "authority_pass", "from": "authority_review", "to": "approved"},
        )
        for number in range(count)
    ]


async def _written(runtime: Runtime, events: Sequence[FeedEvent]) -> None:
    async with runtime.unit_of_work() as uow:
        await uow.feed.add(events)
        await uow.commit()


async def _deliveries(runtime: Runtime, tenant: Tenant, told: Panels, count: int) -> float:
    """Return deliveries a second: from the publishing on until the last live endpoint has the last event."""
    await _written(runtime, _events(runtime, tenant, count))
    told.came()
    wanted, got, courier = count * (ENDPOINTS - 1), 0, WebhookCourier(runtime)
    begun = time.monotonic()
    await event_publishing.publish_all(runtime)
    settled = 0
    while got < wanted:
        settled += await courier.step(0.2)
        # What was tried in vain at the dead one is among those settled.
        got += len(told.came()) if settled >= wanted else 0
    ended = time.monotonic()
    await courier.stop(0)
    return wanted / (ended - begun)


async def _plain_loop(runtime: Runtime, tenant: Tenant, told: Panels, count: int) -> float:
    """Return posts a second of loops that sign and post the same bodies with the same client, as many at once."""
    (event,) = _events(runtime, tenant, 1)
    body = body_of(Due(None, None, event))  # type: ignore[arg-type]  # of an event nothing else is asked
    left = iter(range(count))

    async def loop(number: int) -> None:
        url = f"http://127.0.0.1:{told.port}/{number % (ENDPOINTS - 1) + 1}"
        for _ in left:
            at = runtime.clock.real_now()
            attempt = await runtime.webhooks.post(url, (SECRET,), event.id, at, body)
            assert attempt.is_taken

    begun = time.monotonic()
    await asyncio.gather(*(loop(number) for number in range(AT_ONCE)))
    ended = time.monotonic()
    told.came()
    return count / (ended - begun)


async def _latencies(runtime: Runtime, tenant: Tenant, told: Panels, count: int) -> list[float]:
    """Return how long after the commit of an event each live endpoint had it, in seconds."""
    courier = WebhookCourier(runtime)

    async def publishing() -> None:
        while True:
            await event_publishing.publish_all(runtime)
            await asyncio.sleep(0.2)

    async def delivering() -> None:
        while True:
            await courier.step(0.2)

    working = [asyncio.create_task(publishing()), asyncio.create_task(delivering())]
    written: dict[str, float] = {}
    for event in _events(runtime, tenant, count):
        await _written(runtime, [event])
        written[event.id] = time.monotonic()
        await asyncio.sleep(0.02)
    came: list[tuple[str, float]] = []
    while len(came) < count * (ENDPOINTS - 1):
        await asyncio.sleep(0.2)
        came += [one for one in told.came() if one[0] in written]
    for task in working:
        task.cancel()
    await courier.stop(0)
    return [moment - written[event_id] for event_id, moment in came]


def _print_rates(ours: list[float], plain: list[float]) -> None:
    print("| deliveries a second | median | of the plain loop |")
    print("| --- | --- | --- |")
    print(f"| service | {statistics.median(ours):,.0f} | {statistics.median(ours) / statistics.median(plain):.2f} |")
    print(f"| plain loop | {statistics.median(plain):,.0f} | 1 |")


if __name__ == "__main__":
    main()
