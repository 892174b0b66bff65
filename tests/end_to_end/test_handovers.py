"""Handing a purpose over to a phone: link, QR code, end, and what whoever shows the code is told."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from app.demo.papers import paper
from tests.play.filing_case import FilingCase
from tests.play.running_service import Caller

ACase = Callable[..., FilingCase]
PAGE = {"accept": "text/html"}


def _made(case: FilingCase, purpose: str = "materials") -> dict[str, Any]:
    made: dict[str, Any] = case.app.ok(case.app.post(f"{case.path}/handovers", {"purpose": purpose}))
    return made


def _opened(case: FilingCase, url: str) -> Any:
    return Caller(case.service.http, None).get(url, headers=PAGE)


@pytest.mark.fact("S4-19")
def test_a_code_lives_for_24_hours_of_the_rules_time_and_its_deadline_stands_in_the_filing(a_case: ACase) -> None:
    case = a_case().filled_in()

    made = _made(case)

    lives = datetime.fromisoformat(made["expires_at"]) - case.now()
    assert timedelta(hours=23, minutes=59) < lives <= timedelta(hours=24)
    (deadline,) = [one for one in case.filing()["deadlines"] if one["kind"] == "qr_handover"]
    assert deadline["due_at"] == made["expires_at"]
    assert deadline["consequence"]
    assert _opened(case, made["url"]).status_code == 200

    case.advance(hours=24)

    assert _opened(case, made["url"]).status_code == 404
    assert "qr_handover" not in [one["kind"] for one in case.filing()["deadlines"]]
    seen = case.app.ok(case.app.get(f"{case.path}/handovers/{made['id']}"))
    assert seen["state"] == "expired"
    assert _opened(case, _made(case)["url"]).status_code == 200


@pytest.mark.fact("S4-19")
def test_a_new_code_voids_the_last_of_the_filing_whatever_its_purpose(a_case: ACase) -> None:
    case = a_case().filled_in()
    first = _made(case)

    second = _made(case, "portrait")

    assert _opened(case, first["url"]).status_code == 404
    assert _opened(case, second["url"]).status_code == 200
    assert case.app.get(f"{case.path}/handovers/{first['id']}").json()["state"] == "revoked"
    assert len([one for one in case.filing()["deadlines"] if one["kind"] == "qr_handover"]) == 1


def test_a_code_that_is_taken_back_opens_nothing_and_taking_it_back_again_does_no_harm(a_case: ACase) -> None:
    case = a_case().filled_in()
    made = _made(case)
    place = f"{case.path}/handovers/{made['id']}"

    assert case.app.call("DELETE", place).status_code == 204
    assert case.app.call("DELETE", place).status_code == 204

    assert _opened(case, made["url"]).status_code == 404
    assert "qr_handover" not in [one["kind"] for one in case.filing()["deadlines"]]
    events = [one["event"] for one in case.timeline()]
    assert events.count("phone_handover_made") == events.count("phone_handover_revoked") == 1


def test_the_code_is_an_svg_that_says_what_it_is_for_in_the_language_asked_for(a_case: ACase) -> None:
    case = a_case().filled_in()

    answer = case.app.post(f"{case.path}/handovers", {"purpose": "materials"}, headers={"accept-language": "en"})

    drawn = ElementTree.fromstring(answer.json()["qr_svg"])
    assert drawn.get("role") == "img"
    assert drawn.get("aria-label") == drawn.findtext("title") == "Scan this QR code with a phone to go on"
    assert answer.headers["location"] == f"{case.path}/handovers/{answer.json()['id']}"
    assert answer.json()["url"].startswith(f"{case.service.base_url}/h/")


def test_whoever_shows_the_code_sees_what_the_phone_does_and_an_unchanged_answer_costs_no_body(a_case: ACase) -> None:
    case = a_case().filled_in()
    made = _made(case)
    place = f"{case.path}/handovers/{made['id']}"
    before = case.app.get(place)
    assert before.json()["state"] == "waiting"
    assert case.app.get(place, headers={"if-none-match": before.headers["etag"]}).status_code == 304

    _opened(case, made["url"])

    opened = case.app.get(place, headers={"if-none-match": before.headers["etag"]})
    assert (opened.status_code, opened.json()["state"]) == (200, "opened")
    assert opened.json()["opened_at"]
    wanted = case.app.ok(case.app.get(f"{case.path}/requirements"))["data"][0]
    made_paper = paper(wanted["kind"], wanted["formats"], 0)
    brought = case.app.ok(case.upload(wanted["kind"], wanted["for"], made_paper.content))
    after = case.app.ok(case.app.get(place))
    assert [one["id"] for one in after["papers"]] == [brought["id"]]
    assert (after["there"], after["wanted"]) == (opened.json()["there"] + 1, opened.json()["wanted"])


def test_a_filing_that_can_not_be_edited_is_not_handed_over_and_submitting_ends_what_was(a_case: ACase) -> None:
    case = a_case().with_papers()
    made = _made(case)

    case.confirm_and("submit")

    assert _opened(case, made["url"]).status_code == 404
    refused = case.app.post(f"{case.path}/handovers", {"purpose": "materials"})
    assert (refused.status_code, refused.json()["code"]) == (409, "not-editable")


def test_somebody_else_neither_makes_nor_sees_nor_takes_back_a_code(a_case: ACase) -> None:
    mine, other = a_case().filled_in(), a_case().with_account()
    made = _made(mine)
    place = f"{mine.path}/handovers/{made['id']}"

    assert other.app.post(f"{mine.path}/handovers", {"purpose": "materials"}).status_code == 404
    assert other.app.get(place).status_code == 404
    assert other.app.call("DELETE", place).status_code == 404
    assert _opened(mine, made["url"]).status_code == 200


def test_an_unknown_purpose_is_refused_at_its_place(a_case: ACase) -> None:
    case = a_case().filled_in()

    refused = case.app.post(f"{case.path}/handovers", {"purpose": "everything"})

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/purpose"
