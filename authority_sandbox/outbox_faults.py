"""What a fault makes of a callback: sent twice, told again, overtaken by the next, or never sent."""

import json
from datetime import datetime

from authority_sandbox import callbacks, faults
from authority_sandbox.callbacks import Waiting
from authority_sandbox.database import Connection
from authority_sandbox.faults import Fault

_OVERTAKEN_BY_ANOTHER = "sms_all_passed"


async def times_to_send(connection: Connection, waiting: Waiting, real_now: datetime) -> int | None:
    """Return how often a callback is to be sent at its turn: once, as a rule; None where another goes before it."""
    submission_id, *services = await callbacks.about(connection, waiting.receipt)
    kinds = faults.OF_CALLBACKS
    if json.loads(waiting.body)["type"] != _OVERTAKEN_BY_ANOTHER:
        # Every other one is the last of its receipt: nothing comes that could overtake it.
        kinds -= {Fault.CALLBACKS_OUT_OF_ORDER}
    played = await faults.take(connection, kinds, submission_id, services, real_now)
    fault = None if played is None else played.fault
    if fault is Fault.CALLBACKS_OUT_OF_ORDER:
        await callbacks.hold_back(connection, waiting)
        return None
    if fault is Fault.CALLBACK_REPEATED:
        await callbacks.repeat(connection, waiting)
    return {Fault.LOST_CALLBACK: 0, Fault.CALLBACK_TWICE: 2}.get(fault, 1) if fault else 1
