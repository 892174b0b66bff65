"""What is said of a paper by what was measured of it."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.findings import Severity
from app.domain.materials import MaterialKind
from app.domain.paper_inspection import PaperMeasures, PaperRefusal
from app.domain.paper_quality import inspection_order, quality_findings, refusal_finding
from tests.real_rules import RULEBOOK as RULES

DAY = date(2026, 3, 2)
GOOD = PaperMeasures(1600, 1200, 1, colour=0.1, blur=0.3, glare=0.0, cut=0.0, screen=4.0, light=0.9)
CERTIFICATE, ID, ICON = MaterialKind.SUBJECT_CERTIFICATE, MaterialKind.PRINCIPAL_ID_FRONT, MaterialKind.APP_ICON


def said(kind: MaterialKind, **measured: float | None) -> list[str]:
    measures = replace(GOOD, **measured)  # type: ignore[arg-type]
    found = quality_findings(kind, measures, "/subject", DAY, RULES)
    assert all(one.severity is Severity.WARNING and one.pointer == "/subject" for one in found)
    assert all(one.message.zh and one.message.en and one.remedy.zh and one.remedy.en for one in found)
    return [one.code for one in found]


def test_of_a_good_paper_nothing_is_said() -> None:
    assert said(CERTIFICATE) == []


@pytest.mark.fact("S0-20")
@pytest.mark.fact("S4-17")
@pytest.mark.parametrize("kind", [ID, CERTIFICATE, MaterialKind.AGENT_ID_BACK, MaterialKind.AUTHORIZATION_LETTER])
def test_a_certificate_or_letter_without_colour_is_no_scan_of_the_original(kind: MaterialKind) -> None:
    assert said(kind, colour=0.0005) == ["paper_grey"]


@pytest.mark.parametrize(
    ("measured", "code"),
    [
        ({"light": 0.3}, "paper_dark"),
        ({"blur": 0.7}, "paper_blurred"),
        ({"glare": 0.05}, "paper_glare"),
        ({"cut": 0.2}, "paper_cut_off"),
        ({"screen": 30.0}, "paper_from_screen"),
    ],
)
def test_each_measure_beyond_its_threshold_is_told(measured: dict[str, float], code: str) -> None:
    assert said(CERTIFICATE, **measured) == [code]


def test_what_could_not_be_measured_and_what_an_icon_looks_like_is_not_told() -> None:
    assert said(CERTIFICATE, colour=None, blur=None, glare=None, cut=None, screen=None, light=None) == []
    assert said(ICON, colour=0.0, blur=1.0, glare=1.0, cut=0.4, screen=99.0, light=0.0) == []


@pytest.mark.parametrize(
    ("kind", "width", "height", "small"),
    [
        (CERTIFICATE, 1500, 1100, False),
        (CERTIFICATE, 1100, 1500, False),
        (CERTIFICATE, 1499, 1100, True),
        (CERTIFICATE, 1500, 1099, True),
        (ID, 1280, 720, False),
        (ID, 1279, 720, True),
        (ICON, 16, 16, False),
        (CERTIFICATE, None, None, False),
    ],
)
def test_a_picture_smaller_than_its_kind_asks_is_told(
    kind: MaterialKind, width: int | None, height: int | None, small: bool
) -> None:
    assert ("paper_small" in said(kind, width=width, height=height)) is small


def test_a_certificate_without_its_own_pixels_is_measured_no_further() -> None:
    assert said(CERTIFICATE, width=1600, height=None) == []


@pytest.mark.parametrize("because", list(PaperRefusal))
def test_every_reason_to_refuse_a_file_says_what_to_do(because: PaperRefusal) -> None:
    finding = refusal_finding(because, DAY, RULES, format="GIF", most=20, most_along=16000)

    assert (finding.code, finding.pointer, finding.severity) == (because.value, "/file", Severity.ERROR)
    assert finding.remedy.zh and finding.remedy.en
    assert "{" not in finding.message.zh + finding.message.en


@pytest.mark.fact("S1-21")
def test_an_icon_is_a_small_picture_and_keeps_its_transparency() -> None:
    order = inspection_order(ICON, DAY, RULES)

    assert set(order.formats) == {"image/jpeg", "image/png"}
    assert order.keeps_transparency
    assert not inspection_order(CERTIFICATE, DAY, RULES).keeps_transparency
    assert inspection_order(CERTIFICATE, DAY, RULES).max_pages == 5
