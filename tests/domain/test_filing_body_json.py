"""A filing's body goes to JSON and comes back as it was."""

import json
from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.filing_body import (
    Access,
    AccessMode,
    Certificate,
    CertificateType,
    FilingBody,
    IpRange,
    Person,
    Service,
    ServiceKind,
    Subject,
    SubjectNature,
)
from app.domain.filing_body_json import (
    BodyShapeError,
    body_from_json,
    body_to_json,
    service_from_json,
    service_to_json,
    subject_from_json,
    subject_to_json,
)


# Its parts are tried below, a hundred of each; here it is about their being put together.
@settings(max_examples=20)
@given(st.from_type(FilingBody))
def test_any_body_comes_back_as_it_was(body: FilingBody) -> None:
    assert body_from_json(json.loads(json.dumps(body_to_json(body)))) == body


@given(st.from_type(Subject))
def test_any_subject_comes_back_as_it_was(subject: Subject) -> None:
    assert subject_from_json(json.loads(json.dumps(subject_to_json(subject)))) == subject


@given(st.from_type(Service))
def test_any_service_comes_back_as_it_was(service: Service) -> None:
    assert service_from_json(json.loads(json.dumps(service_to_json(service)))) == service


def test_the_json_is_what_clients_write() -> None:
    person = Person(
        name="王小明",
        certificate=Certificate(CertificateType.RESIDENT_ID, "110101199003070011", None, date(2015, 1, 2)),
        is_legal_representative=False,
    )
    access = Access((IpRange("203.0.113.7", "203.0.113.9"),), (AccessMode.CLOUD,), ("330100",))
    site = Service("svc_1", ServiceKind.WEBSITE, domains=("example.cn",), principal=person, access=(access,))
    body = FilingBody(Subject(nature=SubjectNature.ENTERPRISE), (site,))
    assert body_to_json(body) == {
        "subject": {"nature": "enterprise"},
        "services": [
            {
                "id": "svc_1",
                "kind": "website",
                "domains": ["example.cn"],
                "contents": [],
                "languages": [],
                "pre_approvals": [],
                "principal": {
                    "name": "王小明",
                    "certificate": {
                        "type": "resident_id",
                        "number": "110101199003070011",
                        "valid_from": "2015-01-02",
                    },
                    "is_legal_representative": False,
                },
                "access": [
                    {
                        "ip_ranges": [{"from": "203.0.113.7", "to": "203.0.113.9"}],
                        "modes": ["cloud"],
                        "server_regions": ["330100"],
                    }
                ],
                "platforms": [],
            }
        ],
        "emergency_contacts": [],
    }


def test_null_counts_as_left_out() -> None:
    assert body_from_json({"subject": {"name": None}, "services": None, "remark": None}) == FilingBody()


@pytest.mark.parametrize("field", [field.name for field in fields(FilingBody)])
def test_a_body_may_lack_anything(field: str) -> None:
    whole = body_to_json(FilingBody(remark="…"))
    whole.pop(field, None)
    assert body_from_json(whole) in (FilingBody(remark="…"), FilingBody())


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"subjekt": {}}, "/subjekt"),
        ({"subject": {"certificate": {"colour": "red"}}}, "/subject/certificate/colour"),
        ({"subject": []}, "/subject"),
        ({"services": {}}, "/services"),
        ({"services": [{"id": "svc_1", "kind": "blog"}]}, "/services/0/kind"),
        ({"services": [{"id": "svc_1", "kind": ["app"]}]}, "/services/0/kind"),
        ({"services": [{"kind": "app"}]}, "/services/0/id"),
        ({"services": [{"id": "svc_1", "kind": "app", "paid_service": "no"}]}, "/services/0/paid_service"),
        ({"services": [{"id": "svc_1", "kind": "app", "languages": ["zh", 1]}]}, "/services/0/languages/1"),
        ({"subject": {"certificate": {"valid_from": "02.01.2015"}}}, "/subject/certificate/valid_from"),
        ({"subject": {"certificate": {"valid_from": "20150102"}}}, "/subject/certificate/valid_from"),
        ({"subject": {"certificate": {"valid_from": 20150102}}}, "/subject/certificate/valid_from"),
        ([], ""),
    ],
)
def test_what_is_no_body_is_refused_at_its_place(given: dict[str, object], pointer: str) -> None:
    with pytest.raises(BodyShapeError) as refused:
        body_from_json(given)
    assert refused.value.pointer == pointer
