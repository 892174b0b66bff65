"""The worker that reads certificates: a process and a queue of its own, for the model takes more memory than all else.

It opens papers in this process alone, one at a time, and keeps nothing of them but what was read, sealed.
"""

import asyncio
import resource

import procrastinate
import structlog
from procrastinate import RetryStrategy

from app.domain.recognition import CertificateDocument
from app.ports.certificate_reader import CertificateReader
from app.ports.store.unit_of_work import StoreUnavailableError
from app.process_life import asked_to_stop, until_one_ends
from app.settings import Settings
from app.storage.jobs import RECOGNITION
from app.usecases import recognition
from app.usecases.runtime import Runtime
from app.wiring import build, certificate_reader

_POLL_SECONDS = 0.5
_GRACE_SECONDS = 5.0
_UNTIL_DONE = RetryStrategy(max_attempts=None, linear_wait=1)
_log = structlog.get_logger("recognition")


class NotInstalledError(Exception):
    """The optional extra is not there."""

    def __init__(self) -> None:
        super().__init__(
            "the optional extra [recognition] is not installed: pip install -r requirements-extras.txt (or leave this "
            "worker out: certificates are then typed by hand)"
        )


def queue_of(runtime: Runtime, reader: CertificateReader, database_url: str) -> procrastinate.App:
    """Return the queue with its one task."""
    connector = procrastinate.PsycopgConnector(conninfo=database_url, min_size=1, max_size=3)
    app = procrastinate.App(connector=connector)

    @app.task(name=recognition.READ_CERTIFICATE, retry=_UNTIL_DONE)
    async def read_certificate(object_key: str, document: str) -> None:
        await runtime.clock.refresh()
        await recognition.read(runtime, reader, object_key, CertificateDocument(document))

    return app


def require_installed(settings: Settings) -> None:
    """Look for the extra before anything is started. Raises NotInstalledError."""
    if not certificate_reader(settings).is_installed():
        raise NotInstalledError


async def run(settings: Settings) -> None:
    """Read until SIGTERM or SIGINT."""
    reader = certificate_reader(settings)
    _bound_memory(settings.recognition_memory_bytes)
    stopped = asked_to_stop()
    async with build(settings) as runtime:
        assert settings.database_url is not None
        queue = queue_of(runtime, reader, settings.database_url)
        async with queue.open_async():
            await _until(stopped, runtime, queue)


async def _until(stopped: asyncio.Event, runtime: Runtime, queue: procrastinate.App) -> None:
    worker_id = runtime.ids.new("rdr")
    try:
        await until_one_ends(_work(runtime, queue), _attend(runtime, worker_id), stopped.wait())
    finally:
        await _left(runtime, worker_id)


async def _work(runtime: Runtime, queue: procrastinate.App) -> None:
    """Take one job after the other; jobs of a worker that died are given anew by the worker of the other queue."""
    await queue.run_worker_async(
        queues=[RECOGNITION],
        concurrency=1,
        install_signal_handlers=False,
        fetch_job_polling_interval=_POLL_SECONDS,
        update_heartbeat_interval=runtime.limits.job_heartbeat_seconds,
        stalled_worker_timeout=runtime.limits.job_stalled_seconds,
        shutdown_graceful_timeout=_GRACE_SECONDS,
        delete_jobs="successful",
    )


async def _attend(runtime: Runtime, worker_id: str) -> None:
    while True:
        try:
            await recognition.attend(runtime, worker_id)
        except StoreUnavailableError:
            _log.warning("unavailable", what="database")
        await asyncio.sleep(recognition.ATTEND_EVERY)


async def _left(runtime: Runtime, worker_id: str) -> None:
    try:
        await recognition.leave(runtime, worker_id)
    except StoreUnavailableError:
        _log.warning("unavailable", what="database")


def _bound_memory(most: int) -> None:
    """Let a picture that needs more fail in its own process: what is private and written to counts."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
