"""What pydantic and FastAPI find wrong is told by pointers into what was sent, and never repeats it."""

import json
from collections.abc import AsyncIterator
from datetime import date
from typing import Annotated, Any

import httpx
import pytest
from fastapi import FastAPI, Header, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import ValidationError

from app.domain.errors import ProblemCode
from app.domain.texts import Language
from app.problems import problem_body, refusal_of_validation, status_of
from app.problems.validation import MOST_ERRORS
from tests.routers.an_order import Order, errors_of, told


def found_in(body: Any) -> set[tuple[str, str]]:
    refusal = refusal_of_validation(errors_of(body), "body", document=body)
    assert refusal.code is ProblemCode.VALIDATION_FAILED
    return {(error.pointer, error.code) for error in refusal.errors}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"services": [{"kind": "website", "ports": ["x"]}]}, {("/services/0/ports/0", "wrong_type")}),
        ({"services": [{"kind": "app"}]}, {("/services/0/name", "required")}),
        ({"services": [{"kind": "app", "name": ""}]}, {("/services/0/name", "too_short")}),
        ({"services": [{"kind": "app", "name": "123456"}]}, {("/services/0/name", "too_long")}),
        ({"services": [{"kind": "app", "name": "x", "app": 1}]}, {("/services/0/app", "unknown_field")}),
        ({"services": [{"kind": "website", "ports": {"a": 1}}]}, {("/services/0/ports", "wrong_type")}),
        ({"services": [{"kind": "gopher"}]}, {("/services/0/kind", "unknown_value")}),
        ({"services": [{}]}, {("/services/0/kind", "required")}),
        ({"services": [1]}, {("/services/0", "wrong_type")}),
        ({"services": [{"kind": "website"}] * 3}, {("/services", "too_many_items")}),
        ({"either": "q"}, {("/either", "wrong_type")}),
        ({"either": {"int": 1}}, {("/either", "wrong_type")}),
        (
            {"services": [{"kind": "app", "app": {}}]},
            {
                ("/services/0/name", "required"),
                ("/services/0/app", "unknown_field"),
            },
        ),
        ({"either": [1, "q"]}, {("/either", "wrong_type"), ("/either/1", "wrong_type")}),
        ({"chosen": {"kind": "app"}}, {("/chosen/kind", "unknown_value")}),
        ({"chosen": {}}, {("/chosen/kind", "required")}),
        ({"plain": 5}, {("/plain", "wrong_type")}),
        ({"counts": {"a/b~c": "x"}}, {("/counts/a~1b~0c", "wrong_type")}),
        ({"by_number": {"x": 1}}, {("/by_number/x", "wrong_type")}),
        ({"amount": 0}, {("/amount", "out_of_range")}),
        ({"amount": None}, {("/amount", "required")}),
        ({"price": "12345"}, {("/price", "out_of_range")}),
        ({"on": "2025-02-30"}, {("/on", "wrong_date")}),
        ({"on": "yesterday"}, {("/on", "wrong_date")}),
        ({"checked": "else"}, {("/checked", "wrong_form")}),
        ({"checked": "ours"}, {("/checked", "wrong_check_digit")}),
        ({"word": 1, "Name ~/": 2}, {("/word", "wrong_type"), ("/Name ~0~1", "unknown_field")}),
        ([], {("", "wrong_type")}),
    ],
)
def test_a_pointer_leads_to_the_place_in_the_body(body: Any, expected: set[tuple[str, str]]) -> None:
    assert found_in(body) == expected


def test_branches_of_a_union_stay_out_of_the_pointer_without_the_document_too() -> None:
    errors = errors_of({"either": "q", "plain": 5, "by_number": {"x": 1}, "Other": 1})
    refusal = refusal_of_validation(errors, "body")
    assert {error.pointer for error in refusal.errors} == {"/either", "/plain", "/by_number/x", "/Other"}


def test_the_document_may_be_the_bytes_as_received() -> None:
    body = {"services": [{"kind": "app"}]}
    refusal = refusal_of_validation(errors_of(body), "body", document=json.dumps(body).encode())
    assert [error.pointer for error in refusal.errors] == ["/services/0/name"]


@pytest.mark.parametrize(
    ("body", "zh", "en"),
    [
        ({"amount": 10}, "不能大于 9", "9 or less"),
        ({"services": [{"kind": "app", "name": "123456"}]}, "最多 5 个字", "At most 5 characters"),
        ({"services": [{"kind": "app", "name": ""}]}, "不能为空", "must not be empty"),
        ({"services": [{"kind": "website"}] * 3}, "最多 2 项", "At most 2 items"),
        ({"services": [{"kind": "x"}]}, "website, app", "website, app"),
        ({"checked": "ours"}, "校验码不对", "Wrong check digit"),
        ({"price": "12345"}, "最多 4 位", "At most 4 digits"),
        ({"plain": 5}, "JSON 的 {…}", "JSON's {…}"),
    ],
)
def test_a_message_names_the_limit_in_both_languages(body: Any, zh: str, en: str) -> None:
    message = refusal_of_validation(errors_of(body), "body", document=body).errors[0].message
    assert zh in message.zh
    assert en in message.en


