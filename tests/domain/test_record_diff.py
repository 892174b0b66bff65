"""A filing beside the record, field by field."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.filing_body import EmergencyContact, FilingBody, Person, Subject
from app.domain.filing_types import FilingType
from app.domain.filing_ways import way_of
from app.domain.filings import OnFile
from app.domain.record_diff import Change, Diff, diff
from app.domain.sms_recipients import Changed
from tests.domain.a_filing import a_body, a_person, a_website, an_app, an_enterprise, another_person
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK

BODY = a_body(an_enterprise(), a_website(), an_app())
CHANGES = (FilingType.CHANGE_SUBJECT, FilingType.CHANGE_SERVICE, FilingType.CHANGE_BOTH)
Edit = Callable[[FilingBody], FilingBody]


def compared(filing_type: FilingType, record: FilingBody | None, body: FilingBody, *, complete: bool = True) -> Diff:
    on_file = None if record is None else OnFile(record, complete, "京ICP备2026000001号")
    return diff(on_file, body, way_of(filing_type, TODAY, RULEBOOK))


def renamed(body: FilingBody) -> FilingBody:
    return replace(body, subject=replace(body.subject, name="新名称有限公司"))


def service_renamed(body: FilingBody) -> FilingBody:
    return replace(body, services=(replace(body.services[0], name="新的官方网站"), *body.services[1:]))


def remarked(body: FilingBody) -> FilingBody:
    return replace(body, services=(replace(body.services[0], remark="补充"), *body.services[1:]), remark="补充")


def test_of_a_first_filing_everything_is_new() -> None:
    found = compared(FilingType.FIRST_FILING, None, BODY)

    assert {one.change for one in found.fields} == {Change.ADDED}
    assert found.changed == Changed(subject=True, services=frozenset({"svc_1", "svc_2"}))
    assert found.changed_services == ("svc_1", "svc_2")
    assert not [one for one in found.fields if one.pointer.endswith("/id")]


@pytest.mark.parametrize("filing_type", FilingType)
def test_what_equals_the_record_differs_nowhere(filing_type: FilingType) -> None:
    assert compared(filing_type, BODY, BODY) == Diff((), False, (), False)


@pytest.mark.fact("S3-05")
@pytest.mark.parametrize("filing_type", CHANGES)
@pytest.mark.parametrize(
    ("edit", "subject", "services"),
    [(renamed, True, ()), (service_renamed, False, ("svc_1",)), (remarked, False, ())],
)
def test_a_part_changes_with_any_of_its_fields_but_the_remark(
    filing_type: FilingType, edit: Edit, subject: bool, services: tuple[str, ...]
) -> None:
    found = compared(filing_type, BODY, edit(BODY))

    assert (found.subject_changed, found.changed_services, found.changes_something) == (subject, services, True)


def test_each_field_has_its_value_on_file_and_the_new_one_subject_first() -> None:
    principal = replace(another_person(), email=None, mobile="13800000009")
    body = replace(renamed(BODY), services=(a_website(principal=principal, remark="补充"), an_app()))

    found = compared(FilingType.CHANGE_BOTH, BODY, body)

    assert [(one.pointer, one.on_file, one.new, one.change) for one in found.fields] == [
        ("/subject/name", "示例科技有限公司", "新名称有限公司", Change.CHANGED),
        ("/services/0/principal/email", "lisi@example.cn", None, Change.REMOVED),
        ("/services/0/principal/mobile", "13800000002", "13800000009", Change.CHANGED),
        ("/services/0/remark", None, "补充", Change.ADDED),
    ]


def test_services_are_compared_by_their_id_wherever_they_stand() -> None:
    turned = replace(BODY, services=(BODY.services[1], replace(BODY.services[0], name="新的官方网站")))

    found = compared(FilingType.CHANGE_BOTH, BODY, turned)

    assert [one.pointer for one in found.fields] == ["/services/1/name"]
    assert found.changed_services == ("svc_1",)


def test_emergency_contacts_are_the_subjects() -> None:
    body = replace(BODY, emergency_contacts=(EmergencyContact("钱七", "13900000009"),))

    assert compared(FilingType.CHANGE_SUBJECT, BODY, body).subject_changed
    assert not compared(FilingType.CHANGE_SERVICE, BODY, body).changes_something


@pytest.mark.parametrize(
    "filing_type",
    [FilingType.ADD_SERVICE_HERE, FilingType.DEREGISTER_SUBJECT, FilingType.CANCEL_ACCESS, FilingType.CHANGE_SERVICE],
)
def test_filling_in_what_the_record_lacks_changes_no_part_that_stays_as_filed(filing_type: FilingType) -> None:
    principal = a_person(mobile=None, is_legal_representative=True)
    lacking = replace(BODY, subject=an_enterprise(principal=principal))

    found = compared(filing_type, lacking, BODY)

    assert [(one.pointer, one.change) for one in found.fields] == [("/subject/principal/mobile", Change.ADDED)]
    assert not found.subject_changed
    assert not found.changes_something


def test_filling_in_a_service_that_stays_as_filed_changes_it_not() -> None:
    lacking = a_body(None, a_website(principal=None), an_app())

    assert compared(FilingType.DEREGISTER_SERVICE, lacking, BODY).changed == Changed()


def test_a_new_service_is_changed_though_the_subject_stays_as_filed() -> None:
    found = compared(FilingType.ADD_SERVICE_HERE, FilingBody(BODY.subject), BODY)

    assert found.changed == Changed(subject=False, services=frozenset({"svc_1", "svc_2"}))


@pytest.mark.parametrize(("name", "changed"), [("示例科技有限公司", False), ("新名称有限公司", True)])
def test_of_a_subject_on_file_elsewhere_only_what_is_known_can_change(name: str, changed: bool) -> None:
    subject = an_enterprise()
    known = FilingBody(
        Subject(name=subject.name, nature=subject.nature, region=subject.region, certificate=subject.certificate)
    )

    found = compared(FilingType.ADD_SERVICE_ELSEWHERE, known, a_body(replace(subject, name=name)), complete=False)

    kinds = {one.pointer: one.change for one in found.fields}
    assert kinds["/subject/principal/mobile"] is Change.UNKNOWN
    assert kinds["/services/0/name"] is Change.ADDED
    assert found.subject_changed is changed
    assert found.changed_services == ("svc_1",)


def test_emergency_contacts_of_a_subject_on_file_elsewhere_are_unknown_too() -> None:
    body = replace(BODY, emergency_contacts=(EmergencyContact("钱七", "13900000009"),))

    found = compared(FilingType.ADD_SERVICE_ELSEWHERE, BODY, body, complete=False)

    assert [one.change for one in found.fields] == [Change.UNKNOWN]
    assert not found.subject_changed


def test_of_a_service_on_file_elsewhere_what_is_not_known_is_no_change() -> None:
    known = a_body(an_enterprise(), a_website(principal=None, access=(), contents=(), languages=(), home_url=None))

    found = compared(FilingType.ADD_ACCESS, known, a_body(), complete=False)

    assert {one.change for one in found.fields} == {Change.UNKNOWN}
    assert found.changed == Changed()


def test_in_a_change_filing_what_the_record_does_not_know_is_entered_to_be_put_on_file() -> None:
    known = a_body(an_enterprise(principal=None))

    found = compared(FilingType.CHANGE_SUBJECT, known, a_body(), complete=False)

    assert {one.change for one in found.fields} == {Change.UNKNOWN}
    assert found.subject_changed
    assert found.changes_something


def test_a_subject_that_a_migration_brings_to_the_record_is_new() -> None:
    found = compared(FilingType.MIGRATE_SERVICE, FilingBody(Subject(), BODY.services), BODY, complete=False)

    assert {one.change for one in found.fields} == {Change.ADDED}
    assert found.changed == Changed(subject=True)


people = st.builds(Person, name=st.sampled_from([None, "张三", "李四"]), mobile=st.sampled_from([None, "13800000001"]))
bodies = st.builds(
    lambda subject, principal, remark: FilingBody(
        subject, (a_website(principal=principal, remark=remark),), (), remark
    ),
    st.builds(Subject, name=st.sampled_from([None, "甲", "乙"]), principal=people | st.none()),
    people | st.none(),
    st.sampled_from([None, "备注"]),
)


@given(st.sampled_from(FilingType), bodies, bodies, st.booleans())
def test_a_part_changes_only_where_a_field_of_it_does_and_remarks_change_none(
    filing_type: FilingType, record: FilingBody, body: FilingBody, complete: bool
) -> None:
    found = compared(filing_type, record, body, complete=complete)
    places = [one.pointer for one in found.fields if not one.pointer.endswith("/remark")]

    assert not found.subject_changed or any(place.startswith("/subject/") for place in places)
    assert not found.changed_services or any(place.startswith("/services/0/") for place in places)
    assert found.changes_something or found.changed == Changed()
