"""Deadlines as clients see them: told before they pass, with what follows; codes entered at the authority's page."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.play.filing_case import FilingCase
from tests.play.processes import until
from tests.play.refusals import refused

MakeCase = Callable[..., FilingCase]
SWITCHES = "/v1/sandbox/authority/switches"
ENTRIES = "/v1/sandbox/authority/sms-entries"


def approaching(case: FilingCase) -> list[dict[str, Any]]:
    """Return what the event feed tells of this filing's deadlines, oldest first."""
    found: list[dict[str, Any]] = []
    after = None
    while True:
        params = {"limit": 100} | ({"cursor": after} if after else {})
        page = case.backend.ok(case.backend.get("/v1/events", params=params))
        found += page["data"]
        after = page["next_cursor"]
        if after is None:
            break
    of_this = [one for one in found if one.get("filing_id") == case.filing()["id"]]
    return [one["data"] for one in of_this if one["type"] == "filing.deadline_approaching"]


@pytest.mark.fact("S4-21")
def test_missing_codes_are_told_in_the_feed_and_the_timeline_before_their_time_is_over(a_case: MakeCase) -> None:
    case = a_case().awaiting_sms()
    (deadline,) = [one for one in case.filing()["deadlines"] if one["kind"] == "sms"]

    case.advance(hours=23)

    # The feed follows the timeline by a moment, so that the last one may not be in it yet.
    first = next(one for one in approaching(case) if one["kind"] == "sms")
    assert (first["waiting_for"], first["entered_at"], first["passed"]) == (2, "here", False)
    assert first["consequence"]["zh"] == deadline["consequence"]
    noted = [one for one in case.timeline() if one["event"] == "deadline_approaching"]
    assert [(one["actor"], one["deadline"]["kind"]) for one in noted] == [("clock", "sms")] * 2
    assert [one["kind"] for one in case.filing()["deadlines"]] == ["sms"]


def test_a_server_that_ends_soon_is_a_deadline_of_a_filing_under_review_and_the_reviewer_sees_it(
    a_case: MakeCase,
) -> None:
    case = a_case().submitted()
    soon = case.now() + timedelta(days=20)

    case.with_server(expires_at=soon.isoformat())
    case.settle()

    (deadline,) = [one for one in case.filing(case.reviewer)["deadlines"] if one["kind"] == "resource_expiry"]
    assert deadline["due_at"][:19] == soon.isoformat()[:19]
    assert deadline["consequence"]


def test_who_gets_no_code_is_told_what_to_do(a_case: MakeCase) -> None:
    case = a_case().awaiting_sms()

    recipients = case.app.ok(case.app.get(f"{case.path}/sms-verifications"))["data"]

    assert {one["entered_at"] for one in recipients} == {"here"}
    assert all("12381" in one["remedy"] for one in recipients)


@pytest.fixture
def at_the_page(a_case: MakeCase) -> Iterator[FilingCase]:
    """An authority that takes codes at its own page, for the length of a test."""
    case = a_case()
    case.backend.ok(case.backend.post(SWITCHES, {"sms_entered_at_authority": True}))
    yield case
    case.backend.ok(case.backend.post(SWITCHES, {"sms_entered_at_authority": False}))


def test_codes_are_entered_at_the_authoritys_page_and_the_filing_goes_on(at_the_page: FilingCase) -> None:
    case = at_the_page.awaiting_sms()
    first, second = case.people()
    recipients = case.app.ok(case.app.get(f"{case.path}/sms-verifications"))["data"]

    here = refused(case.enter(first, case.sms_code(first)), 409, "sms-entered-at-authority")
    for person in (first, second):
        body = {"phone": person.mobile, "certificate_last6": person.last_six, "code": case.sms_code(person)}
        there = case.backend.ok(case.backend.post(ENTRIES, body))
    case.settle()

    assert {one["entered_at"] for one in recipients} == {"authority"}
    assert (here["address"], here["senders"]) == ("https://beian.miit.gov.cn", ["12381", "106***12381"])
    assert there["all_verified"]
    assert case.state() == "authority_review"
    assert case.backend.post(ENTRIES, body).status_code == 422


def of_record(case: FilingCase) -> dict[str, dict[str, Any]]:
    """Return what the record of an approved filing waits for, by kind."""
    record = case.app.ok(case.app.get(f"/v1/records/{case.filing()['record_id']}"))
    return {one["kind"]: one for one in record["deadlines"]}


def test_what_ends_of_what_is_on_file_is_shown_with_the_record_and_told(a_case: MakeCase) -> None:
    case = a_case().approved()
    ends = case.now() + timedelta(days=20)

    case.with_server(expires_at=ends.isoformat())
    case.settle()
    shown = of_record(case)
    facts = {"domain": case.who.domain, "real_name": "verified", "expires_on": ends.date().isoformat()}
    case.backend.ok(case.backend.post("/v1/sandbox/domain-facts", facts))
    until(lambda: "domain_expiry" in of_record(case))

    assert shown["resource_expiry"]["due_at"][:19] == ends.isoformat()[:19]
    assert shown["resource_expiry"]["consequence"]


def test_an_order_that_is_given_up_says_until_when_its_data_is_kept(a_case: MakeCase) -> None:
    case = a_case().filled_in()
    days = case.backend.ok(case.backend.get("/v1/profile"))["days"]["abandoned_data_days"]
    before = case.filing()

    case.backend.ok(case.act("abandon"))

    given_up = case.filing()
    at = datetime.fromisoformat(given_up["updated_at"])
    assert before["data_kept_until"] is None
    assert datetime.fromisoformat(given_up["data_kept_until"]) == at + timedelta(days=days)
    assert given_up["erased_at"] is None
