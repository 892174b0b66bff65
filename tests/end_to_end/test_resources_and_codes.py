"""Servers and authorization codes over HTTP (备案授权码)."""

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from tests.play.expected_problem import problem, refused_fields
from tests.play.filing_case import FilingCase

Case = Callable[..., FilingCase]


def server_of(case: FilingCase) -> dict[str, Any]:
    listed = case.backend.ok(case.backend.get("/v1/resources", params={"limit": 100}))["data"]
    return next(one for one in listed if one["external_id"] == case.server)


def codes_of(case: FilingCase, **params: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = case.backend.ok(
        case.backend.get("/v1/authorization-codes", params={"resource": case.server, **params})
    )["data"]
    return found


def checked(case: FilingCase, code: str) -> dict[str, Any]:
    answer: dict[str, Any] = case.app.ok(case.app.post("/v1/authorization-codes/check", {"code": code}))
    return answer


def reason(case: FilingCase, code: str) -> str:
    answer = checked(case, code)
    assert answer["usable"] is False
    assert answer["message"] and answer["remedy"]
    return str(answer["reason"])


@pytest.fixture
def case(a_case: Case) -> FilingCase:
    return a_case().with_account().with_server()


# --- servers


def test_a_server_is_added_once_and_updated_after_that(case: FilingCase) -> None:
    first = server_of(case)

    case.with_server(product="dedicated_cloud")

    assert server_of(case)["id"] == first["id"]
    assert server_of(case)["product"] == "dedicated_cloud"
    assert first["id"].startswith("res_")
    assert first["eligible"] is True
    assert first["reasons"] == []


NOW_PLUS = {
    "resource_expired": {"expires_in": -1},
    "resource_too_short": {"expires_in": 20},
    "pay_per_use": {"billing": "pay_per_use"},
    "resource_without_public_ip": {"public_ips": []},
    "resource_outside_mainland": {"location": "outside_mainland"},
    "resource_capacity_reached": {"filing_capacity": 0},
}


def changes_for(case: FilingCase, wanted: str) -> dict[str, Any]:
    changes = dict(NOW_PLUS[wanted])
    days = changes.pop("expires_in", None)
    if days is not None:
        changes["expires_at"] = (case.now() + timedelta(days=days)).isoformat()
        changes["purchased_at"] = (case.now() - timedelta(days=400)).isoformat()
    return changes


@pytest.mark.parametrize("wanted", NOW_PLUS)
def test_what_is_not_eligible_is_kept_and_says_why_and_gives_no_codes(case: FilingCase, wanted: str) -> None:
    case.with_server(**changes_for(case, wanted))

    shown = server_of(case)
    assert shown["eligible"] is False
    assert wanted in shown["reasons"]
    answer = case.backend.post(f"/v1/resources/{case.server}/authorization-codes", {"count": 1})
    refusal = problem(answer, 422, "resource-unusable")
    assert refusal["reason"] == shown["reasons"][0]
    assert refusal["errors"][0]["rule"] == f"resource.{refusal['reason']}"
    assert codes_of(case) == []


@pytest.mark.fact("S0-15")
@pytest.mark.parametrize("wanted", [one for one in NOW_PLUS if one != "resource_capacity_reached"])
def test_a_code_says_what_became_of_its_server(case: FilingCase, wanted: str) -> None:
    code = case.code()
    assert checked(case, code)["usable"] is True

    case.with_server(**changes_for(case, wanted))

    assert reason(case, code) in (wanted, "expired")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"location": "moon"}, "/location"),
        ({"billing": "gift"}, "/billing"),
        ({"public_ips": ["not an ip"]}, "/public_ips/0"),
        ({"public_ips": ["203.0.113.10", "300.1.1.1"]}, "/public_ips/1"),
        ({"filing_capacity": -1}, "/filing_capacity"),
        ({"filing_capacity": 1.5}, "/filing_capacity"),
        ({"filing_capacity": True}, "/filing_capacity"),
        ({"expires_at": "tomorrow"}, "/expires_at"),
        ({"expires_at": "2030-01-01T00:00:00"}, "/expires_at"),
        ({"purchased_at": "9999-12-31T23:59:59-23:59"}, "/purchased_at"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_a_server_of_the_wrong_form_is_told_where(case: FilingCase, changes: dict[str, Any], pointer: str) -> None:
    now = case.now()
    body = {
        "product": "cloud_server",
        "location": "mainland",
        "billing": "prepaid",
        "public_ips": ["203.0.113.10"],
        "purchased_at": now.isoformat(),
        "expires_at": (now + timedelta(days=400)).isoformat(),
        "filing_capacity": 5,
    }

    refused_fields(case.backend.call("PUT", f"/v1/resources/{uuid.uuid4().hex}", json={**body, **changes}), pointer)


def test_an_account_that_is_not_there_gets_no_server_and_no_code(case: FilingCase) -> None:
    now = case.now()
    server = {
        "product": "cloud_server",
        "location": "mainland",
        "billing": "prepaid",
        "public_ips": [],
        "owner_account_id": "acct_none",
        "purchased_at": now.isoformat(),
        "filing_capacity": 1,
    }
    codes = {"count": 1, "for_account_id": "acct_none"}

    problem(case.backend.call("PUT", f"/v1/resources/{uuid.uuid4().hex}", json=server), 404, "not-found")
    problem(case.backend.post(f"/v1/resources/{case.server}/authorization-codes", codes), 404, "not-found")


def test_an_external_id_may_have_any_characters_that_an_address_can_carry(case: FilingCase) -> None:
    for name in ("服务器-一", "a b", "a:b;c=d", "x" * 200):
        case.server = f"{name}{case.seed}"
        case.with_server()
        assert server_of(case)["external_id"] == case.server
        assert len(case.code()) > 7


# --- issuing


def test_codes_are_shown_once_and_never_listed(case: FilingCase) -> None:
    path = f"/v1/resources/{case.server}/authorization-codes"
    issued = case.backend.ok(case.backend.post(path, {"count": 3}))["data"]

    codes = [one["code"] for one in issued]
    listed = case.backend.get("/v1/authorization-codes", params={"resource": case.server})
    assert len(set(codes)) == 3
    assert {one["id"] for one in listed.json()["data"]} == {one["id"] for one in issued}
    assert not [code for code in codes if code in listed.text]
    assert all(one["state"] == "unused" and one["expires_at"] for one in issued)


@pytest.mark.fact("S0-16")
def test_no_more_codes_are_issued_than_the_server_bears(case: FilingCase) -> None:
    path = f"/v1/resources/{case.server}/authorization-codes"
    case.backend.ok(case.backend.post(path, {"count": 4}))

    refusal = problem(case.backend.post(path, {"count": 2}), 422, "resource-unusable")

    assert refusal["reason"] == "resource_capacity_reached"
    assert "用于备案的资源已达最大使用次数" in refusal["detail"]
    assert len(codes_of(case)) == 4
    assert case.backend.post(path, {"count": 1}).status_code == 201


def test_issuing_at_once_from_several_sides_never_exceeds_the_capacity(case: FilingCase) -> None:
    path, gate = f"/v1/resources/{case.server}/authorization-codes", threading.Barrier(8)

    def issue(_: int) -> int:
        gate.wait()
        return int(case.backend.post(path, {"count": 1}).status_code)

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(issue, range(8)))

    assert sorted(outcomes) == [201] * 5 + [422] * 3
    assert len(codes_of(case)) == 5


