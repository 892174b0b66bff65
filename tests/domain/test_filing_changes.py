"""Changing a filing's body: merge patch, masked values, verified places."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_changes import changed_pointers, is_told, lies_under, merged, value_at

BODY: dict[str, Any] = {
    "subject": {
        "name": "郑州晨星软件有限公司",
        "certificate": {"type": "business_license", "number": "91410105MA0000000X"},
        "principal": {"name": "赵明远", "mobile": "13812345678"},
    },
    "services": [
        {"id": "svc_1", "kind": "website", "domains": ["example.cn"], "name": "晨星"},
        {"id": "svc_2", "kind": "app", "domains": [], "name": "晨星应用"},
    ],
    "emergency_contacts": [{"name": "钱思齐", "phone": "13900001111"}],
}


def test_what_a_patch_does_not_mention_stays_and_null_removes() -> None:
    after = merged(BODY, {"subject": {"name": "新名称", "principal": {"mobile": None}}, "remark": "补充"})

    assert after["subject"]["name"] == "新名称"
    assert after["subject"]["principal"] == {"name": "赵明远"}
    assert after["subject"]["certificate"] == BODY["subject"]["certificate"]
    assert after["remark"] == "补充"


def test_a_patch_may_begin_what_was_not_there() -> None:
    after = merged({}, {"subject": {"agent": {"name": "孙一"}}})

    assert after == {"subject": {"agent": {"name": "孙一"}}}


def test_services_are_matched_by_id_whatever_their_order() -> None:
    after = merged(BODY, {"services": [{"id": "svc_2", "remark": "b"}, {"id": "svc_1", "remark": "a"}]})

    assert [(one["id"], one["remark"]) for one in after["services"]] == [("svc_1", "a"), ("svc_2", "b")]


def test_services_without_an_id_are_matched_by_position() -> None:
    after = merged(BODY, {"services": [{"remark": "a"}]})

    assert after["services"][0] == {**BODY["services"][0], "remark": "a"}
    assert after["services"][1] == BODY["services"][1]


def test_an_id_of_null_names_no_service_and_takes_no_id_away() -> None:
    after = merged(BODY, {"services": [{"id": None, "remark": "a"}]})

    assert after["services"] == [{**BODY["services"][0], "remark": "a"}, BODY["services"][1]]


def test_the_kind_of_a_service_cannot_be_taken_away() -> None:
    with pytest.raises(Refusal) as refused:
        merged(BODY, {"services": [{"id": "svc_2", "kind": None}]})

    assert refused.value.code is ProblemCode.FIELD_FROZEN
    assert refused.value.errors[0].pointer == "/services/1/kind"


@pytest.mark.parametrize(
    ("services", "pointer"),
    [
        ([{"id": "svc_9"}], "/services/0/id"),
        ([{"id": "svc_1"}, {"id": "svc_9"}], "/services/1/id"),
        ([{}, {}, {}], "/services/2"),
    ],
)
def test_a_service_that_is_not_there_is_refused_at_its_place(services: list[Any], pointer: str) -> None:
    with pytest.raises(Refusal) as refused:
        merged(BODY, {"services": services})

    assert refused.value.code is ProblemCode.VALIDATION_FAILED
    assert refused.value.errors[0].pointer == pointer


def test_a_list_of_other_things_is_replaced_whole() -> None:
    after = merged(BODY, {"emergency_contacts": [{"name": "李一", "phone": None}], "services": [{"domains": ["b.cn"]}]})

    assert after["emergency_contacts"] == [{"name": "李一"}]
    assert after["services"][0]["domains"] == ["b.cn"]


def test_masked_values_that_come_back_as_shown_leave_the_fields_as_they_are() -> None:
    patch = {
        "subject": {"certificate": {"number": "914***********000X"}, "principal": {"mobile": "138****5678"}},
        "emergency_contacts": [{"name": "钱思齐", "phone": "139****1111"}],
    }

    assert merged(BODY, patch) == BODY


@pytest.mark.parametrize(
    ("patch", "pointer"),
    [
        ({"subject": {"principal": {"mobile": "138****0000"}}}, "/subject/principal/mobile"),
        ({"subject": {"principal": {"emergency_phone": "139****0000"}}}, "/subject/principal/emergency_phone"),
        ({"subject": {"certificate": {"number": "*"}}}, "/subject/certificate/number"),
        ({"services": [{"principal": {"mobile": "1*"}}]}, "/services/0/principal/mobile"),
        ({"emergency_contacts": [{"phone": "139****2222"}]}, "/emergency_contacts/0/phone"),
        ({"emergency_contacts": [{}, {"phone": "139****1111"}]}, "/emergency_contacts/1/phone"),
    ],
)
def test_any_other_star_in_such_a_field_is_refused_at_its_place(patch: dict[str, Any], pointer: str) -> None:
    with pytest.raises(Refusal) as refused:
        merged(BODY, patch)

    assert refused.value.code is ProblemCode.MASKED_VALUE
    assert refused.value.errors[0].pointer == pointer


def test_a_star_elsewhere_is_just_a_star() -> None:
    assert merged(BODY, {"remark": "五*级"})["remark"] == "五*级"


def test_every_leaf_that_differs_is_told_by_its_place() -> None:
    after = merged(
        BODY,
        {
            "subject": {"name": "新名称", "agent": {"name": "孙一", "certificate": {"type": "resident_id"}}},
            "services": [{"domains": ["b.cn"]}, {"name": "新应用"}],
            "emergency_contacts": [],
        },
    )

    assert list(changed_pointers(BODY, after)) == [
        "/emergency_contacts",
        "/services/0/domains",
        "/services/1/name",
        "/subject/agent/name",
        "/subject/agent/certificate/type",
        "/subject/name",
    ]


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/subject/principal/mobile", "13812345678"),
        ("/services/1/name", "晨星应用"),
        ("/services/2", None),
        ("/services/2/name", None),
        ("/subject/agent/name", None),
        ("/subject/name/more", None),
    ],
)
def test_what_stands_at_a_place_is_found_and_nothing_where_nothing_does(pointer: str, value: Any) -> None:
    assert value_at(BODY, pointer) == value


@pytest.mark.parametrize(
    ("value", "told"), [(None, False), ([], False), ({}, False), (False, True), ("a", True), (["a"], True)]
)
def test_no_is_an_answer_and_an_empty_list_is_none(value: Any, told: bool) -> None:
    assert is_told(value) is told


def test_a_place_lies_under_itself_and_what_holds_it_and_not_under_a_namesake() -> None:
    assert lies_under("/remark", ("/remark",))
    assert lies_under("/subject/principal/mobile", ("/subject/principal",))
    assert not lies_under("/subject/principal_two", ("/subject/principal",))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet="ab*", max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(st.sampled_from("abc"), json_values, max_size=3)


@given(objects, objects)
def test_applying_a_patch_twice_is_applying_it_once(current: dict[str, Any], patch: dict[str, Any]) -> None:
    once = merged(current, patch)

    assert merged(once, patch) == once


@given(objects)
def test_nothing_changed_is_no_pointer(value: dict[str, Any]) -> None:
    assert list(changed_pointers(value, value)) == []


def test_what_is_removed_whole_is_told_place_by_place_so_that_verified_ones_are_seen() -> None:
    after = merged(BODY, {"subject": {"certificate": None, "principal": None}, "services": None})

    assert set(changed_pointers(BODY, after)) == {
        "/services",
        "/subject/certificate/number",
        "/subject/certificate/type",
        "/subject/principal/mobile",
        "/subject/principal/name",
    }
