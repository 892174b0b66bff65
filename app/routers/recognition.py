"""Reading certificates (证件智能识别)."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.domain.certificate_reading import NUMBERS
from app.domain.errors import ProblemCode
from app.domain.phone_numbers import masked
from app.domain.recognition_matches import Equal, Match
from app.ports.store.keys import Answer
from app.routers.answers import json_answer
from app.routers.eyes import eyes_of
from app.routers.filings import READERS
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.request_context import call_of, reply, runtime_of
from app.routers.schemas.empty import NothingIn
from app.routers.schemas.recognition import RecognitionOut
from app.routers.views import Eyes, finding_view
from app.usecases import recognition

router = APIRouter(route_class=OperationRoute, tags=["papers"])
_EQUAL = {Equal.YES: True, Equal.NO: False, Equal.UNSURE: "unsure"}


@router.post(
    "/v1/materials/{material_id}/recognition",
    **operation(
        "recognizeMaterial",
        "Read a certificate and compare it with what was typed",
        answer=RecognitionOut,
        scopes=READERS,
        problems=[ProblemCode.MATERIAL_UNREADABLE],
    ),
)
async def recognize_material(request: Request, material_id: str, body: NothingIn | None = None) -> Response:
    """Answer what is read; where that takes longer than a call may wait, 503 now and the result at the next call."""
    eyes = eyes_of(request)
    call = await call_of(request, lambda found: recognition_answer(found, eyes))
    return reply(request, call, await recognition.recognize(runtime_of(request), call, material_id))


def recognition_answer(found: recognition.Recognized, eyes: Eyes) -> Answer:
    """Show what was read."""
    fields = {
        name: {"value": _shown(name, one.value, eyes), "confidence": round(one.confidence, 3)}
        for name, one in found.reading.fields.items()
    }
    content = {
        "document": found.reading.document.value,
        "fields": fields,
        "matches": [_match_view(match, eyes) for match in found.matches],
        "findings": [finding_view(finding, eyes) for finding in found.findings],
    }
    return json_answer(200, content)


def _match_view(match: Match, eyes: Eyes) -> dict[str, Any]:
    return {
        "field": match.field,
        "pointer": match.pointer,
        "typed": _shown(match.field, match.typed, eyes),
        "read": _shown(match.field, match.read, eyes),
        "equal": _EQUAL[match.equal],
        "finding": None if match.finding is None else finding_view(match.finding, eyes),
    }


def _shown(name: str, value: str, eyes: Eyes) -> str:
    return value if eyes.reads_personal_data or name not in NUMBERS else masked(value)
