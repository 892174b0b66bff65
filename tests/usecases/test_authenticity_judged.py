"""What a judge says, and what it is worth: a machine fails what is certain, and passes only where it may."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.filings import Filing
from app.domain.materials import AuthenticityCheck, AuthenticityMethod, Consent, Material, MaterialKind
from app.ports.authenticity import Evidence, Judgement, JudgeUnavailable, Outcome
from app.ports.object_store import ObjectMissing, ObjectStoreUnavailable
from app.usecases import authenticity, authenticity_challenges, filing_steps, materials
from tests.usecases.a_world import World

PLACE = "/services/0/principal"


class PlayedJudge:
    """A judge who says what it is told, and keeps what it was shown."""

    name = "played"

    def __init__(self, said: Judgement | Exception) -> None:
        self.said = said
        self.shown: list[Evidence] = []

    async def judge(self, evidence: Evidence) -> Judgement:
        """Say it."""
        self.shown.append(evidence)
        if isinstance(self.said, Exception):
            raise self.said
        return self.said


def judged_by(world: World, said: Judgement | Exception | Outcome) -> PlayedJudge:
    """Put a judge in the world's."""
    judge = PlayedJudge(Judgement(said, (), "V-1") if isinstance(said, Outcome) else said)
    world.runtime = replace(world.runtime, authenticity=judge)
    return judge


async def check(world: World, filing: Filing, kind: str = "portrait", **changes: str) -> AuthenticityCheck:
    """Show the service principal's face."""
    picture = await world.add_paper(filing, MaterialKind(kind), PLACE)
    consent = Consent("2026-01", world.clock.now())
    command = authenticity.CheckCommand(AuthenticityMethod(kind), PLACE, picture.id, consent, **changes)
    return await authenticity.begin(world.runtime, world.applicant, filing.id, command)


@pytest.mark.parametrize(
    ("outcome", "may_pass", "status", "codes"),
    [
        (Outcome.GENUINE, True, "passed", []),
        (Outcome.GENUINE, False, "needs_review", ["person_decides"]),
        (Outcome.UNSURE, True, "needs_review", []),
        (Outcome.NOT_GENUINE, True, "failed", []),
        (Outcome.NOT_GENUINE, False, "failed", []),
    ],
)
async def test_a_machine_passes_only_where_the_profile_lets_it(
    world: World, outcome: Outcome, may_pass: bool, status: str, codes: list[str]
) -> None:
    filing = await world.filled_in()
    world.with_profile(machine_passes_faces=may_pass)
    judged_by(world, outcome)

    made = await check(world, filing)

    assert (made.status, made.judge, made.reference) == (status, "played", "V-1")
    assert [one.code for one in made.findings] == codes
    assert (await world.details(filing.id)).authenticity == (made,)


async def test_a_check_that_a_machine_failed_does_not_count_for_the_submission(world: World) -> None:
    filing = await world.with_papers()
    judged_by(world, Outcome.NOT_GENUINE)
    await check(world, filing)
    await filing_steps.confirm(world.runtime, world.applicant, filing.id, None)

    with pytest.raises(Refusal) as refused:
        await filing_steps.submit(world.runtime, world.applicant, filing.id, None)

    assert (PLACE, "authenticity_missing") in {(error.pointer, error.code) for error in refused.value.errors}


async def test_a_judge_who_is_away_leaves_it_to_a_person(world: World) -> None:
    filing = await world.filled_in()
    judged_by(world, JudgeUnavailable())

    made = await check(world, filing)

    assert made.status == "needs_review"
    assert [one.code for one in made.findings] == ["machine_away"]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (ObjectMissing("key", "gone"), ProblemCode.NOT_FOUND),
        (ObjectStoreUnavailable("key", "down"), ProblemCode.SERVICE_UNAVAILABLE),
    ],
)
async def test_a_picture_that_cannot_be_had_is_told_and_nothing_kept(
    world: World, fault: Exception, code: ProblemCode
) -> None:
    filing = await world.filled_in()
    judged_by(world, fault)

    with pytest.raises(Refusal) as refused:
        await check(world, filing)

    assert refused.value.code is code
    assert (await world.details(filing.id)).authenticity == ()


