"""The outbox: what the provider is told of a submission, kept until it has been heard, in order per receipt."""

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from authority_sandbox.database import Connection

CallbackType = Literal["sms_all_passed", "sms_attempts_spent", "sms_expired", "approved", "rejected"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """The oldest callback of a receipt that has not been answered with 2xx."""

    id: str
    receipt: str
    body: str
    attempts: int


async def enqueue(
    connection: Connection,
    receipt: str,
    kind: CallbackType,
    occurred_at: datetime,
    result: dict[str, Any] | None = None,
) -> None:
    """Write a callback into the outbox, in the transaction of what it tells of. The submission is locked."""
    sequence: int = await connection.fetchval(
        """update submissions set callback_sequence = callback_sequence + 1 where receipt = $1
           returning callback_sequence""",
        receipt,
    )
    body: dict[str, Any] = {
        "id": f"cb_{uuid.uuid4().hex}",
        "type": kind,
        "receipt": receipt,
        "submission_id": await connection.fetchval("select submission_id from submissions where receipt = $1", receipt),
        "sequence": sequence,
        "occurred_at": occurred_at.astimezone(UTC).isoformat(),
    }
    if result is not None:
        body["result"] = result
    await connection.execute(
        "insert into callbacks (id, receipt, sequence, body) values ($1, $2, $3, $4)",
        body["id"],
        receipt,
        sequence,
        json.dumps(body, ensure_ascii=False),
    )


async def first_waiting(connection: Connection) -> list[Waiting]:
    """Return the next callback of each receipt that has any."""
    rows = await connection.fetch(
        """select distinct on (receipt) id, receipt, body, attempts from callbacks
           where not delivered order by receipt, sequence"""
    )
    return [Waiting(row["id"], row["receipt"], row["body"], row["attempts"]) for row in rows]


async def count_waiting(connection: Connection) -> int:
    """Return how many callbacks have not been delivered."""
    count: int = await connection.fetchval("select count(*) from callbacks where not delivered")
    return count


async def record_attempt(connection: Connection, callback_id: str, *, delivered: bool) -> None:
    """Remember one attempt."""
    await connection.execute(
        "update callbacks set attempts = attempts + 1, delivered = $2 where id = $1", callback_id, delivered
    )
