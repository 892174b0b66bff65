"""Access (接入): added for a website that others filed, and cancelled for one that has no other."""

from dataclasses import replace

from app.demo.agreement import (
    ACCESS_CANCELLED,
    ON_FILE,
    Ending,
    Row,
    compare,
    duties_of,
    end_of,
    national_record,
    numbers_of,
    unmet,
)
from app.demo.beginnings import draft, draft_of_verified, file_elsewhere, open_account, refused_draft
from app.demo.entering import enter, errors_of, papers_and_faces, submit, whole_body
from app.demo.http_service import DemoFailedError
from app.demo.people import Applicant, enterprise, individual
from app.demo.reviewing import to_the_end
from app.demo.stage import Customer, Stage
from app.demo.stories.filed_before import filed_before


def add_access(stage: Stage) -> Ending:
    """Give access to a website filed through another provider: the same name, the same number, the site stays up."""
    who = replace(enterprise(stage.numbers), first_name=None)
    stage.screen.title("新增接入 · access for a website filed elsewhere")
    number = file_elsewhere(stage, who)
    customer = open_account(stage, who)
    filing, code = draft_of_verified(stage, customer, "add_access", who)
    _another_name_is_found(stage, customer, filing["id"], whole_body(filing, replace(who, site_name="晨星新官网")))
    enter(stage, customer, filing["id"], whole_body(filing, who), f"the name as it is filed: {who.site_name}")
    papers_and_faces(stage, customer, filing["id"])
    submit(stage, customer, filing["id"])
    filed = to_the_end(stage, customer, filing["id"], [who.service_principal], code)
    expected = (
        *end_of(filed, ON_FILE),
        Row("number, as before", number, numbers_of(filed)),
        Row("providers with access", "2", _accesses(stage, who)),
        duties_of(stage, filed, ()),
    )
    return Ending(f"{number} {ON_FILE}", expected, compare(stage, customer))


def _another_name_is_found(stage: Stage, customer: Customer, filing_id: str, body: dict[str, object]) -> None:
    enter(stage, customer, filing_id, body, "information, with another name than the one on file")
    found = [one for one in errors_of(customer, filing_id) if one["code"] == "name_differs_from_filed"]
    if not found:
        raise DemoFailedError("the pre-review lets a name pass that is not the filed one")
    stage.screen.turn(f"{found[0]['pointer']} {found[0]['code']}: {found[0]['message']}")


def cancel_access(stage: Stage) -> Ending:
    """Cancel the only access that a website has: acknowledged, nobody is asked for a code, the number stays."""
    stage.screen.title("前情：首次备案 · before: a first filing")
    before = filed_before(stage, individual(stage.numbers))
    known = {one["id"] for one in unmet(before.customer)}
    customer, record = before.customer, before.on_record
    stage.screen.title("取消接入 · access cancelled")
    wanted = {"filing_type": "cancel_access", "record_id": record["id"], "service_id": record["services"][0]["id"]}
    refused_draft(stage, customer, wanted)
    filing = draft(stage, customer, {**wanted, "acknowledged": ["only_access"]})
    papers_and_faces(stage, customer, filing["id"])
    submit(stage, customer, filing["id"])
    filed = to_the_end(stage, customer, filing["id"], [])
    expected = (
        *end_of(filed, ACCESS_CANCELLED),
        Row("number, as before", numbers_of(before), numbers_of(filed)),
        Row("access here", "no", "yes" if filed.on_record["services"][0]["access_here"] else "no"),
        Row("providers with access", "0", _accesses(stage, customer.who)),
        duties_of(stage, filed, ["shell_notice"], since=known),
    )
    return Ending(f"{numbers_of(before)} {ACCESS_CANCELLED}", expected, compare(stage, customer))


def _accesses(stage: Stage, who: Applicant) -> str:
    record = national_record(stage, who.certificate_number)
    return str(len(record["services"][0]["provider_ids"]) if record else 0)
