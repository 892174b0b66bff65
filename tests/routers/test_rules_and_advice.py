"""Rules and advice over the real application: open to anybody, dated, in both languages, and kept by caches."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.adapters.memory_limits import MemoryRateLimiter
from app.domain.catalogues import CatalogueName
from app.domain.filing_body import PreApproval, SubjectNature
from app.domain.rule_days import FIRST_DAY, LAST_DAY
from app.usecases import providers
from tests.fakes.clock import StillClock
from tests.play.expected_problem import problem, refused_fields
from tests.routers.rule_calls import anybody, token_of, without_token, world
from tests.usecases.a_world import NOW, World

__all__ = ["anybody", "world"]

WEBSITE = {"hosting": "mainland_here", "scenario": "website"}
NAME = {"kind": "website", "name": "示例科技官方网站", "subject_nature": "enterprise"}
READ = ["/v1/profile", *(f"/v1/catalog/{name.value}" for name in CatalogueName)]
ASKED = [("/v1/filing-needs", WEBSITE), ("/v1/name-checks", NAME)]


async def answered(client: httpx.AsyncClient, path: str, body: Any = None, **more: Any) -> httpx.Response:
    return await (client.get(path, **more) if body is None else client.post(path, json=body, **more))


async def whole(client: httpx.AsyncClient, name: str, **more: Any) -> dict[str, dict[str, Any]]:
    answer = await client.get(f"/v1/catalog/{name}", params={"limit": 100}, **more)
    assert answer.status_code == 200, answer.text
    return {entry["code"]: entry for entry in answer.json()["data"]}


# --- what all of them share


@pytest.mark.parametrize("path", READ)
async def test_what_is_read_has_a_strong_tag_and_is_sent_once(anybody: httpx.AsyncClient, path: str) -> None:
    first = await anybody.get(path)
    tag = first.headers["etag"]

    assert first.status_code == 200
    assert tag.startswith('"')
    assert first.headers["cache-control"].startswith("public, max-age=")
    assert {"Accept-Language", "Authorization"} <= set(first.headers["vary"].split(", "))
    for given in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = await anybody.get(path, headers={"if-none-match": given})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert (await anybody.get(path, headers={"if-none-match": '"other"'})).status_code == 200


@pytest.mark.parametrize("path", READ)
async def test_each_language_has_a_tag_of_its_own(anybody: httpx.AsyncClient, path: str) -> None:
    chinese = await anybody.get(path)
    english = await anybody.get(path, headers={"accept-language": "en"})

    assert chinese.headers["content-language"] == "zh-CN"
    assert english.headers["content-language"] == "en"
    assert chinese.headers["etag"] != english.headers["etag"]


@pytest.mark.parametrize(("path", "body"), [*((path, None) for path in READ), *ASKED])
@pytest.mark.parametrize("on", ["yesterday", "", "2026-02-30", "2005-03-19", "0001-01-01", "2190-01-01", "9999-12-31"])
async def test_a_day_that_has_no_rules_is_refused_at_query_on(
    anybody: httpx.AsyncClient, path: str, body: Any, on: str
) -> None:
    refused_fields(await answered(anybody, path, body, params={"on": on}), "/query/on")


async def test_who_asks_too_early_is_told_from_when_rules_are_known(anybody: httpx.AsyncClient) -> None:
    answer = await anybody.get("/v1/profile", params={"on": "2005-03-19"}, headers={"accept-language": "en"})

    (error,) = problem(answer, 422, "validation-failed")["errors"]
    assert error["code"] == "out_of_range"
    assert "2005-03-20" in error["message"]
    assert error["remedy"]


@pytest.mark.parametrize(("path", "body"), [*((path, None) for path in READ), *ASKED])
@pytest.mark.parametrize("on", [FIRST_DAY, LAST_DAY])
async def test_the_first_and_the_last_day_have_rules(anybody: httpx.AsyncClient, path: str, body: Any, on: Any) -> None:
    answer = await answered(anybody, path, body, params={"on": on.isoformat()})

    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(("path", "body"), [("/v1/profile", None), *ASKED])
async def test_the_day_of_the_rules_is_told_and_is_today_in_china_where_none_is_asked(
    world: World, path: str, body: Any
) -> None:
    late = StillClock(NOW + timedelta(hours=15))  # 01:00 of the next day in China
    async with without_token(replace(world, runtime=replace(world.runtime, clock=late))) as client:
        today = await answered(client, path, body)
        asked = await answered(client, path, body, params={"on": "2019-09-16"})

    assert today.json()["rules_as_of"] == "2026-03-03"
    assert asked.json()["rules_as_of"] == "2019-09-16"


@pytest.mark.parametrize(("path", "body"), [("/v1/profile", None), ("/v1/catalog/states", None), *ASKED])
async def test_an_address_has_a_limit_like_a_client(world: World, path: str, body: Any) -> None:
    limiter = MemoryRateLimiter({"client": (2, 60)}, world.clock)
    async with without_token(replace(world, runtime=replace(world.runtime, rate_limiter=limiter))) as client:
        answers = [await answered(client, path, body) for _ in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[0].headers["ratelimit"].startswith('"default";r=1;')
    assert problem(answers[2], 429, "rate-limited")
    assert int(answers[2].headers["retry-after"]) > 0


# --- filing needs


async def test_an_answer_has_its_parts_and_for_each_a_reason_with_its_source(anybody: httpx.AsyncClient) -> None:
    body = {**WEBSITE, "domain": "WWW.Example.com", "on_record_elsewhere": True, "paid_service": True}

    answer = await anybody.post("/v1/filing-needs", json=body, headers={"accept-language": "en"})

    content = answer.json()
    assert answer.status_code == 200
    assert answer.headers["cache-control"].startswith("public, ")
    assert answer.headers["etag"]
    assert {name: content[name] for name in content if name != "reasons"} == {
        "filing_required": True,
        "access_filing_required": True,
        "licence_required": True,
        "target": "apex_domain",
        "filed_at": "here",
        "name_to_file": "example.com",
        "name_acceptable": True,
        "rules_as_of": "2026-03-02",
    }
    assert [reason["about"] for reason in content["reasons"][:5]] == [
        "filing",
        "provider",
        "access",
        "licence",
        "name",
    ]
    for reason in content["reasons"]:
        assert all(reason[name] for name in ("code", "rule", "severity", "message", "remedy", "source"))
        assert reason["in_force_from"] == "2005-03-20"
    assert "example.com" in content["reasons"][4]["message"]


@pytest.mark.parametrize(
    ("changes", "pointers"),
    [
        ({"scenario": "app", "bound_custom_domain": True}, ["/bound_custom_domain"]),
        ({"scenario": "ip_only", "domain": "example.cn"}, ["/domain"]),
        ({"origin_here": False}, ["/origin_here"]),
        ({"domain": "http://example.cn/"}, ["/domain"]),
        ({"domain": "1.2.3.4"}, ["/domain"]),
        ({"hosting": "moon"}, ["/hosting"]),
        ({"scenario": None}, ["/scenario"]),
        ({"paid_service": "yes"}, ["/paid_service"]),
        ({"surprise": 1}, ["/surprise"]),
    ],
)
async def test_a_question_that_makes_no_sense_is_told_so_at_its_place(
    anybody: httpx.AsyncClient, changes: dict[str, Any], pointers: list[str]
) -> None:
    refused_fields(await anybody.post("/v1/filing-needs", json={**WEBSITE, **changes}), *pointers)


async def test_a_contradiction_names_its_rule_its_source_and_what_to_do(anybody: httpx.AsyncClient) -> None:
    answer = await anybody.post("/v1/filing-needs", json={**WEBSITE, "scenario": "app", "bound_custom_domain": True})

    (error,) = problem(answer, 422, "validation-failed")["errors"]
    assert error["rule"] == "filing_needs.input_not_of_scenario"
    assert error["source"]
    assert error["remedy"]


# --- names


@pytest.mark.parametrize(
    ("changes", "acceptable", "codes"),
    [
        ({}, True, set()),
        ({"name": "中国示例"}, False, {"site_name_bad"}),
        ({"name": "中国示例", "subject_nature": "government_agency"}, True, set()),
        ({"name": "example.com"}, False, {"site_name_bad"}),
        ({"name": "示例新闻"}, False, {"prior_approval_missing"}),
        ({"name": "示例新闻", "pre_approvals": ["news"]}, True, set()),
        ({"kind": "app", "name": "示例助手"}, True, set()),
        ({"kind": "app", "name": "测试"}, False, {"app_name_bad"}),
    ],
)
async def test_a_name_is_judged_by_the_rules_of_the_checks(
    anybody: httpx.AsyncClient, changes: dict[str, Any], acceptable: bool, codes: set[str]
) -> None:
    answer = await anybody.post("/v1/name-checks", json={**NAME, **changes})

    content = answer.json()
    assert answer.status_code == 200, answer.text
    assert (content["acceptable"], {one["code"] for one in content["findings"]}) == (acceptable, codes)
    assert {one["pointer"] for one in content["findings"]} <= {"/name"}
    assert answer.headers["cache-control"].startswith("private, "), "a person's name may stand in what was asked"


async def test_what_only_warns_leaves_a_name_acceptable(anybody: httpx.AsyncClient) -> None:
    answer = await anybody.post("/v1/name-checks", json={**NAME, "name": "示例金融信息"})

    assert answer.json()["acceptable"]
    assert {one["severity"] for one in answer.json()["findings"]} == {"warning"}


@pytest.mark.parametrize("region", ["999999", "710000", "810000"])
async def test_a_region_where_nobody_files_is_refused(anybody: httpx.AsyncClient, region: str) -> None:
    refused_fields(await anybody.post("/v1/name-checks", json={**NAME, "region": region}), "/region")


# --- catalogues


@pytest.mark.parametrize("name", list(CatalogueName))
async def test_every_entry_of_a_list_has_a_label_in_both_languages_and_its_source(
    anybody: httpx.AsyncClient, name: CatalogueName
) -> None:
    chinese, english = await whole(anybody, name), await whole(anybody, name, headers={"accept-language": "en"})

    assert chinese.keys() == english.keys()
    assert chinese
    for code, entry in chinese.items():
        assert entry["label"] == entry["labels"]["zh-CN"]
        assert english[code]["label"] == entry["labels"]["en"]
        assert entry["source"]
        assert entry["number"] == (entry["numbers"][0] if len(entry["numbers"]) == 1 else None)


async def test_a_list_that_there_is_not_is_not_found(anybody: httpx.AsyncClient) -> None:
    for name in ("nonsense", "states%20", "STATES"):
        problem(await anybody.get(f"/v1/catalog/{name}"), 404, "not-found")


async def test_a_list_comes_in_pages_like_every_list(anybody: httpx.AsyncClient) -> None:
    first = await anybody.get("/v1/catalog/rejection-reasons")
    codes = [entry["code"] for entry in first.json()["data"]]
    assert len(codes) == 20
    while (cursor := first.json()["next_cursor"]) is not None:
        assert 'rel="next"' in first.headers["link"]
        first = await anybody.get("/v1/catalog/rejection-reasons", params={"cursor": cursor})
        codes += [entry["code"] for entry in first.json()["data"]]

    assert codes == list(await whole(anybody, "rejection-reasons"))
    refused_fields(await anybody.get("/v1/catalog/states", params={"cursor": "AAAA", "limit": 0}), "/query/limit")
    refused_fields(await anybody.get("/v1/catalog/states", params={"cursor": "AAAA"}), "/query/cursor")


async def test_what_belongs_to_each_code_stands_with_it(anybody: httpx.AsyncClient) -> None:
    natures = await whole(anybody, "subject-natures")
    assert list(natures) == [one.value for one in sorted(SubjectNature, key=lambda one: natures[one]["number"])]
    assert natures["enterprise"]["number"] == 4
    papers = natures["enterprise"]["details"]["certificate_types"]
    assert {"code": "business_license", "number": 1} in papers
    assert natures["public_institution"]["details"]["government_names"] == "doubtful"

    certificates = await whole(anybody, "certificate-types")
    organization_code = certificates["organization_code"]
    assert (organization_code["number"], organization_code["numbers"][0]) == (None, 3)
    assert {"code": "enterprise", "number": 12} in organization_code["details"]["natures"]
    assert certificates["passport"]["details"]["for_people"]

    kinds = await whole(anybody, "service-kinds")
    assert (kinds["app"]["number"], kinds["app"]["details"]["number_suffix"]) == (6, "A")
    assert kinds["mini_program"]["numbers"] == []

    approvals = await whole(anybody, "pre-approvals")
    assert set(approvals) == {one.value for one in PreApproval}
    assert approvals["news"]["details"]["papers"] == ["互联网新闻信息服务许可证"]

    materials = await whole(anybody, "material-kinds")
    assert materials["app_icon"]["details"]["max_bytes"] == 102400

    types = await whole(anybody, "filing-types")
    assert types["first_filing"]["details"]["must_be_offline"]
    assert types["cancel_access"]["details"]["subject_sms"] == "never"

    reasons = await whole(anybody, "deregistration-reasons")
    assert reasons["moved_provider"]["details"]["filing_types"] == ["cancel_access"]


async def test_a_rejection_tells_who_uses_it_where_and_what_to_do(anybody: httpx.AsyncClient) -> None:
    conflict = (await whole(anybody, "rejection-reasons", headers={"accept-language": "en"}))["domain_conflict"]

    assert 1005 in conflict["numbers"]
    details = conflict["details"]
    assert (details["stages"], details["pointer"]) == (["authority"], "/services/*")
    assert details["retry"] in ("retry", "fix", "final")
    assert details["message"]
    assert details["remedy"]


async def test_a_list_of_another_day_is_that_days(anybody: httpx.AsyncClient) -> None:
    then = await anybody.get("/v1/catalog/pre-approvals", params={"on": "2016-01-01", "limit": 100})

    news = next(entry for entry in then.json()["data"] if entry["code"] == "news")
    assert (news["in_force_from"], len(news["details"]["papers"])) == ("2005-03-20", 2)
    now = (await whole(anybody, "pre-approvals"))["news"]
    assert (now["in_force_from"], len(now["details"]["papers"])) == ("2017-06-01", 1)


async def test_states_are_told_with_what_may_be_done_in_them(anybody: httpx.AsyncClient) -> None:
    states = await whole(anybody, "states")

    assert states["draft"]["label"] == "待完善备案信息"
    assert "submit" in states["draft"]["details"]["applicant_may"]
    assert states["authority_review"]["details"]["applicant_may"] == []
    assert states["approved"]["details"]["final"]
    assert states["approved"]["details"]["labels_by_type"]["cancel_access"] == "已取消接入"


# --- the profile


async def test_without_a_token_the_default_providers_ways_are_shown_with_one_those_of_its_own(
    anybody: httpx.AsyncClient, world: World
) -> None:
    other = await providers.create(world.runtime, "other", "990777", "cecloud")
    own = token_of(world, other.id)

    assert (await anybody.get("/v1/profile")).json()["id"] == "national"
    answer = await anybody.get("/v1/profile", headers=own)
    assert answer.json()["id"] == "cecloud"
    assert answer.headers["cache-control"].startswith("private, ")
    states = await whole(anybody, "states", headers=own)
    assert states["draft"]["rule"] == "profiles.cecloud"


@pytest.mark.parametrize("path", ["/v1/profile", "/v1/catalog/states"])
@pytest.mark.parametrize("given", ["Bearer no.such.token", "Bearer", "Basic eDp5", ""])
async def test_a_token_that_is_none_is_refused_and_not_taken_for_nobody(
    anybody: httpx.AsyncClient, path: str, given: str
) -> None:
    problem(await anybody.get(path, headers={"authorization": given}), 401, "unauthenticated")


async def test_a_profile_tells_whom_it_serves_on_which_channels_how_much_and_how_long(
    anybody: httpx.AsyncClient, world: World
) -> None:
    profile = (await anybody.get("/v1/profile")).json()
    national = world.runtime.profiles["national"]

    types = {one["code"]: one for one in profile["filing_types"]}
    assert types["migrate_service"]["channels"] == ["pc"]
    assert types["first_filing"]["channels"] == ["app", "pc"]
    assert types["change_service"]["approved_label"] == "变更成功"
    assert profile["serves"]["natures"] == list(national.natures_served)
    assert profile["quotas"]["orders_per_account"] == national.orders_per_account
    assert profile["days"]["authority_review_working_days"] == national.authority_review_working_days
    assert profile["sms"]["after_missed_code"] == "pending_authority"
    assert len(profile["sms"]["provinces"]) == 31
    assert profile["labels"]["states"]["awaiting_sms"] == national.state_labels["awaiting_sms"].zh  # type: ignore[index]


async def test_the_sms_duty_of_a_profile_is_that_of_the_day(anybody: httpx.AsyncClient) -> None:
    then = (await anybody.get("/v1/profile", params={"on": "2019-09-16"})).json()

    assert len(then["sms"]["provinces"]) == 22


async def test_every_provider_of_the_documents_is_shown(anybody: httpx.AsyncClient, world: World) -> None:
    for number, name in enumerate(world.runtime.profiles):
        provider = await providers.create(world.runtime, f"like {name}", f"99{number:04d}9", name)
        answer = await anybody.get("/v1/profile", headers=token_of(world, provider.id))
        assert answer.status_code == 200, answer.text
        assert answer.json()["id"] == name
