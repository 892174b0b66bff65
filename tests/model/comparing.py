"""Whether what the service shows is what the model knows."""

import json
from datetime import datetime, timedelta
from typing import Any

import httpx

from tests.model.contract import FINAL, WAITS
from tests.model.order import Order
from tests.model.playing import PlayedOrder
from tests.model.told import Answer, Entry
from tests.model.waits import Wait
from tests.play.expected_problem import problem

Json = dict[str, Any]
_SECOND = timedelta(seconds=1)
_NEVER_ERASED = ("id", "filing_type", "state", "abandoned_because", "created_at", "submitted_at", "allowed_actions")


def same_answer(wanted: Answer, given: httpx.Response) -> None:
    """Hold an answer against the one that the model predicts."""
    seen = f"{given.request.method} {given.request.url.path}: {given.status_code} {given.text[:600]}"
    assert given.status_code == wanted.status, f"{wanted} predicted; {seen}"
    told: Json = given.json() if given.content else {}
    if wanted.code is not None:
        told = problem(given, wanted.status, wanted.code)
    for name, value in wanted.facts.items():
        shown = sorted(told[name]) if isinstance(told[name], list) else told[name]
        assert shown == value, f"{name} is {value} by the model; {seen}"


def same_filing_answered(order: Order, given: httpx.Response) -> None:
    """Hold the filing in an answer, and its ETag, against the order."""
    if given.is_success and given.content and "revision" in given.json():
        told = given.json()
        shown, known = (told["state"], told["revision"]), (order.state, order.revision)
        assert shown == known, f"{known} by the model; {given.request.url.path}: {shown}"
        assert given.headers.get("etag", f'"{order.revision}"') == f'"{order.revision}"'


def same_order(order: Order, played: PlayedOrder) -> None:
    """Look at all that can be seen of an order, and judge what its timeline tells."""
    answer = played.app.get(played.path)
    filing: Json = played.app.ok(answer)
    entries = [_entry(one) for one in played.timeline()]
    seen = len(order.timeline)
    assert [one.told for one in entries[:seen]] == [one.told for one in order.timeline], "the past was changed"
    moments = [one.at for one in entries if one.at is not None]
    assert moments == sorted(moments), "the timeline is out of order"
    order.tells(entries[seen:])
    assert answer.headers["etag"] == f'"{filing["revision"]}"'
    _same_filing(order, filing)
    _same_waits(order, filing)
    if seen != len(order.timeline) or order.sms is not None:
        same_codes(order, played)


def same_ended(before: Json, kept_until: datetime | None, order: Order, played: PlayedOrder) -> None:
    """An order that ended stays as it was, but for what was entered: that is erased when its time is over."""
    now: Json = played.app.ok(played.app.get(f"/v1/filings/{before['id']}"))
    if kept_until is None or order.now < kept_until:
        assert now == before, "a final order changed"
        return
    assert now["erased_at"] is not None, f"nothing was erased by {kept_until}"
    assert {name: now[name] for name in _NEVER_ERASED} == {name: before[name] for name in _NEVER_ERASED}
    told = json.dumps(now, ensure_ascii=False)
    who = played.who
    assert not [one for one in (who.subject_name, who.site_name, who.domain, who.principal.name) if one in told], told


def same_codes(order: Order, played: PlayedOrder) -> None:
    """Look at the authorization code and at those who enter SMS codes."""
    _same_code(order, played)
    _same_sms(order, played)


def _entry(told: Json) -> Entry:
    deadline = told["deadline"] or {}
    due = deadline.get("due_at")
    return Entry(
        told["actor"],
        told["event"],
        told["from"],
        told["to"],
        _moment(told["at"]),
        deadline.get("kind"),
        None if due is None else _moment(due),
    )


def _moment(told: str) -> datetime:
    return datetime.fromisoformat(told)


def _same_filing(order: Order, filing: Json) -> None:
    known = {
        "state": order.state,
        "revision": order.revision,
        "allowed_actions": sorted(order.offered),
        "confirmed": order.confirmed,
        "returned_because": order.returned_because,
        "abandoned_because": order.abandoned_because,
        "held": order.held,
        "is_editable": order.is_editable,
        "findings": order.findings,
        "has_number": order.state == "approved",
        "remark": order.content.remark,
        "is_erased": order.is_erased,
    }
    shown = filing | {
        "allowed_actions": sorted(filing["allowed_actions"]),
        "is_editable": bool(filing["editable"]),
        "findings": tuple(one["code"] for one in filing["findings"]),
        "has_number": _has_numbers(filing),
        "is_erased": filing["erased_at"] is not None,
    }
    assert {name: shown[name] for name in known} == known
    kept_until = filing["data_kept_until"]
    assert (None if kept_until is None else _moment(kept_until)) == order.kept_until
    if not order.desk.may_lapse:
        assert (filing["assignee"] is not None) is (order.desk.holder is not None), filing["assignee"]


