"""Every filing type, from what it begins with to what it leaves on both sides, as `filing demo --type` plays it."""

import io

import pytest
from rich.console import Console

from app.demo import STORIES
from app.demo.playing import play
from app.domain.filing_types import FilingType
from tests.play.running_service import RunningService

FACTS = {
    "deregister_subject": [pytest.mark.fact("S1-13"), pytest.mark.fact("S3-08")],
    "deregister_service": [pytest.mark.fact("S3-09")],
    "cancel_access": [pytest.mark.fact("S3-10")],
    "transfer_account": [pytest.mark.fact("S1-14"), pytest.mark.fact("S1-15"), pytest.mark.fact("S1-16")],
}
TYPES = [pytest.param(one, marks=FACTS.get(one, [])) for one in STORIES]


def test_every_filing_type_has_its_story() -> None:
    assert sorted(STORIES) == sorted(FilingType)


@pytest.mark.parametrize("filing_type", TYPES)
def test_a_filing_of_each_type_ends_as_it_should_on_both_sides(
    service: RunningService, client: dict[str, str], filing_type: str
) -> None:
    said = io.StringIO()
    console = Console(file=said, width=160)

    ended_well = play((filing_type,), service.base_url, client["client_id"], client["client_secret"], console=console)

    assert ended_well, said.getvalue()
