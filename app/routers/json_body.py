"""Reading a JSON body without FastAPI's machinery, with its refusals."""

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

Model = TypeVar("Model", bound=BaseModel)
_MISSING = {"type": "missing", "loc": ("body",), "msg": "Field required", "input": None}


async def read_json(request: Request, model: type[Model]) -> Model:
    """Return the body as a model; raises RequestValidationError or HTTPException exactly as a body parameter does.

    A good body is parsed and checked in one go. A bad one is read once more the way FastAPI reads it, so that what is
    said of it does not depend on how a route takes its body.
    """
    raw = await _raw(request)
    try:
        return model.model_validate_json(raw)
    except ValidationError:
        return _read_at_length(raw, model)


async def _raw(request: Request) -> bytes:
    try:
        return await request.body()
    except ClientDisconnect as gone:
        raise HTTPException(400) from gone


async def read_one_of(request: Request, choose: Callable[[Mapping[str, Any]], type[Model]]) -> Model:
    """Return the body as the model that its own members choose; of what is no object that of an empty one is told."""
    raw = await _raw(request)
    body = _parsed(raw)
    return _read_at_length(raw, choose(body if isinstance(body, dict) else {}))


def _read_at_length(raw: bytes, model: type[Model]) -> Model:
    body = _parsed(raw)
    if body is None:
        raise RequestValidationError([_MISSING], body=body)
    try:
        return model.model_validate(body)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in found], body=body) from error


def _parsed(raw: bytes) -> Any:
    if not raw:
        return None
    try:
        return json.loads(raw)
    except json.JSONDecodeError as error:
        fault = {
            "type": "json_invalid",
            "loc": ("body", error.pos),
            "msg": "JSON decode error",
            "input": {},
            "ctx": {"error": error.msg},
        }
        raise RequestValidationError([fault], body=error.doc) from error
    except (ValueError, RecursionError) as error:
        raise HTTPException(400) from error
