"""A filing beside the record: each field on file against new, and what follows from it."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.domain.phone_numbers import masked
from app.domain.record_diff import FieldChange
from app.domain.sms_recipients import Recipient
from app.routers.answers import json_answer
from app.routers.eyes import eyes_of
from app.routers.filings import READERS
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.request_context import call_of, reply, runtime_of
from app.routers.schemas.filing_diff import FilingDiffOut
from app.routers.views import Eyes, masked_json
from app.usecases import filing_diffs
from app.usecases.filing_diffs import FilingDiff

router = APIRouter(route_class=OperationRoute, tags=["filings"])


@router.get(
    "/v1/filings/{filing_id}/diff",
    **operation("compareFiling", "The filing beside the record", answer=FilingDiffOut, scopes=READERS),
)
async def compare_filing(request: Request, filing_id: str) -> Response:
    """Say each field on file against new, who enters a code, who reviews it, and whether the service goes on."""
    eyes = eyes_of(request)
    call = await call_of(request, lambda seen: json_answer(200, _diff_view(seen, eyes)))
    return reply(request, call, await filing_diffs.get(runtime_of(request), call, filing_id))


def _diff_view(seen: FilingDiff, eyes: Eyes) -> dict[str, Any]:
    return {
        "filing_type": seen.filing.filing_type.value,
        "fields": [_field_view(one, eyes) for one in seen.diff.fields],
        "subject_changed": seen.diff.subject_changed,
        "changed_services": list(seen.diff.changed_services),
        "sms": {
            "required": bool(seen.recipients),
            "recipients": [_recipient_view(one, eyes) for one in seen.recipients],
        },
        "first_review": seen.first_review,
        "authority_review": seen.authority_review,
        "must_be_offline": seen.must_be_offline,
        "may_be_served_meanwhile": seen.may_be_served_meanwhile,
        "authenticity_for": list(seen.to_prove),
    }


def _field_view(one: FieldChange, eyes: Eyes) -> dict[str, Any]:
    values = {"on_file": one.on_file, "new": one.new}
    if not eyes.reads_personal_data:
        values = {name: masked_json(value, one.pointer) for name, value in values.items()}
    return {"pointer": one.pointer, **values, "change": one.change.value}


def _recipient_view(one: Recipient, eyes: Eyes) -> dict[str, Any]:
    return {
        "roles": list(one.roles),
        "phone": one.phone if eyes.reads_personal_data else masked(one.phone),
        "service_ids": list(one.service_ids),
    }
