"""How an operation is declared: success, problems, scopes and words, for the document and for the door alike."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from app.domain.callers import Scope
from app.domain.errors import ProblemCode
from app.problems import status_of

ALWAYS = (400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503)
OPEN_ALWAYS = (400, 404, 405, 413, 415, 422, 429, 500, 503)
WITH_IF_MATCH = (412, 428)
_PROBLEM: dict[str, Any] = {
    "description": "Problem",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemOut"}}},
}
_OAUTH_ERROR: dict[str, Any] = {
    "description": "Error (RFC 6749 §5.2)",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["error"],
                "properties": {"error": {"type": "string"}, "error_description": {"type": "string"}},
            }
        }
    },
}


def operation(
    operation_id: str,
    summary: str,
    *,
    ok: int = 200,
    also: Sequence[int] = (),
    answer: type[BaseModel] | None = None,
    scopes: Sequence[Scope] | None = (),
    if_match: bool = False,
    body: type[BaseModel] | tuple[type[BaseModel], ...] | None = None,
    problems: Sequence[ProblemCode] = (),
    keyed: bool = True,
    media_types: Sequence[str] = ("application/json",),
    extra: dict[str, Any] | None = None,
    answer_content: dict[str, Any] | None = None,
    oauth_errors: bool = False,
    token_optional: bool = False,
) -> dict[str, Any]:
    """Return the arguments of a FastAPI route.

    Several models as `body` are alternatives. `scopes` None makes the operation open; () asks for any token; else one
    of them is needed. `keyed` False: an `Idempotency-Key` is handled by the router itself or ignored. `media_types` are
    those of the request's body. `token_optional`: an open operation looks at a token that comes all the same.
    """
    statuses = {*(OPEN_ALWAYS if scopes is None else ALWAYS), *(status_of(code) for code in problems)}
    statuses |= set(WITH_IF_MATCH) if if_match else set()
    responses: dict[int | str, dict[str, Any]] = dict.fromkeys(sorted(statuses), _PROBLEM)
    if oauth_errors:
        responses |= {400: _OAUTH_ERROR, 401: _OAUTH_ERROR}
    responses |= dict.fromkeys((ok, *also), _success(answer, answer_content))
    described: dict[str, Any] = dict(extra or {})
    described["x-scopes"] = None if scopes is None else [scope.value for scope in scopes]
    described["x-keyed"] = keyed
    described["x-media-types"] = list(media_types)
    described["x-token-optional"] = token_optional
    described["security"] = [] if scopes is None else [{"bearer": []}]
    if token_optional:
        described["security"] = [{}, {"bearer": []}]
    if body is not None:
        described["requestBody"] = _request_body(body, media_types)
    return {
        "operation_id": operation_id,
        "summary": summary,
        "status_code": ok,
        "response_model": None,
        "responses": responses,
        "openapi_extra": described,
    }


def _success(answer: type[BaseModel] | None, content: dict[str, Any] | None) -> dict[str, Any]:
    described: dict[str, Any] = {"description": "Done"}
    if answer is not None:
        described["model"] = answer
    if content is not None:
        described["content"] = content
    return described


def _request_body(body: type[BaseModel] | tuple[type[BaseModel], ...], media_types: Sequence[str]) -> dict[str, Any]:
    models = body if isinstance(body, tuple) else (body,)
    refs: list[dict[str, Any]] = [{"$ref": f"#/components/schemas/{model.__name__}"} for model in models]
    schema = refs[0] if len(refs) == 1 else {"oneOf": refs}
    return {"required": True, "content": {media_type: {"schema": schema} for media_type in media_types}}
