"""Several services in one order: verified one by one, added and removed while a draft."""

from typing import Any

import pytest

from app.demo.papers import paper
from tests.play.expected_problem import problem, refused_fields
from tests.play.filed_cases import fresh_domain, put_on_record, website
from tests.play.filing_case import FilingCase
from tests.play.running_service import RunningService

Json = dict[str, Any]


@pytest.fixture
def case(service: RunningService, client: dict[str, str]) -> FilingCase:
    return FilingCase(service, client).with_account().with_server()


def verified_for(case: FilingCase, domain: str, **changes: Any) -> Json:
    asked = {**case.who.asked, "service": {"kind": "website", "domain": domain}, "filing_id": case.filing_id}
    verified: Json = case.app.ok(case.app.post("/v1/type-verifications", {**asked, **changes}))
    return verified


def add(case: FilingCase, verification: Json, **product: Any) -> Any:
    body = {
        "type_verification_id": verification["id"],
        "product": product or {"authorization_code": case.code()},
    }
    return case.app.post(f"{case.path}/services", body, etag=case.etag())


def test_services_are_verified_one_by_one_and_added_to_the_draft(case: FilingCase) -> None:
    case.begin()
    domain = fresh_domain()

    verification = verified_for(case, domain)
    added = case.app.ok(add(case, verification))

    assert verification["filing_type"] == "first_filing"
    assert verification["addition_to"] == case.filing_id
    assert [service["domains"] for service in added["services"]] == [[case.who.domain], [domain]]
    assert [product["service_id"] for product in added["products"]] == [one["id"] for one in added["services"]]
    assert added["revision"] == 2
    assert added["services"][1]["access"][0]["ip_ranges"] == [{"from": "203.0.113.10", "to": "203.0.113.10"}]


def test_an_account_with_a_draft_gets_no_verification_but_one_for_that_draft(case: FilingCase) -> None:
    case.begin()

    refused = case.verified_type(service={"kind": "website", "domain": fresh_domain()})

    assert refused["refusal"]["code"] == "order_in_progress"


def test_a_verification_for_a_draft_begins_no_filing_of_its_own_and_serves_no_other_draft(
    case: FilingCase, client: dict[str, str]
) -> None:
    case.begin()
    verification = verified_for(case, fresh_domain())
    product = {"authorization_code": case.code()}
    body = {"type_verification_id": verification["id"], "product": product}

    begun = case.app.post("/v1/filings", body)
    other = FilingCase(case.service, client)
    other.begin()
    elsewhere = other.app.post(f"{other.path}/services", body, etag=other.etag())
    without = case.app.post(f"{case.path}/services", {**body, "type_verification_id": "tv_none"}, etag=case.etag())

    assert problem(begun, 409, "type-verification-refused")["filing_id"] == case.filing_id
    problem(elsewhere, 404, "not-found")
    problem(without, 404, "not-found")


def test_services_that_are_filed_otherwise_are_split(case: FilingCase) -> None:
    case.begin()
    mine = fresh_domain()
    put_on_record(case, [website(mine, here=False)])

    verdict = verified_for(case, mine)

    assert verdict["verdict"] == "refused"
    assert verdict["refusal"]["code"] == "split_order"


def test_a_person_files_one_service_in_an_order(service: Any, client: dict[str, str]) -> None:
    case = FilingCase(service, client, who="individual")
    case.begin()

    verdict = verified_for(case, fresh_domain())

    assert verdict["refusal"]["code"] == "split_order"
    assert verdict["refusal"]["remedy"]


def test_the_subject_of_an_addition_is_that_of_the_draft(case: FilingCase, client: dict[str, str]) -> None:
    case.begin()
    stranger = FilingCase(case.service, client, who="individual").who.asked["subject"]
    asked = {**case.who.asked, "service": {"kind": "website", "domain": fresh_domain()}, "filing_id": case.filing_id}

    answer = case.app.post("/v1/type-verifications", {**asked, "subject": stranger})

    refused_fields(answer, "/subject/nature", "/subject/certificate/type", "/subject/certificate/number")
    problem(case.app.post("/v1/type-verifications", {**asked, "filing_id": "fil_none"}), 404, "not-found")


def test_the_same_name_can_not_be_added_twice(case: FilingCase) -> None:
    case.begin()

    verdict = verified_for(case, case.who.domain)

    assert verdict["refusal"]["code"] == "service_has_open_order"


