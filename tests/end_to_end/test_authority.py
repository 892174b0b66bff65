"""The authority's side: refusal at intake, a fault of ours, rejection, approval, and what follows from a number."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from tests.play.filing_case import FilingCase
from tests.play.refusals import refused
from tests.play.running_service import Caller

MakeCase = Callable[..., FilingCase]


def named(case: FilingCase, name: str) -> FilingCase:
    """Give the website one of the sandbox's magic names."""
    case.who = replace(case.who, site_name=name)
    return case


def renamed(case: FilingCase, name: str) -> None:
    service_id = case.filing()["services"][0]["id"]
    case.app.ok(case.change({"services": [{"id": service_id, "name": name}]}))


def decided(case: FilingCase, by: Caller | None = None, **body: Any) -> Any:
    caller = by or case.backend
    return caller.post("/v1/sandbox/authority/decisions", {"filing_id": case.filing_id, **body})


def verify_people(case: FilingCase) -> None:
    for person in case.people():
        case.backend.ok(case.enter(person, case.sms_code(person)))


@pytest.mark.fact("S0-28")
@pytest.mark.fact("S0-34")
def test_a_rejection_by_the_authority_goes_back_to_filling_in_and_through_first_review_again(a_case: MakeCase) -> None:
    case = named(a_case(), "驳回测试").in_authority_review()

    case.advance(working_days=6)

    filing = case.filing()
    assert (filing["state"], filing["state_label"]) == ("authority_rejected", "管局驳回")
    assert filing["returned_because"] == "authority"
    (finding,) = filing["findings"]
    assert (finding["code"], finding["pointer"], finding["by"]) == (
        "authority_refused",
        "/services/0/name",
        "authority",
    )
    assert finding["remedy"]
    refused(case.act("resubmit"), 409, "nothing-changed")
    renamed(case, "郑州晨星软件有限公司官网")
    again = case.confirm_and("resubmit")
    assert (again["state"], again["returned_because"], again["findings"]) == ("first_review", None, [])

    case.decide("pass")
    case.settle()
    verify_people(case)
    case.advance(working_days=6)

    assert case.state() == "approved"


def test_a_refusal_at_intake_names_the_place_and_may_come_again_as_it_is(a_case: MakeCase) -> None:
    case = named(a_case(), "冲突测试").passed()
    case.settle()

    filing = case.filing()

    assert (filing["state"], filing["returned_because"], filing["held"]) == ("authority_rejected", "intake", False)
    (finding,) = filing["findings"]
    assert (finding["code"], finding["by"]) == ("domain_conflict", "authority")
    assert finding["pointer"].startswith("/services/0/")
    assert case.app.ok(case.act("resubmit"))["state"] == "pending_authority"
    case.settle()
    assert case.filing()["returned_because"] == "intake"
    renamed(case, "郑州晨星软件有限公司官网")
    assert case.confirm_and("resubmit")["state"] == "first_review"


def test_a_blacklisted_subject_is_refused_for_good_and_may_only_be_given_up(a_case: MakeCase) -> None:
    case = a_case()
    case.who = replace(case.who, subject_name="黑名单测试单位")
    case.passed()
    case.settle()

    filing = case.filing()

    assert (filing["state"], filing["returned_because"]) == ("authority_rejected", "intake")
    assert [(one["code"], one["retry"]) for one in filing["findings"]] == [("subject_blacklisted", "final")]
    assert (filing["allowed_actions"], filing["editable"]) == (["abandon"], [])
    decision = case.backend.post("/v1/sandbox/authority/decisions", {"filing_id": case.filing_id, "outcome": "accept"})
    for answer in (case.act("resubmit"), case.act("withdraw"), decision):
        assert refused(answer, 409, "action-not-allowed")["allowed_actions"] == ["abandon"]
    refused(case.change({"remark": "doch"}), 409, "not-editable")
    assert case.app.ok(case.act("abandon"))["state"] == "abandoned"


def test_a_fault_of_ours_holds_the_filing_and_asks_nothing_of_the_applicant(a_case: MakeCase) -> None:
    case = named(a_case(), "IP未报测试").passed()
    case.settle()

    held = case.filing()
    assert (held["state"], held["held"], held["returned_because"]) == ("pending_authority", True, None)
    assert held["findings"] == []
    assert held["editable"] == []

    forwarded = case.reviewer.ok(case.reviewer.post(f"/v1/reviews/{case.filing_id}/forward"))
    case.settle()

    assert not forwarded["held"]
    assert forwarded["revision"] > held["revision"]
    assert case.filing()["held"]
    events = [(one["actor"], one["event"]) for one in case.timeline()]
    assert events.count(("authority", "refused_at_intake")) == 2
    assert ("reviewer", "forward") in events


def test_what_is_held_may_be_withdrawn_and_is_then_held_no_more(a_case: MakeCase) -> None:
    case = named(a_case(), "IP未报测试").passed()
    case.settle()

    back = case.app.ok(case.act("withdraw"))

    assert (back["state"], back["held"]) == ("withdrawn", False)
    renamed(case, "郑州晨星软件有限公司官网")
    assert case.confirm_and("submit")["state"] == "first_review"


def test_what_nobody_holds_is_nothing_to_forward_by_hand(a_case: MakeCase) -> None:
    case = a_case().awaiting_sms()

    refused(case.reviewer.post(f"/v1/reviews/{case.filing_id}/forward"), 409, "action-not-allowed")


