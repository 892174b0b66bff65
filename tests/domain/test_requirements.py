"""The papers wanted for one filing."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.filing_body import (
    Certificate,
    CertificateType,
    FilingBody,
    HandlerKind,
    PreApproval,
    Service,
    ServiceKind,
)
from app.domain.filing_types import FilingType
from app.domain.filing_ways import way_of
from app.domain.material_places import PaperQuestion
from app.domain.materials import MaterialKind
from app.domain.people_to_prove import people_to_prove
from app.domain.requirements import Requirement, Step, label, limits, requirements, step_of
from app.domain.rulebook import Rulebook
from tests.domain.a_filing import (
    REGIONS,
    a_body,
    a_person,
    a_website,
    an_app,
    an_enterprise,
    an_individual,
    another_person,
)
from tests.domain.samples import TODAY
from tests.real_rules import GENERAL_RULES, PROFILES, RULEBOOK

FACE = [pytest.mark.fact("S2-06"), pytest.mark.fact("S2-07")]
FRONT, BACK = MaterialKind.PRINCIPAL_ID_FRONT, MaterialKind.PRINCIPAL_ID_BACK


def wanted(body: FilingBody, rulebook: Rulebook = RULEBOOK) -> tuple[Requirement, ...]:
    return requirements(PaperQuestion(body, FilingType.FIRST_FILING, REGIONS), TODAY, rulebook)


def required(body: FilingBody) -> list[str]:
    return [f"{one.kind} {one.for_}" for one in wanted(body) if one.required]


BY_LEGAL_REPRESENTATIVE = [
    "subject_certificate /subject",
    "principal_id_front /subject/principal",
    "principal_id_back /subject/principal",
    "domain_certificate /services/0",
    "portrait /services/0/principal",
]


@pytest.mark.fact("S4-16")
def test_a_legal_representative_brings_the_licence_both_sides_of_the_id_and_the_domain_certificate() -> None:
    body = a_body(an_enterprise(), a_website(principal=a_person()))

    assert required(body) == BY_LEGAL_REPRESENTATIVE


@pytest.mark.fact("S4-17")
def test_an_agent_brings_the_own_id_and_the_letter_of_authority_beside() -> None:
    body = a_body(an_enterprise(handler=HandlerKind.AGENT, agent=another_person()), a_website(principal=a_person()))

    assert set(required(body)) - set(BY_LEGAL_REPRESENTATIVE) == {
        "agent_id_front /subject/agent",
        "agent_id_back /subject/agent",
        "authorization_letter /subject/agent",
    }
    (letter,) = [one for one in wanted(body) if one.required and one.kind is MaterialKind.AUTHORIZATION_LETTER]
    assert "法人委托书" in letter.notes.zh
    assert "彩色扫描" in letter.notes.zh


@pytest.mark.fact("S0-12")
def test_the_ids_of_both_principals_and_the_units_certificate_are_wanted() -> None:
    assert {
        "subject_certificate /subject",
        "principal_id_front /subject/principal",
        "principal_id_front /services/0/principal",
        "principal_id_back /services/0/principal",
    } <= set(required(a_body()))


def test_a_legal_representative_who_is_no_principal_shows_the_id_too() -> None:
    body = a_body(an_enterprise(legal_representative=another_person()), a_website(principal=a_person()))

    assert "principal_id_front /subject/legal_representative" in required(body)


def test_an_individual_brings_the_own_id_the_domain_certificate_and_a_portrait() -> None:
    assert required(a_body(an_individual(), a_website(principal=a_person()))) == BY_LEGAL_REPRESENTATIVE[1:]


def test_a_passport_has_no_back() -> None:
    passport = Certificate(CertificateType.PASSPORT, "E12345678")
    body = a_body(an_individual(principal=a_person(certificate=passport)), a_website(principal=None))

    assert "principal_id_front /subject/principal" in required(body)
    assert "principal_id_back /subject/principal" not in required(body)


@pytest.mark.fact("S1-21")
def test_an_app_wants_an_icon_of_a_hundred_kilobytes_beside_a_websites_papers() -> None:
    icons = [one for one in wanted(a_body(an_enterprise(), an_app())) if one.kind is MaterialKind.APP_ICON]

    assert [(one.for_, one.max_bytes, one.required) for one in icons] == [("/services/0", 100 * 1024, True)]
    assert set(icons[0].formats) == {"image/jpeg", "image/png"}
    assert not any(one.kind is MaterialKind.APP_ICON for one in wanted(a_body()))


def test_a_service_without_domains_wants_no_domain_certificate() -> None:
    assert "domain_certificate /services/0" not in required(a_body(an_enterprise(), an_app()))


def test_prior_approvals_want_their_papers() -> None:
    body = a_body(an_enterprise(), a_website(pre_approvals=(PreApproval.NEWS,)))

    assert "pre_approval /services/0" in required(body)


@pytest.mark.fact("S4-18")
def test_other_papers_may_be_added() -> None:
    for body in (a_body(), a_body(an_individual())):
        (other,) = [one for one in wanted(body) if one.kind is MaterialKind.OTHER]
        assert not other.required


def test_an_empty_draft_is_told_what_a_unit_brings() -> None:
    empty = FilingBody(services=(Service(id="svc_1", kind=ServiceKind.WEBSITE),))

    assert required(empty) == [
        "subject_certificate /subject",
        "principal_id_front /subject/principal",
        "principal_id_front /services/0/principal",
        "principal_id_back /subject/principal",
        "principal_id_back /services/0/principal",
        "portrait /services/0/principal",
    ]


@pytest.mark.parametrize("kind", [ServiceKind.MINI_PROGRAM, ServiceKind.QUICK_APP])
def test_the_icon_of_a_mini_program_or_quick_app_may_be_shown_and_need_not(kind: ServiceKind) -> None:
    body = a_body(an_enterprise(), replace(an_app(), kind=kind))

    icons = [one for one in wanted(body) if one.kind is MaterialKind.APP_ICON]

    assert [(one.for_, one.required) for one in icons] == [("/services/0", False)]


@pytest.mark.fact("S2-06")
def test_a_guided_form_asks_a_unit_for_its_certificate_and_a_person_for_the_face_in_the_type_step() -> None:
    assert of_step(a_body(), Step.TYPE_VERIFICATION) == {MaterialKind.SUBJECT_CERTIFICATE}
    assert of_step(a_body(an_individual()), Step.TYPE_VERIFICATION) == {MaterialKind.PORTRAIT}


@pytest.mark.parametrize(
    ("kind", "of_units", "of_persons"),
    [
        pytest.param("subject_certificate", "type_verification", "papers", marks=pytest.mark.fact("S2-06")),
        pytest.param("portrait", "information", "type_verification", marks=FACE),
        pytest.param("video", "information", "type_verification", marks=FACE),
        pytest.param("signed_sheet", "information", "type_verification", marks=FACE),
        pytest.param("principal_id_front", "information", "information", marks=pytest.mark.fact("S2-07")),
        pytest.param("principal_id_back", "information", "information", marks=pytest.mark.fact("S2-07")),
        pytest.param("agent_id_front", "information", "papers", marks=pytest.mark.fact("S2-07")),
        pytest.param("agent_id_back", "information", "papers", marks=pytest.mark.fact("S2-07")),
        pytest.param("domain_certificate", "papers", "papers", marks=pytest.mark.fact("S2-07")),
    ],
)
def test_each_paper_has_its_step_for_units_and_for_persons(kind: str, of_units: str, of_persons: str) -> None:
    steps = [step_of(MaterialKind(kind), is_unit=unit, as_of=TODAY, rulebook=RULEBOOK) for unit in (True, False)]

    assert steps == [of_units, of_persons]


@pytest.mark.fact("S2-07")
def test_a_guided_form_asks_for_papers_and_faces_of_people_beside_their_data_and_for_the_rest_at_the_end() -> None:
    of_people = {MaterialKind.PRINCIPAL_ID_FRONT, MaterialKind.PRINCIPAL_ID_BACK, MaterialKind.PORTRAIT}

    assert of_step(a_body(), Step.INFORMATION) == of_people
    assert MaterialKind.DOMAIN_CERTIFICATE in of_step(a_body(), Step.PAPERS)


def of_step(body: FilingBody, step: Step) -> set[MaterialKind]:
    return {one.kind for one in wanted(body) if one.step is step}


@pytest.mark.fact("S4-44")
def test_originals_and_letters_are_wanted_in_colour_and_the_domain_certificate_may_be_a_screenshot() -> None:
    body = a_body(an_enterprise(handler=HandlerKind.AGENT, agent=another_person()))
    # Without the regions, which say most of it again.
    notes = {one.kind: one.notes.zh for one in wanted(body, GENERAL_RULES) if one.required}

    assert "彩色" in notes[MaterialKind.SUBJECT_CERTIFICATE]
    assert "彩色" in notes[MaterialKind.PRINCIPAL_ID_FRONT]
    assert "模板" in notes[MaterialKind.AUTHORIZATION_LETTER]
    assert "彩色" in notes[MaterialKind.AUTHORIZATION_LETTER]
    assert "截图" in notes[MaterialKind.DOMAIN_CERTIFICATE]


@pytest.mark.fact("S0-20")
def test_identity_cards_are_wanted_in_colour() -> None:
    cards = [one for one in wanted(a_body(), GENERAL_RULES) if one.kind in (FRONT, BACK)]

    assert cards
    assert all("彩色" in one.notes.zh for one in cards)


def test_a_video_or_a_signed_sheet_of_the_same_person_serves_for_a_portrait() -> None:
    (portrait,) = [one for one in wanted(a_body()) if one.kind is MaterialKind.PORTRAIT]

    assert portrait.is_met_by(MaterialKind.PORTRAIT, "/services/0/principal")
    assert portrait.is_met_by(MaterialKind.SIGNED_SHEET, "/services/0/principal")
    assert not portrait.is_met_by(MaterialKind.PORTRAIT, "/subject/principal")
    assert not portrait.is_met_by(MaterialKind.OTHER, "/services/0/principal")


def test_scans_may_be_documents_and_portraits_are_pictures() -> None:
    scan = limits(MaterialKind.SUBJECT_CERTIFICATE, TODAY, RULEBOOK)
    portrait = limits(MaterialKind.PORTRAIT, TODAY, RULEBOOK)

    assert scan.formats == ("image/jpeg", "image/png", "application/pdf")
    assert scan.max_bytes == 4 * 1024 * 1024
    assert portrait.formats == ("image/jpeg", "image/png")


@pytest.mark.parametrize("kind", MaterialKind)
def test_every_kind_of_paper_has_limits(kind: MaterialKind) -> None:
    assert limits(kind, TODAY, RULEBOOK).max_bytes > 0


def test_every_paper_says_in_both_languages_what_it_is_and_who_wants_it() -> None:
    for one in wanted(a_body()):
        assert one.notes.zh
        assert one.notes.en
        assert one.reason.zh
        assert one.reason.en
        assert one.source


@pytest.mark.parametrize("kind", MaterialKind)
def test_every_kind_of_paper_has_a_name_for_people(kind: MaterialKind) -> None:
    words = label(kind, TODAY, RULEBOOK)

    assert words.zh
    assert words.en != kind.value


# --- how papers and pictures have to be


def portrait_on(day: date) -> Requirement:
    question = PaperQuestion(a_body(), FilingType.FIRST_FILING, REGIONS)
    (one,) = [one for one in requirements(question, day, RULEBOOK) if one.kind is MaterialKind.PORTRAIT]
    return one


@pytest.mark.fact("S0-19")
@pytest.mark.fact("S4-19")
@pytest.mark.parametrize(
    "asked", ["服务负责人本人", "衣着整齐", "白色背景", "无杂物", "不反光", "双肩露出", "头顶留空", "不穿纯白衣服"]
)
def test_the_portrait_is_wanted_of_the_service_principal_with_all_that_it_has_to_be(asked: str) -> None:
    portrait = portrait_on(TODAY)

    assert (portrait.for_, portrait.required) == ("/services/0/principal", True)
    assert asked in portrait.notes.zh


@pytest.mark.fact("S2-08")
def test_since_29_july_2019_a_live_picture_or_video_has_taken_the_place_of_the_backdrop() -> None:
    before, after = portrait_on(date(2019, 7, 28)), portrait_on(date(2019, 7, 29))

    assert "幕布" in before.notes.zh
    assert MaterialKind.VIDEO not in before.alternatives
    assert "幕布" not in after.notes.zh
    assert MaterialKind.VIDEO in after.alternatives


@pytest.mark.fact("S2-09")
@pytest.mark.parametrize(
    "type_", [CertificateType.PASSPORT, CertificateType.HK_MACAO_PERMIT, CertificateType.RESIDENT_ID]
)
def test_the_service_principal_shows_the_face_and_the_subjects_never_wherever_they_are_from(
    type_: CertificateType,
) -> None:
    subjects = a_person(certificate=Certificate(type_, "E12345678"))
    services = another_person(certificate=Certificate(type_, "E87654321"))
    body = a_body(an_enterprise(principal=subjects), a_website(principal=services))
    way = way_of(FilingType.FIRST_FILING, TODAY, RULEBOOK)

    assert people_to_prove(PROFILES["alibabacloud-2019"], way, None, body) == ("/services/0/principal",)


@pytest.mark.fact("S4-45")
@pytest.mark.parametrize("said", ["域名", "持有者", "注册日", "到期日"])
def test_a_domain_certificate_has_to_show_name_holder_and_both_days(said: str) -> None:
    (certificate,) = [one for one in wanted(a_body()) if one.kind is MaterialKind.DOMAIN_CERTIFICATE]

    assert certificate.required
    assert said in certificate.notes.zh


@pytest.mark.fact("S0-39")
def test_the_letter_of_authority_names_its_template() -> None:
    body = a_body(an_enterprise(handler=HandlerKind.AGENT, agent=another_person()))
    letters = [one for one in wanted(body) if one.kind is MaterialKind.AUTHORIZATION_LETTER and one.required]

    assert [one.template for one in letters] == ["authorization-letter"]