@pytest.mark.parametrize("count", [0, 101, -1, "2", 1.5, True, None])
def test_a_count_out_of_range_is_told_where(case: FilingCase, count: Any) -> None:
    answer = case.backend.post(f"/v1/resources/{case.server}/authorization-codes", {"count": count})

    refused_fields(answer, "/count")


def test_a_code_for_an_address_the_server_does_not_have_is_refused(case: FilingCase) -> None:
    path = f"/v1/resources/{case.server}/authorization-codes"

    refused_fields(case.backend.post(path, {"count": 1, "ip": "198.51.100.1"}), "/ip")


def test_codes_of_a_server_that_is_not_there_are_not_found(case: FilingCase) -> None:
    problem(case.backend.post("/v1/resources/nowhere/authorization-codes", {"count": 1}), 404, "not-found")
    assert codes_of(case, resource="nowhere") == []


# --- checking and using


def test_a_code_is_understood_as_people_type_it(case: FilingCase) -> None:
    code = case.code()

    for typed in (code, code.lower(), f" {code} ", "-".join(code), f"{code[:3]} {code[3:]}"):
        assert checked(case, typed)["usable"] is True, typed


@pytest.mark.fact("S0-15")
def test_a_usable_code_names_its_server(case: FilingCase) -> None:
    answer = checked(case, case.code())

    assert answer["usable"] is True
    assert answer["resource"]["external_id"] == case.server
    assert answer["expires_at"] == server_of(case)["expires_at"]


def test_an_unknown_code_is_unknown(case: FilingCase) -> None:
    assert reason(case, "ZZZZ-ZZZZ-ZZZZ") == "unknown"


def test_a_code_for_another_account_is_not_for_this_one(case: FilingCase, a_case: Case) -> None:
    other = a_case().with_account()
    code = case.code(for_account_id=other.account_id)

    assert reason(case, code) == "wrong_account"
    assert checked(other, code)["usable"] is True


@pytest.mark.fact("S1-11")
def test_a_code_is_used_by_one_filing_and_no_other(case: FilingCase, a_case: Case) -> None:
    code = case.code()
    case.begin(authorization_code=code)
    other = a_case().with_account()

    assert reason(other, code) == "used"
    body = {"type_verification_id": other.verified_type()["id"], "product": {"authorization_code": code}}
    refusal = problem(other.app.post("/v1/filings", body), 422, "authorization-code-unusable")
    assert refusal["reason"] == "used"
    assert refusal["errors"][0]["pointer"] == "/product/authorization_code"
    assert [one["state"] for one in codes_of(case)] == ["in_use"]


