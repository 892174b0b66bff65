"""The ASGI application of the service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from app.domain.errors import ProblemCode
from app.routers import (
    accounts,
    advice,
    authenticity,
    authority_callbacks,
    authorization_codes,
    catalog,
    documents,
    events,
    exchange_journal,
    filing_diff,
    filings,
    forms,
    handovers,
    health,
    materials,
    oauth,
    obligations,
    paper_views,
    phone,
    phone_calls,
    phone_checks,
    profile,
    recognition,
    records,
    regions,
    resources,
    review_figures,
    review_files,
    reviews,
    sandbox,
    sandbox_faults,
    sms_verifications,
    transfers,
    type_verifications,
    uploads,
    webhooks,
)
from app.routers.answers import response_of
from app.routers.edge import Edge
from app.routers.fixed_paths import FixedPaths
from app.routers.operation_route import refusal_of
from app.routers.problem_answers import problem_answer
from app.routers.schemas.document import completed_document
from app.usecases.runtime import Runtime
from app.usecases.upkeep import kept_frozen
from app.web import api_docs

_ROUTERS = (
    health,
    oauth,
    accounts,
    resources,
    authorization_codes,
    type_verifications,
    filings,
    filing_diff,
    materials,
    authenticity,
    recognition,
    documents,
    paper_views,
    uploads,
    handovers,
    phone,
    phone_calls,
    phone_checks,
    sms_verifications,
    reviews,
    review_figures,
    exchange_journal,
    review_files,
    authority_callbacks,
    records,
    obligations,
    transfers,
    events,
    webhooks,
    advice,
    catalog,
    forms,
    regions,
    profile,
    sandbox,
    sandbox_faults,
)
VERSION = "0.1.0"
_DESCRIPTION = """
Every refusal is a problem (RFC 9457) that says what is wrong, where (a JSON Pointer), why (rule and source) and what to
do, in the language of `Accept-Language` (`zh-CN` or `en`). What changes a filing wants its ETag in `If-Match`; every
POST takes an `Idempotency-Key`.

In sandbox mode some names are magic. A service named `驳回测试` is rejected by the authority with its code 1002,
`冲突测试` is refused at intake with 1005, `IP未报测试` with 1063, which is a fault of the provider: the filing is held.
A subject named `黑名单测试单位` is blacklisted, one named `主体驳回测试` is rejected with 1002. SMS codes are random;
read them at `GET /v1/sandbox/messages`, which shows the provider's notices too. Undisturbed, the authority accepts
after five working days of sandbox time.
"""


def create_app(runtime: Runtime) -> FastAPI:
    """Return the application over a bundle of ports."""
    application = _application()
    application.add_middleware(FixedPaths, routers=[module.router for module in _ROUTERS])
    application.add_middleware(Edge, runtime=runtime)
    return application


def openapi_document() -> dict[str, Any]:
    """Return the OpenAPI document; needs no database."""
    return _application().openapi()


def _application() -> FastAPI:
    application = FastAPI(
        title="ICP filing service",
        version=VERSION,
        summary="Files websites and APPs with the authority (ICP备案) for an access provider",
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,
        lifespan=_lifespan,
        # FastAPI's own spans and log records would carry addresses and the words of exceptions out of the house.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    for module in _ROUTERS:
        application.include_router(module.router)
    application.include_router(api_docs.router)
    application.mount(api_docs.ASSETS_AT, api_docs.assets())
    application.add_exception_handler(HTTPException, _unmatched)
    generated = application.openapi

    def openapi() -> dict[str, Any]:
        if application.openapi_schema is None:
            application.openapi_schema = completed_document(generated())
        return application.openapi_schema

    application.openapi = openapi  # type: ignore[method-assign]  # the documented way to extend the document
    return application


@asynccontextmanager
async def _lifespan(_application: FastAPI) -> AsyncIterator[None]:
    with kept_frozen():
        yield


async def _unmatched(request: Request, error: Exception) -> Response:
    """A path or method that no route has; a wrong method is told the right ones (RFC 9110 §15.5.6)."""
    refusal = refusal_of(error)
    response = response_of(problem_answer(request, refusal))
    if refusal.code is ProblemCode.METHOD_NOT_ALLOWED:
        response.headers["allow"] = ", ".join(_methods_of(request))
    return response


def _methods_of(request: Request) -> list[str]:
    """Return the methods that a path has, over all routes of it."""
    routes = [route for module in _ROUTERS for route in module.router.routes]
    alike = (route for route in routes if route.matches(request.scope)[0] is not Match.NONE)
    return sorted({method for route in alike if isinstance(route, Route) for method in route.methods or ()})
