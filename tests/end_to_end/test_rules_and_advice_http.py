"""Rules and advice over HTTP, as somebody asks who has no account yet: no token, and no surprise."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.play.expected_problem import problem, refused_fields
from tests.play.running_service import Caller, RunningService

Json = dict[str, Any]
FLAGS = ["on_record_elsewhere", "origin_here", "subdomain_resolves_here", "bound_custom_domain", "paid_service"]
SCENARIOS = [
    "website",
    "app",
    "ip_only",
    "domain_only",
    "enterprise_mail",
    "site_builder",
    "object_storage",
    "waf",
    "government_site",
]
HOSTINGS = ["mainland_here", "mainland_elsewhere", "outside_mainland"]


@pytest.fixture(scope="module")
def anybody(service: RunningService) -> Caller:
    return Caller(service.http, None)


def needs(anybody: Caller, scenario: str, hosting: str = "mainland_here", **more: Any) -> Json:
    body = {"hosting": hosting, "scenario": scenario, **more}
    answer: Json = anybody.ok(anybody.post("/v1/filing-needs", body))
    return answer


def decided(answer: Json) -> tuple[bool, bool, bool, str | None, str | None]:
    parts = ("filing_required", "access_filing_required", "licence_required", "target", "filed_at")
    return tuple(answer[part] for part in parts)  # type: ignore[return-value]


def rules(answer: Json) -> list[str]:
    return [reason["rule"].removeprefix("filing_needs.") for reason in answer["reasons"]]


@pytest.mark.fact("S0-01")
@pytest.mark.fact("S0-02")
@pytest.mark.fact("S0-03")
@pytest.mark.fact("S0-06")
def test_what_must_be_filed_and_what_need_not(anybody: Caller) -> None:
    assert decided(needs(anybody, "website")) == (True, False, False, "apex_domain", "here")
    assert decided(needs(anybody, "app")) == (True, False, False, "app", "here")
    assert decided(needs(anybody, "ip_only")) == (True, False, False, None, "here")
    assert decided(needs(anybody, "website", "outside_mainland")) == (False, False, False, None, None)
    assert decided(needs(anybody, "domain_only")) == (False, False, False, None, None)


@pytest.mark.fact("S0-05")
@pytest.mark.fact("S3-28")
@pytest.mark.fact("S3-29")
@pytest.mark.fact("S3-26")
def test_who_moves_here_files_the_access_and_whose_origin_is_elsewhere_only_for_what_resolves_here(
    anybody: Caller,
) -> None:
    moved = needs(anybody, "website", domain="example.com", on_record_elsewhere=True)
    assert (decided(moved), moved["name_to_file"]) == ((True, True, False, "apex_domain", "here"), "example.com")
    assert "access_at_risk" in rules(moved)
    for product in ("object_storage", "waf"):
        for resolves in (True, False):
            answer = needs(anybody, product, origin_here=False, subdomain_resolves_here=resolves)
            assert decided(answer) == (True, resolves, False, "apex_domain", "elsewhere")
    mail = needs(anybody, "enterprise_mail", domain="example.com", on_record_elsewhere=True)
    assert decided(mail) == (True, False, False, "apex_domain", "anywhere")


@pytest.mark.fact("S3-15")
@pytest.mark.fact("S3-18")
def test_a_government_site_is_told_which_name_it_needs(anybody: Caller) -> None:
    whose = {"government_body": "local_government"}
    good = needs(anybody, "government_site", domain="www.zhengzhou.gov.cn", **whose)
    assert (good["target"], good["name_to_file"], good["name_acceptable"]) == ("domain", "www.zhengzhou.gov.cn", True)
    for wrong, rule in (
        ("zhengzhou.cn", "government_sites.suffix_wanted"),
        ("gongan.zhengzhou.gov.cn", "government_sites.portal_form"),
    ):
        answer = needs(anybody, "government_site", domain=wrong, **whose)
        assert (answer["name_acceptable"], answer["name_to_file"]) == (False, None)
        assert [one["rule"] for one in answer["reasons"] if one["severity"] == "error"] == [rule]


def test_reasons_come_in_the_language_asked_for_each_with_its_source(anybody: Caller) -> None:
    for language, words in (("zh-CN", "须备案"), ("en", "has to be filed")):
        body = {"hosting": "mainland_here", "scenario": "ip_only"}
        answer = anybody.post("/v1/filing-needs", body, headers={"accept-language": language})
        reason = answer.json()["reasons"][0]
        assert words in reason["message"]
        assert reason["source"]
        assert answer.headers["content-language"] == language


def test_an_app_with_a_bound_domain_is_told_and_not_guessed(anybody: Caller) -> None:
    body = {"hosting": "mainland_here", "scenario": "app", "bound_custom_domain": True}

    (error,) = refused_fields(anybody.post("/v1/filing-needs", body), "/bound_custom_domain")["errors"]
    assert error["rule"] == "filing_needs.input_not_of_scenario"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(SCENARIOS),
    st.sampled_from(HOSTINGS),
    st.dictionaries(st.sampled_from(FLAGS), st.sampled_from([True, False, None])),
    st.sampled_from([None, "example.com", "a.b.example.com", "www.bj.gov.cn", "郑州.政务", "x.invalid", "no name"]),
)
def test_every_combination_has_one_answer_or_is_told_to_make_no_sense(
    anybody: Caller, scenario: str, hosting: str, flags: Json, domain: str | None
) -> None:
    answer = anybody.post("/v1/filing-needs", {"scenario": scenario, "hosting": hosting, "domain": domain, **flags})

    assert answer.status_code in (200, 422), answer.text
    if answer.status_code == 422:
        problem(answer, 422, "validation-failed")


def test_a_name_is_checked_and_its_faults_are_told(anybody: Caller) -> None:
    body = {"kind": "website", "name": "中国示例", "subject_nature": "enterprise", "region": "410100"}

    answer = anybody.ok(anybody.post("/v1/name-checks", body))

    assert not answer["acceptable"]
    assert [finding["code"] for finding in answer["findings"]] == ["site_name_bad"]


def test_lists_regions_and_profile_are_read_without_a_token_and_kept(anybody: Caller) -> None:
    paths = [
        "/v1/catalog/states",
        "/v1/regions",
        "/v1/regions/410000/rules",
        "/v1/profile",
        "/v1/profile?on=2019-09-16",
    ]
    for path in paths:
        answer = anybody.get(path)
        assert answer.status_code == 200, answer.text
        assert answer.headers["cache-control"].startswith("public, max-age=")
        again = anybody.get(path, headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    problem(anybody.get("/v1/catalog/nothing"), 404, "not-found")
    problem(anybody.get("/v1/regions/990000/rules"), 404, "not-found")
    for path in paths:
        refused_fields(anybody.get(path, params={"on": "1999-01-01"}), "/query/on")


def test_with_a_token_the_profile_is_that_of_the_tokens_provider(
    service: RunningService, client: dict[str, str], anybody: Caller
) -> None:
    own = service.caller(client).get("/v1/profile")

    assert own.json()["id"] == anybody.ok(anybody.get("/v1/profile"))["id"], "the tests' client is the default's"
    assert own.headers["cache-control"].startswith("private, ")
    problem(anybody.get("/v1/profile", headers={"authorization": "Bearer nonsense"}), 401, "unauthenticated")
