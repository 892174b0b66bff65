"""Faults that are played on demand: armed with a count, kept over a restart, and noted once they were played."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from authority_sandbox.database import Connection

MOST_SHOWN = 100


class Fault(StrEnum):
    """What can go wrong between a provider and the authority."""

    UNAVAILABLE = "unavailable"
    CUT_OFF = "cut_off"
    LOST_ANSWER = "lost_answer"
    DUPLICATE = "duplicate"
    SLOW = "slow"
    RESTART = "restart"
    LOST_CODE_ANSWER = "lost_code_answer"
    CALLBACK_BEFORE_ANSWER = "callback_before_answer"
    CALLBACK_TWICE = "callback_twice"
    CALLBACK_REPEATED = "callback_repeated"
    CALLBACKS_OUT_OF_ORDER = "callbacks_out_of_order"
    LOST_CALLBACK = "lost_callback"
    QUESTION_UNAVAILABLE = "question_unavailable"


OF_CALLBACKS = frozenset(
    {Fault.CALLBACK_TWICE, Fault.CALLBACK_REPEATED, Fault.CALLBACKS_OUT_OF_ORDER, Fault.LOST_CALLBACK}
)
OF_QUESTIONS = frozenset({Fault.QUESTION_UNAVAILABLE})
OF_CODES = frozenset({Fault.LOST_CODE_ANSWER})
OF_SUBMISSIONS = frozenset(Fault) - OF_CALLBACKS - OF_QUESTIONS - OF_CODES


@dataclass(frozen=True, slots=True)
class Order:
    """A wish for a fault: how often, and about what; `about` are ids of submissions or services, none for any.

    `seconds` says how long it lasts, where it lasts at all. No times take back what was armed.
    """

    fault: Fault
    times: int
    about: Sequence[str] | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Played:
    """A fault whose turn it is."""

    fault: Fault
    seconds: float


async def arm(connection: Connection, order: Order) -> None:
    """Arm a fault, or take back every one of its kind that was armed about one of these ids, or about anything."""
    about = None if order.about is None else list(order.about)
    if order.times == 0:
        await connection.execute(
            """delete from faults
               where fault = $1 and (about && $2::text[] or about is null and $2::text[] is null)""",
            order.fault.value,
            about,
        )
        return
    await connection.execute(
        "insert into faults (fault, about, seconds, times_left) values ($1, $2, $3, $4)",
        order.fault.value,
        about,
        order.seconds,
        order.times,
    )


async def take(
    connection: Connection, kinds: Collection[Fault], submission_id: str, about: Sequence[str], real_now: datetime
) -> Played | None:
    """Take the oldest armed fault of these kinds that is about one of these ids, or about anything, and note it."""
    row = await connection.fetchrow(
        """with taken as (
               update faults set times_left = times_left - 1
               where id = (
                   select id from faults
                   where fault = any($1::text[]) and times_left > 0 and (about is null or about && $2::text[])
                   order by id limit 1 for update
               )
               returning fault, seconds
           ), noted as (
               insert into faults_played (fault, submission_id, played_at)
               select fault, $3, $4::timestamptz + make_interval(secs => (select offset_seconds from sandbox_clock))
               from taken
           )
           select fault, seconds from taken""",
        [kind.value for kind in kinds],
        [submission_id, *about],
        submission_id,
        real_now,
    )
    return None if row is None else Played(Fault(row["fault"]), row["seconds"])


async def read(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Return what is armed, oldest first, and what was played, newest first."""
    armed = await connection.fetch(
        "select fault, times_left, about, seconds from faults where times_left > 0 order by id limit $1", MOST_SHOWN
    )
    played = await connection.fetch(
        "select fault, submission_id, played_at from faults_played order by id desc limit $1", MOST_SHOWN
    )
    return {
        "armed": [dict(row) for row in armed],
        "played": [{**dict(row), "played_at": row["played_at"].astimezone(UTC).isoformat()} for row in played],
    }
