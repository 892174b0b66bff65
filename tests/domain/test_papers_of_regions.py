"""The papers that some provinces want beside the rest."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.domain.filing_body import (
    Certificate,
    CertificateType,
    ContactAddress,
    FilingBody,
    Service,
    Subject,
    SubjectNature,
)
from app.domain.filing_types import FilingType
from app.domain.material_places import PaperQuestion
from app.domain.materials import MaterialKind
from app.domain.requirements import Requirement, requirements
from app.domain.rulebook import Rulebook
from tests.domain.a_filing import (
    REGIONS,
    a_body,
    a_person,
    a_website,
    an_app,
    an_enterprise,
    an_individual,
)
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK

T, K = FilingType, MaterialKind
LETTERS = "materials.by_region.commitment_letters"


def papers(
    kind: MaterialKind,
    body: FilingBody,
    as_of: date = TODAY,
    filing_type: FilingType = T.FIRST_FILING,
    rulebook: Rulebook = RULEBOOK,
    on_file: int = 0,
) -> list[Requirement]:
    question = PaperQuestion(body, filing_type, REGIONS, services_on_file=on_file)
    return [one for one in requirements(question, as_of, rulebook) if one.kind is kind]


def in_region(subject: Subject, region: str, *services: Service) -> FilingBody:
    return a_body(replace(subject, region=region, contact_address=ContactAddress(region, "示例路1号")), *services)


# --- commitment letters


@pytest.mark.fact("S1-09")
@pytest.mark.parametrize("subject", [an_enterprise(), an_individual()])
def test_in_guangdong_a_commitment_letter_is_wanted_of_units_and_of_persons(subject: Subject) -> None:
    (letter,) = papers(K.COMMITMENT_LETTER, in_region(subject, "440306"))

    assert letter.for_ == "/subject"
    assert letter.required
    assert letter.template == "commitment-letter"
    assert letter.rule == LETTERS
    assert "承诺书" in letter.source
    assert "法定代表人签字，个人由本人签字" in letter.notes.zh
    assert papers(K.COMMITMENT_LETTER, a_body(subject)) == []


@pytest.mark.fact("S1-10")
def test_the_letter_is_wanted_of_an_order_from_before_its_day_when_that_is_submitted_again() -> None:
    # The year of the letter is not known; any will do to see that the day of each submission counts.
    rule = RULEBOOK.rules[LETTERS]
    none_yet, since = replace(rule.versions[0], value=()), replace(rule.versions[-1], in_force_from=date(2022, 6, 21))
    as_if = replace(rule, versions=(none_yet, since))
    rulebook = Rulebook.of({**RULEBOOK.rules, LETTERS: as_if}, "as if")
    body = in_region(an_enterprise(), "440306")

    assert papers(K.COMMITMENT_LETTER, body, date(2022, 6, 20), rulebook=rulebook) == []
    (letter,) = papers(K.COMMITMENT_LETTER, body, date(2022, 6, 21), rulebook=rulebook)
    assert letter.required
    assert "6月21日前已提交管局后被驳回" in letter.notes.zh
    assert "21 June" in letter.notes.en


def test_jiangsu_wants_its_letters_from_june_2021_on_of_every_service_principal() -> None:
    websites = [a_website(id="svc_1"), a_website(id="svc_2", principal=a_person())]
    body = in_region(an_enterprise(), "320100", *websites)

    assert papers(K.COMMITMENT_LETTER, body, date(2021, 5, 31)) == []
    assert [one.for_ for one in papers(K.COMMITMENT_LETTER, body, date(2021, 6, 1))] == [
        "/services/0/principal",
        "/services/1/principal",
    ]


def test_jiangsu_wants_letters_of_principals_from_june_2021_on_too() -> None:
    body = in_region(an_enterprise(), "320100")

    def required(as_of: date) -> list[bool]:
        return [one.required for one in papers(K.AUTHORIZATION_LETTER, body, as_of)]

    assert required(date(2021, 5, 31)) == [False]
    assert required(date(2021, 6, 1)) == [True]


# --- letters of principals


@pytest.mark.parametrize(("region", "expected"), [("340100", True), ("460100", True), ("410100", False)])
def test_a_subjects_principal_who_is_not_the_legal_representative_brings_a_letter(region: str, expected: bool) -> None:
    not_the_one = a_person(is_legal_representative=False)
    body = in_region(an_enterprise(principal=not_the_one), region, a_website(principal=not_the_one))

    letters = {one.for_: one.required for one in papers(K.AUTHORIZATION_LETTER, body)}

    assert letters["/subject/principal"] is expected


# --- residence permits


def of_card(address: str | None = None, **changes: Any) -> Subject:
    """An individual with a card of Henan, by its number."""
    card = replace(a_person().certificate or Certificate(), address=address, **changes)
    return an_individual(certificate=card)


@pytest.mark.parametrize(
    ("subject", "region", "expected"),
    [
        (of_card(), "310101", ["residence_permit /subject/principal"]),
        (of_card("上海市黄浦区示例路1号"), "310101", []),
        (of_card("浙江省杭州市示例路1号"), "310101", ["residence_permit /subject/principal"]),
        (of_card("某处"), "310101", ["residence_permit /subject/principal"]),
        (of_card(type=CertificateType.PASSPORT, number="E12345678"), "310101", []),
        (an_individual(certificate=None), "310101", []),
        (of_card(), "410105", []),
        (of_card(), "110101", []),
        (an_enterprise(), "310101", []),
    ],
    ids=["number", "moved", "address", "unclear address", "passport", "nothing", "at home", "no rule", "unit"],
)
def test_a_person_of_another_province_shows_to_live_there(subject: Subject, region: str, expected: list[str]) -> None:
    found = papers(K.RESIDENCE_PERMIT, in_region(subject, region))

    assert [f"{one.kind} {one.for_}" for one in found] == expected


def test_as_long_as_no_region_is_told_nobody_is_of_another() -> None:
    assert papers(K.RESIDENCE_PERMIT, a_body(replace(of_card(), region=None))) == []


def test_some_provinces_take_another_proof_for_the_permit() -> None:
    (permit,) = papers(K.RESIDENCE_PERMIT, in_region(of_card(), "440306"))

    assert permit.is_met_by(K.OTHER, "/subject/principal")
    assert not permit.is_met_by(K.OTHER, "/subject")


# --- plans


@pytest.mark.parametrize(
    ("subject", "region", "on_file", "expected"),
    [
        (an_enterprise(), "310101", 28, False),
        (an_enterprise(), "310101", 29, True),
        (an_individual(), "310101", 29, False),
        (an_individual(), "450101", 2, True),
        (an_individual(), "450101", 1, False),
        (an_enterprise(), "430101", 1, True),
        (an_enterprise(), "430101", 0, False),
        (an_enterprise(), "410101", 99, False),
    ],
)
def test_from_a_number_of_sites_on_some_provinces_want_a_plan(
    subject: Subject, region: str, on_file: int, expected: bool
) -> None:
    assert bool(papers(K.CONSTRUCTION_PLAN, in_region(subject, region), on_file=on_file)) is expected


# --- government sites

AGENCY = an_enterprise(nature=SubjectNature.GOVERNMENT_AGENCY)


@pytest.mark.fact("S3-21")
def test_the_stamped_review_form_of_a_government_domain_is_asked_for_where_the_authority_wants_it() -> None:
    (form,) = papers(K.GOV_DOMAIN_REVIEW_FORM, a_body(AGENCY))

    assert form.for_ == "/services/0"
    assert not form.required
    assert "加盖公章" in form.notes.zh
    assert "彩色扫描件" in form.notes.zh


@pytest.mark.fact("S3-22")
@pytest.mark.parametrize("province", REGIONS.provinces)
def test_some_provinces_insist_on_the_staffing_certificate(province: str) -> None:
    (certificate,) = papers(K.STAFFING_CERTIFICATE, in_region(AGENCY, province))

    assert certificate.required is (province in ("150000", "230000", "360000"))
    assert "加盖公章" in certificate.notes.zh
    assert "主体（名称、上级主管单位、职能、机构类型）和网站（名称、简介、域名、IP、负责人）" in certificate.notes.zh


@pytest.mark.fact("S3-34")
@pytest.mark.fact("S3-23")
@pytest.mark.fact("S3-24")
def test_the_staffing_certificate_comes_from_the_superior_has_no_template_and_has_to_equal_the_order() -> None:
    (certificate,) = papers(K.STAFFING_CERTIFICATE, a_body(AGENCY))

    assert certificate.template is None
    assert "没有模板" in certificate.notes.zh
    assert "上级部门颁发" in certificate.notes.zh
    for told in ("名称", "上级主管单位", "职能", "机构类型", "简介", "域名", "IP", "负责人"):
        assert told in certificate.notes.zh
    assert "须与其一致，否则初审驳回" in certificate.notes.zh


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (a_body(an_enterprise(), a_website(domains=("zz.gov.cn",))), True),
        (a_body(an_enterprise(), a_website(domains=("zz.xn--zfr164b",))), True),
        (a_body(an_enterprise(), a_website(domains=("gov.cn.example.cn",))), False),
        (a_body(an_enterprise(nature=SubjectNature.PUBLIC_INSTITUTION)), False),
    ],
)
def test_a_site_is_a_governments_by_its_nature_or_its_name(body: FilingBody, expected: bool) -> None:
    assert bool(papers(K.GOV_DOMAIN_REVIEW_FORM, body)) is expected


def test_the_staffing_office_has_no_say_in_apps() -> None:
    body = in_region(replace(AGENCY, nature=SubjectNature.PUBLIC_INSTITUTION), "150100", an_app())

    assert papers(K.STAFFING_CERTIFICATE, body) == []


@pytest.mark.fact("S2-31")
def test_which_papers_are_wanted_depends_on_region_and_subject() -> None:
    def all_papers(body: FilingBody) -> set[str]:
        question = PaperQuestion(body, T.FIRST_FILING, REGIONS)
        return {f"{one.kind} {one.for_}" for one in requirements(question, TODAY, RULEBOOK) if one.required}

    here, there = all_papers(a_body()), all_papers(in_region(an_enterprise(), "440306"))
    assert there - here == {"commitment_letter /subject"}
    assert "subject_certificate /subject" in here - all_papers(a_body(an_individual()))
