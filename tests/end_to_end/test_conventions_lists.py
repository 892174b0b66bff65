"""Lists (api.md: lists): data, cursor, Link, stable while others add."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.play.expected_problem import problem, refused_fields
from tests.play.filing_case import FilingCase
from tests.play.running_service import Caller, RunningService

Case = Callable[..., FilingCase]
Json = dict[str, Any]


def walk(caller: Caller, path: str, **params: Any) -> list[Json]:
    """Follow `next_cursor` to the end."""
    found: list[Json] = []
    cursor: dict[str, str] = {}
    for _ in range(200):
        page = caller.ok(caller.get(path, params={**params, **cursor}))
        assert page.keys() == {"data", "next_cursor"}
        assert len(page["data"]) <= params.get("limit", 20)
        found += page["data"]
        if page["next_cursor"] is None:
            return found
        cursor = {"cursor": page["next_cursor"]}
    raise AssertionError(f"{path} has no end")


@pytest.fixture(scope="module")
def watched(service: RunningService, client: dict[str, str]) -> FilingCase:
    """A filing that waits for SMS codes: it has papers, recipients, events, checks and requirements."""
    return FilingCase(service, client).awaiting_sms()


@pytest.fixture(scope="module")
def codes(service: RunningService, client: dict[str, str]) -> FilingCase:
    """A server with five codes."""
    case = FilingCase(service, client).with_account().with_server()
    path = f"/v1/resources/{case.server}/authorization-codes"
    case.backend.ok(case.backend.post(path, {"count": 5}))
    return case


LISTS = ["materials", "sms-verifications", "timeline", "checks", "requirements"]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_of_a_filing_walks_in_pages_to_the_same_whole(watched: FilingCase, name: str) -> None:
    path = f"{watched.path}/{name}"
    whole = watched.app.ok(watched.app.get(path, params={"limit": 100}))

    assert whole["next_cursor"] is None
    assert walk(watched.app, path, limit=1) == whole["data"]
    assert walk(watched.app, path, limit=3) == whole["data"]
    if name != "checks":
        assert len(whole["data"]) > 1


@pytest.mark.parametrize(
    "path", ["/v1/filings", "/v1/reviews", "/v1/resources", "/v1/records", "/v1/authorization-codes"]
)
def test_every_list_of_a_provider_has_the_same_form(watched: FilingCase, path: str) -> None:
    page = watched.backend.ok(watched.backend.get(path, params={"limit": 1}))

    assert page.keys() == {"data", "next_cursor"}
    assert len(page["data"]) <= 1


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limit=st.integers(1, 7))
def test_whatever_the_page_size_each_item_comes_once(codes: FilingCase, limit: int) -> None:
    found = walk(codes.backend, "/v1/authorization-codes", limit=limit, resource=codes.server)

    assert len({code["id"] for code in found}) == len(found) == 5


def test_link_names_the_next_page_with_the_same_question_and_the_last_page_has_none(codes: FilingCase) -> None:
    params = {"limit": 3, "resource": codes.server, "state": "unused"}
    first = codes.backend.get("/v1/authorization-codes", params=params)
    address, _, relation = first.headers["link"].partition(";")
    following = codes.backend.get(address.strip("<> "))

    assert relation.strip() == 'rel="next"'
    assert following.status_code == 200
    assert len(first.json()["data"]) == 3
    assert len(following.json()["data"]) == 2
    assert "link" not in following.headers
    assert not {one["id"] for one in first.json()["data"]} & {one["id"] for one in following.json()["data"]}


def test_twenty_is_the_page_where_none_is_asked_for(service: RunningService, client: dict[str, str]) -> None:
    case = FilingCase(service, client).with_account()
    for turn in range(21):
        case.server = f"{case.seed}-{turn}"
        case.with_server()

    assert len(case.backend.ok(case.backend.get("/v1/resources"))["data"]) == 20


def test_what_is_added_between_two_pages_neither_shifts_nor_doubles_them(
    service: RunningService, client: dict[str, str]
) -> None:
    case = FilingCase(service, client).with_account().with_server(filing_capacity=100)
    path = f"/v1/resources/{case.server}/authorization-codes"
    case.backend.ok(case.backend.post(path, {"count": 9}))
    before = {one["id"] for one in walk(case.backend, "/v1/authorization-codes", resource=case.server, limit=100)}

    seen: list[str] = []
    cursor: dict[str, str] = {}
    for _ in range(30):
        page = case.backend.ok(
            case.backend.get("/v1/authorization-codes", params={"resource": case.server, "limit": 2, **cursor})
        )
        seen += [one["id"] for one in page["data"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
        case.backend.ok(case.backend.post(path, {"count": 3}))

    assert len(seen) == len(set(seen))
    assert set(seen) == before


def test_filings_that_begin_between_two_pages_do_not_disturb_them(a_case: Case) -> None:
    older = [a_case() for _ in range(3)]
    for case in older:
        case.begin()
    backend = older[0].backend
    first = backend.ok(backend.get("/v1/filings", params={"limit": 1, "state": "draft"}))
    a_case().begin()

    second = backend.ok(
        backend.get("/v1/filings", params={"limit": 2, "state": "draft", "cursor": first["next_cursor"]})
    )

    ids = [one["id"] for one in first["data"] + second["data"]]
    assert ids == [case.filing_id for case in reversed(older)], "newest first, without the newcomer"


def test_what_goes_away_between_two_pages_takes_nothing_else_with_it(a_case: Case) -> None:
    older = [a_case() for _ in range(3)]
    for case in older:
        case.begin()
    backend = older[0].backend
    first = backend.ok(backend.get("/v1/filings", params={"limit": 1, "state": "draft"}))
    older[2].app.ok(older[2].act("abandon"))

    second = backend.ok(
        backend.get("/v1/filings", params={"limit": 2, "state": "draft", "cursor": first["next_cursor"]})
    )

    assert [one["id"] for one in second["data"]] == [older[1].filing_id, older[0].filing_id]


def test_filings_are_chosen_by_state_type_and_account(a_case: Case) -> None:
    draft, submitted = a_case(), a_case().submitted()
    draft.begin()

    def ids(**params: str) -> set[str]:
        return {one["id"] for one in walk(draft.backend, "/v1/filings", limit=100, **params)}

    assert draft.filing_id in ids(state="draft") and submitted.filing_id not in ids(state="draft")
    assert {draft.filing_id, submitted.filing_id} <= ids(state="draft,first_review")
    assert ids(account_id=draft.account_id) == {draft.filing_id}
    assert {draft.filing_id, submitted.filing_id} <= ids(filing_type="first_filing")
    assert ids(filing_type="claim") == set()
    assert ids(account_id="acct_of_nobody") == set()


def test_an_applicant_lists_the_own_filings_whatever_account_is_asked_for(a_case: Case) -> None:
    own, other = a_case(), a_case()
    own.begin()
    other.begin()

    listed = own.app.ok(own.app.get("/v1/filings", params={"account_id": other.account_id}))["data"]

    assert other.filing_id not in [one["id"] for one in listed]


def test_the_queue_shows_what_waits_for_review_and_who_took_it(a_case: Case) -> None:
    case = a_case().submitted()

    def queue(**params: str) -> list[str]:
        return [one["id"] for one in walk(case.reviewer, "/v1/reviews", limit=100, **params)]

    assert case.filing_id in queue()
    assert case.filing_id not in queue(assignee="me")
    case.reviewer.ok(case.reviewer.post(f"/v1/reviews/{case.filing_id}/claim"))
    assert case.filing_id in queue(assignee="me")
    assert case.filing_id not in queue(state="resubmitted")


def test_the_timeline_runs_from_the_oldest_to_the_newest(watched: FilingCase) -> None:
    events = walk(watched.app, f"{watched.path}/timeline", limit=2)

    assert [event["at"] for event in events] == sorted(event["at"] for event in events)
    moved = [event["event"] for event in events if event["from"] != event["to"]]
    assert moved == ["created", "submit", "pass", "accepted_sms_due"]
    assert [event["to"] for event in events if event["from"] != event["to"]] == [
        "draft",
        "first_review",
        "pending_authority",
        "awaiting_sms",
    ]


def test_messages_of_the_sandbox_are_a_list_too(watched: FilingCase) -> None:
    phone = watched.who.principal.mobile

    found = walk(watched.backend, "/v1/sandbox/messages", phone=phone, limit=1)

    assert found
    assert all(message["to"].endswith(phone) for message in found)


@pytest.mark.parametrize("name", LISTS)
def test_lists_of_a_filing_that_is_not_there_are_not_found(watched: FilingCase, name: str) -> None:
    problem(watched.app.get(f"/v1/filings/fil_{uuid.uuid4().hex}/{name}"), 404, "not-found")


@pytest.mark.parametrize("name", LISTS)
def test_limits_and_cursors_of_a_filings_lists_are_checked_alike(watched: FilingCase, name: str) -> None:
    path = f"{watched.path}/{name}"

    refused_fields(watched.app.get(path, params={"limit": 0}), "/query/limit")
    refused_fields(watched.app.get(path, params={"cursor": "%%%"}), "/query/cursor")
