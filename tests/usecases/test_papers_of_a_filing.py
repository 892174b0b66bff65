"""How many papers a filing holds."""

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.materials import MaterialKind
from app.usecases import materials, paper_receiving
from tests.usecases.a_world import World


async def test_nobody_fills_the_store_with_papers_of_one_filing(world: World) -> None:
    filing = await world.begun()
    kind, place = MaterialKind.SUBJECT_CERTIFICATE, "/subject"
    papers = [(await world.add_paper(filing, kind, place)).id for _ in range(materials.MOST_PAPERS)]
    one_more = paper_receiving.Received("mat_one_more", "none/one-more", "0" * 64, 1, "image/png")

    for attempt in (
        materials.check_may_receive(world.runtime, world.applicant, filing.id),
        materials.attach(world.runtime, world.applicant, filing.id, kind, place, one_more),
    ):
        with pytest.raises(Refusal) as caught:
            await attempt
        assert caught.value.code is ProblemCode.VALIDATION_FAILED
        assert [error.code for error in caught.value.errors] == ["too_many_items"]

    assert [paper.id for paper in await materials.listed(world.runtime, world.applicant, filing.id)] == papers
