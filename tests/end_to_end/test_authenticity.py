"""Authenticity checks (真实性核验): consent, the picture first, and who decides."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from app.demo.papers import paper, portrait
from tests.play.expected_problem import problem, refused_fields
from tests.play.filing_case import FilingCase
from tests.play.running_service import RunningService

Case = Callable[..., FilingCase]
PLACE = "/services/0/principal"
CONSENT = {"version": "2026-01", "given_at": "2026-01-01T00:00:00+08:00"}


@pytest.fixture(scope="module")
def draft(service: RunningService, client: dict[str, str]) -> FilingCase:
    case = FilingCase(service, client)
    case.begin()
    return case


@pytest.fixture(scope="module")
def picture(draft: FilingCase) -> str:
    return str(draft.app.ok(draft.upload("portrait", PLACE, portrait().content))["id"])


def check(case: FilingCase, material_id: str, **changes: Any) -> Any:
    body = {"method": "portrait", "for": PLACE, "material_id": material_id, "consent": CONSENT, **changes}
    return case.app.post(f"{case.path}/authenticity-checks", {name: body[name] for name in body if body[name]})


def test_a_face_is_not_looked_at_without_consent(draft: FilingCase, picture: str) -> None:
    for method in ("portrait", "video"):
        problem(check(draft, picture, method=method, consent=None), 422, "consent-required")

    assert draft.filing()["authenticity"] == []


def test_no_machine_judges_and_the_check_waits_for_a_reviewer(draft: FilingCase, picture: str) -> None:
    answer = check(draft, picture)

    assert answer.status_code == 201
    assert answer.json()["status"] == "needs_review"
    assert answer.json()["id"].startswith("chk_")
    assert answer.json()["findings"] == []
    shown = draft.filing()["authenticity"]
    assert [(one["id"], one["for"], one["status"]) for one in shown] == [(answer.json()["id"], PLACE, "needs_review")]


def test_the_way_without_a_face_needs_no_consent(a_case: Case) -> None:
    case = a_case()
    case.begin()
    sheet = paper("sheet", ["application/pdf"], 0).content
    material = case.app.ok(case.upload("signed_sheet", PLACE, sheet))

    answer = check(case, material["id"], method="manual", consent=None)

    assert answer.status_code == 201
    assert answer.json()["status"] == "needs_review"


def test_a_check_is_of_a_service_principal_and_nobody_else(draft: FilingCase, picture: str) -> None:
    for place in ("/subject/principal", "/services/1/principal", "/services/0"):
        refused_fields(check(draft, picture, **{"for": place}), "/for")


def test_the_picture_must_be_of_the_kind_and_the_place_of_the_check(draft: FilingCase) -> None:
    other = draft.app.ok(draft.upload("other", PLACE, portrait().content))
    elsewhere = draft.app.ok(draft.upload("portrait", "/subject/principal", portrait().content))

    for material in (other, elsewhere):
        refused_fields(check(draft, material["id"]), "/material_id")


def test_a_picture_of_another_filing_is_not_found(a_case: Case, draft: FilingCase) -> None:
    case = a_case()
    case.begin()
    foreign = case.app.ok(case.upload("portrait", PLACE, portrait().content))

    problem(check(draft, foreign["id"]), 404, "not-found")
    problem(check(draft, "mat_none"), 404, "not-found")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"method": "telepathy"}, "/method"),
        ({"for": "no pointer"}, "/for"),
        ({"consent": {"version": "1"}}, "/consent/given_at"),
        ({"consent": {"version": "1", "given_at": "yesterday"}}, "/consent/given_at"),
        ({"consent": {"version": "1", "given_at": "2026-01-01T00:00:00"}}, "/consent/given_at"),
        ({"consent": {**CONSENT, "by": "me"}}, "/consent/by"),
        ({"surprise": "x"}, "/surprise"),
    ],
)
def test_a_check_of_the_wrong_form_is_told_where(
    draft: FilingCase, picture: str, changes: dict[str, Any], pointer: str
) -> None:
    refused_fields(check(draft, picture, **changes), pointer)


def test_under_review_no_check_is_begun(a_case: Case) -> None:
    case = a_case().submitted()
    material = next(
        one
        for one in case.app.ok(case.app.get(f"{case.path}/materials", params={"limit": 100}))["data"]
        if one["kind"] == "portrait"
    )

    problem(check(case, material["id"]), 409, "not-editable")


def test_without_a_check_of_each_service_principal_nothing_is_submitted(a_case: Case) -> None:
    case = a_case().filled_in()
    wanted = case.app.ok(case.app.get(f"{case.path}/requirements", params={"limit": 100}))["data"]
    for asked in wanted:
        if asked["required"]:
            content = portrait().content if asked["kind"] == "portrait" else paper("x", asked["formats"], 0).content
            case.app.ok(case.upload(asked["kind"], asked["for"], content))
    case.app.ok(case.act("confirm"))

    refusal = problem(case.act("submit"), 422, "checks-failed")

    assert [error["pointer"] for error in refusal["errors"]] == [PLACE]
    case.show_face()
    assert case.confirm_and("submit")["state"] == "first_review"


def test_the_reviewers_pass_decides_what_waited_for_it(a_case: Case) -> None:
    case = a_case().submitted()
    assert [one["status"] for one in case.filing()["authenticity"]] == ["needs_review"]

    case.decide("pass")

    assert [one["status"] for one in case.filing()["authenticity"]] == ["passed"]


def test_a_check_whose_picture_was_taken_away_counts_no_more(a_case: Case) -> None:
    case = a_case().with_papers()
    for one in case.app.ok(case.app.get(f"{case.path}/materials", params={"limit": 100}))["data"]:
        if one["kind"] == "portrait":
            assert case.app.call("DELETE", f"/v1/materials/{one['id']}").status_code == 204
    case.app.ok(case.act("confirm"))

    refusal = problem(case.act("submit"), 422, "checks-failed")

    assert PLACE in [error["pointer"] for error in refusal["errors"]]


def test_the_moment_of_consent_may_be_in_any_offset(draft: FilingCase, picture: str) -> None:
    for moment in (datetime.now(UTC).isoformat(), "2026-01-01T00:00:00-11:00", "2026-01-01T00:00:00Z"):
        assert check(draft, picture, consent={"version": "1", "given_at": moment}).status_code == 201
