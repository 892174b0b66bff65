"""SMS verification (短信核验): everybody's code, wrong ones, late ones, new ones, and nothing told to strangers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.demo.people import Person
from tests.play.filing_case import FilingCase
from tests.play.refusals import refused

MakeCase = Callable[..., FilingCase]


def wrong(code: str) -> str:
    """Return a code that is not this one."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def recipients(case: FilingCase, who: str = "app") -> list[dict[str, Any]]:
    caller = case.app if who == "app" else case.backend
    found: list[dict[str, Any]] = caller.ok(caller.get(f"{case.path}/sms-verifications"))["data"]
    return found


def resend(case: FilingCase, role: str) -> Any:
    return case.app.post(f"{case.path}/sms-verifications/resend", {"role": role})


def spend_the_tries(case: FilingCase, person: Person) -> list[int]:
    """Enter wrong codes five times; return the tries left that were told."""
    bad = wrong(case.sms_code(person))
    return [refused(case.enter(person, bad), 422, "sms-code-wrong")["tries_left"] for _ in range(5)]


@pytest.mark.fact("S0-27")
@pytest.mark.fact("S4-22")
@pytest.mark.fact("S4-23")
@pytest.mark.fact("S4-41")
def test_both_principals_verify_before_the_authority_begins_its_review(a_case: MakeCase) -> None:
    case = a_case().awaiting_sms()
    subject, keeper = case.people()

    first = case.backend.ok(case.enter(subject, case.sms_code(subject)))
    between = case.state()
    second = case.backend.ok(case.enter(keeper, case.sms_code(keeper)))

    assert first == {"verified": True, "all_verified": False, "waiting_for": 1}
    assert between == "awaiting_sms"
    assert second == {"verified": True, "all_verified": True, "waiting_for": 0}
    assert case.state() == "authority_review"
    assert {one["state"] for one in recipients(case)} == {"verified"}


@pytest.mark.fact("S2-18")
def test_before_everybody_verified_nothing_goes_to_review_and_nothing_is_on_record(a_case: MakeCase) -> None:
    case = a_case().awaiting_sms()
    subject, _ = case.people()
    case.backend.ok(case.enter(subject, case.sms_code(subject)))

    case.advance(hours=23)

    assert case.state() == "awaiting_sms"
    asked = {"certificate_number": case.who.certificate_number}
    refused(case.backend.post("/v1/sandbox/records/lookups", asked), 404, "not-found")


@pytest.mark.fact("S4-21")
@pytest.mark.fact("S1-07")
@pytest.mark.fact("S1-08")
def test_codes_go_out_with_the_hand_over_one_a_person_for_a_day(a_case: MakeCase) -> None:
    case = a_case().submitted()
    for person in case.people():
        told = case.backend.ok(case.backend.get("/v1/sandbox/messages", params={"phone": person.mobile}))["data"]
        assert not [message for message in told if message.get("code")]

    case.decide("pass")
    now = case.settle()

    filing, people = case.filing(), recipients(case, "backend")
    assert filing["state_label"] == "待短信核验"
    (deadline,) = filing["deadlines"]
    assert deadline["kind"] == "sms"
    assert {one["expires_at"] for one in people} == {deadline["due_at"]}
    sent = [case.sms_code(person) for person in case.people()]
    assert all(len(code) == 6 and code.isdigit() for code in sent)
    assert {one["phone"] for one in people} == {person.mobile for person in case.people()}
    for person in case.people():
        others = case.backend.ok(case.backend.get("/v1/sandbox/messages", params={"phone": person.emergency_phone}))
        assert others["data"] == []
    assert {tuple(one["roles"]) for one in people} == {("subject_principal",), ("service_principal",)}
    due = case.advance(hours=0) + timedelta(hours=24)
    assert now.isoformat() <= deadline["due_at"].replace("Z", "+00:00") <= due.isoformat()


def test_phones_are_masked_for_whoever_may_not_read_them(a_case: MakeCase) -> None:
    case = a_case().awaiting_sms()

    shown = case.masked_backend.ok(case.masked_backend.get(f"{case.path}/sms-verifications"))["data"]

    for one, person in zip(shown, case.people(), strict=True):
        assert one["phone"] == f"{person.mobile[:3]}****{person.mobile[-4:]}"