def _has_numbers(filing: Json) -> bool:
    numbers = [filing["numbers"]["subject"], *(one["number"] for one in filing["numbers"]["services"])]
    assert len({number is None for number in numbers}) == 1 or not filing["numbers"]["services"], filing["numbers"]
    return numbers[0] is not None


def _same_waits(order: Order, filing: Json) -> None:
    shown = {one["kind"]: _moment(one["due_at"]) for one in filing["deadlines"]}
    if order.was_touched:
        term = WAITS[order.state]
        assert term.kind in shown, f"{order.state} waits for {term.kind}; shown is {shown}"
        order.wait = Wait.begun(term, _moment(filing["updated_at"]), shown[term.kind])
        order.was_touched = False
    waits = {} if order.wait is None or order.wait.is_over else {order.wait.kind: order.wait.due}
    assert set(shown) == set(waits), f"{order.state} shows {shown} instead of {waits}"
    assert all(abs(due - waits[kind]) < _SECOND for kind, due in shown.items()), (shown, waits)


def _same_code(order: Order, played: PlayedOrder) -> None:
    asked = {"resource": played.server}
    codes = played.backend.ok(played.backend.get("/v1/authorization-codes", params=asked))["data"]
    assert [one["state"] for one in codes] == [order.code]


def _same_sms(order: Order, played: PlayedOrder) -> None:
    listed = played.app.ok(played.app.get(f"{played.path}/sms-verifications"))["data"]
    codes = order.sms
    if codes is None:
        assert listed == []
        return
    assert len(listed) == codes.people, f"{codes.people} have codes by the model; {listed}"
    for one in listed:
        person = 0 if "subject_principal" in one["roles"] else 1
        assert (one["state"], one["entered_at"]) == (codes.shown(person), "here"), f"{codes} by the model; {listed}"
        assert one["resends_left"] == codes.resends_left(person)


def same_feed(order: Order, played: PlayedOrder) -> None:
    """Hold the feed of events against the timeline: one event a move, one a deadline told, each in its turn.

    The feed follows by a moment, for which it is waited; what it tells must be right from the first look on.
    """
    wanted = [(one.event, one.come_from, one.come_to) for one in order.timeline if one.come_from != one.come_to]
    told_of = [one.kind for one in order.timeline if one.event in ("deadline_approaching", "deadline_passed")]
    for _ in range(200):
        events = [one for one in _feed(played) if one["filing_id"] == played.filing_id]
        moves = [_moved(one) for one in events if one["type"] == "filing.state_changed"]
        ends = [one["data"]["kind"] for one in events if one["type"] == "filing.deadline_approaching"]
        assert moves == wanted[: len(moves)], f"{moves} instead of {wanted}"
        assert ends == told_of[: len(ends)], f"{ends} instead of {told_of}"
        consumed = [one for one in events if one["type"] == "authorization_code.consumed"]
        assert len(consumed) <= (order.state == "approved")
        if (len(moves), len(ends)) == (len(wanted), len(told_of)):
            return
        played.settle()
    raise AssertionError(f"the feed tells of {moves} and {ends} instead of {wanted} and {told_of}")


def _moved(event: Json) -> tuple[str, str | None, str]:
    return event["data"]["event"], event["data"]["from"], event["data"]["to"]


def _feed(played: PlayedOrder) -> list[Json]:
    found: list[Json] = []
    cursor: dict[str, str] = {}
    while True:
        page = played.app.ok(played.app.get("/v1/events", params={"limit": 100, **cursor}))
        found += page["data"]
        if page["next_cursor"] is None:
            return found
        cursor = {"cursor": page["next_cursor"]}


def same_open_orders(order: Order, played: PlayedOrder) -> None:
    """An account has one open order at most, and this is it."""
    listed = played.app.ok(played.app.get("/v1/filings", params={"limit": 100}))["data"]
    opened = [one["id"] for one in listed if one["state"] not in FINAL]
    assert opened == ([] if order.is_final else [played.filing_id])


def codes_sent_once(order: Order, played: PlayedOrder) -> None:
    """Each hand-over sent everybody one code, each resend another, and the authority itself one a noon."""
    for person in range(len(played.people())):
        rounds = (*order.earlier_rounds, *order.rounds)
        wanted = len(rounds) + sum(one.resends.get(person, 0) for one in rounds)
        sent = len(played.codes_of(person))
        assert wanted <= sent <= wanted + len(rounds), f"{sent} codes were sent instead of {wanted}"
