"""The mainland regions and their own rules, without a token."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.domain.texts import Language
from app.routers.cacheable import cacheable
from app.routers.in_words import labels
from app.routers.open_calls import On, count_by_address
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.pages import Cursor, Limit, page_answer, wanted_page, whole_page
from app.routers.request_context import language_in, runtime_of
from app.routers.schemas.regions import RegionPageOut, RegionRulePageOut
from app.usecases import region_rules
from app.usecases.region_rules import ShownRegion, ShownRule

router = APIRouter(route_class=OperationRoute, tags=["rules and advice"])
_UNKNOWN = "unknown"


def _region(region: ShownRegion, language: Language) -> dict[str, Any]:
    return {
        "code": region.code,
        "abbreviation": region.abbreviation,
        "label": region.name.in_language(language),
        "labels": labels(region.name),
        "rules": region.rules,
    }


def _rule(shown: ShownRule, language: Language) -> dict[str, Any]:
    seen, rule, family = shown.seen, shown.seen.rule, shown.seen.family
    return {
        "rule": rule.id,
        "family": family.id,
        "topic": family.topic,
        "kind": rule.kind,
        "acts_in": family.acts_in,
        "acts": seen.acts,
        "severity": shown.severity,
        "applies_to": sorted(rule.applies_to),
        "filing_types": sorted(rule.filing_types),
        "pointer": family.place,
        "value": rule.value,
        "unit": family.unit,
        "in_force_from": _UNKNOWN if rule.in_force_from is None else rule.in_force_from.isoformat(),
        "observed_on": rule.observed_on.words,
        "confidence": rule.confidence,
        "conflicts_with": list(seen.contradicts),
        "message": seen.message.in_language(language),
        "remedy": seen.remedy.in_language(language),
        "source": rule.source,
        "citations": [{"title": one.title, "section": one.section, "url": one.url} for one in rule.citations],
    }


@router.get("/v1/regions", **operation("listRegions", "The 31 mainland regions", answer=RegionPageOut, scopes=None))
async def list_regions(request: Request, on: On = None, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """List the regions in the order of their codes, each with the character that its filing numbers begin with."""
    count_by_address(request)
    found = region_rules.regions(runtime_of(request), on)
    page = whole_page(found, wanted_page(limit, cursor), lambda region: region.code)
    language = language_in(request)
    return cacheable(request, page_answer(request, page, lambda region: _region(region, language)))


@router.get(
    "/v1/regions/{region_code}/rules",
    **operation(
        "listRegionRules",
        "What a region's administration asks for beyond the national rules",
        answer=RegionRulePageOut,
        scopes=None,
    ),
)
async def list_region_rules(
    request: Request, region_code: str, on: On = None, limit: Limit = 20, cursor: Cursor = None
) -> Response:
    """List the rules of a province; the code of a city or district stands for its province."""
    count_by_address(request)
    found = region_rules.rules_of(runtime_of(request), region_code, on)
    page = whole_page(found, wanted_page(limit, cursor), lambda shown: shown.seen.rule.id)
    language = language_in(request)
    return cacheable(request, page_answer(request, page, lambda shown: _rule(shown, language)))