async def test_the_judge_sees_the_person_and_the_photo_on_their_card(world: World) -> None:
    filing = await world.filled_in()
    judge = judged_by(world, Outcome.UNSURE)
    await check(world, filing)
    await world.add_paper(filing, MaterialKind.PRINCIPAL_ID_FRONT, PLACE)
    await check(world, filing)

    without, shown = judge.shown

    principal = world.who.service_principal
    assert (shown.name, shown.number) == (principal.name, principal.certificate_number)
    assert (without.id_photo is None, shown.id_photo is None) == (True, False)


async def test_the_judge_opens_the_picture_as_it_was_received(world: World) -> None:
    filing = await world.filled_in()

    async def chunks() -> AsyncIterator[bytes]:
        yield b"\xff\xd8\xff\xe0 as it came"

    stored = await world.runtime.objects.put("faces/a", chunks(), f"material:{filing.provider_id}:mat_a", max_bytes=99)
    judge = judged_by(world, Outcome.UNSURE)
    material = await received(world, filing, "faces/a", stored.bytes)
    consent = Consent("2026-01", world.clock.now())
    command = authenticity.CheckCommand(AuthenticityMethod.PORTRAIT, PLACE, material.id, consent)
    await authenticity.begin(world.runtime, world.applicant, filing.id, command)

    read = b"".join([chunk async for chunk in await judge.shown[0].picture()])

    assert read == b"\xff\xd8\xff\xe0 as it came"


async def received(world: World, filing: Filing, key: str, size: int) -> Material:
    """Put a portrait that is in the store into the database."""
    paper = await world.add_paper(filing, MaterialKind.OTHER, PLACE)
    made = replace(
        paper,
        id=world.runtime.ids.new("mat"),
        kind=MaterialKind.PORTRAIT,
        object_key=key,
        bytes=size,
        sealed_as="mat_a",
    )
    async with world.runtime.unit_of_work() as uow:
        await uow.materials.add(made)
        await uow.commit()
    return made


async def test_a_principal_who_changes_while_the_machine_looks_is_not_shown_by_the_old_picture(world: World) -> None:
    filing = await world.filled_in()

    class Slow(PlayedJudge):
        async def judge(self, evidence: Evidence) -> Judgement:
            change = {"services": [{"id": filing.body.services[0].id, "principal": {"name": "李思远"}}]}
            await world.patch(filing, change)
            return await super().judge(evidence)

    world.runtime = replace(world.runtime, authenticity=Slow(Judgement(Outcome.GENUINE, ())))

    with pytest.raises(Refusal) as refused:
        await check(world, filing)

    assert [error.code for error in refused.value.errors] == ["changed_meanwhile"]
    assert (await world.details(filing.id)).authenticity == ()


async def test_a_picture_taken_away_while_the_machine_looks_is_not_judged(world: World) -> None:
    filing = await world.filled_in()

    class Slow(PlayedJudge):
        async def judge(self, evidence: Evidence) -> Judgement:
            for paper in await materials.listed(world.runtime, world.applicant, filing.id):
                await materials.remove(world.runtime, world.applicant, paper.id)
            return await super().judge(evidence)

    world.runtime = replace(world.runtime, authenticity=Slow(Judgement(Outcome.GENUINE, ())))

    with pytest.raises(Refusal) as refused:
        await check(world, filing)

    assert refused.value.code is ProblemCode.NOT_FOUND


async def test_a_challenge_is_for_one_video_of_one_person_and_some_minutes(world: World) -> None:
    filing = await world.filled_in()
    judge = judged_by(world, Outcome.UNSURE)
    given = await authenticity_challenges.give_out(world.runtime, world.applicant, filing.id, PLACE)

    made = await check(world, filing, "video", challenge_id=given.id)

    assert made.challenge_id == given.id
    assert judge.shown[0].challenge == given
    assert (len(given.turns), len(given.digits)) == (3, 4)
    await refuses(world, filing, "video", given.id, "challenge_spent")
    late = await authenticity_challenges.give_out(world.runtime, world.applicant, filing.id, PLACE)
    await refuses(world, filing, "portrait", late.id, "not_for_method")
    await refuses(world, filing, "video", "chl_none", "unknown_challenge")
    world.clock.advance(timedelta(minutes=10))
    await refuses(world, filing, "video", late.id, "challenge_spent")


async def refuses(world: World, filing: Filing, kind: str, challenge_id: str, code: str) -> None:
    """Say that a check with a challenge is refused, and why."""
    with pytest.raises(Refusal) as refused:
        await check(world, filing, kind, challenge_id=challenge_id)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/challenge_id", code)]
