"""Who gets the authority's codes, and the figures of the codes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.filing_body import Certificate, CertificateType, FilingBody
from app.domain.filing_types import FilingType
from app.domain.sms_recipients import Changed, Recipient, figures, recipients
from tests.domain.a_filing import LI_SI, ZHANG_SAN, a_body, a_person, a_website, an_app, an_enterprise, another_person
from tests.real_rules import RULEBOOK

AFTER_PILOT = date(2020, 8, 17)
BEFORE_APPS_WERE_LEFT_OUT = date(2023, 11, 16)
APPS_LEFT_OUT = date(2023, 11, 17)
ALL_CHANGED = Changed(subject=True, services=frozenset({"svc_1", "svc_2"}))


def roles(
    filing_type: FilingType, changed: Changed = ALL_CHANGED, body: FilingBody | None = None, as_of: date = APPS_LEFT_OUT
) -> list[tuple[str, ...]]:
    return [one.roles for one in recipients(body or a_body(), filing_type, changed, as_of, RULEBOOK)]


@pytest.mark.fact("S1-08")
def test_a_first_filing_asks_both_principals_each_with_the_last_six_of_the_own_certificate() -> None:
    found = recipients(a_body(), FilingType.FIRST_FILING, Changed(), APPS_LEFT_OUT, RULEBOOK)

    assert found == (
        Recipient(("subject_principal",), "13800000001", ZHANG_SAN[-6:], ()),
        Recipient(("service_principal",), "13800000002", LI_SI[-6:], ("svc_1",)),
    )


@pytest.mark.fact("S4-22")
def test_a_legal_representative_who_is_every_principal_verifies_once_for_both_roles() -> None:
    body = a_body(an_enterprise(), a_website(principal=a_person()), a_website(id="svc_2", principal=a_person()))

    found = recipients(body, FilingType.FIRST_FILING, Changed(), APPS_LEFT_OUT, RULEBOOK)

    assert found == (
        Recipient(("subject_principal", "service_principal"), "13800000001", ZHANG_SAN[-6:], ("svc_1", "svc_2")),
    )


@pytest.mark.fact("S1-08")
@pytest.mark.parametrize(
    ("filing_type", "expected"),
    [
        (FilingType.ADD_ACCESS, [("service_principal",)]),
        (FilingType.CHANGE_SUBJECT, [("subject_principal",)]),
        (FilingType.CHANGE_SERVICE, [("service_principal",)]),
        (FilingType.CHANGE_BOTH, [("subject_principal",), ("service_principal",)]),
        (FilingType.DEREGISTER_SUBJECT, [("subject_principal",)]),
        (FilingType.DEREGISTER_SERVICE, [("service_principal",)]),
        (FilingType.CANCEL_ACCESS, []),
        (FilingType.CLAIM, []),
        (FilingType.TRANSFER_ACCOUNT, []),
        (FilingType.MIGRATE_SERVICE, [("subject_principal",), ("service_principal",)]),
    ],
)
def test_who_is_asked_depends_on_the_type(filing_type: FilingType, expected: list[tuple[str, ...]]) -> None:
    assert roles(filing_type) == expected


@pytest.mark.parametrize("filing_type", FilingType)
def test_every_filing_type_has_its_row(filing_type: FilingType) -> None:
    assert isinstance(roles(filing_type), list)


@pytest.mark.parametrize("filing_type", [FilingType.ADD_SERVICE_HERE, FilingType.ADD_SERVICE_ELSEWHERE])
def test_an_added_service_asks_the_subjects_principal_only_if_the_subjects_data_change(filing_type: FilingType) -> None:
    assert roles(filing_type, Changed()) == [("service_principal",)]
    assert roles(filing_type, Changed(subject=True)) == [("subject_principal",), ("service_principal",)]


def test_a_change_of_nothing_but_remarks_asks_nobody() -> None:
    assert roles(FilingType.CHANGE_BOTH, Changed()) == []


def test_a_phone_that_is_only_an_app_principals_needs_no_code_from_the_day_of_the_rule() -> None:
    body = a_body(an_enterprise(), an_app())

    before = roles(FilingType.FIRST_FILING, body=body, as_of=BEFORE_APPS_WERE_LEFT_OUT)
    after = roles(FilingType.FIRST_FILING, body=body, as_of=APPS_LEFT_OUT)

    assert before == [("subject_principal",), ("service_principal",)]
    assert after == [("subject_principal",)]


def test_an_app_principals_phone_that_somebody_else_is_asked_by_too_keeps_both_roles() -> None:
    body = a_body(an_enterprise(), an_app(principal=a_person()))

    assert roles(FilingType.FIRST_FILING, body=body) == [("subject_principal", "service_principal")]


def test_who_is_not_there_or_has_no_mobile_is_left_out_and_a_certificate_may_be_missing() -> None:
    body = a_body(
        an_enterprise(principal=None),
        a_website(principal=None),
        a_website(id="svc_2", principal=another_person(mobile=None)),
        a_website(id="svc_3", principal=another_person(certificate=None)),
    )

    found = recipients(body, FilingType.FIRST_FILING, Changed(), APPS_LEFT_OUT, RULEBOOK)

    assert found == (Recipient(("service_principal",), "13800000002", "", ("svc_3",)),)


def test_the_last_six_are_capital_letters_however_the_number_was_typed() -> None:
    typed = Certificate(CertificateType.RESIDENT_ID, "41010519900307123x")
    body = a_body(an_enterprise(principal=a_person(certificate=typed)), a_website(principal=None))

    (found,) = recipients(body, FilingType.FIRST_FILING, Changed(), APPS_LEFT_OUT, RULEBOOK)

    assert found.certificate_last6 == "07123X"


@pytest.mark.fact("S4-21")
def test_a_code_has_six_digits_and_lives_a_day() -> None:
    now = figures(AFTER_PILOT, RULEBOOK)

    assert (now.code_digits, now.validity, now.wrong_tries, now.resends) == (6, timedelta(hours=24), 5, 2)


def test_in_the_pilot_provinces_a_code_lived_two_days() -> None:
    assert figures(AFTER_PILOT - timedelta(days=1), RULEBOOK) == replace(
        figures(AFTER_PILOT, RULEBOOK), validity=timedelta(hours=48)
    )