def test_wrong_codes_count_down_and_a_right_one_still_counts(a_case: MakeCase) -> None:
    case = a_case().awaiting_sms()
    subject, _ = case.people()

    assert spend_the_tries(case, subject) == [4, 3, 2, 1, 0]

    assert case.state() == "awaiting_sms"
    assert case.backend.ok(case.enter(subject, case.sms_code(subject)))["verified"]


@pytest.mark.fact("S1-28")
def test_the_sixth_wrong_code_returns_the_order_which_goes_again_unchanged_with_new_codes(a_case: MakeCase) -> None:
    case = a_case().awaiting_sms()
    subject, keeper = case.people()
    old = case.sms_code(subject)
    spend_the_tries(case, subject)

    refused(case.enter(subject, wrong(old)), 409, "sms-returned")

    filing = case.filing()
    assert (filing["state"], filing["returned_because"]) == ("authority_rejected", "sms_attempts")
    assert [(one["code"], one["by"], one["retry"]) for one in filing["findings"]] == [
        ("sms_attempts", "authority", "retry")
    ]
    refused(case.enter(subject, old), 409, "sms-returned")
    refused(case.enter(keeper, case.sms_code(keeper)), 409, "sms-returned")

    again = case.app.ok(case.act("resubmit"))
    case.settle()

    assert (again["state"], again["returned_because"], again["findings"]) == ("pending_authority", None, [])
    assert case.state() == "awaiting_sms"
    for person in case.people():
        case.backend.ok(case.enter(person, case.sms_code(person)))
    assert case.state() == "authority_review"


@pytest.mark.fact("S1-28")
@pytest.mark.fact("S4-24")
def test_codes_not_entered_within_a_day_return_the_order_which_goes_again_unchanged(a_case: MakeCase) -> None:
    case = a_case().awaiting_sms()
    subject, keeper = case.people()
    case.backend.ok(case.enter(keeper, case.sms_code(keeper)))
    old = case.sms_code(subject)

    case.advance(hours=24.1)

    filing = case.filing()
    assert (filing["state"], filing["returned_because"]) == ("authority_rejected", "sms_timeout")
    assert filing["findings"][0]["code"] == "sms_timeout"
    refused(case.enter(subject, old), 410, "sms-code-expired")
    case.app.ok(case.act("resubmit"))
    case.settle()
    assert case.state() == "awaiting_sms"
    new = case.sms_code(subject)
    assert {one["state"] for one in recipients(case)} == {"pending"}
    for person in case.people():
        case.backend.ok(case.enter(person, case.sms_code(person)))
    assert new != old or case.state() == "authority_review"


@pytest.mark.fact("S1-29")
def test_after_missed_codes_changed_data_pass_first_review_again(a_case: MakeCase) -> None:
    case = a_case().awaiting_sms()
    case.advance(hours=24.1)
    keeper = case.who.service_principal
    principal = {"mobile": keeper.emergency_phone, "emergency_phone": keeper.mobile}
    service_id = case.filing()["services"][0]["id"]

    case.app.ok(case.change({"services": [{"id": service_id, "principal": principal}]}))
    refused(case.act("resubmit"), 409, "confirmation-required")
    again = case.confirm_and("resubmit")

    assert again["state"] == "first_review"


def test_a_code_in_time_by_a_minute_still_counts(a_case: MakeCase) -> None:
    case = a_case("individual").awaiting_sms()

    case.advance(hours=24 - 1 / 60)

    (person,) = case.people()
    assert case.backend.ok(case.enter(person, case.sms_code(person)))["all_verified"]


def test_a_new_code_voids_the_old_one_keeps_the_deadline_and_comes_at_most_twice(a_case: MakeCase) -> None:
    case = a_case().awaiting_sms()
    subject, _ = case.people()
    codes, before = [case.sms_code(subject)], recipients(case)
    case.advance(hours=1)

    left = []
    for _ in range(2):
        answer = resend(case, "subject_principal")
        assert answer.status_code == 202, answer.text
        left.append(answer.json()["resends_left"])
        codes.append(case.sms_code(subject))
    refused(resend(case, "subject_principal"), 409, "resends-spent")

    assert left == [1, 0]
    assert [one["expires_at"] for one in recipients(case)] == [one["expires_at"] for one in before]
    for old in set(codes[:2]) - {codes[2]}:
        refused(case.enter(subject, old), 422, "sms-code-wrong")
    assert case.backend.ok(case.enter(subject, codes[2]))["verified"]
    assert resend(case, "service_principal").status_code == 202


