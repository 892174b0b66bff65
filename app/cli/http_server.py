"""One process that answers requests."""

import asyncio
import signal
import socket
from types import FrameType

import uvicorn
import uvloop

from app.cli.kept_bodies import KeptBodies
from app.main import create_app
from app.settings import Settings
from app.usecases.providers import ensure_default
from app.usecases.upkeep import begin_sandbox
from app.wiring import build

_GRACE_SECONDS = 10


def run(settings: Settings, fd: int | None) -> None:
    """Serve until SIGINT or SIGTERM, on an inherited listening socket or on host and port of the settings."""
    # uvicorn raises the signal once more when it has ended; with the default handler that would kill us before
    # connections and pools are closed.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _already_stopping)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(settings, fd))


def _already_stopping(_number: int, _frame: FrameType | None) -> None:
    return


async def _serve(settings: Settings, fd: int | None) -> None:
    sockets = [socket.socket(fileno=fd)] if fd is not None else None
    async with build(settings) as runtime:
        await begin_sandbox(runtime, settings.sandbox_now)
        await ensure_default(runtime, settings.profile)
        config = uvicorn.Config(
            create_app(runtime),
            host=settings.host,
            port=settings.port,
            loop="none",
            http=KeptBodies,
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_GRACE_SECONDS,
            backlog=2048,
        )
        await uvicorn.Server(config).serve(sockets=sockets)
