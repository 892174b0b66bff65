"""Webhook endpoints of a tenant: added, changed, tried, taken away; and what was delivered to them."""

import base64
from dataclasses import dataclass, replace

from app.domain.errors import ProblemCode, Refusal, invalid, not_found
from app.domain.feed import FeedEventType
from app.domain.texts import Text
from app.domain.webhook_targets import TargetFault
from app.domain.webhooks import Delivery, DeliveryState, DisabledBecause, WebhookEndpoint, again
from app.ports.store.paging import Page, PageWanted
from app.ports.store.unit_of_work import UnitOfWork
from app.ports.store.webhook_deliveries import DeliveriesWanted
from app.usecases.call import Call
from app.usecases.runtime import Runtime
from app.usecases.webhook_delivering import PING

MOST_ENDPOINTS = 50
_SECRET_BYTES = 32
_FAULTS = {
    TargetFault.WRONG_FORM: Text("不是有效的网址。", "This is no valid address."),
    TargetFault.NOT_HTTPS: Text("地址必须以 https:// 开头。", "The address must begin with https://."),
    TargetFault.WITH_CREDENTIALS: Text(
        "地址中不能包含用户名和密码；通知带有签名，请用它核验来源。",
        "The address must not hold a name and password; webhooks are signed, verify them by that.",
    ),
    TargetFault.NOT_PUBLIC: Text(
        "地址必须是公网地址，不能是内网、本机或保留地址。",
        "The address must be public: none of a private network, of this machine, or reserved.",
    ),
}
_REACHABLE = Text("请填写公网可访问的 https 地址。", "Give an https address that can be reached from the internet.")
_TOO_MANY = Text(f"最多 {MOST_ENDPOINTS} 个通知地址。", f"There may be at most {MOST_ENDPOINTS} endpoints.")
_DISABLED = Text(
    "该通知地址已停用；先用 PATCH 启用，再重新投递。",
    "The endpoint is disabled or gone; enable it with PATCH, then deliver again.",
)


@dataclass(frozen=True, slots=True)
class EndpointCommand:
    """What is asked for; None leaves as it is. `event_types` empty means every type."""

    url: str | None = None
    event_types: frozenset[FeedEventType] | None = None
    description: str | None = None
    enabled: bool | None = None
    rotate_secret: bool = False


@dataclass(frozen=True, slots=True)
class EndpointShown:
    """An endpoint, and its secret where it is new: it is shown this once."""

    endpoint: WebhookEndpoint
    secret: str | None = None


async def create(runtime: Runtime, call: Call, command: EndpointCommand) -> EndpointShown:
    """Add an endpoint; a forbidden target is refused at `/url`."""
    _require_target(runtime, command.url or "")
    secret = _new_secret(runtime)
    endpoint = WebhookEndpoint(
        id=runtime.ids.new("whk"),
        provider_id=call.provider_id,
        url=command.url or "",
        event_types=command.event_types or frozenset(),
        description=command.description,
        secret=secret,
        created_at=runtime.clock.real_now(),
    )
    shown = EndpointShown(endpoint, secret)
    async with runtime.unit_of_work() as uow:
        if await uow.webhooks.count_before_adding(call.provider_id) >= MOST_ENDPOINTS:
            raise invalid("/url", "too_many_items", _TOO_MANY)
        await uow.webhooks.add(endpoint)
        await call.commit(uow, shown)
    return shown


async def listed(runtime: Runtime, call: Call, page: PageWanted) -> Page[WebhookEndpoint]:
    """List endpoints, newest first."""
    async with runtime.unit_of_work() as uow:
        return await uow.webhooks.list(call.provider_id, page)


