"""ETag and If-Match (api.md: concurrency)."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.demo.papers import portrait
from tests.play.expected_problem import problem
from tests.play.filing_case import FilingCase

Case = Callable[..., FilingCase]
GUARDED = ["PATCH", "confirm", "submit", "resubmit", "abandon", "withdraw", "decision"]


def send(case: FilingCase, operation: str, etag: str | None) -> "object":
    if operation == "PATCH":
        return case.app.call("PATCH", case.path, json={"remark": "x"}, etag=etag)
    if operation == "decision":
        body = {"outcome": "pass", "findings": []}
        return case.reviewer.post(f"/v1/reviews/{case.filing_id}/decision", body, etag=etag)
    return case.app.post(f"{case.path}/{operation}", {}, etag=etag)


@pytest.fixture(scope="module")
def draft(service: object, client: dict[str, str]) -> FilingCase:
    case = FilingCase(service, client)  # type: ignore[arg-type]  # the fixture of the session
    case.begin()
    return case


@pytest.mark.parametrize("operation", GUARDED)
def test_without_if_match_nothing_guarded_is_done(draft: FilingCase, operation: str) -> None:
    before = draft.filing()

    problem(send(draft, operation, None), 428, "precondition-required")

    assert draft.filing() == before


@pytest.mark.parametrize("operation", GUARDED)
@pytest.mark.parametrize("etag", ['"99"', '"0"', 'W/"1"', "1", '""', "garbage", '"1", "2"', ""])
def test_an_etag_that_is_not_the_present_one_is_refused(draft: FilingCase, operation: str, etag: str) -> None:
    if operation == "decision":
        draft.reviewer.post(f"/v1/reviews/{draft.filing_id}/claim")
    before = draft.filing()

    problem(send(draft, operation, etag), 412, "precondition-failed")

    assert draft.filing() == before


def test_a_star_matches_whatever_the_revision_is(a_case: Case) -> None:
    case = a_case()
    case.begin()

    answer = case.app.call("PATCH", case.path, json={"remark": "x"}, etag="*")

    assert answer.status_code == 200


def test_the_etag_is_the_revision_and_every_answer_with_a_filing_carries_it(a_case: Case) -> None:
    case = a_case()
    begun = case.begin()
    changed = case.change({"remark": "x"})
    confirmed = case.act("confirm")

    assert case.app.get(case.path).headers["etag"] == f'"{case.filing()["revision"]}"'
    assert begun["revision"] == 1
    for answer in (changed, confirmed):
        assert answer.headers["etag"] == f'"{answer.json()["revision"]}"'


def test_a_change_of_the_body_is_a_new_revision_and_an_empty_change_is_none(a_case: Case) -> None:
    case = a_case()
    case.begin()
    first = case.etag()

    assert case.change({}).headers["etag"] == first
    assert case.change({"remark": None}).headers["etag"] == first, "it was absent already"
    changed = case.change({"remark": "x"}).headers["etag"]
    assert changed != first
    assert case.change({"remark": "x"}).headers["etag"] == changed


def test_papers_make_a_new_revision_when_they_come_and_when_they_go(a_case: Case) -> None:
    case = a_case()
    case.begin()
    seen = [case.etag()]

    material = case.app.ok(case.upload("portrait", "/services/0/principal", portrait().content))
    seen.append(case.etag())
    case.app.ok(case.app.call("DELETE", f"/v1/materials/{material['id']}"))
    seen.append(case.etag())

    assert len(set(seen)) == 3


def test_a_confirmation_agrees_to_a_revision_and_makes_none(a_case: Case) -> None:
    case = a_case().with_papers()
    before = case.etag()

    case.app.ok(case.act("confirm"))

    assert case.etag() == before


def test_language_masking_claims_and_time_leave_the_etag_alone(a_case: Case) -> None:
    case = a_case().submitted()
    before = case.etag()

    english = case.app.get(case.path, headers={"accept-language": "en"}).headers["etag"]
    unmasked = case.backend.get(case.path).headers["etag"]
    masked = case.masked_backend.get(case.path).headers["etag"]
    claim = case.reviewer.post(f"/v1/reviews/{case.filing_id}/claim").headers["etag"]
    release = case.reviewer.post(f"/v1/reviews/{case.filing_id}/release").headers["etag"]
    case.advance(hours=1)

    assert {english, unmasked, masked, claim, release, case.etag()} == {before}


def test_whoever_moves_a_filing_makes_a_new_revision(a_case: Case) -> None:
    case = a_case().with_papers()
    case.app.ok(case.act("confirm"))
    seen = [case.etag()]

    case.app.ok(case.act("submit"))
    seen.append(case.etag())
    case.decide("pass")
    seen.append(case.etag())
    case.settle()
    seen.append(case.etag())

    assert len(set(seen)) == 4, "applicant, reviewer and authority each moved it"


def test_papers_checks_claims_and_resending_ask_for_no_etag(a_case: Case) -> None:
    case = a_case().with_papers()
    assert case.upload("other", "/subject", portrait().content).status_code == 201
    assert case.show_face()["status"] == "needs_review"
    case.confirm_and("submit")
    for step in ("claim", "release", "claim"):
        assert case.reviewer.post(f"/v1/reviews/{case.filing_id}/{step}").status_code == 200
    case.decide("pass")
    case.settle()

    resent = case.app.post(f"{case.path}/sms-verifications/resend", {"role": "subject_principal"})

    assert resent.status_code == 202


def test_a_stale_etag_where_none_is_asked_for_does_not_matter(a_case: Case) -> None:
    case = a_case()
    case.begin()

    answer = case.upload("other", "/subject", portrait().content, etag='"99"')

    assert answer.status_code == 201


def test_of_two_changes_of_one_revision_exactly_one_is_saved(a_case: Case) -> None:
    case = a_case()
    case.begin()
    etag, gate = case.etag(), threading.Barrier(6)

    def change(turn: int) -> "tuple[int, str]":
        gate.wait()
        answer = case.app.call("PATCH", case.path, json={"remark": f"remark {turn}"}, etag=etag)
        return answer.status_code, f"remark {turn}"

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(change, range(6)))

    saved = [remark for status, remark in outcomes if status == 200]
    assert sorted(status for status, _ in outcomes) == [200, 412, 412, 412, 412, 412]
    assert case.filing()["remark"] == saved[0]
    assert case.filing()["revision"] == 2


def test_of_two_steps_at_once_exactly_one_is_taken(a_case: Case) -> None:
    case = a_case().with_papers()
    case.app.ok(case.act("confirm"))
    etag, gate = case.etag(), threading.Barrier(2)

    def step(name: str) -> int:
        gate.wait()
        return int(case.app.post(f"{case.path}/{name}", {}, etag=etag).status_code)

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(step, ["submit", "abandon"]))

    assert outcomes == [200, 412]
    assert case.state() in ("first_review", "abandoned")


def test_a_reviewer_does_not_decide_what_changed_under_his_eyes(a_case: Case) -> None:
    case = a_case().submitted()
    case.reviewer.ok(case.reviewer.post(f"/v1/reviews/{case.filing_id}/claim"))
    seen = case.reviewer.get(case.path).headers["etag"]
    case.app.ok(case.act("withdraw"))

    answer = case.reviewer.post(
        f"/v1/reviews/{case.filing_id}/decision", {"outcome": "pass", "findings": []}, etag=seen
    )

    problem(answer, 412, "precondition-failed")
    assert case.state() == "withdrawn"


@pytest.mark.fact("S2-14")
def test_a_change_after_the_confirmation_asks_for_a_new_one(a_case: Case) -> None:
    case = a_case().with_papers()
    case.app.ok(case.act("confirm"))
    assert case.filing()["confirmed"] is True
    case.app.ok(case.change({"remark": "又改了"}))

    assert case.filing()["confirmed"] is False
    problem(case.act("submit"), 409, "confirmation-required")
    assert case.state() == "draft"

    assert case.confirm_and("submit")["state"] == "first_review"
