"""Bodies read at once are refused exactly as FastAPI's body parameters are."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from app.problems import refusal_of_validation
from app.routers.json_body import read_json
from app.routers.schemas.type_verifications import TypeVerificationIn

GOOD = (
    b'{"subject": {"nature": "enterprise", "certificate": {"type": "business_license", "number": "1"},'
    b' "region": "410100"}, "service": {"kind": "website", "domain": "example.cn"}}'
)
BODIES = {
    "good": GOOD,
    "with a byte order mark": b"\xef\xbb\xbf" + GOOD,
    "in UTF-16": GOOD.decode().encode("utf-16"),
    "empty": b"",
    "null": b"null",
    "a list": b"[]",
    "broken off": GOOD[:-1],
    "not UTF-8": GOOD.replace(b"example", b"\xff\xfe"),
    "too deep": b"[" * 100_000,
    "a lone surrogate": GOOD.replace(b"example", b"\\ud800"),
    "a control character": GOOD.replace(b"example", b"\\u0001"),
    "no number": GOOD.replace(b'"1"', b"NaN"),
    "a number for a text": GOOD.replace(b'"1"', b"1"),
    "an unknown field": GOOD.replace(b'"service"', b'"more": 1, "service"'),
    "an unknown kind": GOOD.replace(b'"website"', b'"blog"'),
    "neither domain nor domains": GOOD.replace(b', "domain": "example.cn"', b""),
    "both service and services": GOOD[:-1] + b', "services": []}',
}


def _application() -> FastAPI:
    application = FastAPI()

    @application.post("/parameter")
    async def parameter(body: TypeVerificationIn) -> Any:
        return body.model_dump(mode="json")

    @application.post("/at-once")
    async def at_once(request: Request) -> Any:
        return (await read_json(request, TypeVerificationIn)).model_dump(mode="json")

    @application.exception_handler(RequestValidationError)
    async def refused(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        refusal = refusal_of_validation(error.errors(), document=error.body)
        found = [(one.pointer, one.code, one.message.en) for one in refusal.errors]
        return JSONResponse({"code": refusal.code, "facts": dict(refusal.facts), "errors": found}, 422)

    @application.exception_handler(HTTPException)
    async def unreadable(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        return JSONResponse({}, error.status_code)

    return application


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
async def test_a_body_read_at_once_gets_the_answer_of_a_body_parameter(body: bytes) -> None:
    transport = httpx.ASGITransport(_application())
    headers = {"content-type": "application/json"}
    async with httpx.AsyncClient(transport=transport, base_url="http://filing.test", headers=headers) as client:
        expected = await client.post("/parameter", content=body)
        answer = await client.post("/at-once", content=body)

    assert (answer.status_code, answer.json()) == (expected.status_code, expected.json())


async def test_a_client_that_leaves_within_its_body_is_no_fault_of_ours() -> None:
    async def gone() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    with pytest.raises(HTTPException) as refused:
        await read_json(Request({"type": "http", "headers": []}, gone), TypeVerificationIn)

    assert refused.value.status_code == 400
