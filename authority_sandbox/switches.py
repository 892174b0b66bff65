"""Rules of the authority that differ over time or between places: each can be switched on; all are off at first."""

from collections.abc import Mapping
from enum import StrEnum

from authority_sandbox.database import Connection


class Switch(StrEnum):
    """A rule that can be switched."""

    REFUSE_CANCELLING_ONLY_ACCESS = "refuse_cancelling_only_access"
    SMS_ENTERED_AT_AUTHORITY = "sms_entered_at_authority"


async def read(connection: Connection) -> dict[str, bool]:
    """Return how each switch stands."""
    rows = await connection.fetch("select name, is_on from switches")
    stored = {row["name"]: row["is_on"] for row in rows}
    return {switch.value: stored.get(switch.value, False) for switch in Switch}


async def put(connection: Connection, wanted: Mapping[str, bool]) -> dict[str, bool]:
    """Turn some switches and return how each stands."""
    await connection.executemany(
        """insert into switches (name, is_on) values ($1, $2)
           on conflict (name) do update set is_on = excluded.is_on""",
        list(wanted.items()),
    )
    return await read(connection)


async def is_on(connection: Connection, switch: Switch) -> bool:
    """Tell whether a rule is in force."""
    return (await read(connection))[switch.value]
