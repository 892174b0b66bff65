"""Migration (迁移备案) of a website to another subject, and claiming (认领备案) of what is filed here already."""

from typing import Any

import pytest

from app.demo.papers import paper
from tests.end_to_end.test_transfers import offer, offered
from tests.play.expected_problem import problem, refused_fields
from tests.play.filed_cases import (
    begun_of_record,
    fresh_domain,
    national_record,
    put_on_record,
    record_of,
    records_of,
    website,
)
from tests.play.filing_case import FilingCase
from tests.play.running_service import RunningService

Json = dict[str, Any]


@pytest.fixture
def source(service: RunningService, client: dict[str, str]) -> FilingCase:
    case = FilingCase(service, client).with_account().with_server()
    services = [website(case.who.domain), {"kind": "app", "name": f"助手{case.seed}", "access_here": True}]
    put_on_record(case, services, held=True)
    return case


@pytest.fixture
def target(service: RunningService, client: dict[str, str]) -> FilingCase:
    return FilingCase(service, client).with_account().with_server()


def service_of(case: FilingCase, kind: str) -> Json:
    found: Json = next(one for one in record_of(case)["services"] if one["kind"] == kind)
    return found


def accepted_migration(source: FilingCase, target: FilingCase) -> Json:
    transfer = offered(source, target, kind="migration", service_id=service_of(source, "website")["id"])
    accepted: Json = target.app.ok(target.app.post(f"/v1/transfers/{transfer['id']}/accept"))
    return accepted


def migrate(target: FilingCase, transfer_id: str, **changes: Any) -> Any:
    body = {
        "filing_type": "migrate_service",
        "channel": "pc",
        "transfer_id": transfer_id,
        "product": {"authorization_code": target.code()},
    }
    return target.app.post("/v1/filings", {**body, **changes})


def test_an_accepted_migration_moves_nothing_until_the_target_has_filed_it(
    source: FilingCase, target: FilingCase
) -> None:
    transfer = accepted_migration(source, target)
    filing = target.app.ok(migrate(target, transfer["id"]))

    assert transfer["state"] == "accepted"
    assert len(record_of(source)["services"]) == 2
    assert filing["filing_type"] == "migrate_service"
    assert filing["services"][0]["domains"] == [source.who.domain]
    assert filing["transfer_id"] == transfer["id"]
    seen = target.app.ok(target.app.get(f"/v1/transfers/{transfer['id']}"))
    assert seen["filing_id"] == filing["id"]


def test_the_target_sees_nobody_of_the_old_subject(source: FilingCase, target: FilingCase) -> None:
    transfer = accepted_migration(source, target)

    filing = target.app.ok(migrate(target, transfer["id"]))

    assert "principal" not in filing["services"][0]
    assert filing["subject"] == {}
    assert source.who.certificate_number not in str(filing)


@pytest.mark.fact("S1-27")
def test_a_migration_is_filed_on_a_computer_only(source: FilingCase, target: FilingCase) -> None:
    transfer = accepted_migration(source, target)

    refused = refused_fields(migrate(target, transfer["id"], channel="app"), "/channel")

    assert refused["errors"][0]["rule"]
    assert refused["errors"][0]["source"]


def test_only_websites_migrate(source: FilingCase, target: FilingCase) -> None:
    app = service_of(source, "app")

    answer = offer(source, target, kind="migration", service_id=app["id"])

    assert refused_fields(answer, "/service_id")["errors"][0]["code"] == "websites_only"


def test_a_website_migrates_to_no_account_of_the_same_subject(source: FilingCase, target: FilingCase) -> None:
    app = offered(source, target, service_id=service_of(source, "app")["id"])
    target.app.ok(target.app.post(f"/v1/transfers/{app['id']}/accept"))

    answer = offer(source, target, kind="migration", service_id=service_of(source, "website")["id"])

    assert refused_fields(answer, "/target_external_id")["errors"][0]["code"] == "same_subject"


def test_no_migration_to_an_individual(source: FilingCase, service: RunningService, client: dict[str, str]) -> None:
    person = FilingCase(service, client, who="individual").with_account().with_server()
    put_on_record(person, [website(person.who.domain)], held=True)
    transfer = accepted_migration(source, person)

    answer = migrate(person, transfer["id"])

    assert refused_fields(answer, "/transfer_id")["errors"][0]["code"] == "not_to_individuals"


