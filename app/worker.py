"""The job worker: the exchange with the authority, and deadlines. The same use cases as behind the routers."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import procrastinate
import structlog
from procrastinate import RetryStrategy

from app.domain.notices import NoticeChannel
from app.ports.authority import AuthorityUnavailableError, CallRefusedError
from app.ports.object_store import ObjectStoreUnavailable
from app.ports.store.unit_of_work import StoreUnavailableError
from app.process_life import asked_to_stop, until_one_ends
from app.settings import Settings
from app.storage.jobs import QUEUE
from app.usecases import (
    authority_handover,
    authority_results,
    deadlines,
    domain_watch,
    event_publishing,
    notice_sending,
    paper_erasure,
    regular_questions,
    renditions,
    review_claims,
    upkeep,
    uploads,
)
from app.usecases.runtime import Runtime
from app.usecases.webhook_delivering import WebhookCourier
from app.wiring import build

DEADLINES_EVERY = 1.0
SWEEP_EVERY = 60.0
UNFINISHED_EVERY = 3600.0
REGISTRARS_EVERY = 5.0
PUBLISH_EVERY = 0.2
WEBHOOKS_EVERY = 0.2
NOTICES_EVERY = 0.5
LOST_NOTICES_EVERY = 5.0
_POLL_SECONDS = 1.0
_GRACE_SECONDS = 10.0
# One second, two, three, …: a job is tried until it is done, for nothing that was accepted may be lost.
_UNTIL_DONE = RetryStrategy(max_attempts=None, linear_wait=1)
_log = structlog.get_logger("worker")


def queue_of(runtime: Runtime, database_url: str) -> procrastinate.App:
    """Return the queue with its tasks; the names are those that use cases enqueue."""
    connector = procrastinate.PsycopgConnector(conninfo=database_url, min_size=1, max_size=10)
    app = procrastinate.App(connector=connector)

    @app.task(name=authority_handover.HAND_OVER, retry=_UNTIL_DONE)
    async def hand_over(filing_id: str) -> None:
        await runtime.clock.refresh()
        try:
            held = await authority_handover.hand_over(runtime, filing_id)
        except CallRefusedError as refused:
            _log.error("authority refuses our calls", status=refused.status, code=refused.code)
            raise
        if held is not None:
            _log.error("filing held for a fault of ours", filing_id=filing_id, code=held)

    @app.task(name=authority_results.APPLY_CALLBACK, retry=_UNTIL_DONE)
    async def apply_callback(callback_id: str) -> None:
        await runtime.clock.refresh()
        try:
            await authority_results.apply(runtime, callback_id)
        except authority_results.NotYetApplicableError:
            # Right after a hand-over this settles by itself; seen for long, the callback is of nothing of ours.
            _log.warning("callback of a receipt that is not known", callback_id=callback_id)
            raise

    @app.task(name=renditions.MAKE_RENDITIONS, retry=_UNTIL_DONE)
    async def make_renditions(filing_id: str) -> None:
        for material_id in await renditions.make(runtime, filing_id):
            _log.error("no rendition can be made of a paper", filing_id=filing_id, material_id=material_id)

    @app.task(name=paper_erasure.DELETE_OBJECT, retry=_UNTIL_DONE)
    async def delete_object(object_key: str) -> None:
        await paper_erasure.delete_unused(runtime, object_key)

    @app.task(name=uploads.DELETE_UPLOAD, retry=_UNTIL_DONE)
    async def delete_upload(provider_id: str, upload_id: str) -> None:
        await uploads.delete_pieces(runtime, provider_id, upload_id)

    return app


async def run(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT; a job that is cut off is done again by whoever comes next."""
    stopped = asked_to_stop()
    async with build(settings) as runtime:
        assert settings.database_url is not None
        queue = queue_of(runtime, settings.database_url)
        async with queue.open_async():
            await _until(stopped, runtime, queue)