def test_wrong_tries_are_kept_over_a_new_code(a_case: MakeCase) -> None:
    case = a_case().awaiting_sms()
    subject, _ = case.people()
    spend_the_tries(case, subject)
    assert resend(case, "subject_principal").status_code == 202

    refused(case.enter(subject, wrong(case.sms_code(subject))), 409, "sms-returned")


def test_whoever_has_verified_gets_no_new_code_and_may_enter_the_old_one_again(a_case: MakeCase) -> None:
    case = a_case().awaiting_sms()
    subject, _ = case.people()
    code = case.sms_code(subject)
    case.backend.ok(case.enter(subject, code))

    refused(resend(case, "subject_principal"), 409, "action-not-allowed")

    assert case.backend.ok(case.enter(subject, code))["waiting_for"] == 1


def test_a_wrong_code_is_wrong_for_whoever_has_verified_too_and_costs_the_order_no_try(a_case: MakeCase) -> None:
    case = a_case().awaiting_sms()
    subject, keeper = case.people()
    code = case.sms_code(subject)
    case.backend.ok(case.enter(subject, code))
    stranger = replace(subject, mobile=subject.emergency_phone)

    between, unknown = case.enter(subject, wrong(code)), case.enter(stranger, wrong(code))
    case.backend.ok(case.enter(keeper, case.sms_code(keeper)))
    afterwards = case.enter(subject, wrong(code))

    told = [refused(one, 422, "sms-code-wrong")["tries_left"] for one in (between, unknown, afterwards)]
    assert told == [4, 4, 3]
    assert case.state() == "authority_review"


def test_outside_sms_verification_there_is_nothing_to_send_again(a_case: MakeCase) -> None:
    case = a_case().submitted()

    problem = refused(resend(case, "subject_principal"), 409, "action-not-allowed")

    assert problem["state"] == "first_review"
    assert recipients(case) == []


def test_one_phone_in_two_roles_gets_one_code(a_case: MakeCase) -> None:
    case = a_case("individual").awaiting_sms()
    (person,) = case.people()

    (one,) = recipients(case)
    sent = case.backend.ok(case.backend.get("/v1/sandbox/messages", params={"phone": person.mobile}))["data"]

    assert one["roles"] == ["subject_principal", "service_principal"]
    assert len([message for message in sent if message.get("code")]) == 1
    assert case.backend.ok(case.enter(person, case.sms_code(person)))["all_verified"]


def test_a_stranger_is_told_what_somebody_is_told_who_mistyped(a_case: MakeCase) -> None:
    case = a_case().awaiting_sms()
    subject, _ = case.people()
    stranger = replace(subject, mobile=subject.emergency_phone)

    known = refused(case.enter(subject, wrong(case.sms_code(subject))), 422, "sms-code-wrong")
    unknown = refused(case.enter(stranger, "123456"), 422, "sms-code-wrong")

    for problem in (known, unknown):
        del problem["trace_id"]
    assert known == unknown
    assert case.sms_code(subject) not in str(known)


def test_whoever_does_not_know_the_certificate_can_not_bring_an_order_down(a_case: MakeCase) -> None:
    case = a_case().awaiting_sms()
    subject, _ = case.people()
    guesser = replace(subject, certificate_number=f"{subject.certificate_number[:-6]}00000X")
    code = case.sms_code(subject)

    for _ in range(7):
        refused(case.enter(guesser, code), 422, "sms-code-wrong")

    assert case.state() == "awaiting_sms"
    assert case.backend.ok(case.enter(subject, code))["verified"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("code", "12345"), ("code", "abcdef"), ("certificate_last6", "12345"), ("phone", "nobody"), ("code", None)],
)
def test_what_can_be_no_code_is_refused_where_it_stands(a_case: MakeCase, field: str, value: str | None) -> None:
    case = a_case()
    body = {"phone": "13800000000", "certificate_last6": "12345X", "code": "123456", field: value}

    problem = refused(case.backend.post("/v1/sms-verifications", body), 422, "validation-failed")

    assert [error["pointer"] for error in problem["errors"]] == [f"/{field}"]
