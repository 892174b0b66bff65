"""Commands that run something: everything at once, or one process of it."""

import asyncio
import os
import signal
import sys
import tempfile
import time
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from app.settings import Settings, described


class WorkerQueue(StrEnum):
    """The queues, each with workers of its own."""

    DEFAULT = "default"
    RECOGNITION = "recognition"


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    for command in (serve, demo, api, worker, sandbox, migrate, settings):
        app.command()(command)


def read_settings() -> Settings:
    """Read the environment. Raises SettingsError."""
    return Settings.from_environment(os.environ)


def say(message: str) -> None:
    """Tell the operator what goes on; stdout is for results."""
    sys.stderr.write(f"{message}\n")
    sys.stderr.flush()


class Stopped(BaseException):
    """The operator or the system asked the process to end; no error, and not for `except Exception`."""


def _stop_on_signals() -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        # Once is enough: what follows is the orderly end.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def serve() -> None:
    """Run the service, its worker and the authority sandbox until interrupted."""
    from app.stack.service_stack import ServiceStack

    _stop_on_signals()
    try:
        with ServiceStack(read_settings(), say) as stack:
            sys.stdout.write(f"ready {stack.base_url}\n")
            sys.stdout.flush()
            while True:
                stack.look_after()
                time.sleep(0.2)
    except Stopped:
        say("stopped")


def demo(
    filing_type: Annotated[str, typer.Option("--type", help="the filing type to show, or all")] = "first_filing",
) -> None:
    """Play a filing over HTTP, with a stack of its own on free ports and data that is thrown away afterwards.

    The types: first_filing, add_service_here, add_service_elsewhere,
    add_access, change_subject, change_service, change_both,
    deregister_subject, deregister_service, cancel_access, claim,
    migrate_service, transfer_account; all plays one after another.

    Exit status 0 only where each ends as it should, on both sides.
    """
    from app.demo import UnknownStoryError, story_of
    from app.stack.demo_settings import demo_settings
    from app.stack.service_stack import ServiceStack

    try:
        story = story_of(filing_type)
    except UnknownStoryError as error:
        raise typer.BadParameter(str(error), param_hint="--type") from error
    _stop_on_signals()
    try:
        with (
            tempfile.TemporaryDirectory(prefix="filing-demo-", ignore_cleanup_errors=True) as folder,
            demo_settings(Path(folder)) as own,
            ServiceStack(own, say) as stack,
        ):
            client = asyncio.run(_demo_client(stack.settings))
            agreed = story(stack.base_url, *client)
    except Stopped:
        say("stopped")
        raise SystemExit(130) from None
    raise SystemExit(0 if agreed else 1)


async def _demo_client(settings: Settings) -> tuple[str, str]:
    """Make the client that the demo calls with; from then on it speaks HTTP alone."""
    from app.domain.callers import Scope
    from app.usecases import clients, providers
    from app.wiring import build

    async with build(settings) as runtime:
        provider = await providers.ensure_default(runtime, settings.profile)
        made = await clients.create(runtime, provider, "demo", [scope.value for scope in Scope])
    return made.client_id, made.client_secret


def api(
    fd: Annotated[int | None, typer.Option(help="a listening socket that was inherited")] = None,
) -> None:
    """Answer requests, in one process; for where something else starts the worker and the gateway."""
    from app.cli.http_server import run
    from app.stack.local import local

    with local(read_settings()) as whole:
        run(whole, fd)


def worker(
    queue: Annotated[
        WorkerQueue, typer.Option(help="default does all jobs but reading certificates, which has a worker of its own")
    ] = WorkerQueue.DEFAULT,
) -> None:
    """Do the jobs: deliveries, deadlines, exchange with the authority; or read certificates."""
    from app.stack.local import local

    if queue is WorkerQueue.RECOGNITION:
        _read_certificates()
        return
    from app.worker import run

    with local(read_settings()) as whole:
        asyncio.run(run(whole))


def _read_certificates() -> None:
    """Run the worker that reads certificates; without its extra say so and end."""
    from app.recognition_worker import NotInstalledError, require_installed, run
    from app.stack.local import local

    given = read_settings()
    try:
        require_installed(given)
    except NotInstalledError as missing:
        say(str(missing))
        raise SystemExit(2) from missing
    with local(given) as whole:
        asyncio.run(run(whole))


def sandbox() -> None:
    """Run the authority sandbox alone; it reads AUTHORITY_SANDBOX_… variables."""
    os.execv(sys.executable, [sys.executable, "-m", "authority_sandbox"])  # noqa: S606 - ourselves, no shell wanted


def migrate(
    check_drift: Annotated[bool, typer.Option(help="compare migrations and tables, change nothing")] = False,
) -> None:
    """Bring the database up to date."""
    from app.stack.local import local
    from app.storage.migrations import drift, upgrade

    if check_drift:
        with tempfile.TemporaryDirectory(prefix="filing-drift-") as folder:
            from app.stack.demo_settings import demo_settings

            with demo_settings(Path(folder)) as own, local(own) as whole:
                address = whole.database_url or ""
                asyncio.run(upgrade(address))
                differences = asyncio.run(drift(address))
        for difference in differences:
            say(difference)
        raise SystemExit(1 if differences else 0)
    with local(read_settings()) as whole:
        asyncio.run(upgrade(whole.database_url or ""))


def settings() -> None:
    """List every setting with its meaning, its default and its present value; secrets stay hidden."""
    for line in described(read_settings()):
        changed = "" if line.current == line.default else f"   now: {line.current}"
        sys.stdout.write(f"{line.name}\n    {line.meaning}\n    default: {line.default or '(empty)'}{changed}\n")
