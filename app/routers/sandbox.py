"""Sandbox calls: in sandbox mode only."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from app.domain.callers import Scope
from app.routers.answers import json_answer, response_of
from app.routers.eyes import eyes_of
from app.routers.filings import filing_answer
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.pages import Cursor, Limit, page_answer, wanted_page, whole_page
from app.routers.request_context import call_of, runtime_of
from app.routers.schemas.filings import FilingOut
from app.routers.schemas.sandbox import (
    AdvanceIn,
    AuthorityDecisionIn,
    AuthoritySwitchesIn,
    AuthoritySwitchesOut,
    DomainFactsIn,
    DomainFactsOut,
    MessagePageOut,
    NationalRecordLookupIn,
    NationalRecordOut,
    NowOut,
    SandboxRecordIn,
    SandboxRecordOut,
    SmsEntryOut,
)
from app.routers.schemas.sms import SmsCodeIn
from app.routers.views import message_view
from app.usecases import sandbox

router = APIRouter(route_class=OperationRoute, tags=["sandbox"])
_SANDBOX = [Scope.SANDBOX]


@router.post(
    "/v1/sandbox/clock/advance",
    **operation("advanceClock", "Move time for everyone", answer=NowOut, scopes=_SANDBOX),
)
async def advance_clock(request: Request, body: AdvanceIn) -> Response:
    """Answer after everything that fell due has happened."""
    now = await sandbox.advance(runtime_of(request), sandbox.Advance(body.hours, body.working_days))
    return response_of(json_answer(200, {"now": now}))


@router.get(
    "/v1/sandbox/messages",
    **operation("listMessages", "Messages that would have been sent", answer=MessagePageOut, scopes=_SANDBOX),
)
async def list_messages(
    request: Request,
    limit: Limit = 20,
    cursor: Cursor = None,
    phone: Annotated[str | None, Query(min_length=5, max_length=20, pattern=r"^\+?[0-9 -]+$")] = None,
) -> Response:
    """List messages, newest first."""
    found = tuple(await sandbox.messages(runtime_of(request), phone))
    page = whole_page(found, wanted_page(limit, cursor), lambda message: message["id"])
    eyes = eyes_of(request)
    return response_of(page_answer(request, page, lambda message: message_view(message, eyes)))


@router.post(
    "/v1/sandbox/records",
    **operation("putNationalRecord", "Put a subject on record", ok=201, answer=SandboxRecordOut, scopes=_SANDBOX),
)
async def put_record(request: Request, body: SandboxRecordIn) -> Response:
    """Put a subject with its services on the national record, visible to the next call."""
    call = await call_of(request)
    record: dict[str, Any] = body.model_dump(mode="json", exclude_none=True)
    return response_of(json_answer(201, await sandbox.put_record(runtime_of(request), call, record)))


@router.post(
    "/v1/sandbox/records/lookups",
    **operation("lookUpNationalRecord", "The national record", answer=NationalRecordOut, scopes=_SANDBOX),
)
async def look_up_record(request: Request, body: NationalRecordLookupIn) -> Response:
    """Show what the authority has on file of a certificate, whose number never stands in an address."""
    return response_of(json_answer(200, await sandbox.record_of(runtime_of(request), body.certificate_number)))


@router.post(
    "/v1/sandbox/domain-facts",
    **operation("putDomainFacts", "What the registrar would say", ok=201, answer=DomainFactsOut, scopes=_SANDBOX),
)
async def put_domain_facts(request: Request, body: DomainFactsIn) -> Response:
    """Say what the registrar would say of a domain."""
    facts: dict[str, Any] = body.model_dump(mode="json", exclude_none=True)
    return response_of(json_answer(201, await sandbox.put_domain_facts(runtime_of(request), facts)))


@router.post(
    "/v1/sandbox/authority/decisions",
    **operation("decideAsAuthority", "Let the authority decide at once", answer=FilingOut, scopes=_SANDBOX),
)
async def decide_as_authority(request: Request, body: AuthorityDecisionIn) -> Response:
    """Decide a filing in authority review; answers with the filing after the result was applied."""
    call = await call_of(request)
    details = await sandbox.decide(
        runtime_of(request), call, body.filing_id, body.outcome.value, body.code, body.pointer
    )
    return response_of(filing_answer(request, call, details))


@router.post(
    "/v1/sandbox/authority/sms-entries",
    **operation("enterCodeAtAuthority", "Enter a code at the authority's page", answer=SmsEntryOut, scopes=_SANDBOX),
)
async def enter_code_at_authority(request: Request, body: SmsCodeIn) -> Response:
    """Enter a code as a principal does where the authority takes codes itself; nothing of it passes through here."""
    answer = await sandbox.enter_code(runtime_of(request), body.phone, body.certificate_last6, body.code)
    return response_of(json_answer(200, answer))


@router.post(
    "/v1/sandbox/authority/switches",
    **operation("switchAuthority", "Rules of the authority", answer=AuthoritySwitchesOut, scopes=_SANDBOX),
)
async def switch_authority(request: Request, body: AuthoritySwitchesIn) -> Response:
    """Turn rules of the authority on or off; answers how each stands, and changes nothing without any named."""
    wanted: dict[str, bool] = body.model_dump(exclude_none=True)
    return response_of(json_answer(200, await sandbox.put_switches(runtime_of(request), wanted)))
