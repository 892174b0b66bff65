"""The reviewers' side over HTTP: the queue with its terms, claims, notes, decisions about several, figures."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.play.filing_case import FilingCase
from tests.play.refusals import pointers, refused
from tests.play.running_service import SCOPES, Caller, RunningService

MakeCase = Callable[..., FilingCase]
FINDING = {"pointer": "/subject/principal/mobile", "code": "phone_unreachable", "note": "两次未接通"}


@pytest.fixture(scope="module")
def colleague(service: RunningService) -> Caller:
    """Another reviewer."""
    return service.caller(service.client("a colleague at the desk", ["reviews", "pii:read"]))


@pytest.fixture(scope="module")
def waiting(service: RunningService, client: dict[str, str]) -> FilingCase:
    """A filing in first review, for tests that leave it there."""
    return FilingCase(service, client).submitted()


def review(case: FilingCase, reviewer: Caller | None = None) -> Any:
    """What a reviewer sees of a filing."""
    who = reviewer or case.reviewer
    return who.ok(who.get(f"/v1/reviews/{case.filing_id}"))


def batch(case: FilingCase, *items: str, **more: Any) -> Any:
    body = {"items": [{"filing_id": one} for one in items], "outcome": "reject", "findings": [FINDING]}
    return case.reviewer.post("/v1/reviews/decisions", body, **more)


def test_the_queue_says_how_many_working_days_are_left_and_until_when_a_claim_lasts(a_case: MakeCase) -> None:
    case = a_case().submitted()
    case.reviewer.ok(case.reviewer.post(f"/v1/reviews/{case.filing_id}/claim"))

    mine = case.reviewer.ok(case.reviewer.get("/v1/reviews", params={"assignee": "me", "limit": 100}))["data"]
    (queued,) = [one for one in mine if one["id"] == case.filing_id]

    assert queued["wait"]["due_at"] == case.filing()["deadlines"][0]["due_at"]
    assert (queued["wait"]["overdue"], queued["wait"]["working_days_over"]) == (False, 0)
    assert queued["wait"]["working_days_left"] == 2
    assert queued["claim_ends_at"] is not None
    assert "wait" not in case.filing()


def test_a_cursor_that_the_queue_never_gave_is_refused(waiting: FilingCase) -> None:
    problem = refused(waiting.reviewer.get("/v1/reviews", params={"cursor": "ZmlsXzE"}), 422, "validation-failed")

    assert pointers(problem) == ["/query/cursor"]


def test_a_claim_that_ran_out_is_anybodys_again(a_case: MakeCase, colleague: Caller) -> None:
    case = a_case().submitted()
    case.reviewer.ok(case.reviewer.post(f"/v1/reviews/{case.filing_id}/claim"))
    refused(colleague.post(f"/v1/reviews/{case.filing_id}/claim"), 409, "claimed-by-another")

    case.advance(hours=25)

    assert colleague.ok(colleague.post(f"/v1/reviews/{case.filing_id}/claim"))["assignee"] is not None
    assert [one["actor"] for one in case.timeline() if one["event"] == "claim_lapsed"] == ["clock"]


def test_the_next_filing_is_taken_until_there_is_none(service: RunningService) -> None:
    service.command("providers", "create", "a-desk-of-its-own", "--number", "990555")
    case = FilingCase(service, service.client("desk", SCOPES, provider="a-desk-of-its-own")).submitted()

    taken = case.reviewer.ok(case.reviewer.post("/v1/reviews/next"))
    none = case.reviewer.ok(case.reviewer.post("/v1/reviews/next"))

    assert (taken["filing"]["id"], taken["filing"]["state"]) == (case.filing_id, "first_review")
    assert taken["filing"]["assignee"] is not None
    assert none == {"filing": None}


def test_notes_are_for_reviewers_and_two_calls_that_nobody_took_may_reject(a_case: MakeCase) -> None:
    case = a_case().submitted()
    path = f"/v1/reviews/{case.filing_id}/notes"
    call = {"text": "无人接听", "kind": "call", "outcome": "unreachable"}
    before = case.etag()

    first = case.reviewer.post(path, call)
    case.reviewer.ok(case.reviewer.post(path, call))
    case.reviewer.ok(case.reviewer.post(path, {"text": "请保持电话畅通", "visible_to_applicant": True}))

    assert first.status_code == 201
    assert first.json().items() >= {**call, "visible_to_applicant": False}.items()
    listed = case.reviewer.ok(case.reviewer.get(path))["data"]
    assert [one["kind"] for one in listed] == ["call", "call", "note"]
    assert (review(case)["calls_unanswered"], review(case)["may_reject_unreachable"]) == (2, True)
    assert [one["note"] for one in case.timeline() if one["event"] == "review_note"] == ["请保持电话畅通"]
    assert case.etag() == before
    for asked in (case.app.get(path), case.app.post(path, call), case.app.get(f"/v1/reviews/{case.filing_id}")):
        refused(asked, 403, "insufficient-scope")


@pytest.mark.parametrize(
    ("note", "pointer"),
    [({}, "/text"), ({"text": "x", "kind": "rumour"}, "/kind"), ({"text": "x", "outcome": "Not a word"}, "/outcome")],
)
def test_a_note_that_says_nothing_usable_is_refused(waiting: FilingCase, note: dict[str, Any], pointer: str) -> None:
    problem = refused(waiting.reviewer.post(f"/v1/reviews/{waiting.filing_id}/notes", note), 422, "validation-failed")

    assert pointers(problem) == [pointer]


def test_a_reviewer_sees_what_was_raised_and_what_came_of_it_masked_without_the_right_to_personal_data(
    a_case: MakeCase, service: RunningService, client: dict[str, str]
) -> None:
    case = a_case().submitted()
    case.decide("reject", [FINDING, {"pointer": "/services/0/name", "code": "site_name_bad"}])
    assert [one["touched"] for one in review(case)["before"]["findings"]] == [False, False]
    mobile = case.who.service_principal.mobile
    case.app.ok(case.change({"subject": {"principal": {"mobile": mobile}}}))

    before = review(case)["before"]
    masked = review(case, service.caller(client, ["reviews"]))["before"]

    assert (before["outcome"], [one["touched"] for one in before["findings"]]) == ("reject", [True, False])
    assert before["findings"][0]["note"] == "两次未接通"
    (field,) = before["fields"]
    assert (field["pointer"], field["before"], field["now"]) == (
        "/subject/principal/mobile",
        case.who.principal.mobile,
        mobile,
    )
    assert mobile not in str(masked)
    assert "*" in masked["fields"][0]["now"]


def test_several_are_rejected_for_one_reason_each_with_a_result_and_a_repetition_gets_the_same(
    a_case: MakeCase, colleague: Caller
) -> None:
    free, held = a_case().submitted(), a_case().submitted()
    colleague.ok(colleague.post(f"/v1/reviews/{held.filing_id}/claim"))
    key = {"idempotency-key": f"batch-{free.filing_id}"}

    answer = batch(free, free.filing_id, held.filing_id, headers=key)
    again = batch(free, free.filing_id, held.filing_id, headers=key)

    first, second = free.reviewer.ok(answer)["data"]
    assert (first["state"], first["problem"]) == ("first_review_rejected", None)
    assert (second["state"], second["problem"]["code"]) == (None, "claimed-by-another")
    assert second["problem"]["remedy"]
    assert again.content == answer.content
    assert again.headers["idempotency-replayed"] == "true"
    assert free.filing()["findings"][0]["code"] == "phone_unreachable"
    assert held.state() == "first_review"


def test_a_batch_that_is_none_is_refused_whole(waiting: FilingCase) -> None:
    assert pointers(refused(batch(waiting), 422, "validation-failed")) == ["/items"]
    assert pointers(refused(batch(waiting, *["fil_1"] * 2), 422, "validation-failed")) == [""]
    assert pointers(refused(batch(waiting, *(f"fil_{n}" for n in range(51))), 422, "validation-failed")) == ["/items"]
    passing = {"items": [{"filing_id": waiting.filing_id}], "outcome": "pass", "findings": [FINDING]}
    refused(waiting.reviewer.post("/v1/reviews/decisions", passing), 422, "validation-failed")
    assert waiting.state() == "first_review"


def test_figures_are_for_reviewers_by_day(service: RunningService) -> None:
    service.command("providers", "create", "a-counted-desk", "--number", "990556")
    case = FilingCase(service, service.client("counted", SCOPES, provider="a-counted-desk")).submitted()
    case.decide("reject", [FINDING])
    case.app.ok(case.act("resubmit"))

    figures = case.reviewer.ok(case.reviewer.get("/v1/reviews/statistics"))

    assert (figures["all"]["decided"], figures["all"]["codes"]) == (1, {"phone_unreachable": 1})
    assert [one["rejected"] for one in figures["reviewers"]] == [1]
    assert (figures["queue"]["waiting"], figures["queue"]["overdue"]) == (1, 0)
    earlier = case.reviewer.get("/v1/reviews/statistics", params={"from": "2020-01-01", "to": "2020-01-31"})
    assert case.reviewer.ok(earlier)["all"]["decided"] == 0
    wrong = case.reviewer.get("/v1/reviews/statistics", params={"from": "2020-01-02", "to": "2020-01-01"})
    assert pointers(refused(wrong, 422, "validation-failed")) == ["/query/from"]
    refused(case.app.get("/v1/reviews/statistics"), 403, "insufficient-scope")