def test_two_filings_that_want_one_code_at_once_do_not_both_get_it(case: FilingCase, a_case: Case) -> None:
    code = case.code()
    rivals = [case, *(a_case().with_account() for _ in range(3))]
    bodies = [
        {"type_verification_id": rival.verified_type()["id"], "product": {"authorization_code": code}}
        for rival in rivals
    ]
    gate = threading.Barrier(len(rivals))

    def begin(turn: int) -> int:
        gate.wait()
        return int(rivals[turn].app.post("/v1/filings", bodies[turn]).status_code)

    with ThreadPoolExecutor(len(rivals)) as pool:
        outcomes = list(pool.map(begin, range(len(rivals))))

    assert sorted(outcomes) == [201, 422, 422, 422]


def test_a_code_is_free_again_when_its_filing_is_given_up(case: FilingCase) -> None:
    code = case.code()
    case.begin(authorization_code=code)

    case.app.ok(case.act("abandon"))

    assert checked(case, code)["usable"] is True
    assert [one["state"] for one in codes_of(case)] == ["unused"]
    assert case.begin(authorization_code=code)["state"] == "draft"


@pytest.mark.fact("S1-12")
@pytest.mark.fact("S0-15")
def test_a_code_is_spent_by_the_approval(a_case: Case) -> None:
    case = a_case().with_account().with_server()
    code = case.code()
    issue, case.code = case.code, lambda **_: code  # type: ignore[method-assign]  # so that the case uses this one
    case.approved()
    case.code = issue  # type: ignore[method-assign]

    assert reason(case, code) == "consumed_by_approval"
    assert [one["state"] for one in codes_of(case)] == ["spent"]


def test_a_revoked_code_is_useless_and_revoking_twice_is_harmless(case: FilingCase) -> None:
    code = case.code()
    code_id = codes_of(case)[0]["id"]

    first = case.backend.call("DELETE", f"/v1/authorization-codes/{code_id}")
    second = case.backend.call("DELETE", f"/v1/authorization-codes/{code_id}")

    assert (first.status_code, second.status_code) == (204, 204)
    assert reason(case, code) == "revoked"
    assert [one["id"] for one in codes_of(case, state="revoked")] == [code_id]
    assert codes_of(case, state="unused") == []


def test_a_code_in_use_cannot_be_revoked(case: FilingCase) -> None:
    case.begin()
    code_id = codes_of(case)[0]["id"]

    problem(case.backend.call("DELETE", f"/v1/authorization-codes/{code_id}"), 409, "action-not-allowed")

    assert [one["state"] for one in codes_of(case)] == ["in_use"]


@pytest.mark.fact("S0-18")
@pytest.mark.fact("S1-20")
def test_a_filing_can_be_made_with_the_server_itself_whose_single_address_is_start_and_end(case: FilingCase) -> None:
    filing = case.begin(resource_id=server_of(case)["id"])

    assert filing["product"]["resource_external_id"] == case.server
    assert filing["product"]["authorization_code_id"] is None
    assert filing["services"][0]["access"][0]["ip_ranges"] == [{"from": "203.0.113.10", "to": "203.0.113.10"}]


@pytest.mark.fact("S0-03")
@pytest.mark.fact("S2-12")
def test_without_an_eligible_server_there_is_no_filing(case: FilingCase) -> None:
    case.with_server(location="outside_mainland")
    verification = case.verified_type()["id"]
    server = {"type_verification_id": verification, "product": {"resource_id": server_of(case)["id"]}}
    nothing = {"type_verification_id": verification}

    refusal = problem(case.app.post("/v1/filings", server), 422, "resource-unusable")

    assert refusal["reason"] == "resource_outside_mainland"
    assert refusal["errors"][0]["pointer"] == "/product/resource_id"
    refused_fields(case.app.post("/v1/filings", nothing), "/product")
    assert case.app.ok(case.app.get("/v1/filings"))["data"] == []


def test_the_server_of_another_account_is_not_found(case: FilingCase, a_case: Case) -> None:
    other = a_case().with_account()
    body = {"type_verification_id": other.verified_type()["id"], "product": {"resource_id": server_of(case)["id"]}}

    problem(other.app.post("/v1/filings", body), 404, "not-found")


@pytest.mark.parametrize("product", [{}, {"authorization_code": "A", "resource_id": "res_1"}, None, [], "code"])
def test_a_product_is_a_code_or_a_server(case: FilingCase, product: Any) -> None:
    answer = case.app.post("/v1/filings", {"type_verification_id": "tv_none", "product": product})

    refused_fields(answer, "/product")


def test_guessing_codes_is_throttled_for_who_guesses_and_nobody_else(case: FilingCase, a_case: Case) -> None:
    code, neighbour = case.code(), a_case().with_account()
    answers = [case.app.post("/v1/authorization-codes/check", {"code": f"GUESS{turn}"}) for turn in range(61)]

    late = [answer for answer in answers if answer.status_code == 429]
    assert late
    problem(late[0], 429, "rate-limited")
    assert 1 <= int(late[0].headers["retry-after"]) <= 60
    assert len([answer for answer in answers if answer.status_code == 200]) <= 60, "30 in each of at most two minutes"
    assert checked(neighbour, code)["usable"] is True
