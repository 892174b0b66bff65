"""Filings (备案订单): beginning, reading, changing and moving them."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Header, Query
from starlette.requests import Request
from starlette.responses import Response

from app.domain.callers import Scope
from app.domain.errors import invalid
from app.domain.filing_states import State
from app.domain.filing_types import FilingType
from app.domain.profile import ItemState
from app.domain.texts import Text
from app.ports.store.filings import FilingsWanted
from app.ports.store.keys import Answer
from app.routers.answers import json_answer, response_of
from app.routers.eyes import eyes_of
from app.routers.filing_views import filing_view, timeline_view
from app.routers.json_body import read_one_of
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.pages import Cursor, Limit, page_answer, wanted_page, whole_page
from app.routers.request_context import call_of, language_in, reply, runtime_of, wanted_revision
from app.routers.schemas.empty import NothingIn, ReasonIn
from app.routers.schemas.fields import In
from app.routers.schemas.filing_body import FilingPatch
from app.routers.schemas.filings import (
    BEGINNINGS,
    CheckPageOut,
    ClaimIn,
    FilingIn,
    FilingOfRecordIn,
    FilingOut,
    FilingPageOut,
    MigrationIn,
    ProductIn,
    RequirementPageOut,
    ServicesIn,
    TimelinePageOut,
)
from app.routers.views import finding_view
from app.usecases import (
    claims,
    filing_bodies,
    filing_checks,
    filing_services,
    filing_steps,
    filings,
    migrations,
    record_filings,
    timelines,
)
from app.usecases.call import Call
from app.usecases.filing_checks import RequirementSeen
from app.usecases.filing_details import FilingDetails
from app.usecases.filing_products import ProductCommand
from app.usecases.runtime import Runtime

router = APIRouter(route_class=OperationRoute, tags=["filings"])
MERGE_PATCH = ("application/merge-patch+json", "application/json")
READERS = [Scope.FILINGS, Scope.REVIEWS]
IfMatch = Annotated[str | None, Header(alias="If-Match", description='The filing\'s ETag, such as `"3"`.')]
Step = Callable[[Runtime, Call, str, int | None], Awaitable[FilingDetails]]
_NO_STATE = Text("没有这个状态。", "There is no such state.")


def filing_answer(request: Request, call: Call, details: FilingDetails, status: int = 200) -> Answer:
    """Show a filing with its ETag; a new one says where it is."""
    view = filing_view(runtime_of(request), call, details, eyes_of(request))
    headers = {"etag": f'"{details.filing.revision}"'}
    if status == 201:
        headers["location"] = f"/v1/filings/{details.filing.id}"
    return json_answer(status, view, headers)


async def filing_call(request: Request, status: int = 200) -> Call:
    """Open a call whose result is a filing."""
    call = await call_of(request)
    call.renders = lambda details: filing_answer(request, call, details, status)
    return call


@router.post(
    "/v1/filings",
    **operation(
        "beginFiling",
        "Begin a filing from a type verification, a record, or an accepted migration",
        ok=201,
        answer=FilingOut,
        scopes=[Scope.FILINGS],
        body=BEGINNINGS,
    ),
)
async def begin_filing(request: Request) -> Response:
    """Open a draft in which everything verified, or on file, is filled in."""
    body = await read_one_of(request, _beginning)
    call = await filing_call(request, 201)
    runtime = runtime_of(request)
    if isinstance(body, FilingIn):
        command = filings.BeginCommand(body.type_verification_id, _product(body.product), body.copy_from)
        return reply(request, call, await filings.begin(runtime, call, command))
    if isinstance(body, MigrationIn):
        migrate = migrations.MigrateCommand(body.transfer_id, body.channel, _product(body.product))
        return reply(request, call, await migrations.begin(runtime, call, migrate))
    assert isinstance(body, FilingOfRecordIn)
    of_record = record_filings.BeginFromRecordCommand(
        body.filing_type, body.channel, body.record_id, body.service_id, body.reason_code, tuple(body.acknowledged)
    )
    return reply(request, call, await record_filings.begin(runtime, call, of_record))


def _beginning(members: Mapping[str, Any]) -> type[In]:
    """Choose how a body is read by what it names; a type verification is what most begin from."""
    if "transfer_id" in members or members.get("filing_type") == FilingType.MIGRATE_SERVICE:
        return MigrationIn
    return FilingOfRecordIn if {"filing_type", "record_id"} & members.keys() else FilingIn


def _product(named: ProductIn) -> ProductCommand:
    return ProductCommand(named.authorization_code, named.resource_id)


@router.post(
    "/v1/filings/{filing_id}/services",
    **operation(
        "addServices",
        "Add services to a draft",
        ok=201,
        answer=FilingOut,
        scopes=[Scope.FILINGS],
        if_match=True,
    ),
)
async def add_services(request: Request, filing_id: str, body: ServicesIn, if_match: IfMatch = None) -> Response:
    """Add what was verified with the draft's `filing_id`."""
    call = await filing_call(request, 201)
    command = filing_services.AddCommand(body.type_verification_id, _product(body.product))
    details = await filing_services.add(runtime_of(request), call, filing_id, wanted_revision(if_match), command)
    return reply(request, call, details)