def test_a_removed_service_frees_its_code_and_takes_its_papers_along(case: FilingCase) -> None:
    first = case.begin()
    case.app.ok(add(case, verified_for(case, fresh_domain())))
    second_code = case.issued_code
    second = case.filing()["services"][1]
    papers = {
        place: case.app.ok(
            case.upload("domain_certificate", place, paper("domain_certificate", ["image/png"], 0).content)
        )
        for place in ("/services/0", "/services/1")
    }

    removed = case.app.call("DELETE", f"{case.path}/services/{first['services'][0]['id']}", etag=case.etag())

    assert removed.status_code == 204
    left = case.filing()
    assert [service["id"] for service in left["services"]] == [second["id"]]
    assert [product["service_id"] for product in left["products"]] == [second["id"]]
    kept = case.app.ok(case.app.get(f"{case.path}/materials"))["data"]
    assert [(one["id"], one["for"]) for one in kept] == [(papers["/services/1"]["id"], "/services/0")]
    states = case.backend.ok(case.backend.get("/v1/authorization-codes", params={"resource": case.server}))["data"]
    assert sorted(code["state"] for code in states) == ["in_use", "unused"]
    check = case.app.ok(case.app.post("/v1/authorization-codes/check", {"code": second_code}))
    assert check == {**check, "usable": False, "reason": "used"}


def test_the_last_service_stays_and_an_unknown_one_is_not_found(case: FilingCase) -> None:
    filing = case.begin()

    last = case.app.call("DELETE", f"{case.path}/services/{filing['services'][0]['id']}", etag=case.etag())
    unknown = case.app.call("DELETE", f"{case.path}/services/svc_none", etag=case.etag())
    stale = case.app.call("DELETE", f"{case.path}/services/{filing['services'][0]['id']}", etag='"99"')
    unconditional = case.app.call("DELETE", f"{case.path}/services/{filing['services'][0]['id']}")

    problem(last, 409, "not-editable")
    problem(unknown, 404, "not-found")
    problem(stale, 412, "precondition-failed")
    problem(unconditional, 428, "precondition-required")


def test_once_submitted_nothing_is_added_or_removed(case: FilingCase) -> None:
    case.submitted()
    service_id = case.filing()["services"][0]["id"]
    asked = {**case.who.asked, "service": {"kind": "website", "domain": fresh_domain()}, "filing_id": case.filing_id}

    verification = case.app.post("/v1/type-verifications", asked)
    removed = case.app.call("DELETE", f"{case.path}/services/{service_id}", etag=case.etag())

    assert problem(verification, 409, "action-not-allowed")["state"] == "first_review"
    assert problem(removed, 409, "action-not-allowed")["state"] == "first_review"


def test_more_services_than_a_server_has_places_are_refused(case: FilingCase) -> None:
    case.with_server(filing_capacity=1)
    case.begin()

    answer = add(case, verified_for(case, fresh_domain()), authorization_code="AAAA-BBBB")
    resource = case.backend.ok(case.backend.get("/v1/resources", params={"limit": 100}))["data"]
    server = next(one for one in resource if one["external_id"] == case.server)
    placed = add(case, verified_for(case, fresh_domain()), resource_id=server["id"])

    problem(answer, 422, "authorization-code-unusable")
    assert problem(placed, 422, "resource-unusable")["reason"] == "resource_capacity_reached"
    assert len(case.filing()["services"]) == 1


def test_one_code_carries_one_service_and_the_others_of_an_order_take_places_of_its_server(case: FilingCase) -> None:
    case.with_server(filing_capacity=2)
    domains = [fresh_domain() for _ in range(3)]
    asked = {key: value for key, value in case.who.asked.items() if key != "service"}
    services = [{"kind": "website", "domain": domain} for domain in domains]

    def begun(count: int) -> Any:
        verified = case.app.ok(case.app.post("/v1/type-verifications", {**asked, "services": services[:count]}))
        body = {"type_verification_id": verified["id"], "product": {"authorization_code": code}}
        return case.app.post("/v1/filings", body)

    code = case.code()
    too_many = begun(3)
    fits = begun(2)

    assert problem(too_many, 422, "authorization-code-unusable")["reason"] == "resource_capacity_reached"
    products = case.app.ok(fits)["products"]
    assert [product["authorization_code_id"] is not None for product in products] == [True, False]
