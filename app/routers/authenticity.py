"""Authenticity checks (真实性核验) and the challenges that their videos follow."""

from types import MappingProxyType
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.domain.callers import Scope
from app.domain.challenges import Challenge, Turn
from app.domain.errors import ProblemCode
from app.domain.materials import Consent
from app.domain.texts import Language, Text
from app.ports.store.keys import Answer
from app.routers.answers import json_answer
from app.routers.eyes import eyes_of
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.request_context import call_of, language_in, reply, runtime_of
from app.routers.schemas.authenticity import AuthenticityCheckIn, AuthenticityCheckOut, ChallengeIn, ChallengeOut
from app.routers.views import finding_view
from app.usecases import authenticity, authenticity_challenges

router = APIRouter(route_class=OperationRoute, tags=["papers"])

_TURNS = MappingProxyType(
    {
        Turn.LEFT: Text("向左转头，再转回正面", "Turn the head to the left, and back"),
        Turn.RIGHT: Text("向右转头，再转回正面", "Turn the head to the right, and back"),
    }
)
_READ = Text("读出数字 {digits}", "Read out {digits}")


@router.post(
    "/v1/filings/{filing_id}/authenticity-challenges",
    **operation(
        "giveOutChallenge",
        "A challenge that the video of a principal follows",
        ok=201,
        answer=ChallengeOut,
        scopes=[Scope.FILINGS],
    ),
)
async def give_out_challenge(request: Request, filing_id: str, body: ChallengeIn) -> Response:
    """Give a challenge out, for one check and some minutes."""
    language = language_in(request)
    call = await call_of(request, lambda challenge: json_answer(201, _challenge(challenge, language)))
    return reply(request, call, await authenticity_challenges.give_out(runtime_of(request), call, filing_id, body.for_))


def _challenge(challenge: Challenge, language: Language) -> dict[str, Any]:
    turns = [
        {"action": turn.value, "label": _TURNS[turn].in_language(language), "digits": None} for turn in challenge.turns
    ]
    said = _READ.filled(digits=" ".join(challenge.digits)).in_language(language)
    digits = {"action": "read_digits", "label": said, "digits": challenge.digits}
    return {"id": challenge.id, "actions": [*turns, digits], "expires_at": challenge.expires_at}


@router.post(
    "/v1/filings/{filing_id}/authenticity-checks",
    **operation(
        "checkAuthenticity",
        "Let a principal show to be who the papers say",
        ok=201,
        answer=AuthenticityCheckOut,
        scopes=[Scope.FILINGS],
        problems=[ProblemCode.CONSENT_REQUIRED],
    ),
)
async def check_authenticity(request: Request, filing_id: str, body: AuthenticityCheckIn) -> Response:
    """Hand a check in over a picture that was uploaded before."""
    eyes = eyes_of(request)

    def renders(check: Any) -> Answer:
        findings = [finding_view(one, eyes) for one in check.findings]
        return json_answer(201, {"id": check.id, "status": check.status.value, "findings": findings})

    call = await call_of(request, renders)
    consent = None if body.consent is None else Consent(body.consent.version, body.consent.given_at)
    command = authenticity.CheckCommand(body.method, body.for_, body.material_id, consent, body.challenge_id)
    return reply(request, call, await authenticity.begin(runtime_of(request), call, filing_id, command))
