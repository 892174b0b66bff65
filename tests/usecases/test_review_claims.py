"""Whoever decides must have claimed the filing."""

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_states import Event
from app.usecases import review_claims, reviews
from tests.usecases.a_world import World

PASS = reviews.DecisionCommand(Event.PASS, ())


async def test_who_has_no_claim_of_their_own_decides_nothing_whoever_else_has_one(world: World) -> None:
    filing = await world.submitted()
    for claimed_by in (None, "cli_colleague"):
        if claimed_by is not None:
            await review_claims.claim(world.runtime, world.reviewer_named(claimed_by), filing.id)

        with pytest.raises(Refusal) as caught:
            await reviews.decide(world.runtime, world.reviewer, filing.id, None, PASS)

        assert caught.value.code is ProblemCode.NOT_CLAIMED


async def test_claiming_what_a_colleague_has_is_refused_and_again_by_oneself_is_not(world: World) -> None:
    filing = await world.submitted()
    await review_claims.claim(world.runtime, world.reviewer, filing.id)

    again = await review_claims.claim(world.runtime, world.reviewer, filing.id)

    assert again.filing.revision == filing.revision
    with pytest.raises(Refusal) as caught:
        await review_claims.claim(world.runtime, world.reviewer_named("cli_colleague"), filing.id)
    assert caught.value.code is ProblemCode.CLAIMED_BY_ANOTHER
