"""Forms (表单): what to enter for a combination, as a JSON Schema that an app draws its form from."""

from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from app.domain.filing_body import ServiceKind, SubjectNature
from app.domain.filing_types import FilingType
from app.domain.form_shape import Shape, shape_of
from app.routers.answers import json_answer
from app.routers.cacheable import cacheable
from app.routers.form_document import form_document
from app.routers.open_calls import On, count_by_address
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.request_context import language_in, runtime_of
from app.routers.schemas.fields import RegionCode
from app.routers.schemas.filing_body import FilingPatch
from app.usecases import forms

router = APIRouter(route_class=OperationRoute, tags=["rules and advice"])

_SCHEMA = {
    "application/json": {
        "schema": {
            "type": "object",
            "description": "A JSON Schema (draft 2020-12) of the filing's body.",
            "required": ["$schema", "type", "properties", "required", "x-steps"],
        }
    }
}
Nature = Annotated[SubjectNature, Query(description="The nature of the subject (主办单位性质).")]
Region = Annotated[RegionCode | None, Query(description="The subject's region, six digits; its province counts.")]
Kind = Annotated[ServiceKind | None, Query(description="The kind of service; of no account where there is none.")]


@lru_cache(maxsize=1)
def shape_at_the_door() -> Shape:
    """Return the shape that a PATCH of a filing takes, as its own model tells."""
    return shape_of(FilingPatch.model_json_schema())


@router.get(
    "/v1/forms/{filing_type}",
    **operation(
        "getForm",
        "The form of a filing: fields, words, limits and order for exactly one combination",
        scopes=None,
        answer_content=_SCHEMA,
    ),
)
async def get_form(
    request: Request,
    filing_type: FilingType,
    subject_nature: Nature,
    region: Region = None,
    service_kind: Kind = None,
    on: On = None,
) -> Response:
    """Answer the JSON Schema of the body that is entered with `PATCH /v1/filings/{id}`.

    It describes the whole body, what is filled in already included; in a PATCH a `null` takes a value out. `title` and
    `description` are in the language asked for, `x-title` and `x-help` in both. `x-order`, `x-step` (of `x-steps`),
    `x-widget` and `x-choices` say how to draw a field. What `if` says of required fields stands in `x-required-when` as
    places (`*` is any item) with their values: all of `all` hold, and `unless` does not. `readOnly` is fixed always;
    `x-frozen` of `on_file` and `items_may_go` only where the record has a value, as the filing's `editable` tells.
    `x-begin` is the schema of what goes beside the record into `POST /v1/filings`; `x-source` names the rules.
    """
    count_by_address(request)
    command = forms.FormCommand(filing_type, subject_nature, region, service_kind, on)
    seen = forms.form(runtime_of(request), command, shape_at_the_door())
    combination = {
        "subject_nature": subject_nature.value,
        "region": region,
        "service_kind": service_kind.value if service_kind is not None and seen.has_services else None,
    }
    return cacheable(request, json_answer(200, form_document(seen.form, language_in(request), combination, seen.as_of)))
