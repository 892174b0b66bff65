"""The judge that comes with the service: local models, in a bounded process, by the rulebook's thresholds.

It tells faces, walls and likeness, and no life: whoever has to be certain puts a certified vendor in its place.
"""

from collections.abc import AsyncIterator
from typing import Any

from app.domain.authenticity import AuthenticityRule, speaks_against, was_shown
from app.domain.findings import Finding
from app.domain.likeness_rules import likeness_finding
from app.domain.materials import AuthenticityMethod
from app.domain.portrait_measures import MeasuresError, likeness_of, portrait_of, video_of
from app.domain.portrait_rules import PortraitRule, portrait_findings
from app.domain.rulebook import Rulebook
from app.domain.video_rules import VideoRule, video_findings
from app.ports.authenticity import Evidence, Judgement, JudgeUnavailable, Opened, Outcome
from app.ports.paper_work import PaperWork, PaperWorkError, PaperWorkUnavailable, Work

_MOST_OF_A_CARD = 24 << 20


class MeasuredAuthenticity:
    """`AuthenticityJudge` over `PaperWork`."""

    name = "measured"

    def __init__(self, paper_work: PaperWork, rulebook: Rulebook) -> None:
        self._papers = paper_work
        self._rules = rulebook

    async def judge(self, evidence: Evidence) -> Judgement:
        """See the port."""
        try:
            if evidence.method is AuthenticityMethod.VIDEO:
                findings = await self._of_video(evidence)
            else:
                findings = await self._of_portrait(evidence)
        except PaperWorkUnavailable as fault:
            raise JudgeUnavailable from fault
        except (PaperWorkError, MeasuresError):
            # The file did that, and might have been made to: that is for a person to look at, and no proof.
            away = self._rules.finding(AuthenticityRule.MACHINE_AWAY, evidence.as_of, evidence.pointer)
            return Judgement(Outcome.UNSURE, (away,))
        return Judgement(_outcome(evidence.method, findings), findings)

    async def _of_portrait(self, evidence: Evidence) -> tuple[Finding, ...]:
        answered = await self._asked(Work.PORTRAIT, evidence.picture)
        if answered is None:
            return (self._rules.finding(PortraitRule.PICTURE_UNUSABLE, evidence.as_of, evidence.pointer),)
        measures = portrait_of(answered)
        findings = portrait_findings(measures, evidence.as_of, self._rules, evidence.pointer)
        if measures.person is None:
            return findings
        return *findings, await self._likeness(evidence)

    async def _likeness(self, evidence: Evidence) -> Finding:
        found = None
        if evidence.id_photo is not None:
            answered = await self._asked(Work.LIKENESS, evidence.picture, await _whole(evidence.id_photo))
            # A card that can't be read is one without a face; what becomes of it is the matter of its own checks.
            found = likeness_of(answered if answered is not None else {"installed": True, "face": True})
        return likeness_finding(found, evidence.as_of, self._rules, evidence.pointer)

    async def _of_video(self, evidence: Evidence) -> tuple[Finding, ...]:
        card = None if evidence.id_photo is None else await _whole(evidence.id_photo)
        answered = await self._asked(Work.VIDEO, evidence.picture, card)
        if answered is None:
            return (self._rules.finding(VideoRule.VIDEO_UNUSABLE, evidence.as_of, evidence.pointer),)
        measures = video_of(answered)
        findings = video_findings(measures, evidence.challenge, evidence.as_of, self._rules, evidence.pointer)
        if speaks_against(findings):
            return findings
        return *findings, likeness_finding(measures.likeness, evidence.as_of, self._rules, evidence.pointer)

    async def _asked(self, work: Work, picture: Opened, *arguments: Any) -> Any:
        """Return what the work makes of a picture; `None` where the file is none."""
        try:
            return await self._papers.run(work, await picture(), *arguments)
        except MeasuresError:
            raise
        except ValueError:
            return None


async def _whole(opened: Opened) -> bytes:
    """Read a card whole, to hand it over beside the portrait; what is too long to be one is read no further."""
    chunks, size = [], 0
    stream: AsyncIterator[bytes] = await opened()
    async for chunk in stream:
        size += len(chunk)
        if size > _MOST_OF_A_CARD:
            raise MeasuresError
        chunks.append(chunk)
    return b"".join(chunks)


def _outcome(method: AuthenticityMethod, findings: tuple[Finding, ...]) -> Outcome:
    if speaks_against(findings):
        return Outcome.NOT_GENUINE
    return Outcome.GENUINE if was_shown(method, findings) else Outcome.UNSURE


class NoAuthenticityMachine:
    """`AuthenticityJudge` of a provider that leaves every check to people."""

    name = "person"

    def __init__(self, rulebook: Rulebook) -> None:
        self._rules = rulebook

    async def judge(self, evidence: Evidence) -> Judgement:
        """See the port."""
        waits = self._rules.finding(AuthenticityRule.PERSON_DECIDES, evidence.as_of, evidence.pointer)
        return Judgement(Outcome.UNSURE, (waits,))
