"""Advice without a token: does it have to be filed, and what may it be called?"""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.domain.filing_body import ServiceKind
from app.domain.filing_needs import NeedReason
from app.domain.name_checks import AskedName
from app.domain.texts import Language
from app.routers.answers import json_answer
from app.routers.cacheable import cacheable
from app.routers.open_calls import On, count_by_address
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.request_context import language_in, runtime_of
from app.routers.schemas.advice import FilingNeedsIn, FilingNeedsOut, NameCheckIn, NameCheckOut
from app.routers.views import Eyes, finding_view
from app.usecases import advice

router = APIRouter(route_class=OperationRoute, tags=["rules and advice"])


@router.post(
    "/v1/filing-needs",
    **operation(
        "findFilingNeeds",
        "Does it have to be filed, with whom, and does it need access or a licence?",
        answer=FilingNeedsOut,
        scopes=None,
        keyed=False,
    ),
)
async def find_filing_needs(request: Request, body: FilingNeedsIn, on: On = None) -> Response:
    """Decide, each part of the answer with its reason and source; what makes no sense is told so."""
    count_by_address(request)
    found, day = advice.needs(runtime_of(request), advice.NeedsInput(**dict(body)), on)
    language = language_in(request)
    content = {
        "filing_required": found.filing_required,
        "access_filing_required": found.access_filing_required,
        "licence_required": found.licence_required,
        "target": found.target,
        "filed_at": found.filed_at,
        "name_to_file": found.name_to_file,
        "name_acceptable": found.name_acceptable,
        "reasons": [_reason(reason, language) for reason in found.reasons],
        "rules_as_of": day,
    }
    return cacheable(request, json_answer(200, content))


def _reason(reason: NeedReason, language: Language) -> dict[str, object]:
    said = reason.said
    return {
        "about": reason.about,
        "code": said.code,
        "rule": said.rule,
        "severity": said.severity,
        "message": said.message.in_language(language),
        "remedy": said.remedy.in_language(language),
        "source": said.source,
        "in_force_from": reason.in_force_from,
    }


@router.post(
    "/v1/name-checks",
    **operation("checkName", "May a website or an APP be called this?", answer=NameCheckOut, scopes=None, keyed=False),
)
async def check_name(request: Request, body: NameCheckIn, on: On = None) -> Response:
    """Check a name by the rules of the machine pre-review."""
    count_by_address(request)
    asked = AskedName(
        kind=ServiceKind(body.kind),
        name=body.name,
        nature=body.subject_nature,
        subject_name=body.subject_name,
        region=body.region,
        pre_approvals=tuple(body.pre_approvals),
    )
    checked = advice.name_check(runtime_of(request), asked, on)
    eyes = Eyes(language_in(request), reads_personal_data=False)
    content = {
        "acceptable": checked.acceptable,
        "findings": [finding_view(finding, eyes) for finding in checked.findings],
        "rules_as_of": checked.rules_as_of,
    }
    # The name of a person may stand in what was asked: kept by whoever asked, and by nobody between.
    return cacheable(request, json_answer(200, content), shared=False)
