"""The application: the authority's side (省管局, 工信部) played over HTTP, with everything kept in PostgreSQL."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import httpx
from fastapi import FastAPI

from authority_sandbox import answers, authority_routes, clock, control_routes, fault_routes, misbehaving
from authority_sandbox.clock import Clock, RealNow
from authority_sandbox.courier import Courier, Deliver, http_delivery
from authority_sandbox.database import open_pool
from authority_sandbox.door import Door
from authority_sandbox.due import DueWork
from authority_sandbox.sandbox import Sandbox
from authority_sandbox.settings import Settings

_CALLBACK_TIMEOUT = httpx.Timeout(10.0)


def create_app(
    settings: Settings,
    *,
    deliver: Deliver | None = None,
    real_now: RealNow = clock.real_now,
    die: Callable[[], None] = misbehaving.die,
) -> FastAPI:
    """Build the application; one process of it at a time works on a database.

    `deliver` sends a callback (body, headers) and returns the status of the answer; by default it is an HTTP POST.
    `real_now` is real time, by default the machine's. `die` plays a crash, by default that of the process.
    """

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with contextlib.AsyncExitStack() as stack:
            pool = await open_pool(settings.database_url)
            stack.push_async_callback(pool.close)
            send = deliver
            if send is None:
                client = await stack.enter_async_context(httpx.AsyncClient(timeout=_CALLBACK_TIMEOUT, trust_env=False))
                send = http_delivery(client, settings.callback_url)
            time = Clock(pool, real_now)
            courier = Courier(pool, settings, send, real_now)
            sandbox = Sandbox(settings, pool, time, courier, DueWork(pool, time, courier), die)
            app.state.sandbox = sandbox
            async with _running(sandbox):
                yield

    app = FastAPI(title="Authority sandbox", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    answers.install(app)
    app.include_router(authority_routes.router)
    app.include_router(control_routes.router)
    app.include_router(fault_routes.router)
    app.add_api_route("/healthz", _healthz, methods=["GET"])
    app.add_middleware(Door, secret=settings.secret)
    return app


@contextlib.asynccontextmanager
async def _running(sandbox: Sandbox) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(sandbox.courier.run()), asyncio.create_task(sandbox.due.run())]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _healthz() -> dict[str, str]:
    return {"status": "ok"}
