"""A submission as it is stored, and the few ways in which its row is read and moved."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import asyncpg

from authority_sandbox.database import Connection
from authority_sandbox.errors import SandboxError
from authority_sandbox.wire import SubmissionIn


class State(StrEnum):
    """Where a submission stands."""

    AWAITING_SMS = "awaiting_sms"
    AUTHORITY_REVIEW = "authority_review"
    APPROVED = "approved"
    REJECTED = "rejected"
    SMS_EXPIRED = "sms_expired"
    SMS_ATTEMPTS_SPENT = "sms_attempts_spent"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """One stored submission; `due_at` is when something happens to it by itself, in sandbox time."""

    receipt: str
    provider_id: str
    submission_id: str
    body_hash: bytes
    body: dict[str, Any]
    answer: dict[str, Any]
    state: State
    wrong_tries: int
    sms_expires_at: datetime | None
    due_at: datetime | None
    result: dict[str, Any] | None

    @property
    def submission(self) -> SubmissionIn:
        """What was handed over."""
        return SubmissionIn.model_validate(self.body)


async def find(connection: Connection, provider_id: str, submission_id: str) -> SubmissionRow | None:
    """Return the submission that a provider handed over under this id."""
    row = await connection.fetchrow(
        "select * from submissions where provider_id = $1 and submission_id = $2", provider_id, submission_id
    )
    return None if row is None else _row(row)


async def load(connection: Connection, receipt: str) -> SubmissionRow:
    """Return a submission. Raises SandboxError 404."""
    row = await connection.fetchrow("select * from submissions where receipt = $1", receipt)
    return _found(row)


async def lock(connection: Connection, receipt: str) -> SubmissionRow:
    """Return a submission and be the only one to move it until the transaction ends. Raises SandboxError 404."""
    row = await connection.fetchrow("select * from submissions where receipt = $1 for update", receipt)
    return _found(row)


async def move(
    connection: Connection,
    receipt: str,
    state: State,
    *,
    due_at: datetime | None = None,
    result: dict[str, Any] | None = None,
) -> None:
    """Give a locked submission its next state."""
    await connection.execute(
        "update submissions set state = $2, due_at = $3, result = $4 where receipt = $1", receipt, state, due_at, result
    )


def _found(row: asyncpg.Record | None) -> SubmissionRow:
    if row is None:
        raise SandboxError(404, "unknown_receipt", "No submission has this receipt.")
    return _row(row)


def _row(row: asyncpg.Record) -> SubmissionRow:
    values = {name: row[name] for name in SubmissionRow.__slots__}
    return SubmissionRow(**{**values, "state": State(row["state"])})
