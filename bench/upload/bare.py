"""The yardstick: an ASGI handler that hashes, encrypts, writes and syncs what comes, with nothing around it."""

import asyncio
import itertools
import sys
from pathlib import Path
from typing import Any

import uvicorn
import uvloop

from bench.upload.sealing import SealedFile


class Bare:
    """An ASGI application that takes files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Take one file."""
        if scope["type"] != "http":
            return
        path = self._folder / f"bare-{next(self._numbers)}"
        file = SealedFile(path)
        more = True
        while more:
            message = await receive()
            file.add(message["body"])
            more = message["more_body"]
        digest = file.close()
        path.unlink()
        await send({"type": "http.response.start", "status": 204, "headers": [(b"x-sha256", digest.encode())]})
        await send({"type": "http.response.body", "body": b""})


async def serve(folder: Path, port: int) -> None:
    """Serve until a signal."""
    config = uvicorn.Config(
        Bare(folder), host="127.0.0.1", port=port, loop="none", http="httptools", ws="none", log_level="warning",
        access_log=False, server_header=False, proxy_headers=False, lifespan="off",
    )  # fmt: skip
    await uvicorn.Server(config).serve()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
