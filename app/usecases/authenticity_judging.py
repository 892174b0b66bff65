"""Having a face judged: what the judge gets to see, and what its word is worth here."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from app.domain.authenticity import AuthenticityRule
from app.domain.challenges import Challenge
from app.domain.errors import ProblemCode, Refusal, not_found
from app.domain.filing_body import Person
from app.domain.findings import Finding
from app.domain.material_places import number_of
from app.domain.materials import AuthenticityMethod, AuthenticityStatus, Material
from app.ports.authenticity import Evidence, Judgement, JudgeUnavailable, Opened, Outcome
from app.ports.object_store import ObjectDamaged, ObjectMissing, ObjectStoreUnavailable
from app.usecases.call import Call
from app.usecases.runtime import Runtime

_MOST_LETTERS = 200


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a check, why, who said so, and under which name that judge keeps it."""

    status: AuthenticityStatus
    findings: tuple[Finding, ...]
    judge: str | None
    reference: str | None


class ToJudge(Protocol):
    """The material of a check."""

    @property
    def person(self) -> Person:
        """Return who is to be shown."""
        ...

    @property
    def material(self) -> Material:
        """Return the picture."""
        ...

    @property
    def id_photo(self) -> Material | None:
        """Return the paper with the person's photo."""
        ...

    @property
    def challenge(self) -> Challenge | None:
        """Return what the video follows."""
        ...


async def judged(runtime: Runtime, call: Call, method: AuthenticityMethod, seen: ToJudge) -> Judged:
    """Ask the judge; where it can't say anything, a person does. Raises `not-found`, `service-unavailable`."""
    pointer = seen.material.for_pointer
    if method is AuthenticityMethod.MANUAL:
        return Judged(AuthenticityStatus.NEEDS_REVIEW, (_said(runtime, call, pointer),), None, None)
    judge = runtime.authenticity
    try:
        judgement = await judge.judge(_evidence(runtime, call, method, seen))
    except (JudgeUnavailable, ObjectDamaged):
        away = runtime.rulebook.finding(AuthenticityRule.MACHINE_AWAY, call.today, pointer)
        return Judged(AuthenticityStatus.NEEDS_REVIEW, (away,), judge.name, None)
    except ObjectMissing as missing:
        raise not_found() from missing
    except ObjectStoreUnavailable as fault:
        raise Refusal(ProblemCode.SERVICE_UNAVAILABLE, retry_after=5) from fault
    return _weighed(runtime, call, judgement, pointer)


def _weighed(runtime: Runtime, call: Call, judgement: Judgement, pointer: str) -> Judged:
    """Let a machine fail what is certain, and pass only where the provider leaves that to it."""
    status, findings = AuthenticityStatus.NEEDS_REVIEW, judgement.findings
    if judgement.outcome is Outcome.NOT_GENUINE:
        status = AuthenticityStatus.FAILED
    elif judgement.outcome is Outcome.GENUINE and call.profile.machine_passes_faces:
        status = AuthenticityStatus.PASSED
    elif judgement.outcome is Outcome.GENUINE:
        findings = (*findings, _said(runtime, call, pointer))
    reference = judgement.reference and judgement.reference[:_MOST_LETTERS]
    return Judged(status, findings, runtime.authenticity.name, reference)


def _said(runtime: Runtime, call: Call, pointer: str) -> Finding:
    return runtime.rulebook.finding(AuthenticityRule.PERSON_DECIDES, call.today, pointer)


def _evidence(runtime: Runtime, call: Call, method: AuthenticityMethod, seen: ToJudge) -> Evidence:
    return Evidence(
        method=method,
        pointer=seen.material.for_pointer,
        as_of=call.today,
        picture=_opener(runtime, seen.material),
        media_type=seen.material.media_type,
        id_photo=None if seen.id_photo is None else _opener(runtime, seen.id_photo),
        name=seen.person.name,
        number=number_of(seen.person),
        challenge=seen.challenge,
    )


def _opener(runtime: Runtime, material: Material) -> Opened:
    context = f"material:{material.provider_id}:{material.sealed_as}"

    async def opened() -> AsyncIterator[bytes]:
        return await runtime.objects.stream(material.object_key, context)

    return opened
