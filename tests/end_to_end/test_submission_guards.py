"""What is looked at before a filing leaves the applicant's hands, in which order, and that a refusal leaves nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.play.filing_case import FilingCase
from tests.play.refusals import pointers, refused

MakeCase = Callable[..., FilingCase]


def traces(case: FilingCase) -> tuple[Any, Any, str, list[dict[str, Any]]]:
    """Return all that a refused call must leave as it was."""
    codes = case.backend.ok(case.backend.get("/v1/authorization-codes", params={"resource": case.server}))["data"]
    return case.filing(), case.timeline(), case.etag(), codes


def test_an_unverified_account_is_told_so_before_it_is_told_what_else_is_missing(a_case: MakeCase) -> None:
    case = a_case().with_account(verified=False).with_server()
    case.begin()
    before = traces(case)

    refused(case.act("submit"), 409, "account-not-verified")

    assert traces(case) == before


def test_the_state_is_looked_at_before_the_account(a_case: MakeCase) -> None:
    case = a_case().submitted().with_account(verified=False)
    before = traces(case)

    problem = refused(case.act("submit"), 409, "action-not-allowed")

    assert problem["state"] == "first_review"
    assert problem["allowed_actions"] == ["withdraw"]
    assert traces(case) == before


@pytest.mark.fact("S0-07")
def test_an_account_without_a_verified_real_name_prepares_everything_but_submits_nothing(a_case: MakeCase) -> None:
    case = a_case().with_papers().with_account(verified=False)
    case.app.ok(case.act("confirm"))
    refused(case.act("submit"), 409, "account-not-verified")

    case.with_account(verified=True)

    assert case.app.ok(case.act("submit"))["state"] == "first_review"


def test_all_open_errors_come_at_once_with_pointers_rule_and_remedy_and_before_the_confirmation(
    a_case: MakeCase,
) -> None:
    case = a_case()
    case.begin()
    before = traces(case)

    problem = refused(case.act("submit"), 422, "checks-failed")

    assert {"/subject/name", "/subject/principal", "/services/0/name", "/services/0/principal"} <= set(
        pointers(problem)
    )
    assert all(error["message"] and error["rule"] and error["source"] for error in problem["errors"])
    assert traces(case) == before


def test_a_missing_paper_is_named_where_it_belongs(a_case: MakeCase) -> None:
    case = a_case().with_papers()
    papers = case.app.ok(case.app.get(f"{case.path}/materials", params={"limit": 100}))["data"]
    licence = next(paper for paper in papers if paper["kind"] == "subject_certificate")
    assert case.app.call("DELETE", f"/v1/materials/{licence['id']}").status_code == 204
    case.app.ok(case.act("confirm"))

    problem = refused(case.act("submit"), 422, "checks-failed")

    assert pointers(problem) == [licence["for"]]


def test_what_stops_the_submission_is_what_the_checks_said_before(a_case: MakeCase) -> None:
    case = a_case().with_papers()
    case.app.ok(case.change({"subject": {"principal": {"mobile": "12345"}}}))
    said = case.app.ok(case.app.get(f"{case.path}/checks", params={"limit": 100}))["data"]
    case.app.ok(case.act("confirm"))

    problem = refused(case.act("submit"), 422, "checks-failed")

    assert pointers(problem) == [one["pointer"] for one in said if one["severity"] == "error"]
    assert "/subject/principal/mobile" in pointers(problem)


@pytest.mark.fact("S2-14")
def test_nothing_is_submitted_that_the_applicant_has_not_confirmed(a_case: MakeCase) -> None:
    case = a_case().with_papers()
    before = traces(case)

    refused(case.act("submit"), 409, "confirmation-required")

    assert traces(case) == before
    assert case.confirm_and("submit")["state"] == "first_review"


def test_a_confirmation_is_no_transition_and_no_new_revision(a_case: MakeCase) -> None:
    case = a_case().with_papers()
    before = case.filing()

    confirmed = case.app.ok(case.act("confirm"))

    assert confirmed["confirmed"]
    assert (confirmed["state"], confirmed["revision"]) == (before["state"], before["revision"])


def test_a_later_change_voids_the_confirmation(a_case: MakeCase) -> None:
    case = a_case().with_papers()
    case.app.ok(case.act("confirm"))

    changed = case.app.ok(case.change({"remark": "补充说明"}))

    assert not changed["confirmed"]
    refused(case.act("submit"), 409, "confirmation-required")


def test_a_later_paper_voids_the_confirmation_too(a_case: MakeCase) -> None:
    case = a_case().with_papers()
    case.app.ok(case.act("confirm"))

    case.show_face()

    assert not case.filing()["confirmed"]
    refused(case.act("submit"), 409, "confirmation-required")


def test_a_change_that_changes_nothing_leaves_the_confirmation(a_case: MakeCase) -> None:
    case = a_case().with_papers()
    case.app.ok(case.act("confirm"))

    case.app.ok(case.change({"subject": {"name": case.who.subject_name}}))

    assert case.app.ok(case.act("submit"))["state"] == "first_review"


def test_submitting_twice_is_refused_and_leaves_nothing_behind(a_case: MakeCase) -> None:
    case = a_case().with_papers()
    case.app.ok(case.act("confirm"))
    etag = case.etag()
    case.app.ok(case.act("submit", etag=etag))
    before = traces(case)

    refused(case.act("submit", etag=etag), 412, "precondition-failed")
    refused(case.act("submit"), 409, "action-not-allowed")

    assert traces(case) == before


@pytest.mark.parametrize("action", ["confirm", "submit", "resubmit", "abandon", "withdraw"])
def test_every_step_names_the_revision_that_it_means(a_case: MakeCase, action: str) -> None:
    case = a_case()
    case.begin()
    before = traces(case)

    refused(case.act(action, etag=None), 428, "precondition-required")
    refused(case.act(action, etag='"99"'), 412, "precondition-failed")

    assert traces(case) == before


@pytest.mark.parametrize("action", ["resubmit", "withdraw"])
def test_a_draft_has_nothing_to_resubmit_or_withdraw(a_case: MakeCase, action: str) -> None:
    case = a_case()
    case.begin()

    problem = refused(case.act(action), 409, "action-not-allowed")

    assert problem["state"] == "draft"
    assert set(problem["allowed_actions"]) == {"confirm", "submit", "abandon"}
