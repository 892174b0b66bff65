"""Completes the OpenAPI document that FastAPI generates."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.routers.schemas.authority import CallbackIn
from app.routers.schemas.filing_body import FilingPatch
from app.routers.schemas.filings import BEGINNINGS
from app.routers.schemas.problem import ProblemOut
from app.routers.schemas.type_verifications import TypeVerificationIn

_OURS = ("x-scopes", "x-keyed", "x-media-types", "x-token-optional")
_ADDED: tuple[type[BaseModel], ...] = (ProblemOut, FilingPatch, CallbackIn, TypeVerificationIn, *BEGINNINGS)


def completed_document(document: dict[str, Any]) -> dict[str, Any]:
    """Add security and the models that routes read by themselves, and take out what is for the door alone."""
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    _, added = models_json_schema(
        [(model, "validation") for model in _ADDED], ref_template="#/components/schemas/{model}"
    )
    schemas.update({name: schema for name, schema in added["$defs"].items() if name not in schemas})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    document["components"]["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    for operations in document["paths"].values():
        for described in operations.values():
            scopes = described.get("x-scopes")
            if scopes:
                described["description"] = (
                    f"{described.get('description', '')}\n\nScope: {' or '.join(scopes)}.".strip()
                )
            for name in _OURS:
                described.pop(name, None)
            if described.get("operationId", "").startswith(("addMaterial", "issueToken")):
                continue
            if "requestBody" in described and described["requestBody"].get("required") is None:
                described["requestBody"]["required"] = False
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    return document
