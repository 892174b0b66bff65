"""What a paper shows: the same again, or something else."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.domain.filing_body import AppPlatform, Certificate, FilingBody, PreApproval
from app.domain.materials import MaterialKind
from app.domain.papers_shown import is_expired, shown
from tests.domain.a_filing import a_body, a_person, a_website, an_app, an_enterprise, another_person

K = MaterialKind
BODY = a_body(an_enterprise(agent=a_person()), a_website(pre_approvals=(PreApproval.NEWS,)), an_app())


def of_subject(**changes: Any) -> FilingBody:
    return replace(BODY, subject=replace(BODY.subject, **changes))


def of_service(place: int, **changes: Any) -> FilingBody:
    services = list(BODY.services)
    services[place] = replace(services[place], **changes)
    return replace(BODY, services=tuple(services))


@pytest.mark.parametrize(
    ("kind", "pointer", "other", "same"),
    [
        (K.SUBJECT_CERTIFICATE, "/subject", of_subject(name="新名称"), of_subject(principal=another_person())),
        (
            K.PRINCIPAL_ID_FRONT,
            "/subject/principal",
            of_subject(principal=another_person()),
            of_subject(principal=a_person(mobile="13800000009")),
        ),
        (
            K.PRINCIPAL_ID_BACK,
            "/services/0/principal",
            of_service(0, principal=a_person()),
            of_service(0, principal=another_person(email="new@example.cn")),
        ),
        (K.AGENT_ID_FRONT, "/subject/agent", of_subject(agent=another_person()), of_subject(name="新名称")),
        (K.PRE_APPROVAL, "/services/0", of_service(0, pre_approvals=(PreApproval.GAMES,)), of_service(0, remark="新")),
        (K.APP_ICON, "/services/1", of_service(1, platforms=(AppPlatform("ios"),)), of_service(1, remark="新")),
    ],
)
def test_a_paper_shows_the_same_until_what_it_is_of_changes(
    kind: MaterialKind, pointer: str, other: FilingBody, same: FilingBody
) -> None:
    assert shown(kind, BODY, pointer) is not None
    assert shown(kind, BODY, pointer) == shown(kind, same, pointer)
    assert shown(kind, BODY, pointer) != shown(kind, other, pointer)


@pytest.mark.parametrize(
    ("kind", "pointer"),
    [
        (K.PRINCIPAL_ID_FRONT, "/services/9/principal"),
        (K.PRINCIPAL_ID_FRONT, "/subject/legal_representative"),
        (K.PRINCIPAL_ID_FRONT, "/services/0"),
        (K.PRE_APPROVAL, "/services/9"),
        (K.APP_ICON, "/subject"),
        (K.PORTRAIT, "/services/0"),
    ],
)
def test_of_what_is_not_there_and_of_pictures_nobody_can_tell(kind: MaterialKind, pointer: str) -> None:
    assert shown(kind, BODY, pointer) is None


@pytest.mark.parametrize("certificate", [None, Certificate()])
def test_a_certificate_without_its_number_shows_nobody(certificate: Certificate | None) -> None:
    assert shown(K.SUBJECT_CERTIFICATE, of_subject(certificate=certificate), "/subject") is None
    nobody = of_subject(principal=a_person(certificate=certificate))
    assert shown(K.PRINCIPAL_ID_FRONT, nobody, "/subject/principal") is None


def test_a_paper_has_run_out_the_day_after_its_certificates_last() -> None:
    last = date(2026, 3, 1)
    card = replace(a_person().certificate or Certificate(), valid_until=last)
    body = of_subject(certificate=card, principal=a_person(certificate=card))

    for kind, pointer in ((K.SUBJECT_CERTIFICATE, "/subject"), (K.PRINCIPAL_ID_FRONT, "/subject/principal")):
        assert not is_expired(kind, body, pointer, last)
        assert is_expired(kind, body, pointer, date(2026, 3, 2))


def test_what_has_no_last_day_does_not_run_out() -> None:
    never = date(2099, 1, 1)

    assert not is_expired(K.SUBJECT_CERTIFICATE, BODY, "/subject", never)
    assert not is_expired(K.PRE_APPROVAL, BODY, "/services/0", never)
    assert not is_expired(K.PRINCIPAL_ID_FRONT, of_subject(principal=None), "/subject/principal", never)
