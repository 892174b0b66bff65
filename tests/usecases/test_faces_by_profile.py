"""Whose face is wanted: a service's principal always, the subject's where the provider's profile says so."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_body import FilingBody
from app.domain.filing_states import Event, State
from app.domain.filing_types import FilingType
from app.domain.filings import Filing, OnFile, ReviewFinding
from app.domain.materials import AuthenticityMethod, MaterialKind
from app.domain.profile import FaceExemption, FaceOf
from app.ports.authenticity import Evidence, Judgement, Outcome
from app.usecases import authenticity, authenticity_challenges, filing_checks, filing_diffs, filing_steps, materials
from tests.usecases.a_world import World

SUBJECTS, SERVICES = "/subject/principal", "/services/0/principal"


def wants_both(world: World, *exempt: FaceExemption) -> None:
    world.with_profile(faces_wanted_of=tuple(FaceOf), faces_exempt=exempt)


async def unproven(world: World, filing: Filing) -> set[str]:
    """Return the places of whom the check is missing."""
    found = await filing_checks.check(world.runtime, world.applicant, filing.id)
    return {one.pointer for one in found if one.code == "authenticity_missing"}


async def portraits(world: World, filing: Filing) -> set[str]:
    """Return the places of whom a portrait is wanted."""
    found = await filing_checks.required(world.runtime, world.applicant, filing.id)
    return {one.requirement.for_ for one in found if one.requirement.kind is MaterialKind.PORTRAIT}


async def statuses(world: World, filing: Filing) -> dict[str, str]:
    """Return what came of the last check of each person."""
    return {one.for_pointer: one.status.value for one in (await world.details(filing.id)).authenticity}


async def confirmed_and_submitted(world: World, filing: Filing) -> Filing:
    await filing_steps.confirm(world.runtime, world.applicant, filing.id, None)
    return (await filing_steps.submit(world.runtime, world.applicant, filing.id, None)).filing


async def refused_check(world: World, filing: Filing) -> list[tuple[str, str]]:
    """Try to show the face of the subject's principal, and return what is said."""
    with pytest.raises(Refusal) as refused:
        await world.checked(filing, SUBJECTS)
    assert refused.value.code is ProblemCode.VALIDATION_FAILED
    return [(error.pointer, error.code) for error in refused.value.errors]


async def test_where_a_profile_wants_both_the_subjects_principal_shows_it_before_the_submission(world: World) -> None:
    wants_both(world)
    filing = await world.with_papers()
    assert await portraits(world, filing) == {SUBJECTS, SERVICES}
    assert await unproven(world, filing) == {SUBJECTS}
    with pytest.raises(Refusal) as refused:
        await confirmed_and_submitted(world, filing)
    assert [(one.pointer, one.code) for one in refused.value.errors] == [(SUBJECTS, "authenticity_missing")]

    await world.checked(filing, SUBJECTS)
    submitted = await confirmed_and_submitted(world, filing)
    passed = await world.decide(submitted, Event.PASS)

    assert (passed.state, await statuses(world, filing)) == (
        State.PENDING_AUTHORITY,
        {SUBJECTS: "passed", SERVICES: "passed"},
    )


async def test_where_no_profile_wants_it_the_subjects_principal_is_refused(world: World) -> None:
    filing = await world.filled_in()

    assert await portraits(world, filing) == {SERVICES}
    assert await refused_check(world, filing) == [("/for", "no_service_principal")]
    with pytest.raises(Refusal):
        await authenticity_challenges.give_out(world.runtime, world.applicant, filing.id, SUBJECTS)


async def from_outside_the_mainland(world: World) -> Filing:
    filing = await world.filled_in()
    passport = {"type": "passport", "number": "E12345678"}
    return await world.patch(filing, {"subject": {"principal": {"certificate": passport}}})


async def of_one_person(world: World) -> Filing:
    filing = await world.filled_in()
    principal = {"name": world.who.principal.name, "certificate": world.who.principal.certificate()}
    return await world.patch(filing, {"services": [{"id": filing.body.services[0].id, "principal": principal}]})


