"""Sandbox mode: moving time, and playing the world outside, from one base URL."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.domain.certificate_numbers import normalised
from app.domain.domain_names import DomainNameError, parsed
from app.domain.errors import ProblemCode, Refusal, invalid, not_found
from app.domain.filing_body import CertificateType
from app.domain.filing_states import ActionNotAllowed, State
from app.domain.phone_numbers import as_filed
from app.domain.texts import Text
from app.ports.sandbox import AuthoritySandbox, SandboxRefusedError
from app.usecases.accounts import get as get_account
from app.usecases.authority_outage import outage_told
from app.usecases.call import Call
from app.usecases.deadlines import fire_due
from app.usecases.domain_watch import ask_now
from app.usecases.filing_details import FilingDetails, detail_of, found
from app.usecases.held_records import put_held
from app.usecases.national_mirror import certificate_index, forget
from app.usecases.offered_actions import offered
from app.usecases.regular_questions import ask_all
from app.usecases.runtime import Runtime
from app.usecases.sandbox_notices import kept_notices, let_out, merged

_MOST_STEPS = 400
_SETTLE_TRIES = 600
_SETTLE_PAUSE = 0.05
_NO_DOMAIN = Text("这不是域名。", "This is not a domain name.")
_NOT_SETTLED = Text(
    "仍有到期的任务未处理完；请确认后台任务进程在运行，然后重试。",
    "Work that fell due is not done yet; see that the worker is running, and try again.",
)


@dataclass(frozen=True, slots=True)
class Advance:
    """How far time is to move: one of the two."""

    hours: float | None
    working_days: int | None


@contextmanager
def _outside(pointer: str = "") -> Iterator[None]:
    """Tell of a sandbox that can't be reached, and of values that only it can judge."""
    try:
        with outage_told(retry_after=2):
            yield
    except SandboxRefusedError as refused:
        raise invalid(pointer, refused.code, Text(refused.message, refused.message)) from refused


def sandbox_of(runtime: Runtime) -> AuthoritySandbox:
    """Return the other side of sandbox mode; `not-found` in production."""
    if runtime.sandbox is None:
        raise not_found()
    return runtime.sandbox


async def advance(runtime: Runtime, wanted: Advance) -> datetime:
    """Move time for everyone and return it after everything that fell due has happened.

    Time goes from due moment to due moment, so that what follows from one thing can fall due within the same move.
    """
    sandbox = sandbox_of(runtime)
    with _outside():
        await _settled(runtime, sandbox)
        target = _target(runtime, wanted)
        for _ in range(_MOST_STEPS):
            step = await _next_step(runtime, sandbox, target)
            await _move_to(runtime, sandbox, step)
            if step >= target:
                break
        else:
            await _move_to(runtime, sandbox, target)
        # Asked once, at the end: what was missed on the way is found as by a worker that was down.
        if await ask_all(runtime):
            await _settled(runtime, sandbox)
    return runtime.clock.now()


def _target(runtime: Runtime, wanted: Advance) -> datetime:
    now = runtime.clock.now()
    if wanted.working_days is not None:
        return runtime.calendar.add_working_days(now, wanted.working_days).at if wanted.working_days else now
    return now + timedelta(hours=wanted.hours or 0)


async def _next_step(runtime: Runtime, sandbox: AuthoritySandbox, target: datetime) -> datetime:
    now = runtime.clock.now()
    if now >= target:
        return now
    async with runtime.unit_of_work() as uow:
        ours = await uow.history.next_due()
        after_quiet = await uow.notices.next_due(runtime.notices.kept, now)
    theirs, _ = await sandbox.next_due()
    moments = [moment for moment in (ours, theirs, after_quiet) if moment is not None and moment > now]
    return min([target, *moments])


async def _move_to(runtime: Runtime, sandbox: AuthoritySandbox, moment: datetime) -> None:
    # Never less than now: a moment that was read a little ago lies behind, and the other side refuses to go back.
    offset = max(moment - runtime.clock.real_now(), runtime.clock.offset)
    async with runtime.unit_of_work() as uow:
        await uow.move_clock(offset)
        await uow.commit()
    await runtime.clock.refresh()
    await _settled(runtime, sandbox)


async def _settled(runtime: Runtime, sandbox: AuthoritySandbox) -> None:
    """Let everything that is due happen, on both sides, until nothing is left."""
    quiet = 0
    for _ in range(_SETTLE_TRIES):
        undelivered = await _follow(runtime, sandbox)
        fired = await fire_due(runtime, runtime.clock.now())
        untold = await let_out(runtime)
        async with runtime.unit_of_work() as uow:
            jobs = await uow.jobs.outstanding()
        # Twice quiet: what the first look found done may have left something on the other side.
        quiet = quiet + 1 if not (undelivered or fired or jobs or untold) else 0
        if quiet == 2:
            return
        if jobs or undelivered or untold:
            await asyncio.sleep(_SETTLE_PAUSE)
    raise Refusal(ProblemCode.SERVICE_UNAVAILABLE, detail=_NOT_SETTLED, retry_after=5)