async def change(runtime: Runtime, call: Call, endpoint_id: str, command: EndpointCommand) -> EndpointShown:
    """Change an endpoint; a new secret signs beside the old one for a day."""
    if command.url is not None:
        _require_target(runtime, command.url)
    now = runtime.clock.real_now()
    async with runtime.unit_of_work() as uow:
        endpoint = await _found(uow, call, endpoint_id)
        changed = _changed(endpoint, command)
        secret = _new_secret(runtime) if command.rotate_secret else None
        if secret is not None:
            changed = changed.with_secret(secret, now)
        if command.enabled is False and endpoint.disabled_at is None:
            changed = replace(changed, disabled_at=now, disabled_because=DisabledBecause.ASKED)
            await uow.webhook_deliveries.cancel_pending(endpoint_id, now)
        elif command.enabled and endpoint.disabled_at is not None:
            # What was published, or asked for again, at the very moment of the disabling.
            await uow.webhook_deliveries.cancel_pending(endpoint_id, now)
            changed = replace(changed, disabled_at=None, disabled_because=None)
        await uow.webhooks.save(changed)
        shown = EndpointShown(changed, secret)
        await call.commit(uow, shown)
    return shown


async def remove(runtime: Runtime, call: Call, endpoint_id: str) -> None:
    """Take an endpoint away, and cancel what is on its way there."""
    async with runtime.unit_of_work() as uow:
        await _found(uow, call, endpoint_id)
        await uow.webhook_deliveries.cancel_pending(endpoint_id, runtime.clock.real_now())
        await uow.webhooks.remove(endpoint_id)
        await call.commit(uow, None)


async def ping(runtime: Runtime, call: Call, endpoint_id: str) -> Delivery:
    """Send an endpoint an event of no meaning, so that its receiver can be tried."""
    now = runtime.clock.real_now()
    async with runtime.unit_of_work() as uow:
        endpoint = await _found(uow, call, endpoint_id)
        if endpoint.disabled_at is not None:
            raise _disabled(DeliveryState.CANCELLED)
        delivery_id = runtime.ids.new("dlv")
        delivery = Delivery(
            id=delivery_id,
            provider_id=call.provider_id,
            endpoint_id=endpoint_id,
            event_id=runtime.ids.new("evt"),
            event_type=PING,
            order_key=delivery_id,
            state=DeliveryState.PENDING,
            attempts=0,
            created_at=now,
            next_at=now,
            is_ping=True,
        )
        await uow.webhook_deliveries.add([delivery])
        await call.commit(uow, delivery)
    return delivery


async def deliveries(runtime: Runtime, call: Call, wanted: DeliveriesWanted, page: PageWanted) -> Page[Delivery]:
    """List deliveries, newest first; those given up are `dead`."""
    async with runtime.unit_of_work() as uow:
        return await uow.webhook_deliveries.list(call.provider_id, wanted, page)


async def redeliver(runtime: Runtime, call: Call, delivery_id: str) -> Delivery:
    """Try a delivery anew from the beginning of the schedule, whatever came of it before."""
    async with runtime.unit_of_work() as uow:
        delivery = await uow.webhook_deliveries.get(call.provider_id, delivery_id, lock=True)
        if delivery is None:
            raise not_found()
        endpoint = await uow.webhooks.get(call.provider_id, delivery.endpoint_id)
        if endpoint is None or endpoint.disabled_at is not None:
            raise _disabled(delivery.state)
        anew = again(delivery, runtime.clock.real_now())
        await uow.webhook_deliveries.put(anew)
        await call.commit(uow, anew)
    return anew


async def _found(uow: UnitOfWork, call: Call, endpoint_id: str) -> WebhookEndpoint:
    endpoint = await uow.webhooks.get(call.provider_id, endpoint_id, lock=True)
    if endpoint is None:
        raise not_found()
    return endpoint


def _changed(endpoint: WebhookEndpoint, command: EndpointCommand) -> WebhookEndpoint:
    return replace(
        endpoint,
        url=endpoint.url if command.url is None else command.url,
        event_types=endpoint.event_types if command.event_types is None else command.event_types,
        description=endpoint.description if command.description is None else command.description,
    )


def _require_target(runtime: Runtime, url: str) -> None:
    fault = runtime.webhooks.fault_of(url)
    if fault is not None:
        raise invalid("/url", fault.value, _FAULTS[fault], _REACHABLE)


def _new_secret(runtime: Runtime) -> str:
    return "whsec_" + base64.b64encode(runtime.secrets.random_bytes(_SECRET_BYTES)).decode()


def _disabled(state: DeliveryState) -> Refusal:
    facts: dict[str, object] = {"state": state.value, "allowed_actions": []}
    return Refusal(ProblemCode.ACTION_NOT_ALLOWED, facts=facts, detail=_DISABLED)
