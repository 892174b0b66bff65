"""Whether the service lives, whether it is ready, and the pages of its problems."""

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from app.domain.errors import not_found
from app.problems import problem_page
from app.routers.answers import json_answer, response_of
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.request_context import language_in, runtime_of
from app.usecases.readiness import readiness

router = APIRouter(route_class=OperationRoute, tags=["operation"])


class HealthOut(BaseModel):
    """The process is alive."""

    status: str


class ReadinessOut(BaseModel):
    """What answers, by name."""

    status: str
    database: bool
    queue: bool
    object_store: bool
    authority_gateway: bool


@router.get("/healthz", **operation("isAlive", "Is the process alive?", answer=HealthOut, scopes=None))
async def is_alive() -> Response:
    """Answer without asking anything else."""
    return response_of(json_answer(200, {"status": "alive"}))


@router.get("/readyz", **operation("isReady", "Can requests be served?", answer=ReadinessOut, scopes=None))
async def is_ready(request: Request) -> Response:
    """Answer 200, or 503 with what is missing."""
    found = await readiness(runtime_of(request))
    content = {
        "status": "ready" if found.is_ready else "not ready",
        "database": found.database,
        "queue": found.queue,
        "object_store": found.object_store,
        "authority_gateway": found.authority_gateway,
    }
    return response_of(json_answer(200 if found.is_ready else 503, content))


@router.get("/problems/{code}", include_in_schema=False)
async def show_problem(request: Request, code: str) -> Response:
    """Explain a problem to a person."""
    page = problem_page(code, language_in(request))
    if page is None:
        raise not_found()
    return Response(page, media_type="text/html; charset=utf-8")
