"""Playing faults: the few places where a call goes wrong because somebody wished it."""

import asyncio
import contextlib
import os
import signal
from typing import Any, NoReturn

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from authority_sandbox import callbacks, faults, review, sms
from authority_sandbox.control_wire import DecisionIn
from authority_sandbox.database import Connection
from authority_sandbox.errors import SandboxError
from authority_sandbox.faults import Fault, Played
from authority_sandbox.sandbox import Sandbox
from authority_sandbox.wire import SubmissionIn


class CutOffError(Exception):
    """The connection is to end without an answer."""


class CutOff(Response):
    """An answer that breaks off: the server closes the connection, and the caller learns nothing."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - as ASGI calls it
        """Promise a byte and never send it."""
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})


async def cut_off(_request: Request, _error: Exception) -> Response:
    """Answer CutOffError."""
    return CutOff()


def die() -> NoReturn:
    """End this process as a machine that fails does; whoever looks after it starts another."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("nobody survives this signal")


async def before_intake(connection: Connection, sandbox: Sandbox, submission: SubmissionIn) -> Played | None:
    """Return the fault that this submission is to meet, if any. Raises what goes wrong before it is taken in."""
    services = [service.id for service in submission.services]
    played = await faults.take(
        connection, faults.OF_SUBMISSIONS, submission.submission_id, services, sandbox.clock.real()
    )
    if played is not None and played.fault is Fault.UNAVAILABLE:
        raise _unavailable()
    if played is not None and played.fault is Fault.CUT_OFF:
        raise CutOffError
    return played


async def before_answer(sandbox: Sandbox, request: Request, played: Played | None, answer: dict[str, Any]) -> None:
    """Let go wrong what can once a submission was taken in and nobody has been told."""
    if played is None:
        return
    if played.fault is Fault.DUPLICATE:
        raise SandboxError(409, "already_submitted", "A submission of this id is here already.")
    if played.fault is Fault.LOST_ANSWER:
        raise CutOffError
    if played.fault is Fault.RESTART:
        sandbox.die()
    if played.fault is Fault.SLOW:
        await _wait(request, played.seconds)
    elif played.fault is Fault.CALLBACK_BEFORE_ANSWER and answer["outcome"] == "accepted":
        await _tell_first(sandbox, answer["receipt"], played.seconds)


async def before_state(connection: Connection, sandbox: Sandbox, receipt: str) -> None:
    """Let a question about a submission go wrong."""
    about = await callbacks.about(connection, receipt)
    if about and await faults.take(connection, faults.OF_QUESTIONS, about[0], about[1:], sandbox.clock.real()):
        raise _unavailable()


async def after_code(connection: Connection, sandbox: Sandbox, receipt: str) -> None:
    """Let the answer to a code that was judged get lost."""
    about = await callbacks.about(connection, receipt)
    if await faults.take(connection, faults.OF_CODES, about[0], about[1:], sandbox.clock.real()):
        raise CutOffError


async def _wait(request: Request, seconds: float) -> None:
    """Wait so long, or until the caller has had enough."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while (await request.receive())["type"] != "http.disconnect":
                pass


async def _tell_first(sandbox: Sandbox, receipt: str, seconds: float) -> None:
    """Let the next thing happen to a submission and be told, before its own answer leaves."""
    now = await sandbox.clock.now()
    async with sandbox.connection() as connection:
        if not await sms.pass_all(connection, receipt, now):
            await review.decide(connection, DecisionIn(receipt=receipt, outcome="accept"), now)
    await sandbox.courier.settle(seconds)


def _unavailable() -> SandboxError:
    return SandboxError(503, "unavailable", "The authority's system is under maintenance.")
