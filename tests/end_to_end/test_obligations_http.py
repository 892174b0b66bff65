"""What is due after approval, over HTTP: begun, listed, opened, fulfilled, and who may."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.play.expected_problem import problem, refused_fields
from tests.play.filing_case import FilingCase, Json


@pytest.fixture
def on_record(a_case: Callable[..., FilingCase]) -> tuple[FilingCase, Json]:
    """An account that holds a record with a website and an APP."""
    case = a_case().with_account()
    certificate = {"type": case.who.certificate_type, "number": case.who.certificate_number}
    subject = {"nature": "enterprise", "name": "示例科技有限公司", "certificate": certificate, "region": "410100"}
    services = [
        {"kind": "website", "domain": case.who.domain, "access_here": True},
        {"kind": "app", "name": f"晨星{case.seed}", "access_here": True},
    ]
    asked = {"subject": subject, "services": services, "account_id": case.account_id}
    case.backend.ok(case.backend.post("/v1/sandbox/records", asked))
    (record,) = case.app.ok(case.app.get("/v1/records"))["data"]
    return case, record


def a_correction(case: FilingCase, record: Json, **changes: Any) -> Json:
    body = {"record_id": record["id"], "kind": "correction", "code": "footer_missing", **changes}
    created: Json = case.reviewer.ok(case.reviewer.post("/v1/obligations", body))
    return created


@pytest.mark.fact("S4-31")
@pytest.mark.fact("S4-49")
def test_a_correction_says_what_was_found_what_to_do_and_what_follows(on_record: tuple[FilingCase, Json]) -> None:
    case, record = on_record
    answer = case.reviewer.post(
        "/v1/obligations", {"record_id": record["id"], "kind": "correction", "code": "data_untrue", "note": "请核对"}
    )

    created = answer.json()
    assert answer.status_code == 201, answer.text
    assert created["id"].startswith("obl_")
    assert (created["kind"], created["kind_label"], created["state"]) == ("correction", "核查整改", "open")
    assert (created["code"], created["note"], created["service_id"]) == ("data_untrue", "请核对", None)
    assert all(created[name] for name in ("message", "remedy", "source", "created_by"))
    assert [(one["kind"], one["due_at"]) for one in created["deadlines"]] == [("correction", created["due_at"])]
    assert "取消接入" in created["deadlines"][0]["consequence"]


def test_an_applicant_lists_the_own_obligations_by_kind_state_and_record(on_record: tuple[FilingCase, Json]) -> None:
    case, record = on_record
    first = a_correction(case, record)
    second = a_correction(case, record, kind="footer", code=None, service_id=record["services"][0]["id"])

    def ids(**asked: str) -> list[str]:
        return [one["id"] for one in case.app.ok(case.app.get("/v1/obligations", params=asked))["data"]]

    assert ids() == [second["id"], first["id"]]
    assert ids(kind="footer", record_id=record["id"]) == [second["id"]]
    assert ids(state="fulfilled,cancelled") == []
    assert second["footer"] == {"number": record["services"][0]["number"], "link": "https://beian.miit.gov.cn"}
    refused_fields(case.app.get("/v1/obligations", params={"kind": "party"}), "/query/kind")
    refused_fields(case.app.get("/v1/obligations", params={"state": "party"}), "/query/state")


def test_an_obligation_is_fulfilled_once_and_an_applicant_creates_none(on_record: tuple[FilingCase, Json]) -> None:
    case, record = on_record
    created = a_correction(case, record)
    path = f"/v1/obligations/{created['id']}/fulfil"

    problem(case.app.post("/v1/obligations", {"record_id": record["id"], "kind": "footer"}), 403, "insufficient-scope")
    refused_fields(case.app.post(path, {"number": "1", "evidence": "2"}), "")
    done = case.app.ok(case.app.post(path, {"evidence": "已整改"}))
    assert (done["state"], done["evidence"], done["deadlines"]) == ("fulfilled", "已整改", [])
    assert case.app.ok(case.app.post(path, {"evidence": "已整改"})) == done
    refused = problem(case.app.post(path, {"evidence": "另一说法"}), 409, "action-not-allowed")
    assert (refused["state"], refused["allowed_actions"]) == ("fulfilled", [])


@pytest.mark.fact("S0-29")
def test_a_public_security_filing_is_met_with_its_number(on_record: tuple[FilingCase, Json]) -> None:
    case, record = on_record
    created = a_correction(case, record, kind="public_security", code=None, service_id=record["services"][1]["id"])
    path = f"/v1/obligations/{created['id']}/fulfil"

    refused_fields(case.app.post(path), "/number")
    done = case.app.ok(case.app.post(path, {"number": "豫公网安备 41010502001234号"}))

    assert done["evidence"] == "豫公网安备41010502001234号"


def test_a_reminder_and_the_day_itself_are_told_as_events(on_record: tuple[FilingCase, Json]) -> None:
    case, record = on_record
    created = a_correction(case, record, code="contact_unconfirmed")

    case.advance(hours=24 * 32)

    (now,) = case.app.ok(case.app.get("/v1/obligations", params={"record_id": record["id"]}))["data"]
    assert (now["id"], now["state"]) == (created["id"], "overdue")
    assert [one["days_left"] for one in now["events"]] == [7, 3, 1, None]
    assert [one["overdue"] for one in now["events"]] == [None, None, None, True]
    assert {one["type"] for one in now["events"]} == {"obligation.due"}


def test_the_opening_is_told_for_a_service_of_ones_own(on_record: tuple[FilingCase, Json], a_case: Any) -> None:
    case, record = on_record
    path = f"/v1/records/{record['id']}/services/{record['services'][0]['id']}/opened"

    told = case.app.ok(case.app.post(path, {"on": "2020-02-29"}))

    assert told["services"][0]["opened_on"] == "2020-02-29"
    refused_fields(case.app.post(path, {"on": "2199-01-01"}), "/on")
    refused_fields(case.app.post(path, {"on": "2023-02-29"}), "/on")
    stranger = a_case().with_account()
    problem(stranger.app.post(path, {"on": "2020-02-29"}), 404, "not-found")
