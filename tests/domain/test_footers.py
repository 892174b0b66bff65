"""Which number a footer shows, and where it leads."""

import pytest

from app.domain.footers import Footer, footer_link, footer_of
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK

SUBJECT, SERVICE = "粤ICP备2026000001号", "粤ICP备2026000001号-1"
LINK = "https://beian.miit.gov.cn"


@pytest.mark.fact("S1-30")
@pytest.mark.parametrize(
    ("province", "service_number", "shown"),
    [
        ("440000", SERVICE, SUBJECT),
        ("410000", SERVICE, SERVICE),
        ("310000", SERVICE, SERVICE),
        ("410000", None, SUBJECT),
    ],
)
def test_guangdong_shows_the_subjects_number_and_the_others_the_services(
    province: str, service_number: str | None, shown: str
) -> None:
    assert footer_of(SUBJECT, service_number, province, TODAY, RULEBOOK) == Footer(shown, LINK)


@pytest.mark.fact("S4-30")
def test_a_shown_number_leads_to_the_public_search_of_the_ministry() -> None:
    assert footer_link(TODAY, RULEBOOK) == LINK
