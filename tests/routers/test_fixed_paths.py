"""The short way to an operation answers as the long one does."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from app.routers.fixed_paths import FixedPaths
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute

router = APIRouter(route_class=OperationRoute)


@router.get("/fixed", **operation("fixed", "Takes the request alone", scopes=None))
async def fixed(request: Request) -> Response:
    return Response(f"short {request.url.path}")


@router.get("/given/{name}", **operation("given", "Takes a part of the path", scopes=None))
async def given(request: Request, name: str) -> Response:
    return Response(name)


@router.get("/asked", **operation("asked", "Takes a parameter", scopes=None))
async def asked(request: Request, limit: int = 1) -> Response:
    return Response(str(limit))


async def _long_way(scope: Scope, receive: Receive, send: Send) -> None:
    await Response("long")(scope, receive, send)


async def _answer(method: str, path: str) -> tuple[str, Scope]:
    scope: Scope = {
        "type": "http", "method": method, "path": path, "headers": [], "query_string": b"", "root_path": "",
        "server": ("filing.test", 80), "scheme": "http", "state": {},
    }  # fmt: skip
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await FixedPaths(_long_way, [router])(scope, receive, send)
    return sent[1]["body"].decode(), scope


async def test_an_operation_of_a_fixed_path_is_found_at_once_and_named_for_the_log() -> None:
    body, scope = await _answer("GET", "/fixed")

    assert body == "short /fixed"
    assert scope["route"].path == "/fixed"


async def test_all_else_goes_the_long_way() -> None:
    for method, path in (("POST", "/fixed"), ("GET", "/given/it"), ("GET", "/asked"), ("GET", "/fixed/")):
        assert (await _answer(method, path))[0] == "long"
