"""What a phone is asked to bring, as its page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.filing_body import Person
from app.domain.filings import Filing
from app.domain.materials import AuthenticityCheck, Material, MaterialKind
from app.domain.named_people import people_of
from app.domain.phone_handovers import HandoverPurpose
from app.domain.requirements import Requirement, label
from app.domain.texts import Text
from app.usecases.filing_checks import wanted
from app.usecases.filing_details import found
from app.usecases.people_to_prove import people_to_prove_in
from app.usecases.phone_handovers import PhoneCall
from app.usecases.runtime import Runtime


@dataclass(frozen=True, slots=True)
class PaperTask:
    """One paper that is wanted, what it is called, whose it is, and the files that are there for it."""

    requirement: Requirement
    label: Text
    person: Person | None
    papers: tuple[Material, ...]


@dataclass(frozen=True, slots=True)
class FaceTask:
    """Somebody who has to show a face; `check` is the last one over a picture that is still there."""

    for_pointer: str
    person: Person
    requirement: Requirement | None
    check: AuthenticityCheck | None


@dataclass(frozen=True, slots=True)
class Tasks:
    """Everything that a link's purpose asks for, and nothing of the filing beyond it."""

    filing: Filing
    papers: tuple[PaperTask, ...]
    faces: tuple[FaceTask, ...]


async def tasks_of(runtime: Runtime, phone: PhoneCall) -> Tasks:
    """Gather what a phone is asked to bring."""
    call, purpose = phone.call, phone.handover.purpose
    async with runtime.unit_of_work() as uow:
        filing = await found(uow, call, phone.handover.filing_id)
        materials = await uow.materials.of(filing.id)
        asked = [one.requirement for one in await wanted(runtime, call, uow, filing, materials)]
        checks = await uow.materials.checks_of(filing.id)
    if purpose is not HandoverPurpose.MATERIALS:
        return Tasks(filing, (), _faces(runtime, phone, filing, asked, _standing(checks, materials)))
    allowed = tuple(one for one in materials if purpose.allows(one.kind))
    papers = tuple(_paper(runtime, phone, filing, one, allowed) for one in asked if purpose.allows(one.kind))
    return Tasks(filing, papers, ())


def _paper(
    runtime: Runtime, phone: PhoneCall, filing: Filing, asked: Requirement, materials: tuple[Material, ...]
) -> PaperTask:
    return PaperTask(
        requirement=asked,
        label=label(asked.kind, phone.call.today, runtime.rulebook),
        person=people_of(filing.body).get(asked.for_),
        papers=tuple(one for one in materials if asked.is_met_by(one.kind, one.for_pointer)),
    )


def _standing(
    checks: tuple[AuthenticityCheck, ...], materials: tuple[Material, ...]
) -> Mapping[str, AuthenticityCheck]:
    """Return the last check of each person over a picture that is still there."""
    kept = {one.id for one in materials}
    return {one.for_pointer: one for one in checks if one.material_id in kept}


def _faces(
    runtime: Runtime,
    phone: PhoneCall,
    filing: Filing,
    asked: list[Requirement],
    checks: Mapping[str, AuthenticityCheck],
) -> tuple[FaceTask, ...]:
    kind = MaterialKind(phone.handover.purpose.value)
    told = {one.for_: one for one in asked if one.kind is kind}
    people = people_of(filing.body)
    return tuple(
        FaceTask(pointer, people.get(pointer, Person()), told.get(pointer), checks.get(pointer))
        for pointer in people_to_prove_in(runtime, phone.call, filing)
    )
