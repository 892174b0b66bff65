"""An authenticity check is of one person over one picture: with another person or without the picture it is void."""

from typing import Any

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_states import Event
from app.domain.filings import Filing, ReviewFinding
from app.usecases import filing_steps, materials
from tests.usecases.a_world import World

PLACE = "/services/0/principal"


async def statuses(world: World, filing: Filing) -> list[str]:
    """Return what came of the filing's checks, oldest first."""
    return [check.status.value for check in (await world.details(filing.id)).authenticity]


def of_the_principal(filing: Filing, **change: Any) -> dict[str, Any]:
    """Return a patch of the first service's principal."""
    return {"services": [{"id": filing.body.services[0].id, "principal": change}]}


@pytest.mark.parametrize(
    "change",
    [
        {"name": "李思远"},
        {"certificate": {"number": "110101199003070011"}},
        {"certificate": {"type": "passport"}},
        {"name": None},
    ],
)
async def test_another_name_or_certificate_of_the_principal_voids_the_check(
    world: World, change: dict[str, Any]
) -> None:
    filing = await world.with_papers()

    await world.patch(filing, of_the_principal(filing, **change))

    assert await statuses(world, filing) == ["failed"]


async def test_another_phone_of_the_principal_leaves_the_check_as_it_is(world: World) -> None:
    filing = await world.with_papers()

    await world.patch(filing, of_the_principal(filing, mobile="13800000009", email="other@example.com"))

    assert await statuses(world, filing) == ["needs_review"]


async def test_with_the_portrait_taken_away_the_check_is_void_and_submitting_refused(world: World) -> None:
    filing = await world.with_papers()
    (check,) = (await world.details(filing.id)).authenticity

    await materials.remove(world.runtime, world.applicant, check.material_id)
    await filing_steps.confirm(world.runtime, world.applicant, filing.id, None)

    assert await statuses(world, filing) == ["failed"]
    with pytest.raises(Refusal) as refused:
        await filing_steps.submit(world.runtime, world.applicant, filing.id, None)
    assert refused.value.code is ProblemCode.CHECKS_FAILED
    assert (PLACE, "authenticity_missing") in {(error.pointer, error.code) for error in refused.value.errors}


async def test_a_new_check_after_the_void_one_is_enough(world: World) -> None:
    filing = await world.with_papers()
    await world.patch(filing, of_the_principal(filing, name="李思远"))

    await world.checked(filing)
    await filing_steps.confirm(world.runtime, world.applicant, filing.id, None)
    submitted = await filing_steps.submit(world.runtime, world.applicant, filing.id, None)

    assert submitted.filing.state == "first_review"


async def test_a_rejected_face_voids_a_check_that_an_earlier_review_had_passed(world: World) -> None:
    filing = await world.decide(await world.submitted(), Event.PASS)
    await filing_steps.withdraw(world.runtime, world.applicant, filing.id, None, None)
    await world.patch(filing, {"remark": "补充说明"})
    await filing_steps.confirm(world.runtime, world.applicant, filing.id, None)
    await filing_steps.submit(world.runtime, world.applicant, filing.id, None)
    assert await statuses(world, filing) == ["passed"]

    await world.decide(filing, Event.REJECT, ReviewFinding(PLACE, "liveness_failed", "provider"))

    assert await statuses(world, filing) == ["failed"]
    with pytest.raises(Refusal) as refused:
        await filing_steps.resubmit(world.runtime, world.applicant, filing.id, None)
    assert refused.value.code is ProblemCode.CHECKS_FAILED
