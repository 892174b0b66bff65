"""Withdrawing (撤销), giving up (放弃), standing still too long, and what stays the open order meanwhile."""

from collections.abc import Callable

import pytest

from tests.play.filing_case import FilingCase
from tests.play.refusals import pointers, refused

MakeCase = Callable[..., FilingCase]


def code_state(case: FilingCase) -> str:
    """Return the state of the one code of the case's server."""
    listed = case.backend.ok(case.backend.get("/v1/authorization-codes", params={"resource": case.server}))["data"]
    (code,) = listed
    return str(code["state"])


def withdrawn(case: FilingCase) -> FilingCase:
    case.submitted()
    case.app.ok(case.act("withdraw"))
    return case


def completion_required(case: FilingCase) -> FilingCase:
    case.submitted()
    case.decide("request_completion", [{"pointer": "/subject/certificate", "code": "cert_image_bad"}])
    return case


def resubmitted(case: FilingCase) -> FilingCase:
    completion_required(case)
    case.app.ok(case.act("resubmit"))
    return case


def authority_rejected(case: FilingCase) -> FilingCase:
    case.in_authority_review()
    body = {"filing_id": case.filing_id, "outcome": "reject"}
    case.backend.ok(case.backend.post("/v1/sandbox/authority/decisions", body))
    return case


WAYS: dict[str, Callable[[FilingCase], FilingCase]] = {
    "draft": FilingCase.filled_in,
    "withdrawn": withdrawn,
    "first_review_rejected": lambda case: case.submitted().rejected(),
    "completion_required": completion_required,
    "authority_rejected": authority_rejected,
    "first_review": FilingCase.submitted,
    "resubmitted": resubmitted,
    "awaiting_sms": FilingCase.awaiting_sms,
    "authority_review": FilingCase.in_authority_review,
}
EDITABLE = ("draft", "withdrawn", "first_review_rejected", "completion_required", "authority_rejected")


@pytest.mark.fact("S0-25")
@pytest.mark.parametrize("state", ["first_review", "resubmitted"])
def test_a_withdrawn_filing_is_edited_again_and_stays_the_open_order_with_its_code(
    a_case: MakeCase, state: str
) -> None:
    case = WAYS[state](a_case())

    back = case.app.ok(case.app.post(f"{case.path}/withdraw", {"reason": "电话号码变了"}, etag=case.etag()))

    assert (back["state"], back["abandoned_because"]) == ("withdrawn", None)
    assert set(back["allowed_actions"]) == {"confirm", "submit", "abandon"}
    assert "/subject/principal" in back["editable"]
    assert [one["kind"] for one in back["deadlines"]] == ["idle"]
    assert code_state(case) == "in_use"
    assert case.verified_type()["refusal"]["code"] == "order_in_progress"
    assert case.timeline()[-1]["note"] == "电话号码变了"


def test_what_was_withdrawn_is_changed_confirmed_and_submitted_again(a_case: MakeCase) -> None:
    case = withdrawn(a_case())
    case.app.ok(case.change({"remark": "改过"}))

    refused(case.act("resubmit"), 409, "action-not-allowed")
    refused(case.act("submit"), 409, "confirmation-required")
    again = case.confirm_and("submit")

    assert again["state"] == "first_review"
    assert case.decide("pass")["state"] == "pending_authority"


def test_what_a_reviewer_had_claimed_may_be_withdrawn_and_the_decision_then_comes_too_late(a_case: MakeCase) -> None:
    case = a_case().submitted()
    case.reviewer.ok(case.reviewer.post(f"/v1/reviews/{case.filing_id}/claim"))
    seen = case.etag()
    case.app.ok(case.act("withdraw"))

    body = {"outcome": "pass", "findings": []}
    late = case.reviewer.post(f"/v1/reviews/{case.filing_id}/decision", body, etag=seen)

    refused(late, 412, "precondition-failed")
    assert case.filing()["assignee"] is None


@pytest.mark.fact("S0-25")
@pytest.mark.fact("S1-01")
@pytest.mark.fact("S1-40")
@pytest.mark.parametrize("state", EDITABLE)
def test_an_order_is_given_up_from_every_state_in_which_it_can_be_edited(a_case: MakeCase, state: str) -> None:
    case = WAYS[state](a_case())
    assert case.state() == state

    given_up = case.app.ok(case.act("abandon"))

    assert (given_up["state"], given_up["abandoned_because"]) == ("abandoned", "applicant")
    assert given_up["allowed_actions"] == []
    assert given_up["editable"] == []
    assert given_up["deadlines"] == []
    assert code_state(case) == "unused"
    assert case.verified_type()["verdict"] == "allowed"


@pytest.mark.parametrize("state", ["first_review", "resubmitted"])
def test_what_is_under_review_is_withdrawn_first_and_not_given_up_at_once(a_case: MakeCase, state: str) -> None:
    case = WAYS[state](a_case())

    problem = refused(case.act("abandon"), 409, "action-not-allowed")

    assert problem["allowed_actions"] == ["withdraw"]


@pytest.mark.fact("S1-34")
@pytest.mark.parametrize("state", EDITABLE)
def test_what_may_be_edited_is_edited_where_nothing_was_verified(a_case: MakeCase, state: str) -> None:
    case = WAYS[state](a_case())

    changed = case.app.ok(case.change({"remark": state}))

    assert changed["remark"] == state
    assert changed["state"] == state


