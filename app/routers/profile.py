"""The ways of a provider, with or without a token."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.domain.errors import ProblemCode
from app.routers.answers import json_answer
from app.routers.cacheable import cacheable
from app.routers.open_calls import On, count_by_address
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.profile_view import profile_view
from app.routers.request_context import language_in, runtime_of
from app.routers.schemas.profile import ProfileOut
from app.routers.tenants import has_token, profile_asked
from app.usecases.shown_profile import shown

router = APIRouter(route_class=OperationRoute, tags=["rules and advice"])


@router.get(
    "/v1/profile",
    **operation(
        "getProfile",
        "The provider's ways: types by channel, whom it serves, quotas, papers by post, SMS, terms, labels",
        answer=ProfileOut,
        scopes=None,
        token_optional=True,
        problems=[ProblemCode.UNAUTHENTICATED],
    ),
)
async def get_profile(request: Request, on: On = None) -> Response:
    """Show the profile of the token's provider, without a token that of the default one."""
    count_by_address(request)
    found = shown(runtime_of(request), await profile_asked(request), on)
    answer = json_answer(200, profile_view(found, language_in(request)))
    return cacheable(request, answer, shared=not has_token(request), token_optional=True)
