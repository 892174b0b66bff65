"""The lists of codes, without a token."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.domain.catalogue_entries import Entry
from app.domain.catalogues import CatalogueName
from app.domain.errors import ProblemCode
from app.domain.texts import Language
from app.routers.cacheable import cacheable
from app.routers.in_words import in_words, labels
from app.routers.open_calls import On, count_by_address
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.pages import Cursor, Limit, page_answer, wanted_page, whole_page
from app.routers.request_context import language_in, runtime_of
from app.routers.schemas.catalogue import CataloguePageOut
from app.routers.tenants import has_token, profile_asked
from app.usecases import catalogues

router = APIRouter(route_class=OperationRoute, tags=["rules and advice"])


def _entry(entry: Entry, language: Language) -> dict[str, Any]:
    return {
        "code": entry.code,
        "number": entry.numbers[0] if len(entry.numbers) == 1 else None,
        "numbers": list(entry.numbers),
        "label": entry.label.in_language(language),
        "labels": labels(entry.label),
        "rule": entry.rule,
        "source": entry.source,
        "in_force_from": entry.in_force_from,
        "details": in_words(entry.details, language),
    }


@router.get(
    "/v1/catalog/{name}",
    **operation(
        "getCatalogue",
        "A list of codes with the authority's numbers, labels and sources",
        answer=CataloguePageOut,
        scopes=None,
        token_optional=True,
        problems=[ProblemCode.UNAUTHENTICATED],
    ),
)
async def get_catalogue(
    request: Request, name: CatalogueName, on: On = None, limit: Limit = 20, cursor: Cursor = None
) -> Response:
    """List the codes; states and channels are those of the token's provider, without a token the default one's."""
    count_by_address(request)
    found = catalogues.listed(runtime_of(request), name, await profile_asked(request), on)
    page = whole_page(found, wanted_page(limit, cursor), lambda entry: entry.code)
    language = language_in(request)
    answer = page_answer(request, page, lambda entry: _entry(entry, language))
    return cacheable(request, answer, shared=not has_token(request), token_optional=True)
