"""A short way to operations whose path is fixed and whose endpoint takes the request alone."""

from collections.abc import Iterable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.routers.operation_route import Handler, OperationRoute


class FixedPaths:
    """Pure ASGI: finds such a route by method and path in one look; all else goes on to FastAPI's router.

    That one tries the pattern of every route in turn and lays several layers around the endpoint, which these
    endpoints do not need: a quarter of a small request. The document still comes from the routes themselves.
    """

    def __init__(self, app: ASGIApp, routers: Iterable[APIRouter]) -> None:
        self._app = app
        self._found: dict[tuple[str, str], tuple[OperationRoute, Handler]] = {
            (method, route.path): (route, route.get_route_handler())
            for router in routers
            for route in router.routes
            if isinstance(route, OperationRoute) and route.takes_the_request_alone and "{" not in route.path
            for method in route.methods or ()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        found = self._found.get((scope["method"], scope["path"])) if scope["type"] == "http" else None
        if found is None:
            await self._app(scope, receive, send)
            return
        scope["route"], handler = found
        response = await handler(Request(scope, receive, send))
        await response(scope, receive, send)