@router.delete(
    "/v1/filings/{filing_id}/services/{service_id}",
    **operation("removeService", "Take a service out of a draft", ok=204, scopes=[Scope.FILINGS], if_match=True),
)
async def remove_service(request: Request, filing_id: str, service_id: str, if_match: IfMatch = None) -> Response:
    """Take a service out; what it was filed with is free again."""
    call = await call_of(request, lambda _: Answer(204, (), b""))
    await filing_services.remove(runtime_of(request), call, filing_id, service_id, wanted_revision(if_match))
    return reply(request, call, None)


@router.post(
    "/v1/claims",
    **operation(
        "beginClaim", "Claim what is on file here (认领备案)", ok=201, answer=FilingOut, scopes=[Scope.FILINGS]
    ),
)
async def begin_claim(request: Request, body: ClaimIn) -> Response:
    """Open a claim, which the provider's review alone decides."""
    call = await filing_call(request, 201)
    return reply(request, call, await claims.begin(runtime_of(request), call, body.type_verification_id))


@router.get("/v1/filings", **operation("listFilings", "Filings", answer=FilingPageOut, scopes=READERS))
async def list_filings(
    request: Request,
    limit: Limit = 20,
    cursor: Cursor = None,
    state: Annotated[str | None, Query(min_length=1, max_length=200)] = None,
    filing_type: FilingType | None = None,
    account_id: Annotated[str | None, Query(min_length=1, max_length=64, pattern=r"^[0-9a-z_]+$")] = None,
) -> Response:
    """List filings, newest first; `state` may name several, separated by commas."""
    call = await call_of(request)
    wanted = FilingsWanted(wanted_states(state), filing_type, account_id)
    page = await filings.listed(runtime_of(request), call, wanted, wanted_page(limit, cursor))
    runtime, eyes = runtime_of(request), eyes_of(request)
    return response_of(page_answer(request, page, lambda one: filing_view(runtime, call, one, eyes)))


def wanted_states(state: str | None) -> tuple[str, ...] | None:
    """Read a list of states from the query."""
    if state is None:
        return None
    names = tuple(dict.fromkeys(state.split(",")))
    if not set(names) <= {one.value for one in State}:
        raise invalid("/query/state", "unknown_value", _NO_STATE)
    return names


@router.get("/v1/filings/{filing_id}", **operation("getFiling", "One filing", answer=FilingOut, scopes=READERS))
async def get_filing(request: Request, filing_id: str) -> Response:
    """Show a filing; its ETag goes into `If-Match` of whatever changes it."""
    call = await filing_call(request)
    return reply(request, call, await filings.get(runtime_of(request), call, filing_id))


@router.patch(
    "/v1/filings/{filing_id}",
    **operation(
        "changeFiling",
        "Change what was entered (JSON Merge Patch)",
        answer=FilingOut,
        scopes=[Scope.FILINGS],
        if_match=True,
        media_types=MERGE_PATCH,
        body=FilingPatch,
    ),
)
async def change_filing(request: Request, filing_id: str, body: FilingPatch, if_match: IfMatch = None) -> Response:
    """Save what has the right shape; what its content lacks stands in `checks`."""
    call = await filing_call(request)
    revision = wanted_revision(if_match)
    # The patch as sent, not as parsed: null means remove, and absent means leave.
    change: dict[str, Any] = orjson.loads(body.model_dump_json(exclude_unset=True, by_alias=True))
    details = await filing_bodies.patch(runtime_of(request), call, filing_id, revision, change)
    return reply(request, call, details)


