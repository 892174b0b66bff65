"""uvicorn's HTTP protocol, with the bytes of a request that was cut handed on before the news of the cut.

uvicorn drops what it has read and not yet delivered when a connection is lost: up to some hundred kilobytes, which is
all that a phone on a bad network may get through. For resumable uploads these bytes count.
"""

from typing import TYPE_CHECKING

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application, ASGIReceiveCallable, ASGIReceiveEvent, ASGISendCallable, Scope

_WHERE = "/uploads"


class KeptBodies(HttpToolsProtocol):
    """The protocol for `uvicorn.Config(http=…)`."""

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: "ASGI3Application") -> None:
        wanted = _WHERE in cycle.scope["path"]
        super()._start_asgi_task(cycle, _keeping(cycle, app) if wanted else app)


def _keeping(cycle: RequestResponseCycle, app: "ASGI3Application") -> "ASGI3Application":
    async def kept(scope: "Scope", receive: "ASGIReceiveCallable", send: "ASGISendCallable") -> None:
        async def receive_all() -> "ASGIReceiveEvent":
            message = await receive()
            if message["type"] == "http.disconnect" and cycle.body and not cycle.response_complete:
                body, cycle.body = bytes(cycle.body), bytearray()
                return {"type": "http.request", "body": body, "more_body": True}
            return message

        await app(scope, receive_all, send)

    return kept
