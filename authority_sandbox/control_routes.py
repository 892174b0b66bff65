"""What whoever plays a case may do: move time, put things on record, read the inbox, decide a review."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from authority_sandbox import domain_facts, inbox, record_seeding, review, sms, submissions, switches
from authority_sandbox.authority_routes import sandbox_of
from authority_sandbox.callbacks import count_waiting
from authority_sandbox.control_wire import ClockIn, DecisionIn, DomainFactsIn, RecordIn, RecordLookupIn, SwitchesIn
from authority_sandbox.errors import SandboxError
from authority_sandbox.submission_rows import load
from authority_sandbox.wire import Phone, SmsCheckIn

router = APIRouter(prefix="/sandbox")

Number = Annotated[str | None, Query(min_length=1, max_length=64, pattern=r"^[^\x00]+$")]


@router.get("/clock")
async def read_clock(request: Request) -> dict[str, Any]:
    """Tell the time, and whether anything is left to do now."""
    sandbox = sandbox_of(request)
    offset = await sandbox.clock.offset()
    now, due = await sandbox.clock.now(), await sandbox.due.next_due()
    async with sandbox.connection() as connection:
        undelivered = await count_waiting(connection)
    return {
        "now": _text(now),
        "offset_seconds": offset.total_seconds(),
        "next_due": _text(due),
        "idle": undelivered == 0 and (due is None or due > now),
    }


@router.put("/clock")
async def move_clock(request: Request, clock: ClockIn) -> dict[str, Any]:
    """Move time, let what fell due happen, and answer when the callbacks are delivered or the limit passed."""
    await sandbox_of(request).clock.move(clock.offset_seconds)
    return await settle(request)


@router.post("/settle")
async def settle(request: Request) -> dict[str, Any]:
    """Do what is due and deliver, without moving time."""
    sandbox = sandbox_of(request)
    undelivered = await sandbox.settle()
    sandbox.due.wake()
    return {"now": _text(await sandbox.clock.now()), "undelivered": undelivered}


@router.get("/next-due")
async def read_next_due(request: Request) -> dict[str, Any]:
    """Tell when something happens next by itself."""
    sandbox = sandbox_of(request)
    due = await sandbox.due.next_due()
    async with sandbox.connection() as connection:
        return {"next_due": _text(due), "undelivered": await count_waiting(connection)}


@router.post("/records", status_code=201)
async def put_record(request: Request, record: RecordIn) -> dict[str, Any]:
    """Put a subject on the national record."""
    sandbox = sandbox_of(request)
    now = await sandbox.clock.now()
    async with sandbox.connection() as connection:
        return await record_seeding.put_record(connection, record, now)


@router.get("/records")
async def read_record(
    request: Request, certificate_number: Number = None, subject_number: Number = None
) -> dict[str, Any]:
    """Read the national record of one subject."""
    if (certificate_number is None) == (subject_number is None):
        raise SandboxError(422, "validation_failed", "Ask by certificate_number or by subject_number.")
    async with sandbox_of(request).connection() as connection:
        return await record_seeding.read_record(
            connection, certificate_number=certificate_number, subject_number=subject_number
        )


@router.post("/records/lookups")
async def look_up_record(request: Request, asked: RecordLookupIn) -> dict[str, Any]:
    """Read the national record of one certificate."""
    async with sandbox_of(request).connection() as connection:
        return await record_seeding.read_record(
            connection, certificate_number=asked.certificate_number, subject_number=None
        )


@router.post("/domain-facts", status_code=201)
async def put_domain_facts(request: Request, facts: DomainFactsIn) -> dict[str, Any]:
    """Say what the registrar would say of a domain."""
    async with sandbox_of(request).connection() as connection:
        return await domain_facts.put(connection, facts)


@router.get("/messages")
async def read_messages(request: Request, phone: Annotated[Phone | None, Query()] = None) -> dict[str, Any]:
    """Read the SMS that would have been sent, newest first; the latest hundred."""
    async with sandbox_of(request).connection() as connection:
        return {"data": await inbox.read(connection, phone)}


@router.post("/decisions")
async def decide(request: Request, decision: DecisionIn) -> dict[str, Any]:
    """Decide a review at once; answers when the callback was delivered or the limit passed."""
    sandbox = sandbox_of(request)
    now = await sandbox.clock.now()
    async with sandbox.connection() as connection:
        await review.decide(connection, decision, now)
    undelivered = await sandbox.settle()
    async with sandbox.connection() as connection:
        status = await submissions.status(connection, await load(connection, decision.receipt))
    return {**status, "undelivered": undelivered}


@router.post("/sms-entries")
async def enter_code(request: Request, tried: SmsCheckIn) -> dict[str, Any]:
    """Enter a code at the authority's own page."""
    sandbox = sandbox_of(request)
    now = await sandbox.clock.now()
    async with sandbox.connection() as connection:
        return await sms.check_at_page(connection, tried, now)


@router.post("/switches")
async def put_switches(request: Request, wanted: SwitchesIn) -> dict[str, bool]:
    """Turn rules of the authority on or off; answers how each stands."""
    async with sandbox_of(request).connection() as connection:
        return await switches.put(connection, wanted.model_dump(exclude_none=True))


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()