async def _until(stopped: asyncio.Event, runtime: Runtime, queue: procrastinate.App) -> None:
    limits = runtime.limits
    work = queue.run_worker_async(
        queues=[QUEUE],
        concurrency=limits.jobs_at_once,
        install_signal_handlers=False,
        fetch_job_polling_interval=_POLL_SECONDS,
        update_heartbeat_interval=limits.job_heartbeat_seconds,
        stalled_worker_timeout=limits.job_stalled_seconds,
        shutdown_graceful_timeout=_GRACE_SECONDS,
        delete_jobs="successful",
    )
    await until_one_ends(
        work,
        _every(DEADLINES_EVERY, "deadlines", lambda: _fire_deadlines(runtime)),
        _every(DEADLINES_EVERY, "questions", lambda: regular_questions.ask_round(runtime)),
        _every(DEADLINES_EVERY, "stalled jobs", lambda: _take_up_stalled(runtime, queue)),
        _every(SWEEP_EVERY, "upkeep", lambda: upkeep.sweep(runtime)),
        _every(UNFINISHED_EVERY, "unfinished objects", lambda: upkeep.drop_unfinished_objects(runtime)),
        _every(SWEEP_EVERY, "claims", lambda: review_claims.let_lapse(runtime, runtime.clock.now())),
        _every(REGISTRARS_EVERY, "registrars", lambda: _ask_registrars(runtime)),
        _every(SWEEP_EVERY, "erasure", lambda: paper_erasure.erase_left(runtime)),
        _every(SWEEP_EVERY, "uploads", lambda: uploads.sweep(runtime)),
        _every(PUBLISH_EVERY, "events", lambda: event_publishing.publish_all(runtime)),
        deliver(runtime),
        # Each channel apart: a mail server that is slow delays no SMS.
        *(send_notices(runtime, channel) for channel in runtime.notices.senders),
        _every(LOST_NOTICES_EVERY, "lost notices", lambda: notice_sending.take_up_lost(runtime)),
        stopped.wait(),
    )


async def _every(seconds: float, what: str, act: Callable[[], Awaitable[Any]]) -> None:
    """Do something again and again; what can't be reached now may be there the next time.

    A fault of ours in one thing is told and tried again; it must not end all other work.
    """
    while True:
        pause = max(seconds, _POLL_SECONDS)
        try:
            await act()
            pause = seconds
        except CallRefusedError as refused:
            _log.error("authority refuses our calls", status=refused.status, code=refused.code)
        except (StoreUnavailableError, AuthorityUnavailableError, ObjectStoreUnavailable) as unavailable:
            _log.warning("unavailable", what=type(unavailable).__name__)
        except procrastinate.exceptions.ConnectorException:
            _log.warning("unavailable", what="queue")
        except Exception:
            _log.exception("work of the worker failed", what=what)
        await asyncio.sleep(pause)


async def deliver(runtime: Runtime) -> None:
    """Deliver webhooks: step upon step, without a pause while there is anything to deliver.

    Whoever is stopped writes down what came of those under way; others would come a minute late.
    """
    courier = WebhookCourier(runtime)
    try:
        await _every(0.0, "webhooks", lambda: courier.step(WEBHOOKS_EVERY))
    finally:
        await courier.stop(_GRACE_SECONDS)


async def send_notices(runtime: Runtime, channel: NoticeChannel) -> None:
    """Send the notices of one channel. Whoever is stopped first lets those out that are under way.

    Of one that is cut off nobody could tell whether it went out, and it would not be sent again.
    """
    under_way: set[asyncio.Task[int]] = set()

    def act() -> Awaitable[int]:
        task = asyncio.create_task(notice_sending.send_due(runtime, channel))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
        return asyncio.shield(task)

    try:
        await _every(NOTICES_EVERY, f"notices by {channel.value}", act)
    finally:
        if under_way:
            await asyncio.wait(under_way, timeout=_GRACE_SECONDS)


async def _fire_deadlines(runtime: Runtime) -> None:
    """Fire what is due."""
    await runtime.clock.refresh()
    await deadlines.fire_due(runtime, runtime.clock.now())


async def _ask_registrars(runtime: Runtime) -> None:
    """Ask about the domains that are due, some at a time: a slow registrar keeps nothing else waiting."""
    await runtime.clock.refresh()
    await domain_watch.ask_due(runtime)


async def _take_up_stalled(runtime: Runtime, queue: procrastinate.App) -> None:
    """Put the jobs of workers that died back into the queue."""
    stalled = await queue.job_manager.get_stalled_jobs(seconds_since_heartbeat=runtime.limits.job_stalled_seconds)
    for job in stalled:
        _log.warning("stalled job", task=job.task_name, job=job.id)
        with contextlib.suppress(procrastinate.exceptions.ConnectorException):
            await queue.job_manager.retry_job(job)
