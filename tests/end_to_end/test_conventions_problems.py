"""How the service says no (api.md: errors, codes, query and headers)."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from app.domain.errors import ProblemCode
from tests.play.expected_problem import problem, refused_fields
from tests.play.filing_case import FilingCase
from tests.play.running_service import Caller, RunningService

Case = Callable[..., FilingCase]
FOREIGN_ADDRESS = re.compile(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""", re.IGNORECASE)


@pytest.fixture(scope="module")
def backend(service: RunningService, client: dict[str, str]) -> Caller:
    return service.caller(client)


@pytest.mark.parametrize(
    ("method", "path", "more", "status", "code"),
    [
        ("GET", "/v1/me", {"headers": {"authorization": "Bearer no.such.token"}}, 401, "unauthenticated"),
        ("GET", "/v1/no-such-thing", {}, 404, "not-found"),
        ("GET", "/no/such/thing", {}, 404, "not-found"),
        ("GET", "/v1/filings/fil_none", {}, 404, "not-found"),
        ("DELETE", "/v1/filings", {}, 405, "method-not-allowed"),
        ("POST", "/v1/accounts", {"content": b"{", "headers": {"content-type": "application/json"}}, 400, None),
        ("POST", "/v1/accounts", {"content": b"a=b", "headers": {"content-type": "text/plain"}}, 415, None),
        ("POST", "/v1/accounts", {"json": {}}, 422, "validation-failed"),
    ],
)
def test_every_refusal_is_a_problem_with_its_code_words_remedy_and_trace(
    backend: Caller, method: str, path: str, more: dict[str, Any], status: int, code: str | None
) -> None:
    code = code or {400: "malformed-request", 415: "media-type-unsupported"}[status]

    problem(backend.call(method, path, **more), status, code)


@pytest.mark.parametrize("code", [code.value for code in ProblemCode])
def test_the_type_of_every_problem_is_a_page_that_the_service_itself_serves(backend: Caller, code: str) -> None:
    for language in ("zh-CN", "en"):
        page = backend.get(f"/problems/{code}", headers={"accept-language": language})

        assert page.status_code == 200
        assert page.headers["content-type"].startswith("text/html")
        assert code in page.text
        assert not FOREIGN_ADDRESS.search(page.text), "nothing comes from another host"


def test_a_problem_that_does_not_exist_has_no_page(backend: Caller) -> None:
    problem(backend.get("/problems/no-such-problem"), 404, "not-found")


