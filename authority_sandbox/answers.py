"""Errors as callers see them: {code, message}, never with anything of what was sent."""

import logging
from typing import Any

import asyncpg
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from authority_sandbox.errors import SandboxError
from authority_sandbox.misbehaving import CutOffError, cut_off

_log = logging.getLogger(__name__)

# What asyncpg and the socket raise while the database is away; it comes back by itself.
DATABASE_AWAY = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # a connection that the server ended between two statements
)
_CODES = {400: "malformed_request", 404: "not_found", 405: "method_not_allowed"}


def install(app: FastAPI) -> None:
    """Teach an application these answers."""
    app.add_exception_handler(SandboxError, _refused)
    app.add_exception_handler(CutOffError, cut_off)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    for error in DATABASE_AWAY:
        app.add_exception_handler(error, _away)


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    status, code = (error.status, error.code) if isinstance(error, SandboxError) else (500, "internal_error")
    return JSONResponse({"code": code, "message": str(error)}, status)


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    errors = [_field_error(one) for one in found]
    if any(one["type"] == "json_invalid" for one in found):
        return JSONResponse({"code": "malformed_request", "message": "The body is not JSON."}, 400)
    body = {"code": "validation_failed", "message": "The request has values that are not allowed.", "errors": errors}
    return JSONResponse(body, 422)


def _field_error(one: dict[str, Any]) -> dict[str, str]:
    where = one["loc"][1:] if one["loc"][:1] == ("body",) else one["loc"]
    pointer = "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in where)
    return {"pointer": pointer, "code": str(one["type"])}


async def _http(_request: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    return JSONResponse({"code": _CODES.get(status, "refused"), "message": str(status)}, status, headers)


async def _away(_request: Request, error: Exception) -> JSONResponse:
    _log.warning("the database is away: %s", type(error).__name__)
    body = {"code": "unavailable", "message": "The database is away."}
    return JSONResponse(body, 503, {"retry-after": "1"})
