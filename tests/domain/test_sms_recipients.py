"""Who gets the authority's codes, and the figures of the codes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.filing_body import Certificate, CertificateType, FilingBody, Person, Service
from app.domain.filing_types import FilingType
from app.domain.sms_recipients import Changed, Recipient, figures, places_asked, recipients
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


# Who is asked when the subject, a service, both or only a remark change: S the subject's principal, P the service's.
WHO = """
first_filing           SP  SP  SP  SP
add_service_here       SP  P   SP  P
add_service_elsewhere  SP  P   SP  P
add_access             P   P   P   P
change_subject         S   -   S   -
change_service         -   P   P   -
change_both            S   P   SP  -
deregister_subject     S   S   S   S
deregister_service     P   P   P   P
cancel_access          -   -   -   -
claim                  -   -   -   -
migrate_service        SP  SP  SP  SP
transfer_account       -   -   -   -
"""
CHANGED = (
    Changed(subject=True),
    Changed(services=frozenset({"svc_1"})),
    Changed(subject=True, services=frozenset({"svc_1"})),
    Changed(),
)
MATRIX = [
    pytest.param(FilingType(name), changed, "" if who == "-" else who, id=f"{name}-{part}")
    for name, *cells in (row.split() for row in WHO.strip().splitlines())
    for changed, who, part in zip(CHANGED, cells, ("subject", "service", "both", "remark"), strict=True)
]
NAMES = {"S": "subject_principal", "P": "service_principal"}


@pytest.mark.fact("S1-08")
@pytest.mark.parametrize(("filing_type", "changed", "who"), MATRIX)
def test_with_a_phone_each_everybody_asked_gets_a_code(filing_type: FilingType, changed: Changed, who: str) -> None:
    assert roles(filing_type, changed) == [(NAMES[letter],) for letter in who]


@pytest.mark.fact("S4-22")
@pytest.mark.parametrize(("filing_type", "changed", "who"), MATRIX)
@pytest.mark.parametrize("service", [a_website(), an_app(id="svc_1")], ids=["website", "app"])
def test_one_phone_for_both_gets_one_code_for_the_roles_that_are_asked(
    filing_type: FilingType, changed: Changed, who: str, service: Service
) -> None:
    body = a_body(an_enterprise(), replace(service, principal=a_person()))

    assert roles(filing_type, changed, body) == ([tuple(NAMES[letter] for letter in who)] if who else [])


@pytest.mark.parametrize(("filing_type", "changed", "who"), MATRIX)
def test_an_app_principals_own_phone_was_asked_until_the_day_of_the_rule(
    filing_type: FilingType, changed: Changed, who: str
) -> None:
    body = a_body(an_enterprise(), an_app(id="svc_1"))

    before = roles(filing_type, changed, body, BEFORE_APPS_WERE_LEFT_OUT)
    after = roles(filing_type, changed, body)

    assert before == [(NAMES[letter],) for letter in who]
    assert after == [(NAMES[letter],) for letter in who if letter == "S"]


@pytest.mark.parametrize(("filing_type", "changed", "who"), MATRIX)
def test_a_phone_that_changes_is_asked_as_it_is_in_the_filing(
    filing_type: FilingType, changed: Changed, who: str
) -> None:
    body = a_body(
        an_enterprise(principal=a_person(mobile="13800000008")),
        a_website(principal=another_person(mobile="13800000009")),
    )

    found = recipients(body, filing_type, changed, APPS_LEFT_OUT, RULEBOOK)

    phones = {"S": "13800000008", "P": "13800000009"}
    assert [one.phone for one in found] == [phones[letter] for letter in who]


@pytest.mark.parametrize("filing_type", FilingType)
def test_every_filing_type_is_in_the_table(filing_type: FilingType) -> None:
    assert f"\n{filing_type.value} " in WHO


def test_of_several_services_only_the_changed_ones_principals_are_asked() -> None:
    others = another_person(mobile="13800000003")
    body = a_body(an_enterprise(), a_website(), a_website(id="svc_2", principal=others))

    found = recipients(body, FilingType.CHANGE_BOTH, Changed(services=frozenset({"svc_2"})), APPS_LEFT_OUT, RULEBOOK)

    assert [(one.phone, one.service_ids) for one in found] == [("13800000003", ("svc_2",))]


@pytest.mark.parametrize(
    ("subject", "services", "asked"),
    [
        (a_person(), (an_app(id="svc_1", principal=a_person()),), True),
        (a_person(), (an_app(id="svc_1"), a_website(id="svc_2", principal=another_person())), True),
        (a_person(), (an_app(id="svc_1"), a_website(id="svc_2", principal=a_person())), False),
        (a_person(mobile=None), (an_app(id="svc_1", principal=a_person(mobile=None)),), False),
    ],
)
def test_a_phone_is_only_an_app_principals_if_nobody_else_in_the_filing_has_it_asked_or_not(
    subject: Person, services: tuple[Service, ...], asked: bool
) -> None:
    body = a_body(an_enterprise(principal=subject), *services)

    places = places_asked(body, FilingType.CHANGE_SERVICE, CHANGED[1], APPS_LEFT_OUT, RULEBOOK)

    assert places == (("/services/0/principal",) if asked else ())


def test_places_are_told_of_those_too_who_have_no_mobile_yet() -> None:
    body = a_body(an_enterprise(principal=None), a_website(principal=another_person(mobile=None)))

    places = places_asked(body, FilingType.FIRST_FILING, Changed(), APPS_LEFT_OUT, RULEBOOK)

    assert places == ("/subject/principal", "/services/0/principal")


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


@pytest.mark.fact("S1-28")
@pytest.mark.fact("S4-21")
@pytest.mark.fact("S4-24")
def test_a_code_has_six_digits_and_lives_a_day() -> None:
    now = figures(AFTER_PILOT, RULEBOOK)

    assert (now.code_digits, now.validity, now.wrong_tries, now.resends) == (6, timedelta(hours=24), 5, 2)


def test_in_the_pilot_provinces_a_code_lived_two_days() -> None:
    assert figures(AFTER_PILOT - timedelta(days=1), RULEBOOK) == replace(
        figures(AFTER_PILOT, RULEBOOK), validity=timedelta(hours=48)
    )
