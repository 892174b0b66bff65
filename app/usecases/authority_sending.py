"""Sending one hand-over: what may have arrived before is asked for first, so that nothing is submitted twice."""

from app.domain.exchange import Handover
from app.domain.exchange_journal import Exchanged, Outcome
from app.ports.authority import (
    AuthorityUnavailableError,
    CallRefusedError,
    Submission,
    SubmissionAnswer,
)
from app.usecases.exchange_journal import note_apart
from app.usecases.runtime import Runtime

_THERE_ALREADY = 409


async def found_there(runtime: Runtime, handover: Handover, provider_number: str) -> SubmissionAnswer | None:
    """Return the authority's answer to a hand-over that may have been sent, None where it does not have it.

    Raises AuthorityUnavailableError.
    """
    try:
        answer = await runtime.authority.find(provider_number, handover.id)
    except AuthorityUnavailableError as away:
        await note_apart(runtime, handover, Exchanged.HAND_OVER, Outcome.NO_ANSWER, str(away))
        raise
    if answer is not None:
        await note_apart(runtime, handover, Exchanged.HAND_OVER, Outcome.ALREADY_THERE)
    return answer


async def sent(runtime: Runtime, handover: Handover, submission: Submission) -> SubmissionAnswer | CallRefusedError:
    """Send a hand-over and return the answer, or why what was sent is not taken.

    Where the authority says that it has this id already, its answer to that counts. Raises AuthorityUnavailableError.
    """
    try:
        answer = await runtime.authority.submit(submission)
    except CallRefusedError as refused:
        return await _refused(runtime, handover, submission, refused)
    except AuthorityUnavailableError as away:
        await note_apart(runtime, handover, Exchanged.HAND_OVER, Outcome.NO_ANSWER, str(away))
        raise
    await note_apart(runtime, handover, Exchanged.HAND_OVER, Outcome.ANSWERED)
    return answer


async def _refused(
    runtime: Runtime, handover: Handover, submission: Submission, refused: CallRefusedError
) -> SubmissionAnswer | CallRefusedError:
    if refused.status == _THERE_ALREADY:
        had = await found_there(runtime, handover, submission.provider_number)
        if had is not None:
            return had
    await note_apart(runtime, handover, Exchanged.HAND_OVER, Outcome.REFUSED, str(refused))
    # A wrong secret or address is mended once for all filings, and then the repetition of each goes through.
    if not refused.is_of_the_content:
        raise refused
    return refused
