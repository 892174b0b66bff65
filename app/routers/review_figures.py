"""First review of many filings at once: one decision about several, and figures."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from app.domain.callers import Scope
from app.domain.filing_states import Event
from app.domain.filings import ReviewFinding
from app.problems import problem_members
from app.routers.answers import json_answer, response_of
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.request_context import call_of, reply, runtime_of
from app.routers.review_views import statistics_view
from app.routers.schemas.fields import Day
from app.routers.schemas.reviews import BatchDecisionIn, BatchResultsOut, ReviewStatisticsOut
from app.usecases import review_batches, review_statistics
from app.usecases.review_batches import BatchItem, BatchResult
from app.usecases.reviews import DecisionCommand

router = APIRouter(route_class=OperationRoute, tags=["first review"])


@router.post(
    "/v1/reviews/decisions",
    **operation(
        "decideReviews",
        "Reject several filings for the same reason, or ask for their completion",
        answer=BatchResultsOut,
        scopes=[Scope.REVIEWS],
    ),
)
async def decide_reviews(request: Request, body: BatchDecisionIn) -> Response:
    """Decide each by itself: what one is refused for keeps no other from its decision. Free ones are claimed."""
    call = await call_of(request)
    findings = tuple(ReviewFinding(one.pointer, one.code, "provider", one.note) for one in body.findings)
    command = DecisionCommand(Event(body.outcome.value), findings)
    items = [BatchItem(one.filing_id, one.revision) for one in body.items]
    results = await review_batches.decide_all(runtime_of(request), call, items, command)
    return response_of(json_answer(200, {"data": [_result_view(request, one) for one in results]}))


def _result_view(request: Request, result: BatchResult) -> dict[str, Any]:
    filing, refusal, problem = result.filing, result.refusal, None
    if refusal is not None:
        problem = problem_members(refusal, request.state.language, request.state.trace_id)
    return {
        "filing_id": result.filing_id,
        "state": None if filing is None else filing.state.value,
        "revision": None if filing is None else filing.revision,
        "problem": problem,
    }


@router.get(
    "/v1/reviews/statistics",
    **operation(
        "getReviewStatistics", "Figures of the first review", answer=ReviewStatisticsOut, scopes=[Scope.REVIEWS]
    ),
)
async def get_statistics(
    request: Request,
    first: Annotated[Day | None, Query(alias="from", description="The first day (in China).")] = None,
    last: Annotated[Day | None, Query(alias="to", description="The last day; today where it is absent.")] = None,
) -> Response:
    """Count what was decided from one day to another, in all and by reviewer, and what waits now."""
    call = await call_of(request, lambda figures: json_answer(200, statistics_view(figures)))
    return reply(request, call, await review_statistics.of(runtime_of(request), call, first, last))
