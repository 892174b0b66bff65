"""Forms over HTTP: open to anybody, kept by caches, and agreeing with the filing that is entered with them."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from tests.play.filing_case import FilingCase
from tests.play.running_service import Caller, RunningService
from tests.play.schema_bodies import bodies

Json = Any
FIRST_WEBSITE = {"subject_nature": "enterprise", "region": "410100", "service_kind": "website"}


@pytest.fixture
def anybody(service: RunningService) -> Caller:
    """Somebody without a token."""
    return Caller(service.http, None)


def form(who: Caller, filing_type: str = "first_filing", **asked: str) -> Json:
    return who.ok(who.get(f"/v1/forms/{filing_type}", params=FIRST_WEBSITE | asked))


def narrowed(schema: Json, filed: Json) -> Json:
    """The schema for one draft: what is read-only has the values that it has there, and so do its services."""
    if schema.get("readOnly"):
        return {"const": filed}
    if schema["type"] == "array" and "properties" in schema["items"]:
        items = [narrowed(schema["items"], one) for one in filed or ()]
        return schema | ({"items": items[0], "minItems": 1, "maxItems": 1} if items else {})
    if schema["type"] == "object":
        inside = filed or {}
        return schema | {
            "properties": {name: narrowed(one, inside.get(name)) for name, one in schema["properties"].items()}
        }
    return schema


def test_anybody_gets_a_form_that_may_be_kept_and_is_not_sent_twice(anybody: Caller) -> None:
    first = anybody.get("/v1/forms/first_filing", params=FIRST_WEBSITE)
    again = anybody.get(
        "/v1/forms/first_filing", params=FIRST_WEBSITE, headers={"if-none-match": first.headers["etag"]}
    )
    english = anybody.get("/v1/forms/first_filing", params=FIRST_WEBSITE, headers={"accept-language": "en"})

    assert first.status_code == 200
    assert first.headers["cache-control"].startswith("public, max-age=")
    assert "accept-language" in first.headers["vary"].lower()
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert english.headers["etag"] != first.headers["etag"]
    assert (first.json()["title"], english.json()["title"]) == ("首次备案", "First filing")
    assert first.json()["x-region"] == "410100"


@pytest.mark.parametrize(
    ("filing_type", "asked", "status", "place"),
    [
        ("no_such_type", {}, 404, None),
        ("first_filing", {"subject_nature": "club"}, 422, "/query/subject_nature"),
        ("first_filing", {"service_kind": "fax"}, 422, "/query/service_kind"),
        ("first_filing", {"region": "41"}, 422, "/query/region"),
        ("first_filing", {"region": "999999"}, 422, "/query/region"),
        ("first_filing", {"on": "yesterday"}, 422, "/query/on"),
        ("first_filing", {"on": "2001-01-01"}, 422, "/query/on"),
        ("transfer_account", {}, 422, "/path/filing_type"),
        ("migrate_service", {"subject_nature": "individual"}, 422, "/query/subject_nature"),
        ("migrate_service", {"service_kind": "app"}, 422, "/query/service_kind"),
    ],
)
def test_a_combination_that_there_is_not_is_refused_with_its_place(
    anybody: Caller, filing_type: str, asked: dict[str, str], status: int, place: str | None
) -> None:
    answer = anybody.get(f"/v1/forms/{filing_type}", params=FIRST_WEBSITE | asked)

    assert answer.status_code == status
    assert [one["pointer"] for one in answer.json().get("errors", ())] == ([] if place is None else [place])


def test_the_nature_and_where_there_are_services_their_kind_have_to_be_told(anybody: Caller) -> None:
    nothing = anybody.get("/v1/forms/first_filing")
    no_kind = anybody.get("/v1/forms/first_filing", params={"subject_nature": "enterprise"})
    subject = anybody.get("/v1/forms/change_subject", params={"subject_nature": "enterprise"})

    assert [one["pointer"] for one in nothing.json()["errors"]] == ["/query/subject_nature"]
    assert [one["pointer"] for one in no_kind.json()["errors"]] == ["/query/service_kind"]
    assert subject.status_code == 200
    assert (subject.json()["x-region"], subject.json()["x-service-kind"]) == (None, None)


def test_a_form_has_the_rules_of_the_day_that_is_asked_for(anybody: Caller) -> None:
    then = form(anybody, on="2016-05-01")

    assert then["x-on"] == "2016-05-01"
    assert then["properties"].keys() == form(anybody)["properties"].keys()


@pytest.mark.parametrize("who", ["enterprise", "individual"])
def test_what_is_read_only_in_a_form_is_frozen_in_the_draft_and_nothing_else_is(
    a_case: Callable[..., FilingCase], who: str
) -> None:
    case = a_case(who)
    filing = case.begin()
    schema = form(case.app, subject_nature=who)

    for name, one in schema["properties"]["subject"]["properties"].items():
        editable = any(
            f"/subject/{name}" == place or place.startswith(f"/subject/{name}/") for place in filing["editable"]
        )
        assert editable != bool(one.get("readOnly")), name


def test_an_empty_draft_lacks_what_its_form_requires(a_case: Callable[..., FilingCase]) -> None:
    case = a_case()
    case.begin()
    schema = form(case.app)

    checks = case.app.ok(case.app.get(f"{case.path}/checks"))["data"]
    missing = {one["pointer"] for one in checks if one["code"] == "field_required"}

    subject = schema["properties"]["subject"]
    assert {f"/subject/{name}" for name in ("name", "handler")} <= missing
    assert {"name", "handler", "region", "nature"} <= set(subject["required"])
    service = schema["properties"]["services"]["items"]
    plain = {name for name in service["required"] if name != "principal"}
    # The server was verified with the filing, and its address taken over; the domains with the type.
    assert {place.rsplit("/", 1)[1] for place in missing if place.count("/") == 3 and "/services/" in place} == (
        plain - {"domains", "main_domain", "access"}
    )


def test_whatever_a_form_lets_through_is_taken_into_a_draft(a_case: Callable[..., FilingCase]) -> None:
    case = a_case()
    filing = case.begin()
    schema = narrowed(form(case.app), filing)

    @given(body=bodies(schema))
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def enter(body: Json) -> None:
        assert Draft202012Validator(schema).is_valid(body)
        answer = case.change(body)
        assert answer.status_code == 200, answer.text
        checks = case.app.ok(case.app.get(f"{case.path}/checks"))["data"]
        assert not [one for one in checks if one["code"] == "field_required"]

    enter()


def test_mutations_are_refused_by_form_and_draft_alike(a_case: Callable[..., FilingCase]) -> None:
    case = a_case()
    filing = case.begin()
    schema = narrowed(form(case.app), filing)
    filled = {"subject": case.who.subject(), "services": [case.who.service(filing["services"][0]["id"])]}
    before = case.etag()

    for place, wrong in (
        ("name", 5),
        ("name", "长" * 256),
        ("handler", "owner"),
        ("nickname", "晨星"),
        ("contact_address", {"region": "4101"}),
    ):
        mutated = copy.deepcopy(filled)
        mutated["subject"][place] = wrong
        assert not Draft202012Validator(schema).is_valid(mutated), place
        answer = case.change(mutated)
        assert answer.status_code == 422, place
        assert answer.json()["errors"][0]["pointer"].startswith(f"/subject/{place}")
    assert case.etag() == before
