"""Where the profile asks for it, a filing is passed by two reviewers."""

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_states import Event, State
from app.domain.filing_types import FilingType
from app.domain.filings import Filing, ReviewFinding
from app.domain.materials import AuthenticityStatus
from app.domain.profile import PostedMaterials
from app.ports.store.paging import PageWanted
from app.usecases import filing_steps, review_claims, reviews, timelines
from app.usecases.reviews import DecisionCommand
from tests.usecases.a_world import World

PASS = DecisionCommand(Event.PASS, ())
NAME = ReviewFinding("/services/0/name", "site_name_bad", "provider")
ONE, OTHER = "cli_reviewer", "cli_colleague"


@pytest.fixture
def careful(world: World) -> World:
    """Let two reviewers pass a first filing."""
    world.with_profile(second_look=(FilingType.FIRST_FILING,))
    return world


async def passed_by(world: World, reviewer: str, filing: Filing, command: DecisionCommand = PASS) -> Filing:
    """Claim and pass."""
    call = world.reviewer_named(reviewer)
    await review_claims.claim(world.runtime, call, filing.id)
    return (await reviews.decide(world.runtime, call, filing.id, None, command)).filing


async def test_one_pass_is_enough_where_the_profile_says_nothing(world: World) -> None:
    assert (await passed_by(world, ONE, await world.submitted())).state is State.PENDING_AUTHORITY


async def test_the_first_pass_puts_a_filing_back_and_the_second_lets_it_go_on(careful: World) -> None:
    submitted = await careful.submitted()

    once = await passed_by(careful, ONE, submitted)
    checks = (await careful.details(once.id)).authenticity
    twice = await passed_by(careful, OTHER, once)

    assert (once.state, once.revision, once.assignee) == (State.FIRST_REVIEW, submitted.revision, None)
    assert once.first_look_by == ONE
    assert [check.status for check in checks] == [AuthenticityStatus.NEEDS_REVIEW]
    assert (twice.state, twice.first_look_by) == (State.PENDING_AUTHORITY, None)
    told = (await timelines.of(careful.runtime, careful.applicant, once.id, PageWanted(100))).items
    assert [one.event for one in told if one.actor == "reviewer"] == ["first_look_passed", "pass"]


async def test_nobody_looks_twice(careful: World) -> None:
    filing = await passed_by(careful, ONE, await careful.submitted())

    with pytest.raises(Refusal) as caught:
        await review_claims.claim(careful.runtime, careful.reviewer_named(ONE), filing.id)

    assert caught.value.code is ProblemCode.ACTION_NOT_ALLOWED
    assert caught.value.detail is not None
    assert await review_claims.claim_next(careful.runtime, careful.reviewer_named(ONE)) is None
    assert await review_claims.claim_next(careful.runtime, careful.reviewer_named(OTHER)) is not None


async def test_the_second_may_reject_and_both_look_again_at_what_comes_back(careful: World) -> None:
    filing = await passed_by(careful, ONE, await careful.submitted())

    rejected = await passed_by(careful, OTHER, filing, DecisionCommand(Event.REJECT, (NAME,)))
    await filing_steps.resubmit(careful.runtime, careful.applicant, filing.id, None)
    again = await passed_by(careful, ONE, filing)

    assert rejected.state is State.FIRST_REVIEW_REJECTED
    assert (again.state, again.first_look_by) == (State.FIRST_REVIEW, ONE)


async def test_papers_by_post_are_asked_for_by_the_second(careful: World) -> None:
    careful.with_profile(second_look=(FilingType.FIRST_FILING,), posted_materials=PostedMaterials.WHEN_ASKED)
    wish = DecisionCommand(Event.PASS, (), "郑州市备案部")
    filing = await careful.submitted()

    with pytest.raises(Refusal) as caught:
        await passed_by(careful, ONE, filing, wish)
    await passed_by(careful, ONE, filing)

    assert [error.pointer for error in caught.value.errors] == ["/post_to"]
    assert (await passed_by(careful, OTHER, filing, wish)).state is State.AWAITING_POSTED_MATERIALS
