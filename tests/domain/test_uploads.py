"""Resumable uploads: when one is complete, over, usable, and whether there is room for another."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.uploads import OpenUploads, Upload

BEGUN = datetime(2026, 3, 2, 2, tzinfo=UTC)
UPLOAD = Upload("upl_1", "prov_1", "acct_1", None, 10, 4, "", BEGUN, BEGUN + timedelta(hours=24))


def test_it_is_complete_with_its_last_byte() -> None:
    assert not UPLOAD.complete
    assert replace(UPLOAD, received=10).complete
    assert replace(UPLOAD, bytes=0, received=0).complete


def test_it_is_over_when_it_ended_or_its_time_is_up() -> None:
    assert not UPLOAD.is_over(BEGUN + timedelta(hours=23, minutes=59))
    assert UPLOAD.is_over(BEGUN + timedelta(hours=24))
    assert replace(UPLOAD, ended=True).is_over(BEGUN)


@pytest.mark.parametrize(
    ("made_for", "filing", "account", "may"),
    [
        (None, "fil_1", "acct_1", True),
        ("fil_1", "fil_1", "acct_1", True),
        ("fil_2", "fil_1", "acct_1", False),
        (None, "fil_1", "acct_2", False),
        ("fil_1", "fil_1", "acct_2", False),
    ],
)
def test_it_becomes_a_paper_of_its_account_and_of_the_filing_it_was_made_for(
    made_for: str | None, filing: str, account: str, may: bool
) -> None:
    assert replace(UPLOAD, filing_id=made_for).may_be_of(filing, account) is may


@pytest.mark.parametrize(("count", "size", "room"), [(1, 70, True), (2, 1, False), (1, 71, False), (0, 70, True)])
def test_there_is_room_for_so_many_and_so_much(count: int, size: int, room: bool) -> None:
    assert OpenUploads(count, 30).leave_room_for(size, most=2, most_bytes=100) is room
