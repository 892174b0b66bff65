"""The exchange with the authority goes wrong in every way: one submission, no result lost, none applied twice, seen."""

from collections.abc import Callable

import pytest

from tests.play.faulty_authority import FaultyExchange
from tests.play.filing_case import FilingCase
from tests.play.refusals import refused

MakeCase = Callable[..., FilingCase]
URL = "/v1/sandbox/authority/faults"
NO_ANSWER = ("hand_over", "no_answer")
ALREADY_THERE = ("hand_over", "already_there")


# How often each is played, and what an operator then sees.
OF_HAND_OVERS = {
    "unavailable": (2, {NO_ANSWER}),
    "cut_off": (1, {NO_ANSWER}),
    "lost_answer": (1, {NO_ANSWER, ALREADY_THERE}),
    "duplicate": (1, {ALREADY_THERE}),
    "restart": (1, {NO_ANSWER, ALREADY_THERE}),
    "callback_before_answer": (1, {("message", "early")}),
    # Longer than the service waits for an answer.
    "slow": (1, {NO_ANSWER, ALREADY_THERE}),
}


@pytest.mark.parametrize("fault", OF_HAND_OVERS)
def test_whatever_befalls_a_hand_over_it_is_submitted_once_and_ends_well(a_case: MakeCase, fault: str) -> None:
    times, seen = OF_HAND_OVERS[fault]
    faulty = FaultyExchange(a_case().submitted())
    faulty.arm(fault, times=times, seconds=30)

    faulty.handed_over().verified().case.advance(working_days=6)

    faulty.ended_well()
    assert faulty.played() == {fault: times}
    assert faulty.at_the_authority() == [("approved", 1)]
    assert faulty.told_only_of(seen), faulty.exchanged()


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [("callback_twice", "repeated"), ("callback_repeated", "late")],
)
def test_a_result_that_is_told_twice_is_applied_once(a_case: MakeCase, fault: str, outcome: str) -> None:
    faulty = FaultyExchange(a_case().in_authority_review())
    faulty.arm(fault)

    faulty.case.advance(working_days=6)

    faulty.ended_well()
    assert faulty.played() == {fault: 1}
    assert faulty.told_of({("message", outcome): 1}), faulty.exchanged()


def test_a_message_that_is_overtaken_by_the_result_changes_nothing_any_more(a_case: MakeCase) -> None:
    faulty = FaultyExchange(a_case().awaiting_sms())
    faulty.arm("callbacks_out_of_order")

    faulty.verified().case.advance(working_days=6)

    faulty.ended_well()
    assert faulty.played() == {"callbacks_out_of_order": 1}
    assert faulty.told_of({("message", "late"): 1}), faulty.exchanged()


def test_a_result_that_is_never_told_is_found_by_asking_long_before_it_is_late(a_case: MakeCase) -> None:
    faulty = FaultyExchange(a_case().in_authority_review())
    case = faulty.case
    (deadline,) = case.filing()["deadlines"]
    faulty.arm("lost_callback")
    faulty.arm("question_unavailable")
    decided = {"filing_id": case.filing_id, "outcome": "accept"}
    lost = case.backend.ok(case.backend.post("/v1/sandbox/authority/decisions", decided))
    # The question fails the first time, whether this call asks it or the worker does.
    assert case.backend.post("/v1/sandbox/clock/advance", {"hours": 5}).status_code in (200, 503)

    now = case.advance(hours=1)

    assert lost["state"] == "authority_review"
    assert now.isoformat() < deadline["due_at"]
    faulty.ended_well()
    assert faulty.played() == {"lost_callback": 1, "question_unavailable": 1}
    assert faulty.told_of({("question", "no_answer"): 1, ("question", "found"): 1}), faulty.exchanged()


def test_a_code_whose_answer_got_lost_is_entered_again_and_counts_once(a_case: MakeCase) -> None:
    faulty = FaultyExchange(a_case().awaiting_sms())
    case = faulty.case
    first, second = case.people()
    faulty.arm("lost_code_answer")
    refused(case.enter(first, case.sms_code(first)), 503, "authority-unavailable")

    again = case.backend.ok(case.enter(first, case.sms_code(first)))

    assert (again["all_verified"], again["waiting_for"]) == (False, 1)
    case.backend.ok(case.enter(second, case.sms_code(second)))
    case.advance(working_days=6)
    faulty.ended_well()
    assert faulty.played() == {"lost_code_answer": 1}
    assert faulty.told_of({("code", "no_answer"): 1}), faulty.exchanged()


def test_codes_entered_elsewhere_of_which_nothing_is_told_are_found_by_asking(a_case: MakeCase) -> None:
    faulty = FaultyExchange(a_case().awaiting_sms())
    case = faulty.case
    faulty.arm("lost_callback")
    for person in case.people():
        body = {"phone": person.mobile, "certificate_last6": person.last_six, "code": case.sms_code(person)}
        case.backend.ok(case.backend.post("/v1/sandbox/authority/sms-entries", body))
    before = case.state()

    case.advance(hours=5)

    assert (before, case.state()) == ("awaiting_sms", "authority_review")
    case.advance(working_days=6)
    faulty.ended_well()
    assert faulty.told_of({("question", "found"): 1}), faulty.exchanged()


def test_an_operator_lists_what_was_out_of_the_ordinary_newest_first(a_case: MakeCase) -> None:
    faulty = FaultyExchange(a_case().submitted())
    faulty.arm("duplicate")
    faulty.handed_over()
    reviewer = faulty.case.reviewer

    page = reviewer.ok(reviewer.get("/v1/reviews/exchange", params={"limit": 1}))
    (newest,) = page["data"]

    assert (newest["filing_id"], newest["outcome"], newest["times"]) == (faulty.case.filing_id, "already_there", 1)
    assert all(person.mobile not in str(newest) for person in faulty.case.people())


def test_faults_are_read_taken_back_and_aimed_at_a_filing(a_case: MakeCase) -> None:
    case = a_case()
    case.begin()
    backend, wish = case.backend, {"fault": "slow", "filing_id": case.filing_id, "seconds": 7}

    armed = backend.ok(backend.post(URL, {**wish, "times": 3}))["armed"]
    read = backend.ok(backend.post(URL, {}))["armed"]
    left = backend.ok(backend.post(URL, {**wish, "times": 0}))["armed"]

    assert armed == read == [{"fault": "slow", "times_left": 3, "filing_id": case.filing_id, "seconds": 7}]
    assert left == []


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"fault": "earthquake"}, "/fault"),
        ({"times": 2}, ""),
        ({"fault": "slow", "seconds": 0}, "/seconds"),
        ({"fault": "slow", "times": 1001}, "/times"),
        ({"fault": "slow", "when": "now"}, "/when"),
    ],
    ids=["unknown", "of none", "no time", "too often", "more"],
)
def test_what_is_no_fault_is_refused_at_its_place(a_case: MakeCase, body: dict[str, object], pointer: str) -> None:
    problem = refused(a_case().backend.post(URL, body), 422, "validation-failed")

    assert [error["pointer"] for error in problem["errors"]] == [pointer]
