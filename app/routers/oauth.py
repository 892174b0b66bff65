"""OAuth 2.0 client credentials (RFC 6749 §4.4) and who calls."""

import base64
import binascii
from urllib.parse import parse_qsl, unquote_plus

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.domain.errors import ProblemCode, Refusal
from app.routers.answers import json_answer, response_of
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.request_context import caller_in, runtime_of
from app.routers.schemas.accounts import MeOut, TokenOut
from app.usecases import clients

router = APIRouter(route_class=OperationRoute, tags=["access"])
_FORM = "application/x-www-form-urlencoded"
_NO_STORE = {"cache-control": "no-store", "pragma": "no-cache"}
_TOKEN_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            _FORM: {
                "schema": {
                    "type": "object",
                    "required": ["grant_type"],
                    "properties": {
                        "grant_type": {"type": "string", "const": "client_credentials"},
                        "scope": {"type": "string"},
                        "client_id": {"type": "string"},
                        "client_secret": {"type": "string"},
                    },
                }
            }
        },
    }
}


@router.post(
    "/v1/oauth/token",
    **operation(
        "issueToken",
        "Exchange a client's secret for a bearer token",
        answer=TokenOut,
        scopes=None,
        keyed=False,
        media_types=(_FORM,),
        extra=_TOKEN_BODY,
        oauth_errors=True,
    ),
)
async def issue_token(request: Request) -> Response:
    """Take the client by Basic or body; errors are those of RFC 6749 §5.2."""
    runtime = runtime_of(request)
    address = request.client.host if request.client else "unknown"
    limit = runtime.rate_limiter.hit("token", address)
    if not limit.allowed:
        raise Refusal(ProblemCode.RATE_LIMITED, retry_after=limit.reset_seconds)
    form = _form(await request.body())
    if form is None or form.get("grant_type") is None:
        return _error(400, "invalid_request")
    if form["grant_type"] != "client_credentials":
        return _error(400, "unsupported_grant_type")
    credentials = _credentials(request, form)
    if credentials is None:
        return _error(401, "invalid_client")
    wanted = frozenset(form["scope"].split()) if form.get("scope") else None
    try:
        issued = await clients.issue_token(runtime, *credentials, wanted)
    except clients.ClientUnknownError:
        return _error(401, "invalid_client")
    except clients.ScopeUnknownError:
        return _error(400, "invalid_scope")
    content = {
        "access_token": issued.access_token,
        "token_type": "Bearer",
        "expires_in": issued.expires_in,
        "scope": " ".join(sorted(issued.scopes)),
    }
    return response_of(json_answer(200, content, _NO_STORE))


def _form(body: bytes) -> dict[str, str] | None:
    """Read the form; a field that stands twice makes the request invalid (RFC 6749 §3.2)."""
    try:
        fields = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=20, errors="strict")
    except (UnicodeDecodeError, ValueError):
        return None
    form = dict(fields)
    if len(form) != len(fields) or any("\x00" in value for value in form.values()):
        return None
    return form


def _credentials(request: Request, form: dict[str, str]) -> tuple[str, str] | None:
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            name, colon, secret = base64.b64decode(encoded, validate=True).decode("utf-8").partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
        pair = (unquote_plus(name), unquote_plus(secret)) if colon else None
    else:
        pair = (form["client_id"], form["client_secret"]) if {"client_id", "client_secret"} <= form.keys() else None
    if pair is None or not all(part and "\x00" not in part and len(part) <= 200 for part in pair):
        return None
    return pair


_SAID = {
    "invalid_request": "grant_type is missing, or the form can't be read",
    "unsupported_grant_type": "the only grant_type is client_credentials",
    "invalid_client": "no client has this id and secret",
    "invalid_scope": "the client does not have every scope asked for",
}


def _error(status: int, code: str) -> Response:
    headers = dict(_NO_STORE)
    if status == 401:
        headers["www-authenticate"] = 'Basic realm="filing"'
    return response_of(json_answer(status, {"error": code, "error_description": _SAID[code]}, headers))


@router.get("/v1/me", **operation("whoAmI", "Who the token stands for", answer=MeOut))
async def who_am_i(request: Request) -> Response:
    """Show kind, id and scopes of the caller."""
    caller = caller_in(request)
    provider = await runtime_of(request).providers.get(caller.provider_id)
    content = {
        "kind": caller.kind.value,
        "id": caller.id,
        "scopes": sorted(caller.scopes),
        "account_id": caller.account_id,
        "provider": provider.name,
    }
    return response_of(json_answer(200, content))