def test_what_was_entered_is_never_repeated() -> None:
    secret = "41010519900307001X"
    body = {
        "services": [{"kind": secret}, {"kind": "app", "name": secret}],
        "either": secret,
        "amount": secret,
        "on": secret,
        "checked": secret,
        "counts": {"a": secret},
    }
    refusal = refusal_of_validation(errors_of(body), "body", document=body)
    assert len(refusal.errors) == 6 + 1
    assert secret not in problem_body(refusal, Language.ZH, "t").decode()


def test_a_field_name_that_can_not_be_shown_is_answered_at_what_contains_it() -> None:
    for name in ("x" * 200, "\ud800"):
        error = {"type": "extra_forbidden", "loc": ("body", "counts", name), "input": 1}
        for refusal in (refusal_of_validation([error], document={"counts": {name: 1}}), refusal_of_validation([error])):
            assert [(one.pointer, one.code) for one in refusal.errors] == [("/counts", "unknown_field")]


def test_a_flood_of_errors_is_cut_and_the_rest_counted() -> None:
    body = {f"field_{number}": 1 for number in range(MOST_ERRORS + 7)}
    refusal = refusal_of_validation(errors_of(body), "body", document=body)
    assert len(refusal.errors) == MOST_ERRORS
    assert told(refusal)["errors_left_out"] == 7


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()

    @app.post("/orders/{number}")
    async def order(
        number: int,
        body: Order,
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
        state: Annotated[list[int], Query()] = [],  # noqa: B006 - FastAPI copies it
        on: date | None = None,
        idempotency_key: Annotated[str | None, Header(min_length=1, max_length=5)] = None,
    ) -> None:
        """Take an order."""

    @app.exception_handler(RequestValidationError)
    async def refuse(request: Request, error: RequestValidationError) -> Response:
        refusal = refusal_of_validation(error.errors(), document=error.body)
        return Response(problem_body(refusal, Language.EN, "t"), status_of(refusal.code))

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as http:
        yield http


@pytest.mark.parametrize(
    ("query", "headers", "expected"),
    [
        ("limit=0", {}, ("/query/limit", "out_of_range")),
        ("limit=x", {}, ("/query/limit", "wrong_type")),
        ("on=yesterday", {}, ("/query/on", "wrong_date")),
        ("state=1&state=x", {}, ("/query/state", "wrong_type")),
        ("", {"Idempotency-Key": "k" * 6}, ("/header/idempotency-key", "too_long")),
    ],
)
async def test_bad_query_and_headers_are_told_by_name(
    client: httpx.AsyncClient, query: str, headers: dict[str, str], expected: tuple[str, str]
) -> None:
    answer = await client.post(f"/orders/1?{query}", json={}, headers=headers)
    assert answer.status_code == 422
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [expected]


async def test_a_path_of_the_wrong_form_leads_nowhere(client: httpx.AsyncClient) -> None:
    assert (await client.post("/orders/x?limit=0", json={})).status_code == 404


async def test_a_missing_body_is_required(client: httpx.AsyncClient) -> None:
    assert (await client.post("/orders/1")).json()["errors"][0] | {"message": ""} == {
        "pointer": "",
        "code": "required",
        "message": "",
    }


async def test_broken_json_is_told_by_line_and_column_without_its_content(client: httpx.AsyncClient) -> None:
    content = b'{"word":\n "13800138000",,}'
    answer = await client.post("/orders/1", content=content, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert (answer.json()["line"], answer.json()["column"]) == (2, 16)
    assert "errors" not in answer.json()
    assert "138" not in answer.text


def test_broken_json_that_pydantic_read_itself_is_told_by_line_and_column_too() -> None:
    with pytest.raises(ValidationError) as caught:
        Order.model_validate_json(b'{"word":\n x}')
    refusal = refusal_of_validation(caught.value.errors(), "body", document=b'{"word":\n x}')
    assert refusal.code is ProblemCode.MALFORMED_REQUEST
    assert refusal.facts == {"line": 2, "column": 2}


def test_broken_json_of_an_unknown_document_is_told_by_offset() -> None:
    refusal = refusal_of_validation([{"type": "json_invalid", "loc": ("body", 9), "ctx": {"error": "x"}}])
    assert refusal.facts == {"position": 9}
