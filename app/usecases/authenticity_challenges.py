"""Challenges (动作口令) for videos: given out by the service, so that an old recording can't follow them."""

from app.domain.challenges import Challenge, Turn, length, life
from app.usecases.authenticity import principal_at
from app.usecases.call import Call
from app.usecases.filing_details import locked
from app.usecases.review_findings import require_editable
from app.usecases.runtime import Runtime


async def give_out(runtime: Runtime, call: Call, filing_id: str, for_pointer: str) -> Challenge:
    """Make a challenge for somebody who has to show a face; raises `not-editable`, `validation-failed` at `/for`."""
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, filing_id)
        require_editable(runtime, call, filing)
        principal_at(runtime, call, filing, for_pointer)
        turns, digits = length(call.today, runtime.rulebook)
        challenge = Challenge(
            id=runtime.ids.new("chl"),
            provider_id=filing.provider_id,
            filing_id=filing.id,
            for_pointer=for_pointer,
            turns=tuple(Turn.LEFT if int(one) % 2 else Turn.RIGHT for one in runtime.secrets.digits(turns)),
            digits=runtime.secrets.digits(digits),
            created_at=call.now,
            expires_at=call.now + life(call.today, runtime.rulebook),
        )
        await uow.challenges.add(challenge)
        await call.commit(uow, challenge)
    return challenge
