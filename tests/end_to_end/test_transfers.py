"""Transfers between two accounts of the provider (转移备案): no review, no SMS, nothing changes for the authority."""

from typing import Any

import pytest

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
    """An account with a subject of two websites on record."""
    case = FilingCase(service, client).with_account().with_server()
    put_on_record(case, [website(case.who.domain), website(fresh_domain())], held=True)
    return case


@pytest.fixture
def target(service: RunningService, client: dict[str, str]) -> FilingCase:
    """An account without anything on record."""
    return FilingCase(service, client).with_account().with_server()


def offer(source: FilingCase, target: FilingCase, **changes: Any) -> Any:
    body = {
        "record_id": record_of(source)["id"],
        "target_external_id": target.seed,
        "phone_last4": target.who.principal.mobile[-4:],
    }
    return source.app.post("/v1/transfers", {**body, **changes})


def offered(source: FilingCase, target: FilingCase, **changes: Any) -> Json:
    transfer: Json = source.app.ok(offer(source, target, **changes))
    return transfer


@pytest.mark.fact("S1-14")
@pytest.mark.fact("S1-15")
@pytest.mark.fact("S1-17")
@pytest.mark.fact("S1-37")
def test_an_accepted_subject_moves_whole_and_the_authority_hears_nothing_of_it(
    source: FilingCase, target: FilingCase
) -> None:
    before, national = record_of(source), national_record(source)
    transfer = offered(source, target)

    accepted = target.app.ok(target.app.post(f"/v1/transfers/{transfer['id']}/accept"))

    assert transfer["state"] == "pending"
    assert transfer["allowed_actions"] == [], "the source waits"
    assert transfer["numbers"] == [before["subject_number"]]
    assert accepted["state"] == "accepted"
    assert records_of(source) == []
    moved = record_of(target)
    assert moved["subject_number"] == before["subject_number"]
    assert moved["services"] == before["services"]
    assert national_record(source) == national


def test_both_sides_see_a_transfer_and_nobody_else(
    source: FilingCase, target: FilingCase, service: RunningService, client: dict[str, str]
) -> None:
    transfer = offered(source, target)
    stranger = FilingCase(service, client).with_account()

    for side in (source, target):
        listed = side.app.ok(side.app.get("/v1/transfers"))["data"]
        assert [one["id"] for one in listed] == [transfer["id"]]
    assert target.app.ok(target.app.get(f"/v1/transfers/{transfer['id']}"))["allowed_actions"] == ["accept", "decline"]
    assert stranger.app.ok(stranger.app.get("/v1/transfers"))["data"] == []
    problem(stranger.app.get(f"/v1/transfers/{transfer['id']}"), 404, "not-found")
    problem(stranger.app.post(f"/v1/transfers/{transfer['id']}/accept"), 404, "not-found")


def test_only_the_target_answers_and_once(source: FilingCase, target: FilingCase) -> None:
    transfer = offered(source, target)
    path = f"/v1/transfers/{transfer['id']}"

    by_source = source.app.post(f"{path}/accept")
    declined = target.app.ok(target.app.post(f"{path}/decline"))
    again = target.app.post(f"{path}/accept")

    assert problem(by_source, 409, "action-not-allowed")["state"] == "pending"
    assert declined["state"] == "declined"
    assert problem(again, 409, "action-not-allowed")["state"] == "declined"
    assert len(records_of(source)) == 1
    assert records_of(target) == []


def test_one_service_moves_alone_and_both_accounts_hold_its_subject(source: FilingCase, target: FilingCase) -> None:
    before = record_of(source)
    site = before["services"][1]

    transfer = offered(source, target, service_id=site["id"])
    target.app.ok(target.app.post(f"/v1/transfers/{transfer['id']}/accept"))

    assert transfer["numbers"] == [site["number"]]
    assert [one["number"] for one in record_of(source)["services"]] == [before["services"][0]["number"]]
    assert [one["number"] for one in record_of(target)["services"]] == [site["number"]]
    assert record_of(target)["subject_number"] == before["subject_number"]


def test_the_rest_follows_and_is_put_together_again(source: FilingCase, target: FilingCase) -> None:
    before = record_of(source)
    first = offered(source, target, service_id=before["services"][1]["id"])
    target.app.ok(target.app.post(f"/v1/transfers/{first['id']}/accept"))

    second = offered(source, target)
    target.app.ok(target.app.post(f"/v1/transfers/{second['id']}/accept"))

    assert records_of(source) == []
    numbers = sorted(one["number"] for one in record_of(target)["services"])
    assert numbers == sorted(one["number"] for one in before["services"])


