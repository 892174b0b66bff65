"""The authority's review: it takes five working days, unless somebody decides it by hand."""

from datetime import datetime
from typing import Any

from authority_sandbox import callbacks, places, record_changes, result_codes
from authority_sandbox.control_wire import DecisionIn
from authority_sandbox.database import Connection, lock_record
from authority_sandbox.errors import SandboxError
from authority_sandbox.record_writing import RecordConflictError
from authority_sandbox.submission_rows import State, SubmissionRow, lock, move
from authority_sandbox.working_days import after_working_days

WORKING_DAYS = 5
REJECTED_NAME = "驳回测试"
REJECTED_SUBJECT_NAME = "主体驳回测试"


async def enter(connection: Connection, receipt: str, now: datetime) -> None:
    """Begin the review of a locked submission."""
    await move(connection, receipt, State.AUTHORITY_REVIEW, due_at=after_working_days(now, WORKING_DAYS))


async def finish(connection: Connection, row: SubmissionRow, at: datetime) -> None:
    """End the review of a locked submission in its own time."""
    if row.submission.subject.name == REJECTED_SUBJECT_NAME:
        await _reject(connection, row, result_codes.REJECTED, "/subject/name", at)
        return
    for index, service in enumerate(row.submission.services):
        if service.name == REJECTED_NAME:
            await _reject(connection, row, result_codes.REJECTED, f"/services/{index}/name", at)
            return
    await _approve(connection, row, at)


async def decide(connection: Connection, decision: DecisionIn, now: datetime) -> None:
    """End a review by hand; a rejection points to where its code belongs unless a place is given.

    Raises SandboxError 404, or 409 outside the review.
    """
    async with connection.transaction():
        row = await lock(connection, decision.receipt)
        if row.state is not State.AUTHORITY_REVIEW:
            raise SandboxError(409, "not_in_review", f"This submission is in state {row.state}.")
        if decision.outcome == "accept":
            await _approve(connection, row, now)
        else:
            code = decision.code or result_codes.REJECTED
            given = decision.pointer is not None
            pointer = decision.pointer if given else places.place_of(code, row.submission)
            await _reject(connection, row, code, pointer, now)


async def _approve(connection: Connection, row: SubmissionRow, at: datetime) -> None:
    await lock_record(connection)
    try:
        # A transaction within: what a conflict interrupts half-way is undone, the rejection is not.
        async with connection.transaction():
            result = await record_changes.write(connection, row.submission, at)
    except RecordConflictError as conflict:
        await _reject(connection, row, conflict.code, conflict.pointer, at)
        return
    await _close(connection, row, State.APPROVED, result, at)


async def _reject(connection: Connection, row: SubmissionRow, code: str, pointer: str | None, at: datetime) -> None:
    result = {"code": code, "message": result_codes.message_of(code), "pointer": pointer}
    await _close(connection, row, State.REJECTED, result, at)


async def _close(
    connection: Connection, row: SubmissionRow, state: State, result: dict[str, Any], at: datetime
) -> None:
    await move(connection, row.receipt, state, result=result)
    await callbacks.enqueue(connection, row.receipt, "approved" if state is State.APPROVED else "rejected", at, result)