def test_an_individual_who_has_nothing_on_file_is_refused_by_the_checks_and_a_subject_with_an_open_order_at_once(
    source: FilingCase, target: FilingCase, service: RunningService, client: dict[str, str]
) -> None:
    transfer = accepted_migration(source, target)
    filing = target.app.ok(migrate(target, transfer["id"]))
    target.filing_id = filing["id"]
    busy = FilingCase(service, client)
    busy.begin()
    person = FilingCase(service, client, who="individual").who.asked["subject"]

    taken = target.change({"subject": busy.who.asked["subject"]})
    target.app.ok(target.change({"subject": person}))

    assert problem(taken, 409, "order-in-progress")["reason"] == "certificate_has_open_order"
    findings = target.app.ok(target.app.get(f"{target.path}/checks", params={"limit": 100}))["data"]
    assert ("/subject/nature", "not_to_individuals") in {(one["pointer"], one["code"]) for one in findings}


def test_only_the_target_of_an_accepted_migration_files_it_and_once_at_a_time(
    source: FilingCase, target: FilingCase
) -> None:
    pending = offered(source, target, kind="migration", service_id=service_of(source, "website")["id"])
    early = migrate(target, pending["id"])
    target.app.ok(target.app.post(f"/v1/transfers/{pending['id']}/accept"))
    by_source = source.app.post(
        "/v1/filings",
        {
            "filing_type": "migrate_service",
            "channel": "pc",
            "transfer_id": pending["id"],
            "product": {"authorization_code": source.code()},
        },
    )
    filing = target.app.ok(migrate(target, pending["id"]))
    second = migrate(target, pending["id"])
    target.filing_id = filing["id"]
    target.app.ok(target.act("abandon"))
    after = migrate(target, pending["id"])

    problem(early, 409, "action-not-allowed")
    problem(by_source, 404, "not-found")
    problem(second, 409, "action-not-allowed")
    assert after.status_code == 201


def test_a_migration_waits_while_the_source_has_an_open_order(source: FilingCase, target: FilingCase) -> None:
    transfer = accepted_migration(source, target)
    begun_of_record(source, "change_subject")

    assert problem(migrate(target, transfer["id"]), 409, "transfer-refused")["reason"] == "order_in_progress"


# --- claims


def claimable(case: FilingCase) -> Json:
    put_on_record(case, [website(case.who.domain, name=case.who.site_name)])
    verified: Json = case.verified_type()
    return verified


def test_what_is_filed_here_and_held_by_nobody_is_claimed_and_review_alone_ends_it(target: FilingCase) -> None:
    verified = claimable(target)
    national = national_record(target)
    assert national is not None

    claim = target.app.ok(target.app.post("/v1/claims", {"type_verification_id": verified["id"]}))

    assert verified["filing_type"] == "claim"
    assert claim["filing_type"] == "claim"
    assert claim["state"] == "draft"
    assert claim["product"] is None
    target.filing_id = claim["id"]
    entered = {"subject": target.who.subject(), "services": [target.who.service(claim["services"][0]["id"])]}
    target.app.ok(target.change(entered))
    wanted = target.app.ok(target.app.get(f"{target.path}/requirements", params={"limit": 100}))["data"]
    assert "portrait" not in {one["kind"] for one in wanted}
    for turn, one in enumerate(one for one in wanted if one["required"] and not one["satisfied"]):
        made = paper(one["kind"], one["formats"], turn)
        target.app.ok(target.upload(one["kind"], one["for"], made.content))
    target.confirm_and("submit")
    target.decide("pass")
    done = target.filing()
    assert (done["state"], done["state_label"]) == ("approved", "已备案")
    assert done["numbers"]["subject"] == national["subject_number"]
    record = record_of(target)
    assert record["subject_number"] == national["subject_number"]
    assert [one["number"] for one in record["services"]] == [one["number"] for one in national["services"]]
    assert national_record(target) == national
    assert target.verified_type()["refusal"]["code"] == "already_filed_here"


def test_a_claim_is_not_begun_as_a_filing_and_a_filing_not_as_a_claim(target: FilingCase) -> None:
    verified = claimable(target)
    product = {"authorization_code": target.code()}

    as_filing = target.app.post("/v1/filings", {"type_verification_id": verified["id"], "product": product})

    assert problem(as_filing, 409, "type-verification-refused")["filing_type"] == "claim"


def test_a_first_filing_is_no_claim_and_an_unknown_verification_is_not_found(target: FilingCase) -> None:
    verified = target.verified_type(service={"kind": "website", "domain": fresh_domain()})

    answer = target.app.post("/v1/claims", {"type_verification_id": verified["id"]})

    problem(answer, 409, "type-verification-refused")
    problem(target.app.post("/v1/claims", {"type_verification_id": "tv_none"}), 404, "not-found")
    assert records_of(target) == []
