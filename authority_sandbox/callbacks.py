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


async def repeat(connection: Connection, waiting: Waiting) -> None:
    """Write a callback into the outbox once more, as a message of its own."""
    told = json.loads(waiting.body)
    async with connection.transaction():
        at = datetime.fromisoformat(told["occurred_at"])
        await enqueue(connection, waiting.receipt, told["type"], at, told.get("result"))


async def hold_back(connection: Connection, waiting: Waiting) -> None:
    """Let the next callback of the receipt go first."""
    await connection.execute("update callbacks set held_back = true where id = $1", waiting.id)


async def about(connection: Connection, receipt: str) -> list[str]:
    """Return the ids that a submission goes by: its own, then those of its services; none for an unknown receipt."""
    found: list[str] | None = await connection.fetchval(
        """select submission_id || array(select one ->> 'id' from jsonb_array_elements(body -> 'services') one)
           from submissions where receipt = $1""",
        receipt,
    )
    return found or []


# One that is held back waits for another of its receipt to be delivered, and until then is no work left over.
_GOES_OUT = """not c.delivered and (not c.held_back or exists (
    select from callbacks later where later.receipt = c.receipt and later.sequence > c.sequence and later.delivered
))"""


async def first_waiting(connection: Connection) -> list[Waiting]:
    """Return the next callback of each receipt that has any."""
    rows = await connection.fetch(
        f"""select distinct on (c.receipt) c.id, c.receipt, c.body, c.attempts from callbacks c
           where {_GOES_OUT} order by c.receipt, c.sequence"""  # noqa: S608 - a text of ours
    )
    return [Waiting(row["id"], row["receipt"], row["body"], row["attempts"]) for row in rows]


async def count_waiting(connection: Connection) -> int:
    """Return how many callbacks have not been delivered."""
    count: int = await connection.fetchval(
        f"select count(*) from callbacks c where {_GOES_OUT}"  # noqa: S608 - a text of ours
    )
    return count


async def record_attempt(connection: Connection, callback_id: str, *, delivered: bool) -> None:
    """Remember one attempt."""
    await connection.execute(
        "update callbacks set attempts = attempts + 1, delivered = $2 where id = $1", callback_id, delivered
    )
