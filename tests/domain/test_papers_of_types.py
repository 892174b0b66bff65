"""The papers wanted by filing type, nature and handler, and what a change makes of them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.domain.filing_body import (
    AppPlatform,
    Certificate,
    CertificateType,
    FilingBody,
    HandlerKind,
    Person,
    PreApproval,
    Subject,
    SubjectNature,
)
from app.domain.filing_types import FilingType
from app.domain.filing_ways import Asked, way_of
from app.domain.filings import OnFile
from app.domain.material_places import PaperQuestion
from app.domain.materials import MaterialKind
from app.domain.requirements import Requirement, requirements
from tests.domain.a_filing import (
    LI_SI,
    REGIONS,
    a_body,
    a_person,
    a_website,
    an_app,
    an_enterprise,
    an_individual,
    another_person,
)
from tests.domain.samples import TODAY, ends_with_check
from tests.real_rules import RULEBOOK

T, K = FilingType, MaterialKind
WITHOUT_PAPERS = (T.CANCEL_ACCESS, T.TRANSFER_ACCOUNT)
CHANGES = (T.CHANGE_SUBJECT, T.CHANGE_SERVICE, T.CHANGE_BOTH)
PUT_ON_FILE = (T.FIRST_FILING, T.ADD_SERVICE_HERE, T.ADD_SERVICE_ELSEWHERE, T.ADD_ACCESS, T.MIGRATE_SERVICE)
ONE_PERSON = a_body(an_enterprise(), a_website(principal=a_person()))
SOMEBODY_NEW = a_person(
    name="赵六", certificate=Certificate(CertificateType.RESIDENT_ID, ends_with_check("41010519950505004"))
)


def wanted(body: FilingBody, filing_type: FilingType, before: FilingBody | None = None) -> tuple[Requirement, ...]:
    on_file = None if before is None else OnFile(before, complete=True, subject_number="豫ICP备20000001号")
    return requirements(PaperQuestion(body, filing_type, REGIONS, on_file), TODAY, RULEBOOK)


def required(body: FilingBody, filing_type: FilingType, before: FilingBody | None = None) -> set[str]:
    return {f"{one.kind} {one.for_}" for one in wanted(body, filing_type, before) if one.required}


def changed(before: FilingBody, filing_type: FilingType, **subject: Any) -> set[str]:
    return required(replace(before, subject=replace(before.subject, **subject)), filing_type, before)


def changed_service(before: FilingBody, filing_type: FilingType = T.CHANGE_SERVICE, **service: Any) -> set[str]:
    services = (replace(before.services[0], **service), *before.services[1:])
    return required(replace(before, services=services), filing_type, before)


def ids(pointer: str) -> set[str]:
    return {f"principal_id_front {pointer}", f"principal_id_back {pointer}"}


AGENTS = {"agent_id_front /subject/agent", "agent_id_back /subject/agent", "authorization_letter /subject/agent"}


# --- every combination


def everything_new(nature: SubjectNature, handler: HandlerKind) -> tuple[FilingBody, FilingBody]:
    """Return a body, and one on file that differs from it in all that may change."""
    is_unit = nature.is_unit
    subject = an_enterprise(nature=nature) if is_unit else an_individual()
    if is_unit and handler is HandlerKind.AGENT:
        subject = replace(subject, handler=handler, agent=SOMEBODY_NEW)
    now = a_body(subject, a_website())
    was = replace(subject, name="原名称", certificate=Certificate(CertificateType.PASSPORT, "X1"), principal=None)
    return now, a_body(was, a_website(domains=("old.cn",), principal=None))


@pytest.mark.parametrize("handler", HandlerKind)
@pytest.mark.parametrize("nature", SubjectNature)
def test_no_nature_and_no_handler_is_left_without_papers(nature: SubjectNature, handler: HandlerKind) -> None:
    body, before = everything_new(nature, handler)
    agent = nature.is_unit and handler is HandlerKind.AGENT

    for filing_type in set(T) - set(WITHOUT_PAPERS):
        papers = required(body, filing_type, before)

        shows_the_unit = "subject_certificate /subject" in papers
        assert papers, filing_type
        assert (papers >= AGENTS) is agent, filing_type
        assert not shows_the_unit or nature.is_unit, filing_type
        if filing_type is not T.CHANGE_SERVICE:
            assert shows_the_unit if nature.is_unit else ids("/subject/principal") <= papers, filing_type


@pytest.mark.parametrize("filing_type", WITHOUT_PAPERS)
def test_cancelled_access_and_transfers_want_nothing(filing_type: FilingType) -> None:
    assert wanted(a_body(), filing_type) == ()


@pytest.mark.parametrize("filing_type", T)
def test_a_face_is_wanted_wherever_the_type_asks_for_authenticity_and_nowhere_else(filing_type: FilingType) -> None:
    body, before = everything_new(SubjectNature.ENTERPRISE, HandlerKind.LEGAL_REPRESENTATIVE)
    asked = way_of(filing_type, TODAY, RULEBOOK).authenticity is not Asked.NEVER

    assert ("portrait /services/0/principal" in required(body, filing_type, before)) is asked


# --- filings that put something on file


@pytest.mark.parametrize("filing_type", PUT_ON_FILE)
def test_whatever_puts_a_service_on_file_here_wants_all_papers(filing_type: FilingType) -> None:
    assert required(ONE_PERSON, filing_type) == {
        "subject_certificate /subject",
        *ids("/subject/principal"),
        "domain_certificate /services/0",
        "portrait /services/0/principal",
    }


def test_a_claim_wants_the_certificate_and_the_principals_papers_but_no_face() -> None:
    assert required(ONE_PERSON, T.CLAIM) == {"subject_certificate /subject", *ids("/subject/principal")}


# --- changes


@pytest.mark.fact("S3-06")
@pytest.mark.parametrize(
    "change",
    [
        {"certificate": Certificate(CertificateType.UNIFIED_SOCIAL_CREDIT_CODE, "91410100MA9A1B2C3X")},
        {"certificate": replace(an_enterprise().certificate or Certificate(), address="河南省郑州市中原区新路2号")},
        {"contact_address": None},
        {"investor_or_superior": "新的投资者"},
    ],
    ids=["number", "registered address", "contact address", "superior"],
)
def test_a_change_of_what_the_certificate_shows_or_of_an_address_wants_the_certificate(change: dict[str, Any]) -> None:
    assert changed(ONE_PERSON, T.CHANGE_SUBJECT, **change) == {"subject_certificate /subject"}


def test_a_new_name_wants_the_certificate_and_the_registrars_letter() -> None:
    papers = changed(a_body(an_enterprise()), T.CHANGE_SUBJECT, name="新名称有限公司")

    assert {"subject_certificate /subject", "name_change_letter /subject"} <= papers


def test_where_the_province_does_not_insist_the_registrars_letter_may_be_added() -> None:
    before = a_body(an_enterprise(region="440300"))
    renamed = replace(before, subject=replace(before.subject, name="新名称有限公司"))

    letters = [one for one in wanted(renamed, T.CHANGE_SUBJECT, before) if one.kind is K.NAME_CHANGE_LETTER]

    assert [one.required for one in letters] == [False]


def test_an_individuals_new_name_is_shown_by_the_own_certificate() -> None:
    before = a_body(an_individual(), a_website(principal=a_person()))

    assert changed(before, T.CHANGE_SUBJECT, name="张三丰") == ids("/subject/principal")


def test_a_new_principal_shows_the_own_papers_and_the_units_certificate_that_names_the_representative() -> None:
    before = FilingBody(an_enterprise())

    assert changed(before, T.CHANGE_SUBJECT, principal=SOMEBODY_NEW) == {
        "subject_certificate /subject",
        *ids("/subject/principal"),
    }
    assert changed(before, T.CHANGE_SUBJECT, legal_representative=another_person()) == {
        "subject_certificate /subject",
        *ids("/subject/legal_representative"),
    }


def test_a_principals_new_phone_wants_no_papers() -> None:
    assert changed(FilingBody(an_enterprise()), T.CHANGE_SUBJECT, principal=a_person(mobile="13800000009")) == set()


def test_a_renewed_identity_card_is_shown_and_no_face_with_it() -> None:
    card = Certificate(CertificateType.RESIDENT_ID, LI_SI, None, date(2025, 1, 1), date(2045, 1, 1))

    papers = changed_service(a_body(), principal=another_person(certificate=card))

    assert papers == ids("/services/0/principal")


def test_a_new_service_principal_shows_papers_and_face() -> None:
    assert changed_service(a_body(), principal=SOMEBODY_NEW) == {
        *ids("/services/0/principal"),
        "portrait /services/0/principal",
    }


def test_who_is_known_as_the_subjects_principal_shows_the_papers_in_a_new_role() -> None:
    assert changed_service(a_body(), principal=a_person()) == {
        *ids("/services/0/principal"),
        "portrait /services/0/principal",
    }


def test_a_change_of_the_service_alone_asks_for_nothing_of_what_stays() -> None:
    assert changed_service(a_body(), name="新的网站名称") == set()


def test_a_domain_that_is_added_wants_its_certificate_and_one_taken_off_does_not() -> None:
    two = a_body(an_enterprise(), a_website(domains=("example.cn", "example.com")))

    assert changed_service(a_body(), domains=("example.cn", "example.com")) == {"domain_certificate /services/0"}
    assert changed_service(two, domains=("example.cn",)) == set()


def test_a_holder_of_another_name_shows_that_the_domains_are_its_own() -> None:
    assert "domain_certificate /services/0" in changed(a_body(), T.CHANGE_BOTH, name="新名称有限公司")
    assert "domain_certificate /services/0" not in changed(
        a_body(an_enterprise(), an_app()), T.CHANGE_BOTH, name="新名称有限公司"
    )


def test_a_prior_approval_that_is_added_wants_its_papers_and_one_on_file_does_not() -> None:
    before = a_body(an_enterprise(), a_website(pre_approvals=(PreApproval.NEWS,)))

    assert changed_service(before, pre_approvals=(PreApproval.NEWS, PreApproval.CULTURE)) == {
        "pre_approval /services/0"
    }
    assert changed_service(before, name="新的网站名称") == set()


def test_an_app_of_another_name_or_platform_shows_its_icon_again() -> None:
    before = a_body(an_enterprise(), an_app())

    assert changed_service(before, platforms=(AppPlatform("ios", "示例助手"),)) == {"app_icon /services/0"}
    assert changed_service(before, home_url="www.example.cn") == set()


def test_of_a_service_that_nothing_is_known_of_everything_is_new() -> None:
    nothing_known = FilingBody(an_enterprise())
    body = a_body(an_enterprise(), a_website(principal=SOMEBODY_NEW, pre_approvals=(PreApproval.NEWS,)))

    assert required(body, T.CHANGE_SERVICE, nothing_known) == {
        *ids("/services/0/principal"),
        "portrait /services/0/principal",
        "domain_certificate /services/0",
        "pre_approval /services/0",
    }


def test_a_change_in_qinghai_wants_all_pictures() -> None:
    before = a_body(an_enterprise(region="630100"))

    assert changed_service(before, name="新的网站名称") == {
        "subject_certificate /subject",
        *ids("/subject/principal"),
        *ids("/services/0/principal"),
    }


# --- deregistrations


@pytest.mark.parametrize("filing_type", [T.DEREGISTER_SUBJECT, T.DEREGISTER_SERVICE])
def test_a_deregistration_wants_the_subjects_own_paper(filing_type: FilingType) -> None:
    with_agent = an_enterprise(handler=HandlerKind.AGENT, agent=another_person())

    assert required(a_body(), filing_type) == {"subject_certificate /subject"}
    assert required(a_body(with_agent), filing_type) == {"subject_certificate /subject", *AGENTS}
    assert required(a_body(an_individual()), filing_type) == ids("/subject/principal")


# --- people


@pytest.mark.parametrize("filing_type", PUT_ON_FILE)
def test_one_person_in_three_roles_shows_the_papers_once(filing_type: FilingType) -> None:
    websites = [a_website(id=f"svc_{number}", principal=a_person()) for number in range(2)]
    fronts = [
        one.for_ for one in wanted(a_body(an_enterprise(), *websites), filing_type) if one.kind is K.PRINCIPAL_ID_FRONT
    ]

    assert fronts == ["/subject/principal"]


@pytest.mark.parametrize(
    ("subject", "principal", "expected"),
    [
        (an_enterprise(), another_person(), True),
        (an_enterprise(), a_person(), False),
        (an_enterprise(), Person(), False),
        (an_enterprise(), Person(is_legal_representative=False), True),
        (an_enterprise(principal=a_person()), another_person(), False),
        (an_enterprise(principal=a_person(), legal_representative=another_person()), another_person(), False),
        (an_individual(), another_person(), False),
    ],
    ids=["another", "the same", "not told", "said not to be", "nobody known", "entered apart", "an individual's"],
)
def test_a_letter_is_wanted_of_a_service_principal_known_not_to_be_the_legal_representative(
    subject: Subject, principal: Person, expected: bool
) -> None:
    def letters(region: str) -> list[bool]:
        body = a_body(replace(subject, region=region), a_website(principal=principal))
        papers = wanted(body, T.FIRST_FILING)
        place = "/services/0/principal"
        return [one.required for one in papers if one.kind is K.AUTHORIZATION_LETTER and one.for_ == place]

    assert letters("310100") == [True] * expected
    assert letters("410100") == [False] * expected


def rules_of(papers: Iterable[Requirement]) -> set[str]:
    return {one.rule for one in papers}


def test_a_requirement_names_the_table_that_wants_it() -> None:
    body = a_body(an_enterprise(region="310100"), a_website(principal=another_person()))

    assert rules_of(wanted(body, T.FIRST_FILING)) == {"materials.wanted", "materials.by_region.principals_letters"}
