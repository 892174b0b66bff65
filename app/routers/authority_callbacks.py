"""Messages of the authority."""

from fastapi import APIRouter
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from app.domain.errors import ProblemCode, Refusal
from app.ports.store.exchange import Callback
from app.routers.answers import json_answer, response_of
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.request_context import runtime_of
from app.routers.schemas.authority import AcceptedOut, CallbackIn
from app.usecases import authority_results

router = APIRouter(route_class=OperationRoute, tags=["authority"])


@router.post(
    "/v1/authority/callbacks",
    **operation(
        "receiveAuthorityCallback",
        "A signed message of the authority (Standard Webhooks)",
        ok=202,
        answer=AcceptedOut,
        scopes=None,
        keyed=False,
        body=CallbackIn,
        problems=[ProblemCode.UNAUTHENTICATED],
    ),
)
async def receive_callback(request: Request) -> Response:
    """Keep the message, once; it is applied right after."""
    runtime = runtime_of(request)
    raw = await request.body()
    # The signature is looked at before anything of the message is.
    if not runtime.callbacks.verify(request.headers, raw):
        raise Refusal(ProblemCode.UNAUTHENTICATED)
    message = read_message(raw)
    callback = Callback(
        id=message.id,
        receipt=message.receipt,
        sequence=message.sequence,
        type=message.type.value,
        payload={
            "result": message.result,
            "occurred_at": message.occurred_at.isoformat(),
            "submission_id": message.submission_id,
        },
        received_at=runtime.clock.now(),
    )
    await authority_results.keep(runtime, callback)
    return response_of(json_answer(202, {"accepted": True}))


def read_message(raw: bytes) -> CallbackIn:
    """Read a signed message; raises `validation-failed` and `malformed-request` like any other body."""
    try:
        return CallbackIn.model_validate_json(raw)
    except ValidationError as fault:
        errors = [{**error, "loc": ("body", *error["loc"])} for error in fault.errors(include_url=False)]
        raise RequestValidationError(errors) from fault
