"""Type verification (验证备案类型)."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.domain.callers import Scope
from app.domain.filings import TypeVerification
from app.domain.texts import Language
from app.domain.type_facts import TypeFacts
from app.domain.type_verification import Verdict
from app.routers.answers import json_answer
from app.routers.json_body import read_json
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.request_context import call_of, language_in, reply, runtime_of
from app.routers.schemas.type_verifications import AskedServiceIn, TypeVerificationIn, TypeVerificationOut
from app.routers.verdict_views import in_language, verdict_view
from app.usecases import type_verifications
from app.usecases.call import Call
from app.usecases.runtime import Runtime
from app.usecases.type_questions import AskedServiceInput, TypeQuestion, read_question
from app.usecases.type_verifications import TypeVerified, account_of

router = APIRouter(route_class=OperationRoute, tags=["type verification"])


@router.post(
    "/v1/type-verifications",
    **operation(
        "verifyType",
        "What has to be filed?",
        ok=201,
        answer=TypeVerificationOut,
        scopes=[Scope.TYPE_VERIFICATIONS, Scope.FILINGS],
        body=TypeVerificationIn,
    ),
)
async def verify_type(request: Request) -> Response:
    """Decide the filing type from the facts; a refusal is an answer too."""
    body = await read_json(request, TypeVerificationIn)
    runtime = runtime_of(request)
    call = await call_of(request)
    language = language_in(request)
    account_id = account_of(call, body.account_id)
    question = _question(runtime, call, body)
    call.renders = lambda verified: json_answer(
        201, _shown(verified.stored, _described(runtime, call, verified, question, language))
    )
    verified = await type_verifications.verify(
        runtime,
        call,
        account_id,
        question,
        lambda result: _described(runtime, call, result, question),
        body.filing_id,
    )
    return reply(request, call, verified)


@router.get(
    "/v1/type-verifications/{type_verification_id}",
    **operation(
        "getTypeVerification",
        "A stored type verification",
        answer=TypeVerificationOut,
        scopes=[Scope.TYPE_VERIFICATIONS, Scope.FILINGS],
    ),
)
async def get_type_verification(request: Request, type_verification_id: str) -> Response:
    """Show the verdict as it was given, in the language of this request."""
    language = language_in(request)
    call = await call_of(request, lambda stored: json_answer(200, _shown(stored, in_language(stored.answer, language))))
    stored = await type_verifications.get(runtime_of(request), call, type_verification_id)
    return reply(request, call, stored)


def _question(runtime: Runtime, call: Call, body: TypeVerificationIn) -> TypeQuestion:
    asked = [body.service] if body.service is not None else (body.services or [])
    several = body.service is None
    return read_question(
        runtime,
        call,
        nature=body.subject.nature,
        certificate=(body.subject.certificate.type, body.subject.certificate.number),
        region=body.subject.region,
        channel=body.channel.value,
        services=[_service(one) for one in asked],
        pointers=[f"/services/{place}" if several else "/service" for place in range(len(asked))],
    )


def _service(asked: AskedServiceIn) -> AskedServiceInput:
    domains = asked.domains or ([asked.domain] if asked.domain is not None else [])
    return AskedServiceInput(asked.kind, tuple(domains), asked.name)


def _described(
    runtime: Runtime, call: Call, verified: TypeVerified, question: TypeQuestion, language: Language | None = None
) -> dict[str, Any]:
    """Return the answer in one language or, as it is stored, in both: words of rules are kept as they were that day."""
    facts = iter(verified.facts)
    by_service = [[next(facts) for _ in names] for names in question.service_names]
    everything = [fact for of_one in by_service for fact in of_one]
    answer = _verdict(runtime, call, verified.verdict, everything, language)
    if len(verified.services) <= 1:
        return answer
    return answer | {
        "services": [
            _verdict(runtime, call, verdict, of_one, language)
            for verdict, of_one in zip(verified.services, by_service, strict=True)
        ]
    }


def _verdict(
    runtime: Runtime, call: Call, verdict: Verdict, facts: list[TypeFacts], language: Language | None
) -> dict[str, Any]:
    return verdict_view(
        verdict,
        language,
        call.today,
        runtime.rulebook,
        call.profile,
        any(fact.subject_on_record for fact in facts),
        any(fact.service_on_record for fact in facts),
    )


def _shown(stored: TypeVerification, answer: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": stored.id,
        "account_id": stored.account_id,
        **answer,
        "expires_at": stored.expires_at,
        "created_at": stored.created_at,
        "rules_as_of": stored.as_of,
        "rulebook_digest": stored.rulebook_digest,
        "filing_id": stored.filing_id,
        "addition_to": stored.addition_to,
    }