@pytest.mark.parametrize("outcome", ["accept", "reject"])
def test_the_authority_decides_by_hand_only_what_it_reviews(a_case: MakeCase, outcome: str) -> None:
    case = a_case().awaiting_sms()

    problem = refused(decided(case, outcome=outcome), 409, "action-not-allowed")

    assert problem["state"] == "awaiting_sms"
    assert case.state() == "awaiting_sms"


def test_a_decision_by_hand_is_answered_with_the_filing_after_it(a_case: MakeCase) -> None:
    case = a_case().in_authority_review()

    rejected = case.backend.ok(decided(case, outcome="reject", code="1003", pointer="/subject/certificate/number"))

    assert (rejected["state"], rejected["returned_because"]) == ("authority_rejected", "authority")
    assert [(one["code"], one["pointer"]) for one in rejected["findings"]] == [
        ("subject_conflict", "/subject/certificate/number")
    ]
    assert rejected["revision"] == case.filing()["revision"]


def test_a_decision_on_somebody_elses_or_no_filing_is_not_found(a_case: MakeCase) -> None:
    case = a_case()
    case.filing_id = "fil_01h455vb4pex5vsknk084sn02q"

    refused(decided(case, outcome="accept"), 404, "not-found")


@pytest.mark.fact("S0-28")
@pytest.mark.fact("S0-35")
@pytest.mark.fact("S2-26")
def test_undisturbed_the_authority_accepts_after_five_working_days_and_gives_the_number(a_case: MakeCase) -> None:
    case = a_case().in_authority_review()
    (deadline,) = case.filing()["deadlines"]
    assert deadline["kind"] == "authority_review"

    case.advance(working_days=4)
    before, nothing = case.filing(), case.app.ok(case.app.get("/v1/records"))["data"]
    case.advance(working_days=2)
    after, (record,) = case.filing(), case.app.ok(case.app.get("/v1/records"))["data"]

    assert (before["state"], before["numbers"]["subject"]) == ("authority_review", None)
    assert (before["record_id"], nothing) == (None, [])
    assert record["services"][0]["access_here"]
    assert after["state"] == "approved"
    assert after["numbers"]["services"][0]["number"] == f"{after['numbers']['subject']}-1"
    assert (after["allowed_actions"], after["editable"], after["deadlines"]) == ([], [], [])
    assert datetime.fromisoformat(after["updated_at"]) < datetime.fromisoformat(deadline["due_at"])


def test_the_number_is_kept_and_stands_in_the_record_of_the_account(a_case: MakeCase) -> None:
    case = a_case().approved()
    number = case.filing()["numbers"]["services"][0]["number"]
    case.advance(hours=24 * 90)

    (record,) = case.app.ok(case.app.get("/v1/records"))["data"]

    assert case.filing()["numbers"]["services"][0]["number"] == number
    assert record["services"][0]["number"] == number
    assert record["services"][0]["access_here"]
    assert record["account_id"] == case.account_id


def test_an_approved_filing_moves_no_more(a_case: MakeCase) -> None:
    case = a_case().approved()
    before = case.filing()

    refused(case.change({"remark": "doch"}), 409, "not-editable")
    for action in ("withdraw", "abandon", "submit", "resubmit", "confirm"):
        refused(case.act(action), 409, "action-not-allowed")
    refused(decided(case, outcome="reject"), 409, "action-not-allowed")

    assert case.filing() == before


def test_what_is_on_file_here_is_not_filed_again(a_case: MakeCase) -> None:
    case = a_case().approved()

    again = case.verified_type()

    assert (again["verdict"], again["refusal"]["code"]) == ("refused", "already_filed_here")
    assert again["subject_on_record"]
    assert again["service_on_record"]


@pytest.mark.fact("S1-05")
def test_another_website_of_the_same_subject_is_an_added_service(a_case: MakeCase) -> None:
    case = a_case().approved()

    added = case.verified_type(service={"kind": "website", "domain": f"second-{case.seed}.cn"})

    assert (added["verdict"], added["filing_type"]) == ("allowed", "add_service_here")
    assert added["subject_on_record"]
    assert not added["service_on_record"]


def test_somebody_elses_website_on_file_is_not_to_be_filed_by_others(a_case: MakeCase) -> None:
    owner, other = a_case().approved(), a_case().with_account()

    asked = other.verified_type(service={"kind": "website", "domain": owner.who.domain})

    assert asked["verdict"] == "refused"
    assert asked["refusal"]["code"] in ("domain_owned_by_other_subject", "domain_filed_subject_not")


@pytest.mark.fact("S1-11")
@pytest.mark.fact("S1-12")
def test_a_code_with_which_a_filing_was_approved_is_spent_for_good(a_case: MakeCase) -> None:
    case = a_case().filled_in()
    code = case.issued_code
    in_use = case.app.ok(case.app.post("/v1/authorization-codes/check", {"code": code}))
    case.app.ok(case.act("abandon"))
    freed = case.app.ok(case.app.post("/v1/authorization-codes/check", {"code": code}))
    assert (in_use["usable"], in_use["reason"], freed["usable"]) == (False, "used", True)
    case.approved()

    spent = case.app.ok(case.app.post("/v1/authorization-codes/check", {"code": case.issued_code}))
    spent_codes = case.backend.ok(
        case.backend.get("/v1/authorization-codes", params={"resource": case.server, "state": "spent"})
    )["data"]

    assert (spent["usable"], spent["reason"]) == (False, "consumed_by_approval")
    (listed,) = spent_codes
    refused(case.backend.call("DELETE", f"/v1/authorization-codes/{listed['id']}"), 409, "action-not-allowed")