async def of_somebody_on_file(world: World) -> Filing:
    entered = await world.filled_in()
    new = replace(entered.body.services[0], id=world.runtime.ids.new("svc"), domains=(), main_domain=None)
    filing = replace(
        entered,
        id=world.runtime.ids.new("fil"),
        filing_type=FilingType.ADD_SERVICE_HERE,
        type_verification_id=None,
        products=(),
        body=replace(entered.body, services=(new,)),
        on_file=OnFile(FilingBody(entered.body.subject), complete=True, subject_number="豫ICP备2026000001号"),
    )
    async with world.runtime.unit_of_work() as uow:
        await uow.filings.add(filing, filing.id.encode(), 9)
        await uow.commit()
    return filing


@pytest.mark.fact("S2-09")
@pytest.mark.parametrize(
    ("exemption", "case"),
    [
        (FaceExemption.NOT_MAINLAND, from_outside_the_mainland),
        (FaceExemption.IS_SERVICE_PRINCIPAL, of_one_person),
        (FaceExemption.UNCHANGED_ON_FILE, of_somebody_on_file),
    ],
)
async def test_who_is_exempt_is_asked_for_nothing_and_the_services_principal_always_is(
    world: World, exemption: FaceExemption, case: Any
) -> None:
    filing = await case(world)
    wants_both(world)
    assert await unproven(world, filing) == {SUBJECTS, SERVICES}

    wants_both(world, exemption)

    assert await unproven(world, filing) == {SERVICES}
    assert await portraits(world, filing) == {SERVICES}
    assert (await filing_diffs.get(world.runtime, world.applicant, filing.id)).to_prove == (SERVICES,)
    assert await refused_check(world, filing) == [("/for", "no_service_principal")]


async def test_another_principal_of_the_subject_voids_the_check_of_that_one_alone(world: World) -> None:
    wants_both(world)
    filing = await world.with_papers()
    await world.checked(filing, SUBJECTS)

    await world.patch(filing, {"subject": {"principal": {"mobile": "13800000009"}}})
    assert await statuses(world, filing) == {SUBJECTS: "needs_review", SERVICES: "needs_review"}
    await world.patch(filing, {"subject": {"principal": {"name": "李思远"}}})

    assert await statuses(world, filing) == {SUBJECTS: "failed", SERVICES: "needs_review"}
    assert await unproven(world, filing) == {SUBJECTS}


async def test_a_rejected_face_of_the_subjects_principal_voids_that_check_alone(world: World) -> None:
    wants_both(world)
    filing = await world.with_papers()
    await world.checked(filing, SUBJECTS)
    submitted = await confirmed_and_submitted(world, filing)

    await world.decide(submitted, Event.REJECT, ReviewFinding(SUBJECTS, "liveness_failed", "provider"))

    assert await statuses(world, filing) == {SUBJECTS: "failed", SERVICES: "needs_review"}


async def test_the_portrait_of_the_subjects_principal_is_erased_with_the_others(world: World) -> None:
    wants_both(world)
    filing = await world.with_papers()
    await world.checked(filing, SUBJECTS)

    await filing_steps.abandon(world.runtime, world.applicant, filing.id, None, None)

    faces = [one for one in await materials.listed(world.runtime, world.applicant, filing.id) if one.erased_at]
    assert {one.for_pointer for one in faces if one.kind is MaterialKind.PORTRAIT} == {SUBJECTS, SERVICES}


class Watching:
    """A judge who keeps what it was shown."""

    name = "watching"

    def __init__(self) -> None:
        self.shown: list[Evidence] = []

    async def judge(self, evidence: Evidence) -> Judgement:
        """Leave it to a person."""
        self.shown.append(evidence)
        return Judgement(Outcome.UNSURE, ())


async def test_the_judge_sees_the_subjects_principal_and_the_card_and_a_sheet_may_take_the_faces_place(
    world: World,
) -> None:
    wants_both(world)
    filing = await world.filled_in()
    await world.add_paper(filing, MaterialKind.PRINCIPAL_ID_FRONT, SUBJECTS)
    judge = Watching()
    world.runtime = replace(world.runtime, authenticity=judge)

    await world.checked(filing, SUBJECTS)

    (shown,) = judge.shown
    assert (shown.name, shown.number) == (world.who.principal.name, world.who.principal.certificate_number)
    assert shown.id_photo is not None
    sheet = await world.add_paper(filing, MaterialKind.SIGNED_SHEET, SUBJECTS)
    command = authenticity.CheckCommand(AuthenticityMethod.MANUAL, SUBJECTS, sheet.id, None)
    made = await authenticity.begin(world.runtime, world.applicant, filing.id, command)
    assert (made.status, len(judge.shown)) == ("needs_review", 1)
