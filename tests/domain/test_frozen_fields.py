"""What a filing may not change, by its type and by what is on file."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.editable_fields import editable_fields
from app.domain.filing_body import Access, Certificate, FilingBody, IpRange, Person, Subject
from app.domain.filing_body_json import body_to_json
from app.domain.filing_changes import changed_pointers, lies_under, merged, value_at
from app.domain.filing_types import FilingType
from app.domain.filings import OnFile
from app.domain.frozen_fields import Frozen, Standing, frozen_fields
from tests.domain.a_filing import a_body, a_person, a_website, an_app, an_enterprise
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK

BODY = a_body(an_enterprise(), a_website(domains=("example.cn", "example.com")), an_app(domains=("api.example.cn",)))
VERIFIED = (
    FilingType.FIRST_FILING,
    FilingType.ADD_SERVICE_ELSEWHERE,
    FilingType.ADD_ACCESS,
    FilingType.CLAIM,
)
AS_FILED = (FilingType.DEREGISTER_SUBJECT, FilingType.DEREGISTER_SERVICE, FilingType.CANCEL_ACCESS)


def on_file(body: FilingBody = BODY) -> OnFile:
    return OnFile(body=body, complete=True, subject_number="京ICP备2026000001号")


def frozen(filing_type: FilingType, record: OnFile | None, body: FilingBody = BODY) -> Frozen:
    return frozen_fields(filing_type, body, record, TODAY, RULEBOOK)


def faults(filing_type: FilingType, patch: dict[str, Any], record: OnFile | None = None) -> list[str]:
    """Return the places for which a patch of the body would be refused."""
    old = body_to_json(BODY)
    new = merged(old, patch)
    found = frozen(filing_type, record or on_file())
    return [place for place in changed_pointers(old, new) if found.fault(place, value_at(new, place))]


@pytest.mark.fact("S1-02")
@pytest.mark.parametrize("filing_type", [*VERIFIED, FilingType.ADD_SERVICE_HERE])
@pytest.mark.parametrize(
    ("place", "fixed"),
    [
        ("/subject/nature", True),
        ("/subject/region", True),
        ("/subject/certificate/type", True),
        ("/subject/certificate/number", True),
        ("/services/0/kind", True),
        ("/services/0/domains", True),
        ("/services/0/name", False),
        ("/services/1/name", True),
        ("/services/1/domains", False),
        ("/services/1/platforms", False),
    ],
)
def test_what_type_verification_fixed_is_fixed_whatever_is_on_file(
    filing_type: FilingType, place: str, fixed: bool
) -> None:
    assert (frozen(filing_type, None).standing(place) is Standing.FIXED) is fixed


@pytest.mark.parametrize("filing_type", FilingType)
def test_services_are_never_added_or_taken_out_by_changing_the_body(filing_type: FilingType) -> None:
    found = frozen(filing_type, on_file())
    fault = found.fault("/services", None)

    assert found.standing("/services") is Standing.FIXED
    assert fault is not None
    assert "/services" in fault.remedy.en if fault.remedy else False


@pytest.mark.parametrize("filing_type", [FilingType.CHANGE_SUBJECT, FilingType.CHANGE_BOTH])
def test_a_change_keeps_nature_and_region_of_the_subject(filing_type: FilingType) -> None:
    patch = {"subject": {"nature": "individual", "region": "440100"}}

    assert faults(filing_type, patch) == ["/subject/nature", "/subject/region"]


@pytest.mark.fact("S3-06")
@pytest.mark.fact("S1-44")
@pytest.mark.parametrize("filing_type", [FilingType.CHANGE_SUBJECT, FilingType.CHANGE_BOTH])
def test_a_change_of_the_subject_may_bring_a_new_certificate_address_or_emergency_phone(
    filing_type: FilingType,
) -> None:
    patch = {
        "subject": {
            "name": "新名称有限公司",
            "certificate": {"type": "unified_social_credit_code", "number": "9141", "address": "河南省新址"},
            "contact_address": {"detail": "新址"},
            "principal": {"emergency_phone": "13900000009"},
        }
    }

    assert faults(filing_type, patch) == []


@pytest.mark.fact("S3-07")
@pytest.mark.fact("S1-33")
@pytest.mark.parametrize("filing_type", [FilingType.CHANGE_SERVICE, FilingType.CHANGE_BOTH])
def test_a_change_of_a_service_may_bring_a_new_name_principal_or_address(filing_type: FilingType) -> None:
    place = {
        "name": "新名字",
        "principal": {"name": "赵六", "mobile": "13800000009"},
        "access": [{"ip_ranges": [{"from": "203.0.113.99", "to": "203.0.113.99"}]}],
    }

    assert faults(filing_type, {"services": [place, {"name": "新应用", "domains": ["b.example.cn"]}]}) == []


@pytest.mark.parametrize(
    ("domains", "allowed"),
    [
        (["example.com"], True),
        (["example.com", "example.cn"], True),
        (["example.cn", "example.com", "example.net"], False),
        (["example.net"], False),
        ([], False),
        (None, False),
    ],
)
def test_a_change_takes_domains_out_all_but_one_and_adds_or_replaces_none(
    domains: list[str] | None, allowed: bool
) -> None:
    found = faults(FilingType.CHANGE_SERVICE, {"services": [{"domains": domains}]})

    assert found == ([] if allowed else ["/services/0/domains"])


def test_domains_that_were_taken_out_may_come_back_as_long_as_they_are_on_file() -> None:
    fewer = a_body(an_enterprise(), a_website(domains=("example.cn",)), an_app())

    found = frozen(FilingType.CHANGE_SERVICE, on_file(), fewer)

    assert found.fault("/services/0/domains", ["example.cn", "example.com"]) is None


def test_words_rule_and_source_say_that_another_domain_is_another_service() -> None:
    fault = frozen(FilingType.CHANGE_SERVICE, on_file()).fault("/services/0/domains", ["example.net"])

    assert fault is not None
    assert (fault.code, fault.rule) == ("field_frozen", "filing_types.frozen")
    assert fault.source
    assert fault.remedy is not None
    assert "adding a service" in fault.remedy.en


@pytest.mark.parametrize("filing_type", [FilingType.CHANGE_SERVICE, FilingType.CHANGE_BOTH])
def test_a_website_does_not_become_an_app(filing_type: FilingType) -> None:
    assert faults(filing_type, {"services": [{"kind": "app"}]}) == ["/services/0/kind"]


def test_changing_a_service_leaves_the_subject_as_it_is_on_file() -> None:
    patch = {"subject": {"name": "新名称", "certificate": {"number": "9141"}, "principal": {"mobile": "13800000009"}}}

    assert faults(FilingType.CHANGE_SERVICE, patch) == [
        "/subject/certificate/number",
        "/subject/name",
        "/subject/principal/mobile",
    ]


@pytest.mark.parametrize("filing_type", AS_FILED)
def test_what_leaves_the_record_is_not_changed_on_the_way(filing_type: FilingType) -> None:
    patch = {
        "subject": {"name": "新名称"},
        "services": [{"name": "新名字", "access": [], "domains": ["b.cn"]}, {"principal": None}],
        "remark": "停止运营",
    }

    found = faults(filing_type, patch)

    assert {"/services/0/access", "/services/0/domains", "/services/0/name", "/subject/name"} <= set(found)
    assert "/services/1/principal/name" in found
    assert "/remark" not in found


@pytest.mark.parametrize("filing_type", [*AS_FILED, FilingType.CHANGE_SERVICE, FilingType.ADD_SERVICE_HERE])
def test_what_the_record_lacks_of_an_as_filed_subject_may_be_entered(filing_type: FilingType) -> None:
    lacking = replace(BODY, subject=an_enterprise(principal=a_person(mobile=None), contact_address=None))
    patch = {"subject": {"principal": {"mobile": "13800000009"}, "contact_address": {"region": "410105"}}}

    assert faults(filing_type, patch, on_file(lacking)) == []


def test_nature_and_region_may_be_entered_where_the_record_lacks_them() -> None:
    lacking = replace(BODY, subject=an_enterprise(nature=None))

    found = faults(
        FilingType.CHANGE_SUBJECT, {"subject": {"nature": "foundation", "region": "440100"}}, on_file(lacking)
    )

    assert found == ["/subject/region"]


def test_a_migration_keeps_the_website_and_the_subject_that_is_on_file() -> None:
    patch = {
        "subject": {"region": "440100", "certificate": {"number": "9144"}, "name": "新名称"},
        "services": [{"kind": "app", "domains": ["example.cn"], "name": "新名字"}],
    }

    assert faults(FilingType.MIGRATE_SERVICE, patch) == [
        "/services/0/domains",
        "/services/0/kind",
        "/subject/certificate/number",
        "/subject/region",
    ]


def test_nobody_verified_the_subject_that_a_migration_brings_anew() -> None:
    nothing_of_it = replace(BODY, subject=Subject())
    patch = {"subject": {"nature": "foundation", "region": "440100", "certificate": {"number": "9144"}}}

    assert faults(FilingType.MIGRATE_SERVICE, patch, on_file(nothing_of_it)) == []


def test_services_of_the_record_are_found_by_their_id_wherever_they_stand() -> None:
    turned = replace(BODY, services=(BODY.services[1], BODY.services[0]))

    found = frozen(FilingType.DEREGISTER_SUBJECT, on_file(turned))

    assert value_at(found.on_file, "/services/0/id") == "svc_1"


def test_a_list_on_file_is_not_replaced_by_a_longer_one_though_parts_of_it_may_be_entered() -> None:
    bare = a_website(access=(Access(ip_ranges=(IpRange("203.0.113.10", "203.0.113.10"),)),))
    found = frozen(FilingType.DEREGISTER_SERVICE, on_file(a_body(None, bare)), a_body(None, bare))

    assert found.standing("/services/0/access") is Standing.PARTLY
    assert found.fault("/services/0/access", [{}, {}]) is not None
    assert found.fault("/services/0/access/0/modes", ["cloud"]) is None
    assert found.fault("/services/0/access/0/ip_ranges/0/from", "203.0.113.11") is not None


LEAVES = [
    {"subject": {"name": "甲"}},
    {"subject": {"nature": "foundation"}},
    {"subject": {"region": "440100"}},
    {"subject": {"certificate": {"number": "X1"}}},
    {"subject": {"certificate": {"address": "新址"}}},
    {"subject": {"contact_address": {"detail": "新址"}}},
    {"subject": {"principal": {"mobile": "13811111111"}}},
    {"subject": {"principal": {"certificate": {"valid_until": "2050-01-01"}}}},
    {"subject": {"legal_representative": {"name": "乙"}}},
    {"services": [{"name": "新名字"}]},
    {"services": [{"kind": "app"}]},
    {"services": [{"domains": ["example.cn"]}]},
    {"services": [{}, {"domains": ["a.example.cn"]}]},
    {"services": [{}, {"name": "新应用"}]},
    {"services": [{"remark": "备注"}]},
    {"services": [{"access": []}]},
    {"services": [{"principal": {"email": "new@example.cn"}}]},
    {"emergency_contacts": [{"name": "丙"}]},
    {"remark": "备注"},
]
people = st.sampled_from([a_person(), a_person(mobile=None), Person(), a_person(certificate=None)])
subjects = st.builds(
    an_enterprise,
    principal=people,
    nature=st.sampled_from([None, an_enterprise().nature]),
    name=st.sampled_from([None, "示例科技有限公司"]),
    certificate=st.sampled_from([None, Certificate(), an_enterprise().certificate]),
)
records = st.builds(
    lambda subject, principal, access: FilingBody(
        subject, (replace(BODY.services[0], principal=principal, access=access), BODY.services[1])
    ),
    subjects | st.just(Subject()),
    people | st.none(),
    st.sampled_from([(), BODY.services[0].access]),
)


@given(st.sampled_from(FilingType), records, st.sampled_from(LEAVES))
def test_what_is_told_to_be_editable_is_exactly_what_a_change_would_be_taken_of(
    filing_type: FilingType, record: FilingBody, patch: dict[str, Any]
) -> None:
    old = body_to_json(record)
    new = merged(old, patch)
    found = frozen(filing_type, on_file(record), record)
    allowed = editable_fields(record, found)

    for place in changed_pointers(old, new):
        assert lies_under(place, allowed) is (found.fault(place, value_at(new, place)) is None)
