"""Whose identity a change of the body replaces."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.filing_body import Certificate, CertificateType, FilingBody, Person
from app.domain.filing_types import FilingType
from app.domain.filing_ways import way_of
from app.domain.filings import OnFile
from app.domain.principal_changes import principals_meant, principals_replaced, principals_to_prove
from tests.domain.a_filing import a_body, a_person, a_website, an_app, another_person
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK

BODY = a_body(None, a_website(), an_app())


def with_principal(principal: Person | None) -> FilingBody:
    """Return the body with another principal of its second service."""
    first, second = BODY.services
    return replace(BODY, services=(first, replace(second, principal=principal)))


@pytest.mark.parametrize(
    "principal",
    [
        a_person(),
        another_person(name="李思"),
        another_person(certificate=Certificate(CertificateType.RESIDENT_ID, "110101199003070011")),
        another_person(certificate=None),
        None,
    ],
)
def test_another_name_or_certificate_is_another_person(principal: Person | None) -> None:
    assert principals_replaced(BODY, with_principal(principal)) == ("/services/1/principal",)


@pytest.mark.parametrize("change", [{"mobile": "13800000009"}, {"email": None}, {"is_legal_representative": True}])
def test_other_contacts_are_of_the_same_person(change: dict[str, Any]) -> None:
    assert principals_replaced(BODY, with_principal(another_person(**change))) == ()


def test_a_person_who_is_entered_for_the_first_time_replaces_nobody() -> None:
    assert principals_replaced(with_principal(None), BODY) == ()


@pytest.mark.parametrize(
    ("pointers", "meant"),
    [
        (["/services/1/principal/name"], ["/services/1/principal"]),
        (["/services/0"], ["/services/0/principal"]),
        (["/subject/principal"], ["/services/0/principal", "/services/1/principal"]),
        (["/services/1/principal", "/subject/name"], ["/services/1/principal"]),
    ],
)
def test_findings_mean_the_principals_they_name_and_everybody_where_they_name_none(
    pointers: list[str], meant: list[str]
) -> None:
    assert principals_meant(BODY, pointers) == tuple(meant)


def test_findings_mean_the_subjects_principal_who_has_to_prove_it_and_nobody_else_there() -> None:
    to_prove = ("/subject/principal", "/services/0/principal")

    assert principals_meant(BODY, ["/subject/principal/name"], to_prove) == ("/subject/principal",)
    assert principals_meant(BODY, ["/remark"], to_prove) == (*BOTH, "/subject/principal")


def test_another_principal_of_the_subject_is_another_person_too() -> None:
    subject = replace(BODY.subject, principal=another_person())

    assert principals_replaced(BODY, replace(BODY, subject=subject)) == ("/subject/principal",)


def test_principals_are_compared_by_their_service_wherever_it_stands() -> None:
    turned = replace(BODY, services=(BODY.services[1], replace(BODY.services[0], principal=a_person())))

    assert principals_replaced(BODY, turned) == ("/services/1/principal",)


BOTH = ("/services/0/principal", "/services/1/principal")
TWO_PEOPLE = with_principal(a_person())


@pytest.mark.parametrize(
    ("filing_type", "expected"),
    [
        (FilingType.FIRST_FILING, BOTH),
        (FilingType.ADD_SERVICE_HERE, BOTH),
        (FilingType.ADD_ACCESS, BOTH),
        (FilingType.MIGRATE_SERVICE, BOTH),
        (FilingType.CHANGE_SERVICE, ()),
        (FilingType.CHANGE_BOTH, ()),
        (FilingType.CHANGE_SUBJECT, ()),
        (FilingType.DEREGISTER_SERVICE, ()),
        (FilingType.CANCEL_ACCESS, ()),
        (FilingType.CLAIM, ()),
    ],
)
def test_who_has_to_show_who_they_are_depends_on_the_type(filing_type: FilingType, expected: tuple[str, ...]) -> None:
    assert to_prove(filing_type, TWO_PEOPLE, TWO_PEOPLE) == expected


@pytest.mark.parametrize("filing_type", [FilingType.CHANGE_SERVICE, FilingType.CHANGE_BOTH])
@pytest.mark.parametrize(
    ("before", "after", "proves"),
    [
        (another_person(), another_person(mobile="13800000009"), False),
        (another_person(), a_person(), True),
        (None, a_person(), True),
        (another_person(name=None, certificate=None), another_person(), True),
        (None, None, False),
        (another_person(name=None), another_person(), False),
    ],
)
def test_in_a_change_only_another_person_than_on_file_shows_it(
    filing_type: FilingType, before: Person | None, after: Person | None, proves: bool
) -> None:
    found = to_prove(filing_type, with_principal(before), with_principal(after))

    assert found == (("/services/1/principal",) if proves else ())


def test_without_anything_on_file_everybody_who_was_entered_is_another() -> None:
    assert to_prove(FilingType.CHANGE_SERVICE, None, TWO_PEOPLE) == BOTH


def test_who_answers_for_several_services_shows_it_once() -> None:
    assert to_prove(FilingType.FIRST_FILING, None, BODY) == ("/services/0/principal",)


def test_who_answered_for_another_service_already_is_new_to_this_one() -> None:
    assert to_prove(FilingType.CHANGE_BOTH, TWO_PEOPLE, BODY) == ("/services/1/principal",)


def test_as_long_as_nobody_was_entered_each_service_asks() -> None:
    first, second = BODY.services
    nobody = replace(BODY, services=(replace(first, principal=None), replace(second, principal=None)))

    assert to_prove(FilingType.FIRST_FILING, None, nobody) == BOTH


def to_prove(filing_type: FilingType, record: FilingBody | None, body: FilingBody) -> tuple[str, ...]:
    on_file = None if record is None else OnFile(record, complete=True, subject_number=None)
    return principals_to_prove(way_of(filing_type, TODAY, RULEBOOK), on_file, body)