async def _follow(runtime: Runtime, sandbox: AuthoritySandbox) -> int:
    """Bring the other side to our time; where another call moved it further meanwhile, come after."""
    try:
        return await sandbox.move_clock(runtime.clock.offset)
    except SandboxRefusedError as refused:
        if refused.code != "clock_backwards":
            raise
        await runtime.clock.refresh()
        return 1


async def messages(runtime: Runtime, phone: str | None) -> list[dict[str, Any]]:
    """Return what would have been sent to people, newest first: the authority's codes and the provider's notices."""
    with _outside("/query/phone"):
        from_authority = await sandbox_of(runtime).messages(phone)
    return merged(from_authority, await kept_notices(runtime, phone))


async def put_record(runtime: Runtime, call: Call, record: dict[str, Any]) -> dict[str, Any]:
    """Put a subject with its services on the national record, visible to the next call."""
    sandbox = sandbox_of(runtime)
    certificate = record["subject"]["certificate"]
    kind = CertificateType(certificate["type"])
    certificate["number"] = normalised(kind, certificate["number"])
    names = _normal_domains(runtime, record)
    record["provider_id"] = call.provider.number
    account_id = record.pop("account_id", None)
    if account_id is not None:
        await get_account(runtime, call, account_id)
    with _outside():
        stored = await sandbox.put_record(record)
    index = certificate_index(runtime, kind, certificate["number"])
    await forget(runtime, index, names)
    if account_id is not None:
        await put_held(runtime, call, account_id, record, stored, index)
    return stored


def _normal_domains(runtime: Runtime, record: dict[str, Any]) -> list[str]:
    names = []
    for place, service in enumerate(record["services"]):
        if service.get("domain") is not None:
            try:
                service["domain"] = parsed(service["domain"], runtime.suffixes).ascii
            except DomainNameError as fault:
                raise invalid(f"/services/{place}/domain", fault.code.value, _NO_DOMAIN) from fault
            names.append(service["domain"])
    return names


async def record_of(runtime: Runtime, certificate_number: str) -> dict[str, Any]:
    """Return the national record of a certificate, as the authority has it."""
    with _outside("/certificate_number"):
        record = await sandbox_of(runtime).record_of(certificate_number)
    if record is None:
        raise not_found()
    return record


async def put_domain_facts(runtime: Runtime, facts: dict[str, Any]) -> dict[str, Any]:
    """Say what the registrar would say of a domain, visible to the next call."""
    sandbox = sandbox_of(runtime)
    try:
        facts["domain"] = parsed(facts["domain"], runtime.suffixes).ascii
    except DomainNameError as fault:
        raise invalid("/domain", fault.code.value, _NO_DOMAIN) from fault
    with _outside():
        stored = await sandbox.put_domain_facts(facts)
    await forget(runtime, b"", [facts["domain"]])
    await ask_now(runtime, facts["domain"])
    return stored


async def put_switches(runtime: Runtime, wanted: Mapping[str, bool]) -> dict[str, bool]:
    """Turn rules of the authority on or off, and return how each stands."""
    with _outside():
        return await sandbox_of(runtime).put_switches(wanted)


async def enter_code(runtime: Runtime, phone: str, certificate_last6: str, code: str) -> dict[str, Any]:
    """Enter a code at the authority's own page, as a principal would, and return what it answers."""
    with _outside("/phone"):
        return await sandbox_of(runtime).enter_code(as_filed(phone), certificate_last6, code)


async def decide(
    runtime: Runtime, call: Call, filing_id: str, outcome: str, code: str | None, pointer: str | None
) -> FilingDetails:
    """Let the authority decide a filing at once, and return it after the result was applied."""
    sandbox = sandbox_of(runtime)
    async with runtime.unit_of_work() as uow:
        filing = await found(uow, call, filing_id)
        handover = await uow.exchange.open_handover(filing_id)
        if filing.state is not State.AUTHORITY_REVIEW or handover is None or handover.receipt is None:
            raise ActionNotAllowed(filing.state, await offered(runtime, call, uow, filing))
    with _outside():
        await sandbox.decide(handover.receipt, outcome, code, pointer)
        await _settled(runtime, sandbox)
    async with runtime.unit_of_work() as uow:
        return await detail_of(uow, await found(uow, call, filing_id))
