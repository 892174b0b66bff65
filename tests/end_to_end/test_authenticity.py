"""Authenticity checks (真实性核验): consent, the picture first, what a machine says, and who decides."""

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from app.demo.papers import paper, portrait
from tests.play.expected_problem import problem, refused_fields
from tests.play.faces import face, jpeg, video_of
from tests.play.filing_case import FilingCase
from tests.play.running_service import SCOPES, RunningService

Case = Callable[..., FilingCase]
PLACE = "/services/0/principal"


@pytest.fixture(scope="module")
def service(judging_service: RunningService) -> RunningService:
    """The service in which a machine looks at faces."""
    return judging_service


@pytest.fixture(scope="module")
def client(service: RunningService) -> dict[str, str]:
    return service.client("faces", SCOPES)


@pytest.fixture(scope="module")
def draft(service: RunningService, client: dict[str, str]) -> FilingCase:
    case = FilingCase(service, client)
    case.begin()
    return case


@pytest.fixture(scope="module")
def picture(draft: FilingCase) -> str:
    return str(draft.app.ok(draft.upload("portrait", PLACE, portrait().content))["id"])


def check(case: FilingCase, material_id: str, **changes: Any) -> Any:
    body = {"method": "portrait", "for": PLACE, "material_id": material_id, "consent": case.consent(), **changes}
    return case.app.post(f"{case.path}/authenticity-checks", {name: body[name] for name in body if body[name]})


def test_a_face_is_not_looked_at_without_consent(draft: FilingCase, picture: str) -> None:
    for method in ("portrait", "video"):
        problem(check(draft, picture, method=method, consent=None), 422, "consent-required")

    assert draft.filing()["authenticity"] == []


@pytest.mark.fact("S0-19", "S4-19")
def test_a_good_portrait_waits_for_a_reviewer_who_sees_what_the_machine_says(draft: FilingCase, picture: str) -> None:
    answer = check(draft, picture)

    assert answer.status_code == 201
    assert answer.json()["status"] == "needs_review"
    assert answer.json()["id"].startswith("chk_")
    assert [one["code"] for one in answer.json()["findings"]] == ["id_photo_missing"]
    shown = draft.filing()["authenticity"][-1]
    assert (shown["id"], shown["for"], shown["status"]) == (answer.json()["id"], PLACE, "needs_review")
    assert (shown["judge"], shown["consent"]["version"]) == ("measured", "2026-01")
    assert shown["findings"] == answer.json()["findings"]


@pytest.mark.fact("S0-19", "S4-19")
def test_a_picture_without_a_face_fails_and_says_what_to_do(a_case: Case) -> None:
    case = a_case()
    case.begin()
    wall = case.app.ok(case.upload("portrait", PLACE, jpeg(np.full((640, 480, 3), 240, np.uint8))))

    answer = check(case, wall["id"])

    assert answer.json()["status"] == "failed"
    (said,) = answer.json()["findings"]
    assert (said["code"], said["severity"], said["pointer"]) == ("face_missing", "error", PLACE)
    assert said["remedy"]
    assert said["source"].startswith("华为云 ICP备案 快速入门")


@pytest.mark.fact("S0-19")
def test_the_face_of_another_person_beside_makes_it_fail(a_case: Case) -> None:
    case = a_case()
    case.begin()
    two = case.app.ok(case.upload("portrait", PLACE, jpeg(np.hstack([face(), face()]))))

    answer = check(case, two["id"])

    assert answer.json()["status"] == "failed"
    assert "faces_several" in [one["code"] for one in answer.json()["findings"]]


def test_a_face_is_compared_with_the_photo_on_the_id_card_of_the_same_person(a_case: Case) -> None:
    case = a_case().filled_in()
    case.app.ok(case.upload("principal_id_front", PLACE, paper("principal_id_front", ["image/jpeg"], 0).content))
    shown = case.app.ok(case.upload("portrait", PLACE, portrait().content))

    answer = check(case, shown["id"])

    codes = [one["code"] for one in answer.json()["findings"]]
    assert answer.json()["status"] == "needs_review"
    if find_spec("dlib") is None:
        assert codes == ["likeness_not_installed"]
    else:
        assert codes == ["faces_alike", "person_decides"]


def test_the_way_without_a_face_needs_no_consent(a_case: Case) -> None:
    case = a_case()
    case.begin()
    sheet = paper("sheet", ["application/pdf"], 0).content
    material = case.app.ok(case.upload("signed_sheet", PLACE, sheet))

    answer = check(case, material["id"], method="manual", consent=None)

    assert answer.status_code == 201
    assert answer.json()["status"] == "needs_review"
    assert [one["code"] for one in answer.json()["findings"]] == ["person_decides"]


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
        ({"consent": {"version": "1", "given_at": "2026-01-01T00:00:00Z", "by": "me"}}, "/consent/by"),
        ({"challenge_id": "chl_none"}, "/challenge_id"),
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


def test_consent_is_to_the_wording_that_the_service_shows(draft: FilingCase, picture: str) -> None:
    (wording,) = draft.app.ok(draft.app.get("/v1/catalog/consents"))["data"]
    assert "ICP" in wording["label"]
    consent = {**draft.consent(), "version": wording["code"]}

    assert check(draft, picture, consent=consent).status_code == 201
    refused_fields(check(draft, picture, consent={**consent, "version": "2020-01"}), "/consent/version")


def test_consent_was_given_lately_and_not_tomorrow(draft: FilingCase, picture: str) -> None:
    now = datetime.fromisoformat(draft.consent()["given_at"])
    for moment in (now + timedelta(days=1), now - timedelta(days=31)):
        consent = {**draft.consent(), "given_at": moment.isoformat()}
        refused_fields(check(draft, picture, consent=consent), "/consent/given_at")
    for moment in (now, now - timedelta(days=29)):
        consent = {**draft.consent(), "given_at": moment.isoformat()}
        assert check(draft, picture, consent=consent).status_code == 201


def test_a_video_follows_a_challenge_that_is_good_for_one_check(a_case: Case) -> None:
    case = a_case()
    case.begin()
    asked = case.app.ok(case.app.post(f"{case.path}/authenticity-challenges", {"for": PLACE}))
    assert [one["action"] for one in asked["actions"]][-1] == "read_digits"
    clip = case.app.ok(case.upload("video", PLACE, video_of(lambda _: face(), 2.5)))

    answer = check(case, clip["id"], method="video", challenge_id=asked["id"])

    assert answer.json()["status"] == "needs_review"
    codes = [one["code"] for one in answer.json()["findings"]]
    assert "challenge_unmeasured" in codes or "challenge_not_followed" in codes
    refused_fields(check(case, clip["id"], method="video", challenge_id=asked["id"]), "/challenge_id")


def test_a_challenge_is_for_a_service_principal_alone(draft: FilingCase) -> None:
    refused_fields(draft.app.post(f"{draft.path}/authenticity-challenges", {"for": "/subject/principal"}), "/for")
