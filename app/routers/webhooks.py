"""Webhook endpoints, what was delivered to them, and the feed of events that they announce."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from app.domain.callers import Scope
from app.domain.webhooks import Delivery, DeliveryState, WebhookEndpoint
from app.ports.store.webhook_deliveries import DeliveriesWanted
from app.routers.answers import empty_answer, json_answer, response_of
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.pages import Cursor, Limit, page_answer, wanted_page
from app.routers.request_context import call_of, reply, runtime_of
from app.routers.schemas.empty import NothingIn
from app.routers.schemas.webhooks import (
    WebhookDeliveryOut,
    WebhookDeliveryPageOut,
    WebhookEndpointIn,
    WebhookEndpointOut,
    WebhookEndpointPageOut,
    WebhookEndpointPatch,
)
from app.usecases import webhook_endpoints
from app.usecases.webhook_endpoints import EndpointCommand, EndpointShown

router = APIRouter(route_class=OperationRoute, tags=["webhooks"])
WantedId = Annotated[str | None, Query(min_length=1, max_length=64, pattern=r"^[0-9a-z_]+$")]


def endpoint_view(endpoint: WebhookEndpoint) -> dict[str, Any]:
    """Show an endpoint, without its secret."""
    return {
        "id": endpoint.id,
        "url": endpoint.url,
        "event_types": sorted(one.value for one in endpoint.event_types),
        "description": endpoint.description,
        "enabled": endpoint.disabled_at is None,
        "disabled_because": endpoint.disabled_because,
        "created_at": endpoint.created_at,
        "old_secret_until": endpoint.old_secret_until,
    }


def _shown(shown: EndpointShown) -> dict[str, Any]:
    secret = {} if shown.secret is None else {"secret": shown.secret}
    return endpoint_view(shown.endpoint) | secret


def delivery_view(delivery: Delivery) -> dict[str, Any]:
    """Show a delivery."""
    return {
        "id": delivery.id,
        "endpoint_id": delivery.endpoint_id,
        "event_id": delivery.event_id,
        "event_type": delivery.event_type,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "next_attempt_at": delivery.next_at,
        "last_status": delivery.last_status,
        "last_error": delivery.last_error,
        "created_at": delivery.created_at,
        "finished_at": delivery.finished_at,
    }


@router.post(
    "/v1/webhook-endpoints",
    **operation(
        "createWebhookEndpoint",
        "Be told of events",
        ok=201,
        answer=WebhookEndpointOut,
        scopes=[Scope.WEBHOOKS],
    ),
)
async def create_endpoint(request: Request, body: WebhookEndpointIn) -> Response:
    """Add an endpoint; its secret is shown in this answer alone."""
    call = await call_of(request, lambda shown: json_answer(201, _shown(shown)))
    command = EndpointCommand(body.url, frozenset(body.event_types), body.description)
    return reply(request, call, await webhook_endpoints.create(runtime_of(request), call, command))


@router.get(
    "/v1/webhook-endpoints",
    **operation("listWebhookEndpoints", "Who is told", answer=WebhookEndpointPageOut, scopes=[Scope.WEBHOOKS]),
)
async def list_endpoints(request: Request, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """List endpoints, newest first."""
    call = await call_of(request)
    page = await webhook_endpoints.listed(runtime_of(request), call, wanted_page(limit, cursor))
    return response_of(page_answer(request, page, endpoint_view))


@router.patch(
    "/v1/webhook-endpoints/{endpoint_id}",
    **operation("changeWebhookEndpoint", "Change an endpoint", answer=WebhookEndpointOut, scopes=[Scope.WEBHOOKS]),
)
async def change_endpoint(request: Request, endpoint_id: str, body: WebhookEndpointPatch) -> Response:
    """Change address, types, description; disable, enable, or give it a new secret."""
    call = await call_of(request, lambda shown: json_answer(200, _shown(shown)))
    types = None if body.event_types is None else frozenset(body.event_types)
    command = EndpointCommand(body.url, types, body.description, body.enabled, body.rotate_secret)
    return reply(request, call, await webhook_endpoints.change(runtime_of(request), call, endpoint_id, command))


@router.delete(
    "/v1/webhook-endpoints/{endpoint_id}",
    **operation("removeWebhookEndpoint", "Be told no more", ok=204, scopes=[Scope.WEBHOOKS]),
)
async def remove_endpoint(request: Request, endpoint_id: str) -> Response:
    """Take an endpoint away, and what is on its way there."""
    call = await call_of(request, lambda _: empty_answer())
    await webhook_endpoints.remove(runtime_of(request), call, endpoint_id)
    return reply(request, call, None)


@router.post(
    "/v1/webhook-endpoints/{endpoint_id}/ping",
    **operation("pingWebhookEndpoint", "Try an endpoint", ok=202, answer=WebhookDeliveryOut, scopes=[Scope.WEBHOOKS]),
)
async def ping_endpoint(request: Request, endpoint_id: str, body: NothingIn | None = None) -> Response:
    """Send an event of the type `webhook.ping`; what came of it stands among the deliveries."""
    call = await call_of(request, lambda delivery: json_answer(202, delivery_view(delivery)))
    return reply(request, call, await webhook_endpoints.ping(runtime_of(request), call, endpoint_id))


@router.get(
    "/v1/webhook-deliveries",
    **operation("listWebhookDeliveries", "What was delivered", answer=WebhookDeliveryPageOut, scopes=[Scope.WEBHOOKS]),
)
async def list_deliveries(
    request: Request,
    limit: Limit = 20,
    cursor: Cursor = None,
    endpoint_id: WantedId = None,
    event_id: WantedId = None,
    state: Annotated[DeliveryState | None, Query()] = None,
) -> Response:
    """List deliveries, newest first; `state=dead` gives those that were given up."""
    call = await call_of(request)
    wanted = DeliveriesWanted(endpoint_id, event_id, state)
    found = await webhook_endpoints.deliveries(runtime_of(request), call, wanted, wanted_page(limit, cursor))
    return response_of(page_answer(request, found, delivery_view))


@router.post(
    "/v1/webhook-deliveries/{delivery_id}/redeliver",
    **operation("redeliverWebhook", "Deliver once more", ok=202, answer=WebhookDeliveryOut, scopes=[Scope.WEBHOOKS]),
)
async def redeliver(request: Request, delivery_id: str, body: NothingIn | None = None) -> Response:
    """Try a delivery anew, whatever came of it before."""
    call = await call_of(request, lambda delivery: json_answer(202, delivery_view(delivery)))
    return reply(request, call, await webhook_endpoints.redeliver(runtime_of(request), call, delivery_id))