def _step(name: str, operation_id: str, summary: str, step: Step) -> None:
    @router.post(
        f"/v1/filings/{{filing_id}}/{name}",
        **operation(operation_id, summary, answer=FilingOut, scopes=[Scope.FILINGS], if_match=True),
    )
    async def take_step(
        request: Request, filing_id: str, body: NothingIn | None = None, if_match: IfMatch = None
    ) -> Response:
        call = await filing_call(request)
        details = await step(runtime_of(request), call, filing_id, wanted_revision(if_match))
        return reply(request, call, details)


def _reasoned_step(
    name: str,
    operation_id: str,
    summary: str,
    step: Callable[[Runtime, Call, str, int | None, str | None], Awaitable[FilingDetails]],
) -> None:
    @router.post(
        f"/v1/filings/{{filing_id}}/{name}",
        **operation(operation_id, summary, answer=FilingOut, scopes=[Scope.FILINGS], if_match=True),
    )
    async def take_step(
        request: Request, filing_id: str, body: ReasonIn | None = None, if_match: IfMatch = None
    ) -> Response:
        call = await filing_call(request)
        reason = body.reason if body is not None else None
        details = await step(runtime_of(request), call, filing_id, wanted_revision(if_match), reason)
        return reply(request, call, details)


_step("confirm", "confirmFiling", "Agree to exactly this revision", filing_steps.confirm)
_step("submit", "submitFiling", "Submit to first review", filing_steps.submit)
_step("resubmit", "resubmitFiling", "Submit again what was sent back", filing_steps.resubmit)
_reasoned_step("withdraw", "withdrawFiling", "Take back for editing (撤销)", filing_steps.withdraw)
_reasoned_step("abandon", "abandonFiling", "Give up (放弃)", filing_steps.abandon)


@router.get(
    "/v1/filings/{filing_id}/checks",
    **operation("checkFiling", "The machine pre-review", answer=CheckPageOut, scopes=READERS),
)
async def check_filing(request: Request, filing_id: str, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """Say every rule that speaks, errors first."""
    call = await call_of(request)
    findings = await filing_checks.check(runtime_of(request), call, filing_id)
    numbered = tuple(enumerate(findings))
    page = whole_page(numbered, wanted_page(limit, cursor), lambda one: str(one[0]))
    eyes = eyes_of(request)
    return response_of(page_answer(request, page, lambda one: finding_view(one[1], eyes)))


@router.get(
    "/v1/filings/{filing_id}/requirements",
    **operation("listRequirements", "The papers wanted for this filing", answer=RequirementPageOut, scopes=READERS),
)
async def list_requirements(request: Request, filing_id: str, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """List the papers, each with whether it is there."""
    call = await call_of(request)
    wanted = await filing_checks.required(runtime_of(request), call, filing_id)
    page = whole_page(wanted, wanted_page(limit, cursor), lambda one: f"{one.requirement.kind}{one.requirement.for_}")
    return response_of(page_answer(request, page, lambda one: _requirement(request, call, one)))


def _requirement(request: Request, call: Call, seen: RequirementSeen) -> dict[str, Any]:
    one = seen.requirement
    missing = ItemState.PAPER_MISSING if one.required else ItemState.PAPER_NONE
    state = ItemState.PAPER_THERE if seen.satisfied else missing
    return {
        "kind": one.kind.value,
        "required": one.required,
        "for": one.for_,
        "formats": list(one.formats),
        "max_bytes": one.max_bytes,
        "reason": one.reason.in_language(language_in(request)),
        "notes": one.notes.in_language(language_in(request)),
        "step": one.step.value,
        "template": one.template,
        "alternatives": [kind.value for kind in one.alternatives],
        "satisfied": seen.satisfied,
        "state_label": call.profile.item_label(state),
        "on_file": seen.on_file,
        "rule": one.rule,
        "source": one.source,
    }


@router.get(
    "/v1/filings/{filing_id}/timeline",
    **operation("listTimeline", "Every event, oldest first", answer=TimelinePageOut, scopes=READERS),
)
async def list_timeline(request: Request, filing_id: str, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """List what happened, by whom, and when."""
    call = await call_of(request)
    page = await timelines.of(runtime_of(request), call, filing_id, wanted_page(limit, cursor))
    runtime, eyes = runtime_of(request), eyes_of(request)
    return response_of(page_answer(request, page, lambda entry: timeline_view(runtime, call, entry, eyes)))