def test_without_a_token_the_answer_names_the_scheme(service: RunningService) -> None:
    answer = Caller(service.http, None).get("/v1/filings")

    problem(answer, 401, "unauthenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_wrong_method_is_told_the_right_ones(backend: Caller) -> None:
    answer = backend.call("DELETE", "/v1/accounts")

    problem(answer, 405, "method-not-allowed")
    assert "POST" in answer.headers["allow"]


def test_every_fault_of_a_body_is_told_at_once_each_at_its_place(backend: Caller) -> None:
    body = {"external_id": "", "phone": 13800000000, "real_name_verified": "yes", "surprise": 1}

    answer = backend.post("/v1/accounts", body)

    refused_fields(answer, "/external_id", "/phone", "/real_name_verified", "/surprise")


def test_a_pointer_goes_down_into_lists_and_objects(backend: Caller) -> None:
    body = {
        "account_id": "acct_none",
        "subject": {"nature": "no_such", "certificate": {"type": "business_license"}, "region": "4101"},
        "services": [{"kind": "website", "domain": "a.cn"}, {"kind": "website", "domain": 7, "extra": True}],
    }

    answer = backend.post("/v1/type-verifications", body)

    refused_fields(
        answer,
        "/subject/nature",
        "/subject/certificate/number",
        "/subject/region",
        "/services/1/domain",
        "/services/1/extra",
    )


def test_a_name_with_slash_and_tilde_is_escaped_in_its_pointer(backend: Caller) -> None:
    body = {"external_id": "x", "phone": "13800000000", "real_name_verified": True, "a/b~c": 1}

    refused_fields(backend.post("/v1/accounts", body), "/a~1b~0c")


@pytest.mark.parametrize(
    "path", ["/v1/filings", "/v1/reviews", "/v1/resources", "/v1/authorization-codes", "/v1/records"]
)
@pytest.mark.parametrize("limit", ["0", "101", "-1", "many", "1.5", ""])
def test_a_limit_out_of_range_is_refused_at_query_limit(backend: Caller, path: str, limit: str) -> None:
    refused_fields(backend.get(path, params={"limit": limit}), "/query/limit")


@pytest.mark.parametrize(
    "path", ["/v1/filings", "/v1/reviews", "/v1/resources", "/v1/authorization-codes", "/v1/records"]
)
@pytest.mark.parametrize("cursor", ["%%%", "中文", "AAAA====", "x" * 201, "AAAA"])
def test_a_cursor_of_nobodys_making_is_refused_at_query_cursor(backend: Caller, path: str, cursor: str) -> None:
    refused_fields(backend.get(path, params={"cursor": cursor}), "/query/cursor")


@pytest.mark.parametrize("path", ["/v1/filings", "/v1/reviews"])
def test_an_unknown_state_in_the_query_is_refused_at_its_place(backend: Caller, path: str) -> None:
    refused_fields(backend.get(path, params={"state": "nowhere"}), "/query/state")


def test_an_unknown_filing_type_in_the_query_is_refused_at_its_place(backend: Caller) -> None:
    refused_fields(backend.get("/v1/filings", params={"filing_type": "nothing"}), "/query/filing_type")


@pytest.mark.parametrize("key", ["k" * 256, "tab\tin"])
def test_an_idempotency_key_of_the_wrong_form_is_refused_at_its_header(backend: Caller, key: str) -> None:
    body = {"external_id": "x", "phone": "13800000000", "real_name_verified": True}

    refused_fields(backend.post("/v1/accounts", body, headers={"idempotency-key": key}), "/header/idempotency-key")


@pytest.mark.parametrize("value", ["", None])
def test_an_empty_text_is_no_value(backend: Caller, value: str | None) -> None:
    body = {"external_id": value, "phone": "13800000000", "real_name_verified": True}

    refused_fields(backend.post("/v1/accounts", body), "/external_id")


def test_nothing_that_was_entered_comes_back_in_a_problem(backend: Caller) -> None:
    entered = ["13812345678", "410105198803120011", "secret-value-of-somebody"]
    body = {"external_id": [entered[2]], "phone": {"n": entered[0]}, "real_name_verified": entered[1]}

    answer = backend.post("/v1/accounts", body)

    problem(answer, 422, "validation-failed")
    assert not [value for value in entered if value in answer.text]


def test_words_of_a_problem_follow_the_language_and_codes_do_not(backend: Caller) -> None:
    chinese = backend.post("/v1/accounts", {}, headers={"accept-language": "zh-CN"})
    english = backend.post("/v1/accounts", {}, headers={"accept-language": "en"})

    one, other = problem(chinese, 422, "validation-failed"), problem(english, 422, "validation-failed")
    assert one["title"] != other["title"]
    assert one["remedy"] != other["remedy"]
    assert [(e["pointer"], e["code"]) for e in one["errors"]] == [(e["pointer"], e["code"]) for e in other["errors"]]
    assert [e["message"] for e in one["errors"]] != [e["message"] for e in other["errors"]]


def test_a_rule_that_speaks_names_itself_its_source_and_its_remedy(a_case: Case) -> None:
    case = a_case()
    case.begin()

    answer = case.act("submit")

    refusal = problem(answer, 422, "checks-failed")
    for error in refusal["errors"]:
        assert error["rule"], error
        assert error["source"], error
        assert error["remedy"], error
    assert "/subject/name" in [error["pointer"] for error in refusal["errors"]]


def test_a_step_out_of_turn_says_where_the_filing_stands_and_what_may_be_done(a_case: Case) -> None:
    case = a_case()
    case.begin()

    refusal = problem(case.act("withdraw"), 409, "action-not-allowed")

    assert refusal["state"] == "draft"
    assert set(refusal["allowed_actions"]) == set(case.filing()["allowed_actions"])


def test_something_to_wait_for_says_how_long(a_case: Case) -> None:
    case = a_case().with_account()
    guesses = (case.app.post("/v1/authorization-codes/check", {"code": f"WRONG{turn}"}) for turn in range(61))

    # 30 a minute are borne; the minute may turn once in between.
    refusal = next(answer for answer in guesses if answer.status_code != 200)
    assert problem(refusal, 429, "rate-limited")["retry"] == "retry"
    assert 1 <= int(refusal.headers["retry-after"]) <= 60
