"""The machine pre-review, case by case (tests/cases/checks.yaml)."""

from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.domain.checks import checks, errors_of
from app.domain.filing_body import FilingBody, HandlerKind, ServiceContent
from app.domain.filing_body_json import body_from_json, body_to_json
from app.domain.findings import Severity
from tests.domain.a_filing import (
    CONTEXT,
    a_body,
    a_website,
    an_app,
    an_enterprise,
    an_individual,
    another_person,
)

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "checks.yaml").read_text(encoding="utf-8"))
BASES = {
    "enterprise": a_body(),
    "agent": a_body(an_enterprise(handler=HandlerKind.AGENT, agent=another_person())),
    "individual": a_body(an_individual(), a_website(name="张三的个人博客", contents=(ServiceContent.PERSONAL_SPACE,))),
    "app": a_body(an_enterprise(), an_app()),
    "empty": FilingBody(),
}


def with_changes(body: FilingBody, changes: dict[str, Any]) -> FilingBody:
    """Set single places of a body's JSON form; null takes a place away."""
    whole = deepcopy(body_to_json(body))
    for pointer, value in changes.items():
        *way, last = pointer.removeprefix("/").split("/")
        place: Any = whole
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place[step]
        if isinstance(place, list):
            place[int(last)] = value
        elif value is None:
            place.pop(last, None)
        else:
            place[last] = value
    return body_from_json(yaml_dates_as_texts(whole))


def yaml_dates_as_texts(value: Any) -> Any:
    """Undo what YAML makes of dates."""
    if isinstance(value, dict):
        return {name: yaml_dates_as_texts(one) for name, one in value.items()}
    if isinstance(value, list):
        return [yaml_dates_as_texts(one) for one in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def marked(case: dict[str, Any]) -> Any:
    """Turn a case into a parameter, with the facts that it shows."""
    named = case.get("fact", [])
    marks = [pytest.mark.fact(one) for one in ([named] if isinstance(named, str) else named)]
    return pytest.param(case, id=case["name"], marks=marks)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_the_pre_review_finds_exactly_what_the_case_expects(case: dict[str, Any]) -> None:
    body = with_changes(BASES[case["base"]], case["given"])

    found = checks(body, replace(CONTEXT, as_of=case["as_of"]))

    assert [f"{one.severity} {one.code} {one.pointer}" for one in found] == case["expect"], case["because"]


def test_findings_say_in_both_languages_what_is_wrong_what_to_do_and_who_says_so() -> None:
    found = checks(with_changes(BASES["enterprise"], {"/services/0/name": "中华★网"}), CONTEXT)

    assert [one.rule for one in found] == ["names.website.special_symbols", "names.website.national_words"]
    assert "★" in found[0].message.zh
    assert "★" in found[0].message.en
    assert all(one.remedy.zh and one.remedy.en and one.source for one in found)


def test_only_errors_block_a_submission() -> None:
    found = checks(with_changes(BASES["enterprise"], {"/subject/certificate/address": "示例路"}), CONTEXT)

    assert [one.severity for one in found] == [Severity.WARNING]
    assert errors_of(found) == ()
    assert len(errors_of(checks(FilingBody(), CONTEXT))) > 1


def missing(base: str, *taken_away: str) -> set[str]:
    """Take places away and return where something is said to be missing."""
    found = checks(with_changes(BASES[base], dict.fromkeys(taken_away)), CONTEXT)
    return {one.pointer for one in errors_of(found) if one.code == "field_required"}


@pytest.mark.fact("S2-13")
def test_subject_service_and_access_are_each_looked_at() -> None:
    body = with_changes(
        BASES["enterprise"],
        {
            "/subject/certificate/number": "914101",
            "/services/0/home_url": "www.example.com",
            "/services/0/access/0/ip_ranges/0/from": "300.0.0.1",
        },
    )

    groups = {one.pointer.removeprefix("/services/0").split("/")[1] for one in errors_of(checks(body, CONTEXT))}

    assert groups == {"subject", "home_url", "access"}


@pytest.mark.fact("S4-09")
@pytest.mark.parametrize(
    "place",
    [
        "/subject/name",
        "/subject/nature",
        "/subject/region",
        "/subject/certificate/type",
        "/subject/certificate/number",
        "/subject/certificate/address",
        "/subject/contact_address/region",
        "/subject/contact_address/detail",
    ],
)
def test_a_units_name_nature_certificate_and_addresses_are_all_wanted(place: str) -> None:
    assert missing("enterprise") == set()
    assert place in missing("enterprise", place)


@pytest.mark.fact("S4-11")
@pytest.mark.parametrize(
    "place",
    [
        "/subject/principal/name",
        "/subject/principal/certificate/type",
        "/subject/principal/certificate/number",
        "/subject/principal/mobile",
        "/subject/principal/email",
        "/subject/principal/emergency_phone",
        "/subject/agent/name",
        "/subject/agent/certificate/number",
        "/subject/agent/mobile",
    ],
)
def test_of_the_people_who_file_everything_is_wanted_and_of_the_agent_beside_them(place: str) -> None:
    assert missing("agent") == set()
    assert place in missing("agent", place)


@pytest.mark.fact("S4-11")
def test_of_two_emergency_contacts_each_has_a_name_and_a_phone() -> None:
    contacts = [{"name": "李四", "phone": "13900000001"}, {"name": None, "phone": None}]
    found = checks(with_changes(BASES["enterprise"], {"/emergency_contacts": contacts}), CONTEXT)

    assert {one.pointer for one in errors_of(found)} == {"/emergency_contacts/1/name", "/emergency_contacts/1/phone"}
