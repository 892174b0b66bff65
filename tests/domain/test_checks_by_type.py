"""What of a filing is judged, by its type: what is entered whole, what stays as it is on file hardly at all."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.domain.checks import CheckContext, checks
from app.domain.filing_body import (
    Certificate,
    CertificateType,
    EmergencyContact,
    FilingBody,
    Person,
    Service,
    ServiceKind,
    Subject,
)
from app.domain.filing_types import FilingType
from app.domain.filings import OnFile
from tests.domain.a_filing import REGIONS, a_body, a_person, a_website, an_app, an_enterprise, another_person
from tests.domain.samples import TODAY
from tests.real_rules import GENERAL_RULES

BODY = a_body()
# On file long ago and not by today's rules: no papers' dates, a name that would not be taken now, nobody to reach.
OLD = FilingBody(
    Subject(name="中国", region="410100", certificate=Certificate(CertificateType.BUSINESS_LICENSE, "1")),
    (Service("svc_1", ServiceKind.WEBSITE, name="123", domains=("example.cn",)),),
)
CHANGES = (FilingType.CHANGE_SUBJECT, FilingType.CHANGE_SERVICE, FilingType.CHANGE_BOTH)
BEFORE_EVERY_PROVINCE = date(2018, 1, 1)


def errors(
    filing_type: FilingType,
    body: FilingBody,
    record: FilingBody | None = None,
    *,
    complete: bool = True,
    as_of: date = TODAY,
) -> set[tuple[str, str]]:
    on_file = None if record is None else OnFile(record, complete, "京ICP备2026000001号")
    context = CheckContext(filing_type, as_of, GENERAL_RULES, REGIONS, on_file=on_file)
    return {(one.pointer, one.code) for one in checks(body, context) if one.severity == "error"}


def required(place: str, *names: str) -> set[tuple[str, str]]:
    return {(f"{place}/{name}", "field_required") for name in names}


SUBJECTS = required("/subject/principal", "name", "mobile", "certificate/number")
SERVICES = required("/services/0/principal", "name", "mobile", "certificate/number")


@pytest.mark.parametrize(
    ("filing_type", "wanted"),
    [
        (FilingType.DEREGISTER_SUBJECT, SUBJECTS),
        (FilingType.DEREGISTER_SERVICE, SERVICES),
        (FilingType.CANCEL_ACCESS, set()),
        (FilingType.TRANSFER_ACCOUNT, set()),
    ],
)
def test_of_what_leaves_the_record_only_who_enters_a_code_must_be_told(
    filing_type: FilingType, wanted: set[tuple[str, str]]
) -> None:
    assert errors(filing_type, OLD, OLD) == wanted


@pytest.mark.parametrize("filing_type", [FilingType.DEREGISTER_SUBJECT, FilingType.DEREGISTER_SERVICE])
def test_where_no_code_is_entered_nobody_must_be_told(filing_type: FilingType) -> None:
    assert errors(filing_type, OLD, OLD, as_of=BEFORE_EVERY_PROVINCE) == set()


def test_nobody_must_be_told_of_an_app_whose_principal_is_not_asked() -> None:
    app = replace(OLD, services=(Service("svc_1", ServiceKind.APP, name="示例助手"),))

    assert errors(FilingType.DEREGISTER_SERVICE, app, app) == set()


@pytest.mark.parametrize(
    ("person", "fault"),
    [
        (a_person(), None),
        (a_person(mobile="123"), ("/subject/principal/mobile", "mobile_bad")),
        (
            a_person(certificate=Certificate(CertificateType.RESIDENT_ID, "41010519900307123")),
            ("/subject/principal/certificate/number", "cert_number_wrong_form"),
        ),
    ],
)
def test_what_is_filled_in_is_judged_like_anything_entered(person: Person, fault: tuple[str, str] | None) -> None:
    body = replace(OLD, subject=replace(OLD.subject, principal=person))

    assert errors(FilingType.DEREGISTER_SUBJECT, body, OLD) == ({fault} if fault else set())


@pytest.mark.parametrize("filing_type", [FilingType.ADD_SERVICE_HERE, FilingType.CHANGE_SERVICE])
def test_a_subject_that_stays_as_filed_is_not_judged_anew_beside_a_service_that_is(filing_type: FilingType) -> None:
    found = errors(filing_type, replace(OLD, services=(a_website(name="123"),)), OLD)

    assert found
    assert {pointer for pointer, _ in found} == {"/services/0/name"}


@pytest.mark.parametrize("filing_type", [FilingType.CHANGE_SUBJECT, FilingType.CHANGE_BOTH])
def test_a_subject_that_is_entered_anew_is_judged_whole(filing_type: FilingType) -> None:
    assert SUBJECTS - required("/subject/principal", "certificate/number") < errors(filing_type, OLD, OLD)


def test_a_change_of_the_subject_alone_has_no_services_and_asks_for_none() -> None:
    subject = FilingBody(BODY.subject)

    assert errors(FilingType.CHANGE_SUBJECT, subject, subject) == set()
    assert errors(FilingType.CHANGE_SERVICE, subject, subject) == {("/services", "field_required")}


@pytest.mark.parametrize("filing_type", FilingType)
def test_a_good_filing_is_good_whatever_its_type(filing_type: FilingType) -> None:
    assert errors(filing_type, BODY, BODY) == set()


@pytest.mark.fact("S4-12")
@pytest.mark.parametrize("filing_type", [FilingType.ADD_ACCESS, FilingType.CLAIM])
@pytest.mark.parametrize(
    ("filed", "differs"),
    [("示例科技官方网站", False), (" 示例科技官方网站", False), ("示例科技网", True), (None, False)],
)
def test_with_access_and_claim_a_website_has_the_name_that_it_is_on_file_with(
    filing_type: FilingType, filed: str | None, differs: bool
) -> None:
    known = a_body(None, a_website(name=filed))

    found = errors(filing_type, BODY, known, complete=False)

    assert found == ({("/services/0/name", "name_differs_from_filed")} if differs else set())


@pytest.mark.parametrize(
    ("filing_type", "record", "service"),
    [
        (FilingType.ADD_ACCESS, None, a_website()),
        (FilingType.ADD_ACCESS, a_body(None, a_website(id="svc_9", name="别的网站")), a_website()),
        (FilingType.ADD_ACCESS, a_body(None, an_app(name="别的助手")), an_app()),
        (FilingType.CHANGE_SERVICE, a_body(None, a_website(name="别的网站")), a_website()),
    ],
)
def test_names_are_compared_for_websites_of_the_filing_that_are_on_file_elsewhere(
    filing_type: FilingType, record: FilingBody | None, service: Service
) -> None:
    found = errors(filing_type, a_body(None, service), record)

    assert "name_differs_from_filed" not in {code for _, code in found}


@pytest.mark.fact("S3-06")
@pytest.mark.parametrize("filing_type", [FilingType.CHANGE_SUBJECT, FilingType.CHANGE_BOTH])
@pytest.mark.parametrize(
    ("filed", "another"),
    [
        (Certificate(CertificateType.BUSINESS_LICENSE, "410105000012344"), False),
        (Certificate(CertificateType.ORGANIZATION_CODE, "755918469"), True),
        (None, False),
    ],
)
def test_a_change_keeps_the_unit_whose_certificate_is_on_file(
    filing_type: FilingType, filed: Certificate | None, another: bool
) -> None:
    body = BODY if filing_type is FilingType.CHANGE_BOTH else FilingBody(BODY.subject)

    found = errors(filing_type, body, replace(body, subject=an_enterprise(certificate=filed)))

    fault = {("/subject/certificate/number", "certificate_of_another_holder")}
    assert found == (fault if another else set())


@pytest.mark.parametrize("filing_type", CHANGES)
def test_a_change_without_any_certificate_is_not_compared(filing_type: FilingType) -> None:
    body = replace(BODY, subject=replace(BODY.subject, certificate=None))

    assert "certificate_of_another_holder" not in {code for _, code in errors(filing_type, body, BODY)}


@pytest.mark.parametrize("contact", [{"name": None}, {"phone": None}, {"phone": "12"}])
def test_emergency_contacts_that_are_entered_are_judged_with_every_type(contact: dict[str, Any]) -> None:
    half = replace(BODY, emergency_contacts=(replace(EmergencyContact("钱七", "13900000009"), **contact),))

    (found,) = errors(FilingType.DEREGISTER_SUBJECT, half, BODY)

    assert found[0].startswith("/emergency_contacts/0/")


def test_two_people_with_one_phone_are_found_where_either_is_entered() -> None:
    body = a_body(an_enterprise(), a_website(principal=another_person(mobile=a_person().mobile)))

    context = CheckContext(FilingType.CHANGE_SERVICE, TODAY, GENERAL_RULES, REGIONS, on_file=OnFile(BODY, True, None))

    assert "phone_same_for_both" in {one.code for one in checks(body, context)}
