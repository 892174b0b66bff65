"""Hand-overs to a phone: how long a link lives, where it stands, and what a purpose lets in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.materials import MaterialKind
from app.domain.phone_handovers import HandoverPurpose, HandoverStanding, PhoneHandover, expires_at, masked_name
from tests.real_rules import RULEBOOK as RULES

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
LATER = NOW + timedelta(hours=24)
LINK = PhoneHandover("hov_1", "prov_1", "acct_1", "fil_1", HandoverPurpose.MATERIALS, b"hash", NOW, LATER)


@pytest.mark.fact("S4-19")
def test_a_link_lives_for_24_hours_and_not_a_moment_longer() -> None:
    assert expires_at(NOW, NOW.date(), RULES) == LATER
    assert LINK.is_usable(LATER - timedelta(microseconds=1))
    assert not LINK.is_usable(LATER)


def test_a_link_that_was_taken_back_opens_nothing() -> None:
    assert not replace(LINK, revoked_at=NOW).is_usable(NOW)


@pytest.mark.parametrize(
    ("changes", "at", "standing"),
    [
        ({}, NOW, HandoverStanding.WAITING),
        ({"opened_at": NOW}, NOW, HandoverStanding.OPENED),
        ({"opened_at": NOW}, LATER, HandoverStanding.EXPIRED),
        ({"opened_at": NOW, "revoked_at": NOW}, NOW, HandoverStanding.REVOKED),
        ({"opened_at": NOW, "revoked_at": NOW}, LATER, HandoverStanding.REVOKED),
        ({"opened_at": NOW, "done_at": NOW}, NOW, HandoverStanding.DONE),
        ({"opened_at": NOW, "done_at": NOW, "revoked_at": NOW}, LATER, HandoverStanding.DONE),
    ],
)
def test_where_a_link_stands(changes: dict[str, datetime], at: datetime, standing: HandoverStanding) -> None:
    assert replace(LINK, **changes).standing(at) is standing


@pytest.mark.parametrize("kind", MaterialKind)
def test_each_kind_of_paper_belongs_to_exactly_one_purpose(kind: MaterialKind) -> None:
    assert [purpose.allows(kind) for purpose in HandoverPurpose].count(True) == 1
    assert HandoverPurpose.MATERIALS.allows(kind) is (kind not in (MaterialKind.PORTRAIT, MaterialKind.VIDEO))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("林", "林"),
        ("林晓", "林*"),
        ("林晓晨", "林*晨"),
        ("欧阳晓晨", "欧**晨"),
        ("河南晨星科技有限公司", "河南******公司"),
        ("", ""),
    ],
)
def test_a_name_is_known_again_by_its_owner_and_told_to_nobody_else(name: str, shown: str) -> None:
    assert masked_name(name) == shown