@pytest.mark.fact("S1-32")
@pytest.mark.parametrize("state", ["awaiting_sms", "authority_review"])
def test_from_the_hand_over_on_nothing_is_edited_withdrawn_or_given_up(a_case: MakeCase, state: str) -> None:
    case = WAYS[state](a_case())
    before = case.filing()

    refused(case.change({"remark": "太晚了"}), 409, "not-editable")
    refused(case.upload("other", "/subject", b"%PDF-1.4\n"), 409, "not-editable")
    for action in ("withdraw", "abandon", "submit", "resubmit", "confirm"):
        refused(case.act(action), 409, "action-not-allowed")

    assert before["allowed_actions"] == []
    assert before["editable"] == []
    assert case.filing() == before


def test_an_abandoned_order_can_do_nothing_any_more(a_case: MakeCase) -> None:
    case = a_case().filled_in()
    case.app.ok(case.act("abandon"))
    before = case.filing()

    refused(case.change({"remark": "doch"}), 409, "not-editable")
    for action in ("withdraw", "abandon", "submit", "resubmit", "confirm"):
        refused(case.act(action), 409, "action-not-allowed")

    assert case.filing() == before


@pytest.mark.fact("S1-01")
@pytest.mark.fact("S0-26")
def test_while_an_order_is_open_no_second_one_begins(a_case: MakeCase) -> None:
    case = a_case().with_account().with_server()
    early = case.verified_type()
    other = case.verified_type(service={"kind": "website", "domain": f"second-{case.seed}.cn"})
    case.begin()

    for verification in (early, other):
        body = {"type_verification_id": verification["id"], "product": {"authorization_code": case.code()}}
        refused(case.app.post("/v1/filings", body), 409, "order-in-progress")
    verdict = case.verified_type(service={"kind": "website", "domain": f"third-{case.seed}.cn"})

    assert verdict["verdict"] == "refused"
    assert verdict["refusal"]["code"] == "order_in_progress"
    assert verdict["refusal"]["remedy"]
    listed = case.app.ok(case.app.get("/v1/filings"))["data"]
    assert [one["id"] for one in listed] == [case.filing_id]


@pytest.mark.fact("S0-26")
def test_while_an_order_is_under_review_no_second_one_begins(a_case: MakeCase) -> None:
    case = a_case().awaiting_sms()

    verdict = case.verified_type(service={"kind": "website", "domain": f"second-{case.seed}.cn"})

    assert verdict["refusal"]["code"] == "order_in_progress"


@pytest.mark.fact("S4-39")
def test_until_the_order_begins_the_certificate_may_be_entered_anew_and_then_it_is_frozen(a_case: MakeCase) -> None:
    case, other = a_case().with_account().with_server(), a_case()
    mistaken = case.verified_type(subject=other.who.asked["subject"])
    filing = case.begin()

    number = other.who.certificate_number
    problem = refused(case.change({"subject": {"certificate": {"number": number}}}), 409, "field-frozen")

    assert mistaken["verdict"] == "allowed"
    assert filing["subject"]["certificate"]["number"][-4:] == case.who.certificate_number[-4:]
    assert pointers(problem) == ["/subject/certificate/number"]


@pytest.mark.fact("S1-23")
def test_a_wrong_type_is_cured_by_abandoning_and_verifying_anew_with_the_same_code(a_case: MakeCase) -> None:
    case = a_case().with_account().with_server()
    code = case.code()
    filing = case.begin(authorization_code=code)
    right = f"right-{case.seed}.cn"

    patch = {"services": [{"id": filing["services"][0]["id"], "domains": [right]}]}
    problem = refused(case.change(patch), 409, "field-frozen")
    case.app.ok(case.act("abandon"))
    verified = case.verified_type(service={"kind": "website", "domain": right})
    body = {"type_verification_id": verified["id"], "product": {"authorization_code": code}}
    anew = case.app.ok(case.app.post("/v1/filings", body))

    assert all(pointer.startswith("/services/0/domains") for pointer in pointers(problem))
    assert (anew["state"], anew["services"][0]["domains"]) == ("draft", [right])
    assert code_state(case) == "in_use"


@pytest.mark.fact("S1-39")
def test_a_draft_is_labelled_as_information_to_be_completed(a_case: MakeCase) -> None:
    assert a_case().begin()["state_label"] == "待完善备案信息"


@pytest.mark.parametrize("state", EDITABLE)
def test_what_stands_still_for_sixty_days_expires(a_case: MakeCase, state: str) -> None:
    case = WAYS[state](a_case())
    (idle,) = case.filing()["deadlines"]
    case.advance(hours=59 * 24)
    assert case.state() == state

    case.advance(hours=25)

    filing = case.filing()
    assert (idle["kind"], filing["state"], filing["abandoned_because"]) == ("idle", "abandoned", "expired")
    assert code_state(case) == "unused"
    last = case.timeline()[-1]
    assert (last["actor"], last["event"]) == ("clock", "idle_expired")
    assert case.app.get(f"{case.path}/timeline").status_code == 200


def test_whoever_works_on_an_order_does_not_let_it_stand_still(a_case: MakeCase) -> None:
    case = a_case().filled_in()
    (before,) = case.filing()["deadlines"]
    case.advance(hours=24)

    case.app.ok(case.change({"remark": "还在办"}))

    (after,) = case.filing()["deadlines"]
    assert after["due_at"] > before["due_at"]


def test_what_is_under_review_does_not_expire(a_case: MakeCase) -> None:
    case = a_case().submitted()

    case.advance(hours=61 * 24)

    assert case.state() == "first_review"
