"""An authority that does not take what it is given, until told otherwise."""

from dataclasses import replace

import pytest

from app.domain.filing_states import Event
from app.domain.filings import Filing
from app.ports.authority import AuthorityUnavailableError, IntakeRefusal, Submission, SubmissionAnswer, SubmissionState
from app.usecases import authority_handover
from tests.fakes.authority import FakeAuthority
from tests.usecases.a_world import World


class RefusingAuthority(FakeAuthority):
    """`fault` is raised by submissions, or answered where it is a refusal at intake; `mute` by questions of state."""

    fault: AuthorityUnavailableError | IntakeRefusal | None = None
    mute: AuthorityUnavailableError | None = None

    async def submit(self, submission: Submission) -> SubmissionAnswer:
        """Refuse, or take it in."""
        if isinstance(self.fault, AuthorityUnavailableError):
            raise self.fault
        if self.fault is not None:
            return SubmissionAnswer(f"rcpt_of_{submission.submission_id}", False, None, self.fault)
        return await super().submit(submission)

    async def state_of(self, receipt: str) -> SubmissionState:
        """Refuse, or tell."""
        if self.mute is not None:
            raise self.mute
        return await super().state_of(receipt)


def with_refusing_authority(world: World) -> RefusingAuthority:
    """Put such an authority into a world."""
    world.authority = RefusingAuthority(world.clock)
    world.runtime = replace(world.runtime, authority=world.authority)
    return world.authority


async def being_sent(world: World) -> Filing:
    """Return a filing whose hand-over got no answer: it may have arrived or not."""
    authority = with_refusing_authority(world)
    filing = await world.decide(await world.submitted(), Event.PASS)
    authority.fault = AuthorityUnavailableError("no answer: it may have arrived or not")
    with pytest.raises(AuthorityUnavailableError):
        await authority_handover.hand_over(world.runtime, filing.id)
    return filing
