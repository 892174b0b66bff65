"""SMS verification (短信核验)."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.domain.callers import Scope
from app.domain.errors import ProblemCode
from app.domain.exchange import SmsState, SmsVerification
from app.domain.phone_numbers import masked
from app.domain.texts import Text
from app.routers.answers import json_answer, response_of
from app.routers.eyes import eyes_of
from app.routers.filings import READERS
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.pages import Cursor, Limit, page_answer, wanted_page, whole_page
from app.routers.request_context import call_of, reply, runtime_of
from app.routers.schemas.sms import ResendIn, SmsCodeIn, SmsCodeOut, SmsPageOut, SmsRecipientOut
from app.routers.views import Eyes
from app.usecases import sms_verifications as sms

router = APIRouter(route_class=OperationRoute, tags=["sms verification"])


def _recipient(one: SmsVerification, eyes: Eyes, no_code: Text) -> dict[str, Any]:
    return {
        "roles": list(one.roles),
        "phone": one.phone if eyes.reads_personal_data else masked(one.phone),
        "state": one.state.value,
        "expires_at": one.expires_at,
        "resends_left": one.resends_left,
        "entered_at": "authority" if one.entered_at_authority else "here",
        "remedy": None if one.state is SmsState.VERIFIED else no_code.in_language(eyes.language),
    }


@router.get(
    "/v1/filings/{filing_id}/sms-verifications",
    **operation("listSmsVerifications", "Who has to enter a code", answer=SmsPageOut, scopes=READERS),
)
async def list_recipients(request: Request, filing_id: str, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """List the recipients of the latest hand-over."""
    call = await call_of(request)
    found = await sms.of(runtime_of(request), call, filing_id)
    page = whole_page(found, wanted_page(limit, cursor), lambda one: one.id)
    eyes, no_code = eyes_of(request), sms.where_no_code_arrives(runtime_of(request))
    return response_of(page_answer(request, page, lambda one: _recipient(one, eyes, no_code)))


@router.post(
    "/v1/sms-verifications",
    **operation(
        "enterSmsCode",
        "Enter a code of the authority; no sign-in",
        answer=SmsCodeOut,
        scopes=None,
        keyed=False,
        problems=[ProblemCode.SMS_RETURNED, ProblemCode.SMS_CODE_EXPIRED, ProblemCode.SMS_ENTERED_AT_AUTHORITY],
    ),
)
async def enter_code(request: Request, body: SmsCodeIn) -> Response:
    """Relay the code to the authority; somebody who is not known is told what one who mistyped is told."""
    address = request.client.host if request.client is not None else "unknown"
    entered = await sms.enter(runtime_of(request), body.phone, body.certificate_last6, body.code, address)
    content = {"verified": True, "all_verified": entered.all_verified, "waiting_for": entered.waiting_for}
    return response_of(json_answer(200, content))


@router.post(
    "/v1/filings/{filing_id}/sms-verifications/resend",
    **operation("resendSmsCode", "Ask for a new code", ok=202, answer=SmsRecipientOut, scopes=[Scope.FILINGS]),
)
async def resend_code(request: Request, filing_id: str, body: ResendIn) -> Response:
    """Void the old code and send a new one; deadline and count stay."""
    eyes, no_code = eyes_of(request), sms.where_no_code_arrives(runtime_of(request))
    call = await call_of(request, lambda recipient: json_answer(202, _recipient(recipient, eyes, no_code)))
    return reply(request, call, await sms.resend(runtime_of(request), call, filing_id, body.role))
