"""Deregistration (注销): a whole subject, or one website of several; as it can't be undone, it is acknowledged."""

from dataclasses import replace

from app.demo.agreement import DEREGISTERED, NOTHING, Ending, Row, compare, duties_of, end_of, numbers_of, unmet
from app.demo.beginnings import draft, issue_code, refused_draft, verified_type
from app.demo.entering import papers_and_faces, submit
from app.demo.http_service import Json
from app.demo.people import Person, enterprise, individual, second_site
from app.demo.reviewing import to_the_end
from app.demo.stage import Filed, Stage
from app.demo.stories.filed_before import filed_before

_CAPACITY_REACHED = (422,)


def deregister_subject(stage: Stage) -> Ending:
    """Take a subject off the record with everything it has: it may file anew, but its code and its place stay spent."""
    stage.screen.title("前情：首次备案 · before: a first filing")
    before = filed_before(stage, individual(stage.numbers), capacity=1)
    stage.screen.title("注销主体 · the subject is deregistered, with its website")
    wanted = {"filing_type": "deregister_subject", "reason_code": "no_longer_operated"}
    acknowledged = ["irreversible", "quota_not_returned", "services_removed"]
    filed = _deregistered(stage, before, wanted, acknowledged, [before.customer.who.principal])
    stage.screen.title("之后 · afterwards")
    expected = (
        *end_of(filed, DEREGISTERED),
        Row("on record here", NOTHING, NOTHING if filed.record is None else filed.record["subject_number"]),
        duties_of(stage, filed, ()),
        Row("the code", "consumed_by_approval", _reason_against_code(before)),
        Row("another code of the server", "resource_capacity_reached", _reason_against_another(stage, before)),
        Row("verified next time", "first_filing", _verified_next(stage, before)),
    )
    return Ending(f"{numbers_of(before)} {DEREGISTERED}", expected, compare(stage, filed.customer))


def deregister_service(stage: Stage) -> Ending:
    """Take one of two websites off the record: the subject and the other one stay."""
    who = enterprise(stage.numbers)
    stage.screen.title("前情：首次备案 · before: a first filing of two websites")
    before = filed_before(stage, who, second_site(who, stage.numbers))
    stays, goes = sorted(before.on_record["services"], key=lambda one: one["number"])
    known = {one["id"] for one in unmet(before.customer)}
    stage.screen.title(f"注销互联网信息服务 · {goes['number']} is deregistered")
    wanted = {"filing_type": "deregister_service", "service_id": goes["id"], "reason_code": "no_longer_operated"}
    acknowledged = ["irreversible", "quota_not_returned"]
    filed = _deregistered(stage, before, wanted, acknowledged, [who.service_principal])
    left = [one["number"] for one in filed.on_record["services"]]
    expected = (
        *end_of(filed, DEREGISTERED),
        Row("left on record", stays["number"], "\n".join(left)),
        duties_of(stage, filed, (), since=known),
        Row("still due of it", NOTHING, _due_of(filed, goes["id"])),
    )
    return Ending(f"{goes['number']} {DEREGISTERED}", expected, compare(stage, filed.customer))


def _deregistered(stage: Stage, before: Filed, wanted: Json, acknowledged: list[str], people: list[Person]) -> Filed:
    """Be refused without the acknowledgements, then go the whole way with them."""
    customer = before.customer
    wanted = {**wanted, "record_id": before.on_record["id"]}
    refused_draft(stage, customer, wanted)
    filing = draft(stage, customer, {**wanted, "acknowledged": acknowledged})
    papers_and_faces(stage, customer, filing["id"])
    submit(stage, customer, filing["id"])
    return to_the_end(stage, customer, filing["id"], people)


def _due_of(filed: Filed, service_id: str) -> str:
    due = [one["kind"] for one in unmet(filed.customer) if one["service_id"] == service_id]
    return "\n".join(sorted(due)) or NOTHING


def _reason_against_code(before: Filed) -> str:
    checked = before.customer.app.call("POST", "/v1/authorization-codes/check", json={"code": before.code})
    return str(checked["reason"])


def _reason_against_another(stage: Stage, before: Filed) -> str:
    return str(issue_code(stage, before.customer, expect=_CAPACITY_REACHED)["reason"])


def _verified_next(stage: Stage, before: Filed) -> str:
    verified_type(stage, before.customer, "first_filing", replace(before.customer.who, first_name=None))
    return "first_filing"
