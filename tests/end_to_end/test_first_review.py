"""First review (初审): the queue, who may decide, and what the applicant does with each of the three outcomes."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.play.filing_case import FilingCase
from tests.play.refusals import pointers, refused
from tests.play.running_service import Caller, RunningService

MakeCase = Callable[..., FilingCase]
FIVE_CODES = [
    ("site_name_bad", "/services/0/name"),
    ("cert_image_bad", "/subject/certificate"),
    ("liveness_failed", "/services/0/principal"),
    ("cross_province", "/subject/contact_address"),
    ("phone_unreachable", "/subject/principal/mobile"),
]


@pytest.fixture(scope="module")
def colleague(service: RunningService) -> Caller:
    """Another reviewer: in sandbox mode each client with the scope is one."""
    scopes = ["reviews", "pii:read"]
    return service.caller(service.client("a colleague", scopes))


def everything(caller: Caller, path: str, **params: Any) -> Iterator[dict[str, Any]]:
    """Walk a list to its end."""
    page: dict[str, Any] = {"next_cursor": None}
    while True:
        cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else {}
        page = caller.ok(caller.get(path, params={"limit": 100, **params, **cursor}))
        yield from page["data"]
        if page["next_cursor"] is None:
            return


def queued(case: FilingCase, **params: Any) -> list[str]:
    """Return the ids in the queue."""
    return [one["id"] for one in everything(case.reviewer, "/v1/reviews", **params)]


def claim(case: FilingCase, reviewer: Caller) -> Any:
    return reviewer.post(f"/v1/reviews/{case.filing_id}/claim")


def decision(case: FilingCase, outcome: str, findings: list[dict[str, Any]], by: Caller | None = None) -> Any:
    body = {"outcome": outcome, "findings": findings}
    return (by or case.reviewer).post(f"/v1/reviews/{case.filing_id}/decision", body, etag=case.etag())


def test_the_queue_holds_what_waits_for_review_oldest_first(a_case: MakeCase) -> None:
    older, younger, draft = a_case().with_papers(), a_case().with_papers(), a_case().with_papers()
    for case in (older, younger):
        case.confirm_and("submit")

    waiting = queued(older)

    assert [one for one in waiting if one in (older.filing_id, younger.filing_id)] == [
        older.filing_id,
        younger.filing_id,
    ]
    assert draft.filing_id not in waiting


def test_what_came_back_completed_waits_in_the_queue_under_its_own_state(a_case: MakeCase) -> None:
    case = a_case().submitted()
    case.decide("request_completion", [{"pointer": "/subject/certificate", "code": "cert_image_bad"}])
    assert case.filing_id not in queued(case)

    case.app.ok(case.act("resubmit"))

    assert case.filing_id in queued(case, state="resubmitted")
    assert case.filing_id not in queued(case, state="first_review")


def test_one_reviewer_at_a_time_has_a_filing(a_case: MakeCase, colleague: Caller) -> None:
    case = a_case().submitted()
    first = case.reviewer.ok(claim(case, case.reviewer))
    again = case.reviewer.ok(claim(case, case.reviewer))

    refused(claim(case, colleague), 409, "claimed-by-another")
    refused(colleague.post(f"/v1/reviews/{case.filing_id}/release"), 409, "claimed-by-another")
    refused(decision(case, "pass", [], by=colleague), 409, "not-claimed")

    assert first["assignee"] == again["assignee"] is not None
    assert case.filing_id in queued(case, assignee="me")
    assert case.state() == "first_review"


def test_what_a_reviewer_releases_another_may_claim(a_case: MakeCase, colleague: Caller) -> None:
    case = a_case().submitted()
    case.reviewer.ok(claim(case, case.reviewer))

    released = case.reviewer.ok(case.reviewer.post(f"/v1/reviews/{case.filing_id}/release"))

    assert released["assignee"] is None
    assert colleague.ok(claim(case, colleague))["assignee"] != released["assignee"]
    assert colleague.ok(decision(case, "pass", [], by=colleague))["state"] == "pending_authority"


def test_a_decision_needs_a_claim_of_ones_own(a_case: MakeCase) -> None:
    case = a_case().submitted()

    refused(decision(case, "pass", []), 409, "not-claimed")
    refused(case.reviewer.post(f"/v1/reviews/{case.filing_id}/release"), 409, "not-claimed")

    assert case.state() == "first_review"


def test_claiming_changes_no_revision(a_case: MakeCase) -> None:
    case = a_case().submitted()
    before = case.etag()

    case.reviewer.ok(claim(case, case.reviewer))

    assert case.etag() == before


def test_an_applicant_can_neither_see_the_queue_nor_decide(a_case: MakeCase) -> None:
    case = a_case().submitted()

    refused(case.app.get("/v1/reviews"), 403, "insufficient-scope")
    refused(decision(case, "pass", [], by=case.app), 403, "insufficient-scope")


def test_a_draft_is_nothing_to_claim_or_decide(a_case: MakeCase) -> None:
    case = a_case().filled_in()

    problem = refused(claim(case, case.reviewer), 409, "action-not-allowed")
    refused(decision(case, "pass", []), 409, "action-not-allowed")

    assert problem["state"] == "draft"


@pytest.mark.fact("S0-22")
@pytest.mark.fact("S0-33")
@pytest.mark.fact("S1-34")
def test_a_rejection_says_where_what_and_how_to_cure_it_and_comes_again_corrected(a_case: MakeCase) -> None:
    case = a_case().submitted()
    note = "名称与网站内容不符"

    case.decide("reject", [{"pointer": "/services/0/name", "code": "site_name_bad", "note": note}])

    filing = case.filing()
    assert (filing["state"], filing["state_label"]) == ("first_review_rejected", "初审驳回")
    finding = filing["findings"][0]
    assert (finding["pointer"], finding["code"]) == ("/services/0/name", "site_name_bad")
    assert (finding["by"], finding["retry"], finding["note"]) == ("provider", "fix", note)
    assert finding["message"]
    assert finding["remedy"]
    assert set(filing["allowed_actions"]) == {"confirm", "resubmit", "abandon"}
    assert "/services/0/name" in filing["editable"]
    assert "/subject/certificate/number" not in filing["editable"]
    assert [one["kind"] for one in filing["deadlines"]] == ["idle"]

    case.app.ok(case.change({"services": [{"id": filing["services"][0]["id"], "name": "郑州晨星软件门户"}]}))
    refused(case.act("resubmit"), 409, "confirmation-required")
    again = case.confirm_and("resubmit")

    assert again["state"] == "first_review"
    assert again["findings"] == []
    assert again["assignee"] is None
    assert [one["kind"] for one in again["deadlines"]] == ["first_review"]


def test_findings_speak_the_callers_language_and_keep_their_code(a_case: MakeCase) -> None:
    case = a_case().submitted().rejected("phone_unreachable", "/subject/principal/mobile")

    chinese = case.app.get(case.path).json()["findings"][0]
    english = case.app.get(case.path, headers={"accept-language": "en"}).json()["findings"][0]

    assert chinese["code"] == english["code"] == "phone_unreachable"
    assert chinese["message"] != english["message"]
    assert english["message"].isascii()
    assert english["remedy"].isascii()


def test_what_a_reviewer_sent_back_may_come_again_as_it_is(a_case: MakeCase) -> None:
    case = a_case().submitted().rejected()

    again = case.app.ok(case.act("resubmit"))

    assert again["state"] == "first_review"


@pytest.mark.fact("S0-23")
@pytest.mark.fact("S1-24")
@pytest.mark.fact("S0-33")
def test_completion_is_asked_for_completed_and_reviewed_again(a_case: MakeCase) -> None:
    case = a_case().submitted()

    case.decide("request_completion", [{"pointer": "/subject/certificate", "code": "cert_image_bad"}])

    asked = case.filing()
    assert (asked["state"], asked["state_label"]) == ("completion_required", "接入商审核为待修改")
    assert asked["editable"]
    case.app.ok(case.change({"remark": "已重新上传执照"}))
    completed = case.confirm_and("resubmit")
    assert (completed["state"], completed["state_label"]) == ("resubmitted", "已修改待审核")
    assert case.decide("pass")["state"] == "pending_authority"


@pytest.mark.fact("S0-21")
@pytest.mark.fact("S0-33")
def test_after_a_pass_the_specialist_acts_next_and_the_customer_has_nothing_to_do(a_case: MakeCase) -> None:
    case = a_case().submitted()

    passed = case.decide("pass")

    assert (passed["state"], passed["state_label"]) == ("pending_authority", "待提交管局")
    assert set(passed["allowed_actions"]) <= {"withdraw"}
    assert passed["editable"] == []
    assert passed["findings"] == []


@pytest.mark.parametrize(("code", "pointer"), FIVE_CODES)
def test_each_code_of_the_catalogue_rejects_and_carries_its_remedy(a_case: MakeCase, code: str, pointer: str) -> None:
    case = a_case().submitted().rejected(code, pointer)

    finding = case.filing()["findings"][0]

    assert (finding["code"], finding["pointer"]) == (code, pointer)
    assert finding["message"]
    assert finding["remedy"]


@pytest.mark.parametrize(
    ("outcome", "findings", "pointer"),
    [
        ("reject", [{"pointer": "/services/0/name", "code": "ugly"}], "/findings/0/code"),
        ("reject", [{"pointer": "/services/7/name", "code": "site_name_bad"}], "/findings/0/pointer"),
        ("request_completion", [{"pointer": "/nothing", "code": "cert_image_bad"}], "/findings/0/pointer"),
        ("reject", [], "/findings"),
        ("request_completion", [], "/findings"),
        ("pass", [{"pointer": "/services/0/name", "code": "site_name_bad"}], "/findings"),
        ("perhaps", [], "/outcome"),
    ],
)
def test_a_decision_that_says_nothing_usable_is_refused_and_changes_nothing(
    a_case: MakeCase, outcome: str, findings: list[dict[str, Any]], pointer: str
) -> None:
    case = a_case().submitted()
    case.reviewer.ok(claim(case, case.reviewer))
    before = case.filing()

    problem = refused(decision(case, outcome, findings), 422, "validation-failed")

    assert pointers(problem) == [pointer]
    assert case.filing() == before


def test_the_reviewers_pass_decides_what_no_machine_could(a_case: MakeCase) -> None:
    case = a_case().submitted()
    assert [check["status"] for check in case.filing()["authenticity"]] == ["needs_review"]

    case.decide("pass")

    assert [check["status"] for check in case.filing()["authenticity"]] == ["passed"]


def test_a_portrait_that_the_reviewer_fails_has_to_be_taken_again(a_case: MakeCase) -> None:
    case = a_case().submitted().rejected("liveness_failed", "/services/0/principal")
    assert [check["status"] for check in case.filing()["authenticity"]] == ["failed"]

    problem = refused(case.act("resubmit"), 422, "checks-failed")

    assert "/services/0/principal" in pointers(problem)
    case.show_face()
    assert case.confirm_and("resubmit")["state"] == "first_review"


@pytest.mark.fact("S4-47")
def test_the_review_log_is_open_to_the_applicant(a_case: MakeCase) -> None:
    case = a_case().submitted().rejected()
    case.app.ok(case.act("resubmit"))
    case.decide("pass")

    told = [(one["actor"], one["event"], one["from"], one["to"]) for one in case.timeline()][:6]

    assert told == [
        ("applicant", "created", None, "draft"),
        ("applicant", "confirm", "draft", "draft"),
        ("applicant", "submit", "draft", "first_review"),
        ("reviewer", "reject", "first_review", "first_review_rejected"),
        ("applicant", "resubmit", "first_review_rejected", "first_review"),
        ("reviewer", "pass", "first_review", "pending_authority"),
    ]
