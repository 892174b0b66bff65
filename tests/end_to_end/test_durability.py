"""Processes die, the database goes away, everything is stopped and started: nothing that was accepted is lost.

The service of this module is its own: its parts are killed, one test after the other, and each test leaves it whole.
"""

import json
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from app.adapters.embedded_database import AUTHORITY_DATABASE, SERVICE_DATABASE, running_server
from app.storage.engine import CLOCK_CHANNEL
from tests.play.filing_case import FilingCase
from tests.play.held_gateway import HeldGateway, held_gateway
from tests.play.processes import killed, part_of, paused, until
from tests.play.refusals import refused
from tests.play.running_service import SCOPES, RunningService, running


@dataclass(frozen=True, slots=True)
class Mortal:
    """A service whose parts are killed, and the way to its authority."""

    service: RunningService
    gateway: HeldGateway
    client: dict[str, str]

    def case(self, who: str = "enterprise") -> FilingCase:
        return FilingCase(self.service, self.client, who=who)

    def rows(self, database: str, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """Look into one of the two databases."""
        address = running_server(self.service.data_dir)
        assert address is not None
        with psycopg.connect(address.dsn(database)) as connection:
            return connection.execute(question, values).fetchall()

    def readiness(self) -> tuple[int, dict[str, Any]]:
        answer = self.service.http.get("/readyz")
        return answer.status_code, answer.json()

    def is_whole(self) -> bool:
        try:
            status, parts = self.readiness()
        except httpx.TransportError:  # the connection that was kept died with the process at its other end
            return False
        return status == 200 and bool(parts["authority_gateway"])


@pytest.fixture(scope="module")
def mortal() -> Iterator[Mortal]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (
        tempfile.TemporaryDirectory(prefix="filing-mortal-", ignore_cleanup_errors=True) as folder,
        held_gateway(f"http://127.0.0.1:{port}") as gateway,
    ):
        settings = {
            "FILING_AUTHORITY_URL": gateway.url,
            "FILING_SANDBOX_PORT": str(port),
            "FILING_JOB_HEARTBEAT_SECONDS": "1",
            "FILING_JOB_STALLED_SECONDS": "2",
        }
        with running(Path(folder), settings) as service:
            yield Mortal(service, gateway, service.client("durability", SCOPES))


def verify_people(case: FilingCase) -> None:
    for person in case.people():
        case.backend.ok(case.enter(person, case.sms_code(person)))


def to_its_number(case: FilingCase) -> dict[str, Any]:
    """Bring a filing in authority review to its end, and compare both sides' records."""
    case.advance(working_days=6)
    filing = case.filing()
    assert filing["state"] == "approved"
    asked = {"certificate_number": case.who.certificate_number}
    national = case.backend.ok(case.backend.post("/v1/sandbox/records/lookups", asked))
    number = filing["numbers"]["services"][0]["number"]
    assert [one["number"] for one in national["services"]] == [number]
    return filing


def test_a_worker_killed_between_the_authoritys_yes_and_our_commit_submits_nothing_twice(mortal: Mortal) -> None:
    case = mortal.case().submitted()
    before = len(mortal.gateway.submissions)
    mortal.gateway.hold_next_submission()
    case.decide("pass")
    assert mortal.gateway.has_answered.wait(30)
    assert case.state() == "pending_authority"
    refused(case.act("withdraw"), 409, "action-not-allowed")

    dead = killed(mortal.service.pid, "worker")
    mortal.gateway.let_go()
    until(lambda: case.state() == "awaiting_sms")

    assert part_of(mortal.service.pid, "worker") != dead
    sent = mortal.gateway.submissions[before:]
    assert len(sent) == 1, "the worker that came after asked for it by its id"
    at_the_authority = mortal.rows(
        AUTHORITY_DATABASE,
        "select receipt from submissions where certificate_number = %s",
        case.who.certificate_number,
    )
    ours = mortal.rows(
        SERVICE_DATABASE, "select id, state, receipt from authority_handovers where filing_id = %s", case.filing_id
    )
    assert len(at_the_authority) == 1
    assert ours == [(sent[0], "answered", at_the_authority[0][0])]
    events = [one["event"] for one in case.timeline()]
    assert events == ["created", "confirm", "submit", "pass", "forward", "accepted_sms_due"]
    assert sum(len(codes_sent(case, person.mobile)) for person in case.people()) == len(case.people())
    verify_people(case)
    to_its_number(case)


def codes_sent(case: FilingCase, phone: str) -> list[str]:
    found = case.backend.ok(case.backend.get("/v1/sandbox/messages", params={"phone": phone}))["data"]
    return [message["code"] for message in found if message.get("code")]


def test_the_authority_killed_in_the_middle_forgets_neither_codes_nor_reviews(mortal: Mortal) -> None:
    case = mortal.case().awaiting_sms()
    subject, keeper = case.people()
    codes = {person: case.sms_code(person) for person in (subject, keeper)}
    case.backend.ok(case.enter(subject, codes[subject]))

    with paused(mortal.service.pid):
        killed(mortal.service.pid, "sandbox")
        problem = case.enter(keeper, codes[keeper])
        unknown = case.app.post("/v1/type-verifications", mortal.case().who.asked)
        status, parts = mortal.readiness()
    until(mortal.is_whole)

    refused(problem, 503, "authority-unavailable")
    assert int(problem.headers["retry-after"]) > 0
    assert unknown.status_code in (201, 503)
    assert (status, parts["authority_gateway"]) == (200, False)
    assert case.backend.ok(case.enter(keeper, codes[keeper]))["all_verified"]
    to_its_number(case)


def test_the_service_killed_in_the_middle_answers_again_and_has_lost_nothing(mortal: Mortal) -> None:
    case = mortal.case().in_authority_review()
    before, told = case.filing(), case.timeline()
    dead = killed(mortal.service.pid, "api")

    until(mortal.is_whole)

    assert part_of(mortal.service.pid, "api") != dead
    assert (case.filing(), case.timeline()) == (before, told)
    to_its_number(case)


def test_while_the_database_is_away_everything_says_503_and_then_recovers_by_itself(mortal: Mortal) -> None:
    case = mortal.case().awaiting_sms()
    before, etag = case.filing(), case.etag()
    api = part_of(mortal.service.pid, "api")

    with paused(mortal.service.pid):
        killed(mortal.service.pid, "database")
        until(lambda: mortal.readiness()[0] == 503)
        _, parts = mortal.readiness()
        read = case.app.get(case.path)
        written = case.app.post(f"{case.path}/withdraw", {}, etag=etag)
        asked = case.app.post("/v1/type-verifications", case.who.asked)
        alive = mortal.service.http.get("/healthz")
    until(mortal.is_whole)

    assert (parts["status"], parts["database"], parts["queue"], parts["object_store"]) == (
        "not ready",
        False,
        False,
        True,
    )
    for answer in (read, written, asked):
        refused(answer, 503, "service-unavailable")
        assert int(answer.headers["retry-after"]) > 0
    assert alive.status_code == 200
    assert part_of(mortal.service.pid, "api") == api
    assert case.filing() == before
    case.settle()
    verify_people(case)
    to_its_number(case)


def test_stopped_and_started_again_everything_is_as_it_was(mortal: Mortal) -> None:
    approved, waiting, draft = mortal.case("individual").approved(), mortal.case().awaiting_sms(), mortal.case()
    draft.with_papers()
    cases = (approved, waiting, draft)
    waiting.advance(hours=3)
    before = [(case.filing(), case.timeline(), case.etag()) for case in cases]
    record = approved.app.ok(approved.app.get("/v1/records"))
    papers = draft.app.ok(draft.app.get(f"{draft.path}/materials", params={"limit": 100}))["data"]
    content = draft.app.get(f"/v1/materials/{papers[0]['id']}/content").content
    code, then = waiting.sms_code(waiting.people()[0]), waiting.now()

    mortal.service.stop()
    mortal.service.start()
    until(mortal.is_whole)

    assert [(case.filing(), case.timeline(), case.etag()) for case in cases] == before
    assert approved.app.ok(approved.app.get("/v1/records")) == record
    assert draft.app.get(f"/v1/materials/{papers[0]['id']}/content").content == content
    assert 0 <= (waiting.now() - then).total_seconds() < 120
    assert mortal.service.token(mortal.client)
    assert waiting.backend.ok(waiting.enter(waiting.people()[0], code))["waiting_for"] == 1
    assert draft.confirm_and("submit")["state"] == "first_review"
    verify_people(waiting)
    to_its_number(waiting)


def test_a_result_that_comes_while_the_worker_is_dead_is_applied_by_the_next(mortal: Mortal) -> None:
    case = mortal.case().in_authority_review()
    dead = killed(mortal.service.pid, "worker")

    body = {"filing_id": case.filing_id, "outcome": "accept"}
    decided = case.backend.ok(case.backend.post("/v1/sandbox/authority/decisions", body))

    assert decided["state"] == "approved"
    assert part_of(mortal.service.pid, "worker") != dead
    assert [one["event"] for one in case.timeline()].count("approved") == 1


def test_what_is_withdrawn_before_its_hand_over_is_sent_never_leaves(mortal: Mortal) -> None:
    case = mortal.case().submitted()
    before = list(mortal.gateway.submissions)
    with paused(part_of(mortal.service.pid, "worker")):
        passed = case.decide("pass")
        back = case.app.ok(case.act("withdraw"))

    case.settle()

    assert (passed["state"], passed["allowed_actions"]) == ("pending_authority", ["withdraw"])
    assert back["state"] == case.state() == "withdrawn"
    assert mortal.gateway.submissions == before
    case.confirm_and("submit")
    case.decide("pass")
    case.settle()
    assert case.state() == "awaiting_sms"
    assert len(mortal.gateway.submissions) == len(before) + 1


def test_killed_without_warning_and_started_again_it_goes_on_where_it_was(mortal: Mortal) -> None:
    case = mortal.case().in_authority_review()
    before, told = case.filing(), case.timeline()

    mortal.service.kill()
    mortal.service.start()
    until(mortal.is_whole)

    assert (case.filing(), case.timeline()) == (before, told)
    to_its_number(case)


def test_nobody_finds_a_phone_a_name_or_a_certificate_in_what_the_processes_wrote(mortal: Mortal) -> None:
    case = mortal.case().awaiting_sms()

    logs = "".join(path.read_text(errors="replace") for path in (mortal.service.data_dir / "logs").glob("*.log"))

    assert "request" in logs
    for person in case.people():
        for value in (person.mobile, person.certificate_number, person.name, case.sms_code(person)):
            assert value not in logs.replace(case.filing_id, ""), json.dumps(value)


def reminded(cases: list[FilingCase]) -> list[tuple[str, str, bool]]:
    """Return what was told of the deadlines of filings, in the order of the feed."""
    ours, found, cursor = {case.filing_id for case in cases}, [], None
    while True:
        params = {"limit": 100} | ({"cursor": cursor} if cursor else {})
        page = cases[0].backend.ok(cases[0].backend.get("/v1/events", params=params))
        found += [one for one in page["data"] if one.get("filing_id") in ours]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    told = [one for one in found if one["type"] == "filing.deadline_approaching"]
    return [(one["filing_id"], one["data"]["kind"], one["data"]["passed"]) for one in told]


def outage(mortal: Mortal, hours: int) -> None:
    """Let the worker die, and time go by while there is none; the service's own clock moves without the worker."""
    with paused(mortal.service.pid):
        killed(mortal.service.pid, "worker")
        microseconds = hours * 3_600_000_000
        moved = "update sandbox_clock set offset_microseconds = offset_microseconds + %s returning offset_microseconds"
        ((offset,),) = mortal.rows(SERVICE_DATABASE, moved, microseconds)
        mortal.rows(SERVICE_DATABASE, "select pg_notify(%s, %s)", CLOCK_CHANNEL, str(offset))


def test_a_worker_that_was_down_for_a_day_fires_what_fell_due_once_and_in_order(mortal: Mortal) -> None:
    cases = [mortal.case().filled_in() for _ in range(3)]
    linked, ending, later = cases
    linked.app.ok(linked.app.post(f"{linked.path}/handovers", {"purpose": "materials"}))
    for case, hours in ((ending, 31 * 24 + 1), (later, 45 * 24)):
        case.with_server(expires_at=(case.now() + timedelta(hours=hours)).isoformat())
    ending.settle()
    before = reminded(cases)
    due = "select owner_id, kind from deadlines where owner_id = any(%s) and fired_at is null and due_at <= %s"
    falls_due = mortal.rows(
        SERVICE_DATABASE,
        f"{due} order by due_at, owner_id, kind",
        [case.filing_id for case in cases],
        ending.now() + timedelta(hours=36),
    )

    outage(mortal, 36)
    until(lambda: len(reminded(cases)) >= 2)
    first = reminded(cases)
    killed(mortal.service.pid, "worker")
    until(mortal.is_whole)
    ending.settle()

    # The reminder of the link came too late to be of use: its end is told instead, and nothing else of it.
    told = {("resource_expiry", ending.filing_id), ("qr_handover", linked.filing_id)}
    expected = [(owner, kind.removeprefix("reminder_")) for owner, kind in falls_due if kind != "reminder_qr_handover"]
    assert before == []
    assert {(kind, owner) for owner, kind in expected} == told
    assert [(owner, kind) for owner, kind, _ in first] == expected
    assert {kind: passed for _, kind, passed in first} == {"resource_expiry": False, "qr_handover": True}
    assert reminded(cases) == first