def test_after_the_transfer_the_target_files_for_the_subject_and_the_source_does_not(
    source: FilingCase, target: FilingCase
) -> None:
    transfer = offered(source, target)
    target.app.ok(target.app.post(f"/v1/transfers/{transfer['id']}/accept"))
    asked = {**source.who.asked, "service": {"kind": "website", "domain": fresh_domain()}}

    by_target = target.app.ok(target.app.post("/v1/type-verifications", asked))
    by_source = source.app.ok(source.app.post("/v1/type-verifications", asked))

    assert by_target["filing_type"] == "add_service_here"
    assert by_source["refusal"]["code"] == "subject_in_other_account"


@pytest.mark.fact("S1-16")
@pytest.mark.parametrize("busy", ["source", "target"])
def test_no_transfer_while_either_side_has_an_open_order(source: FilingCase, target: FilingCase, busy: str) -> None:
    transfer = offered(source, target)
    if busy == "source":
        begun_of_record(source, "change_subject")
    else:
        target.begin()

    accepted = target.app.post(f"/v1/transfers/{transfer['id']}/accept")
    again = offer(source, target)

    refused = problem(accepted, 409, "transfer-refused")
    assert refused["reason"] == "order_in_progress"
    assert "转出或转入账号有进行中的备案订单" in str(refused)
    assert refused["source"]
    assert problem(again, 409, "transfer-refused")["reason"] == "order_in_progress"
    assert len(records_of(source)) == 1


def test_an_account_with_another_subject_takes_none(source: FilingCase, target: FilingCase) -> None:
    put_on_record(target, [website(target.who.domain)], held=True)

    answer = offer(source, target)

    assert problem(answer, 409, "transfer-refused")["reason"] == "account_bound_to_other_subject"


def test_a_target_that_gets_a_subject_meanwhile_can_not_accept(source: FilingCase, target: FilingCase) -> None:
    transfer = offered(source, target)
    put_on_record(target, [website(target.who.domain)], held=True)

    answer = target.app.post(f"/v1/transfers/{transfer['id']}/accept")

    assert problem(answer, 409, "transfer-refused")["reason"] == "account_bound_to_other_subject"


def test_a_record_is_offered_once_at_a_time(source: FilingCase, target: FilingCase) -> None:
    offered(source, target)

    assert problem(offer(source, target), 409, "transfer-refused")["reason"] == "already_offered"


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"phone_last4": "0000"}, "/phone_last4"),
        ({"phone_last4": "12"}, "/phone_last4"),
        pytest.param({"target_external_id": "nobody-at-all"}, "/target_external_id", marks=pytest.mark.fact("S1-17")),
        ({"kind": "gift"}, "/kind"),
        ({"kind": "migration"}, "/service_id"),
        ({"surprise": 1}, "/surprise"),
    ],
)
def test_what_is_wrong_with_an_offer_is_told_at_its_place(
    source: FilingCase, target: FilingCase, changes: Json, where: str
) -> None:
    if changes.get("phone_last4") == target.who.principal.mobile[-4:]:
        changes = {"phone_last4": "0001"}

    refused_fields(offer(source, target, **changes), where)


def test_the_own_account_is_no_target_and_others_records_are_not_found(source: FilingCase, target: FilingCase) -> None:
    own = offer(source, target, target_external_id=source.seed, phone_last4=source.who.principal.mobile[-4:])
    body = {
        "record_id": record_of(source)["id"],
        "target_external_id": source.seed,
        "phone_last4": source.who.principal.mobile[-4:],
    }

    refused_fields(own, "/target_external_id")
    problem(target.app.post("/v1/transfers", body), 404, "not-found")
    problem(offer(source, target, service_id="svc_none"), 404, "not-found")


def test_an_offer_that_nobody_answers_expires_after_seven_days(source: FilingCase, target: FilingCase) -> None:
    transfer = offered(source, target)
    path = f"/v1/transfers/{transfer['id']}"
    assert [deadline["kind"] for deadline in transfer["deadlines"]] == ["transfer"]
    assert transfer["deadlines"][0]["consequence"]

    source.advance(hours=7 * 24 + 1)

    expired = source.app.ok(source.app.get(path))
    assert expired["state"] == "expired"
    assert expired["deadlines"] == []
    assert problem(target.app.post(f"{path}/accept"), 409, "action-not-allowed")["state"] == "expired"
    assert offered(source, target)["state"] == "pending"


def test_guessing_a_phone_is_throttled(service: RunningService, client: dict[str, str]) -> None:
    source = FilingCase(service, client).with_account()
    target = FilingCase(service, client).with_account()
    put_on_record(source, [website(source.who.domain)], held=True)
    right = target.who.principal.mobile[-4:]
    wrong = "0000" if right != "0000" else "1111"

    seen = {offer(source, target, phone_last4=wrong).status_code for _ in range(70)}

    assert 429 in seen or service.environment.get("FILING_RATE_CODE_CHECKS_PER_MINUTE")
