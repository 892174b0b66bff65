"""The story: an enterprise with every way back, then an individual on the straight way, then the comparison."""

import httpx
from rich.console import Console

from app.demo.agreement import Filed, compare
from app.demo.http_service import DemoFailedError, HttpService
from app.demo.numbers import Numbers
from app.demo.people import Applicant, enterprise, individual
from app.demo.screen import Screen
from app.demo.steps import (
    Callers,
    advance,
    another_code,
    claim_and_decide,
    enter_code,
    expect_state,
    now,
    papers_and_face,
    prepare,
    sms_code,
)

_TIMEOUT_SECONDS = 60.0
_BACKEND_SCOPES = "accounts resources codes records:read pii:read sandbox"
_REVIEWER_SCOPES = "reviews pii:read"
_REVIEW_WORKING_DAYS = 6
_SMS_HOURS = 25
_WRONG_CODE = (422,)


def run_demo(base_url: str, client_id: str, client_secret: str, console: Console | None = None) -> bool:
    """File both websites with one client of all scopes, and tell whether service and authority agree in the end."""
    screen = Screen(console or Console())
    numbers = Numbers(client_id)
    try:
        with httpx.Client(base_url=base_url, timeout=_TIMEOUT_SECONDS, trust_env=False) as client:
            backend = HttpService.signed_in(client, client_id, client_secret, _BACKEND_SCOPES)
            reviewer = HttpService.signed_in(client, client_id, client_secret, _REVIEWER_SCOPES)
            filed = [
                _with_every_way_back(screen, backend, reviewer, enterprise(numbers), numbers.label("first")),
                _straight(screen, backend, reviewer, individual(numbers), numbers.label("second")),
            ]
            rows = [row for one in filed for row in compare(backend, one)]
    except (DemoFailedError, httpx.HTTPError) as error:
        screen.failure(str(error))
        return False
    screen.comparison(rows)
    agreed = all(agree for *_, agree in rows)
    screen.outcome([one.service_number for one in filed], agreed=agreed)
    return agreed


def _with_every_way_back(
    screen: Screen, backend: HttpService, reviewer: HttpService, who: Applicant, label: str
) -> Filed:
    screen.title(who.title)
    app, filing_id = prepare(screen, backend, who, label)
    callers = Callers(backend, reviewer, app)
    papers_and_face(screen, callers, filing_id)
    _rejected_and_corrected(screen, callers, filing_id, who)
    _passed(screen, callers, filing_id)
    _missed_code(screen, callers, filing_id, who)
    with screen.step("resubmitted unchanged, straight to the authority"):
        expect_state(app.act(filing_id, "resubmit", json={}), "pending_authority")
        now(backend)
    return _to_the_number(screen, callers, filing_id, who)


def _straight(screen: Screen, backend: HttpService, reviewer: HttpService, who: Applicant, label: str) -> Filed:
    screen.title(who.title)
    app, filing_id = prepare(screen, backend, who, label)
    callers = Callers(backend, reviewer, app)
    papers_and_face(screen, callers, filing_id)
    _passed(screen, callers, filing_id)
    return _to_the_number(screen, callers, filing_id, who)


def _rejected_and_corrected(screen: Screen, callers: Callers, filing_id: str, who: Applicant) -> None:
    with screen.step("first review by the provider's specialist") as notes:
        fault = {"pointer": "/services/0/name", "code": "site_name_bad", "note": "与主办单位和网站内容无关"}
        claim_and_decide(callers.reviewer, filing_id, outcome="reject", findings=[fault])
        notes.append("rejected")
    filing = expect_state(callers.app.filing(filing_id), "first_review_rejected")
    for finding in filing["findings"]:
        screen.turn(f"{finding['pointer']} {finding['code']}: {finding['message']} {finding['remedy']}")
    with screen.step(f"corrected to {who.site_name}, confirmed, resubmitted"):
        patch = {"services": [{"id": filing["services"][0]["id"], "name": who.site_name}]}
        callers.app.call("PATCH", f"/v1/filings/{filing_id}", json=patch, etag=callers.app.etag(filing_id))
        callers.app.act(filing_id, "confirm", json={})
        expect_state(callers.app.act(filing_id, "resubmit", json={}), "first_review")


def _passed(screen: Screen, callers: Callers, filing_id: str) -> None:
    with screen.step("first review"):
        claim_and_decide(callers.reviewer, filing_id, outcome="pass", findings=[])
    with screen.step("handed over to the authority, which sends SMS codes"):
        now(callers.backend)
        expect_state(callers.app.filing(filing_id), "awaiting_sms")


def _missed_code(screen: Screen, callers: Callers, filing_id: str, who: Applicant) -> None:
    backend = callers.backend
    with screen.step("SMS: one code right, one wrong") as notes:
        enter_code(backend, who.principal, sms_code(backend, who.principal))
        wrong = another_code(sms_code(backend, who.service_principal))
        refused = enter_code(backend, who.service_principal, wrong, expect=_WRONG_CODE)
        notes.append(f"{refused['tries_left']} tries left")
    with screen.step(f"{_SMS_HOURS} hours go by, and the second code is missed"):
        advance(backend, hours=_SMS_HOURS)
        filing = expect_state(callers.app.filing(filing_id), "authority_rejected")
    if filing["returned_because"] != "sms_timeout":
        raise DemoFailedError(f"returned because of {filing['returned_because']}, not sms_timeout")
    screen.turn("the authority returned the filing: sms_timeout")


def _to_the_number(screen: Screen, callers: Callers, filing_id: str, who: Applicant) -> Filed:
    backend = callers.backend
    people = {person.mobile: person for person in (who.principal, who.service_principal)}
    with screen.step("SMS: every code right") as notes:
        expect_state(callers.app.filing(filing_id), "awaiting_sms")
        for person in people.values():
            enter_code(backend, person, sms_code(backend, person))
        notes.append(f"{len(people)} people")
        now(backend)
        expect_state(callers.app.filing(filing_id), "authority_review")
    with screen.step(f"authority review, {_REVIEW_WORKING_DAYS} working days") as notes:
        advance(backend, working_days=_REVIEW_WORKING_DAYS)
        filing = expect_state(callers.app.filing(filing_id), "approved")
        number = filing["numbers"]["services"][0]["number"]
        notes.append(f"[bold]{number}[/bold]")
    return Filed(who, filing["account_id"], filing["numbers"]["subject"], number)
