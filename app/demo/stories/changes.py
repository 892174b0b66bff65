"""Change filings (变更备案): of the subject, of a service, of both; the number stays, and only who changed is asked."""

from dataclasses import replace
from typing import Any

from app.demo.agreement import CHANGED, Ending, Row, compare, duties_of, end_of, numbers_of, unmet
from app.demo.beginnings import draft, put_server
from app.demo.entering import enter, papers_and_faces, submit
from app.demo.http_service import Json
from app.demo.people import PROVINCE, SERVER_ADDRESS, Person, enterprise, person
from app.demo.reviewing import to_the_end
from app.demo.stage import Customer, Filed, Stage
from app.demo.stories.filed_before import filed_before

OTHER_ADDRESS = "203.0.113.11"
_NEW_PLACE = "河南省郑州市金水区花园路2号2单元202室"
_NEW_NAME = "郑州晨星软件产品中心"


def change_subject(stage: Stage) -> Ending:
    """Move the office, and give the principal a new phone: the new phone gets the code."""
    before = _filed(stage)
    principal = replace(before.customer.who.principal, mobile=stage.numbers.mobile("new mobile"))
    subject = {
        "contact_address": {"detail": _NEW_PLACE},
        "principal": {"mobile": principal.mobile},
        "legal_representative": {"mobile": principal.mobile},
    }
    stage.screen.title("变更主体 · the subject changes: address, and the principal's phone")
    filed, known = _changed(stage, before, {"filing_type": "change_subject"}, {"subject": subject}, [principal])
    return _ending(stage, before, filed, known, (_address(filed),))


def change_service(stage: Stage) -> Ending:
    """Give a website a new name, principal and address: who is new shows a face and gets the code."""
    before = _filed(stage)
    keeper = person(stage.numbers, "吴雨桐", "new keeper", "19930902")
    with stage.screen.step(f"the server moves to {OTHER_ADDRESS}"):
        put_server(stage, before.customer, addresses=(SERVER_ADDRESS, OTHER_ADDRESS))
    service = _service_of(before, name=_NEW_NAME) | {
        "principal": keeper.body(is_legal_representative=False),
        "access": [
            {
                "ip_ranges": [{"from": OTHER_ADDRESS, "to": OTHER_ADDRESS}],
                "modes": ["cloud"],
                "server_regions": [PROVINCE],
            }
        ],
    }
    stage.screen.title("变更互联网信息服务 · the website changes: name, principal, address")
    wanted = {"filing_type": "change_service", "service_id": before.on_record["services"][0]["id"]}
    filed, known = _changed(stage, before, wanted, {"services": [service]}, [keeper])
    return _ending(stage, before, filed, known, (_name(filed),))


def change_both(stage: Stage) -> Ending:
    """Move the office and rename the website in one order: both principals get a code."""
    before = _filed(stage)
    who = before.customer.who
    body = {
        "subject": {"contact_address": {"detail": _NEW_PLACE}},
        "services": [_service_of(before, name=_NEW_NAME)],
    }
    stage.screen.title("变更备案 · subject and website change together")
    wanted = {"filing_type": "change_both", "service_id": before.on_record["services"][0]["id"]}
    filed, known = _changed(stage, before, wanted, body, [who.principal, who.service_principal])
    return _ending(stage, before, filed, known, (_address(filed), _name(filed)))


def _filed(stage: Stage) -> Filed:
    stage.screen.title("前情：首次备案 · before: a first filing")
    return filed_before(stage, enterprise(stage.numbers))


def _service_of(before: Filed, **changed: Any) -> Json:
    return {"id": before.on_record["services"][0]["id"], **changed}


def _changed(stage: Stage, before: Filed, wanted: Json, body: Json, people: list[Person]) -> tuple[Filed, set[str]]:
    """Go the whole way of a change; return it with what was due before."""
    customer = before.customer
    known = {one["id"] for one in unmet(customer)}
    filing = draft(stage, customer, {**wanted, "record_id": before.on_record["id"]})
    for one, begun in zip(body.get("services", ()), filing["services"], strict=False):
        one["id"] = begun["id"]
    enter(stage, customer, filing["id"], body, "what is to change")
    _show_diff(stage, customer, filing["id"])
    papers_and_faces(stage, customer, filing["id"])
    submit(stage, customer, filing["id"])
    return to_the_end(stage, customer, filing["id"], people), known


def _show_diff(stage: Stage, customer: Customer, filing_id: str) -> None:
    with stage.screen.step("on file against new, field by field") as notes:
        seen = customer.app.call("GET", f"/v1/filings/{filing_id}/diff")
        notes.append(f"codes to {', '.join(one['phone'] for one in seen['sms']['recipients'])}")
    for field in seen["fields"]:
        stage.screen.note(f"{field['pointer']}: {field['on_file']} → {field['new']}")


def _ending(stage: Stage, before: Filed, filed: Filed, known: set[str], rows: tuple[Row, ...]) -> Ending:
    kept = numbers_of(before)
    number = "\n".join(one["number"] for one in filed.on_record["services"])
    expected = (
        *end_of(filed, CHANGED),
        Row("number, as before", kept, number),
        *rows,
        duties_of(stage, filed, (), since=known),
    )
    return Ending(f"{kept} {CHANGED}", expected, compare(stage, filed.customer))


def _address(filed: Filed) -> Row:
    return Row("address on record", _NEW_PLACE, filed.on_record["subject"]["contact_address"]["detail"])


def _name(filed: Filed) -> Row:
    return Row("name on record", _NEW_NAME, filed.on_record["services"][0]["name"])
