"""The regions and their own rules over the real application: dated, weighed, and told with what contradicts them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any

import httpx
import pytest

from app.domain.citations import Citation
from app.domain.region_rules import (
    ActsIn,
    Confidence,
    Kind,
    Observed,
    RegionFamily,
    RegionRule,
    RegionRules,
    RuleRegion,
    Shape,
    Whom,
    Wording,
)
from app.domain.regions import ABBREVIATIONS
from app.domain.rulebook import Rulebook
from app.domain.texts import Text
from tests.play.expected_problem import problem, refused_fields
from tests.routers.rule_calls import anybody, without_token, world
from tests.usecases.a_world import World

__all__ = ["anybody", "world"]

SOURCE = Citation("河南省通信管理局 备案要求", "备案数量")


def a_rule(family: str, value: Any, since: date | None, **more: Any) -> RegionRule:
    rule = RegionRule(
        region="410000",
        family=family,
        kind=Kind.LIMIT,
        applies_to=frozenset({Whom.INDIVIDUAL}),
        filing_types=frozenset(),
        value=value,
        in_force_from=since,
        observed_on=Observed("2021-06", date(2021, 6, 30)),
        confidence=Confidence.MEDIUM,
        citations=(SOURCE,),
    )
    return replace(rule, **more)


def a_family(family: str) -> RegionFamily:
    wording = Wording(
        (Shape.NUMBER,),
        Text("{region}：最多{value}个。", "{region}: {value} at most."),
        Text("请减少。", "Fewer."),
    )
    return RegionFamily(family, family.partition(".")[0], ActsIn.CHECKS, "/services", {Kind.LIMIT: wording}, unit="个")


FAMILIES = {family.id: family for family in map(a_family, ("count.websites", "count.most", "count.later"))}
RULES = {
    "count.websites": a_rule("count.websites", 1, None, conflicts_with=("count.most",)),
    "count.most": a_rule(
        "count.most", 5, date(2020, 1, 1), confidence=Confidence.HIGH, conflicts_with=("count.websites",)
    ),
    "count.later": a_rule("count.later", 3, date(2024, 1, 1)),
}
HENAN = RuleRegion("410000", Text("河南省", "Henan"), "豫", RULES)


@pytest.fixture(scope="module")
async def henan(world: World) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody without a token, where Henan has three rules and nobody else any."""
    own = RegionRules(FAMILIES, {"410000": HENAN})
    rulebook = Rulebook.of(world.runtime.rulebook.rules, "0" * 64, own)
    async with without_token(replace(world, runtime=replace(world.runtime, rulebook=rulebook))) as client:
        yield client


async def rules(client: httpx.AsyncClient, region: str, **params: Any) -> dict[str, dict[str, Any]]:
    answer = await client.get(
        f"/v1/regions/{region}/rules", params={"limit": 100, **params}, headers={"accept-language": "en"}
    )
    assert answer.status_code == 200, answer.text
    return {one["family"]: one for one in answer.json()["data"]}


async def test_the_regions_are_the_thirty_one_of_the_mainland(anybody: httpx.AsyncClient) -> None:
    answer = await anybody.get("/v1/regions", params={"limit": 100})

    regions = answer.json()["data"]
    assert [one["code"][:2] for one in regions] == list(ABBREVIATIONS)
    assert {one["code"][:2]: one["abbreviation"] for one in regions} == dict(ABBREVIATIONS)
    assert all(one["label"] == one["labels"]["zh-CN"] for one in regions)
    again = await anybody.get("/v1/regions", params={"limit": 100}, headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


async def test_the_regions_come_in_pages_too(anybody: httpx.AsyncClient) -> None:
    first = (await anybody.get("/v1/regions")).json()
    second = (await anybody.get("/v1/regions", params={"cursor": first["next_cursor"]})).json()

    assert (len(first["data"]), len(second["data"]), second["next_cursor"]) == (20, 11, None)


@pytest.mark.parametrize("digits", ABBREVIATIONS)
async def test_every_region_tells_as_many_rules_as_it_says_it_has(anybody: httpx.AsyncClient, digits: str) -> None:
    code = f"{digits}0000"
    listed = {one["code"]: one for one in (await anybody.get("/v1/regions", params={"limit": 100})).json()["data"]}

    found = await rules(anybody, code)

    assert len(found) == listed[code]["rules"]
    for one in found.values():
        assert one["rule"] == f"regions.{code}.{one['family']}"
        for name in ("message", "remedy", "source", "observed_on", "confidence", "severity"):
            assert one[name]
        assert one["citations"]


async def test_a_rule_is_told_with_its_value_its_age_its_certainty_and_its_source(henan: httpx.AsyncClient) -> None:
    most = (await rules(henan, "410000"))["count.most"]

    assert (most["value"], most["unit"], most["applies_to"]) == (5, "个", ["individual"])
    assert (most["in_force_from"], most["observed_on"], most["confidence"]) == ("2020-01-01", "2021-06", "high")
    assert (most["severity"], most["acts_in"], most["pointer"]) == ("error", "checks", "/services")
    assert (most["message"], most["remedy"]) == ("Henan: 5 at most.", "Fewer.")
    assert SOURCE.in_words() in most["source"]
    assert most["citations"] == [{"title": SOURCE.title, "section": SOURCE.section, "url": None}]


async def test_a_rule_of_unknown_age_says_so_and_when_it_was_seen(henan: httpx.AsyncClient) -> None:
    websites = (await rules(henan, "410000", on="2010-01-01"))["count.websites"]

    assert (websites["in_force_from"], websites["observed_on"]) == ("unknown", "2021-06")


async def test_rules_that_contradict_one_another_are_shown_as_such(henan: httpx.AsyncClient) -> None:
    found = await rules(henan, "410000")

    assert found["count.most"]["conflicts_with"] == ["regions.410000.count.websites"]
    assert found["count.websites"]["conflicts_with"] == ["regions.410000.count.most"]
    assert (found["count.most"]["acts"], found["count.websites"]["acts"]) == (True, False)
    earlier = await rules(henan, "410000", on="2015-01-01")
    assert earlier["count.websites"]["acts"], "what began later contradicts nothing yet"


async def test_what_begins_later_is_not_told_of_an_earlier_day(henan: httpx.AsyncClient) -> None:
    assert set(await rules(henan, "410000", on="2023-12-31")) == {"count.websites", "count.most"}
    assert set(await rules(henan, "410000", on="2024-01-01")) == set(RULES)


@pytest.mark.fact("S0-11")
async def test_the_customer_is_shown_the_rules_of_the_filings_own_province(henan: httpx.AsyncClient) -> None:
    for inside in ("410000", "410100", "410105"):
        assert set(await rules(henan, inside)) == set(RULES)
    assert await rules(henan, "440000") == {}


@pytest.mark.parametrize("region", ["710000", "810000", "990000", "41", "nowhere", "410000 "])
async def test_a_region_without_an_administration_is_not_found(anybody: httpx.AsyncClient, region: str) -> None:
    problem(await anybody.get(f"/v1/regions/{region}/rules"), 404, "not-found")


@pytest.mark.parametrize("path", ["/v1/regions", "/v1/regions/410000/rules"])
@pytest.mark.parametrize("on", ["yesterday", "2005-03-19", "2190-01-01"])
async def test_a_day_without_rules_is_refused(anybody: httpx.AsyncClient, path: str, on: str) -> None:
    refused_fields(await anybody.get(path, params={"on": on}), "/query/on")
