"""Whose identity a change of the body replaces."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.filing_body import Certificate, CertificateType, FilingBody, Person
from app.domain.principal_changes import principals_meant, principals_replaced
from tests.domain.a_filing import a_body, a_person, a_website, an_app, another_person

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
