"""Migration (迁移备案): a website of one subject becomes another's, who files it under a number of its own."""

from dataclasses import replace

from app.demo.agreement import DUTIES, ON_FILE, Ending, Row, compare, duties_of, end_of, numbers_of
from app.demo.beginnings import draft, open_account, refused_draft, register_domain, server_and_code
from app.demo.entering import enter, papers_and_faces, submit, whole_body
from app.demo.http_service import Json
from app.demo.people import CITY, Applicant, enterprise, other_enterprise, second_site
from app.demo.reviewing import to_the_end
from app.demo.stage import Customer, Filed, Stage, record_of
from app.demo.stories.filed_before import filed_before, people_of
from app.demo.stories.offers import accept, offer, refused_offer


def migrate_service(stage: Stage) -> Ending:
    """Let one firm offer a website of two to another, which accepts it on the desktop and files it."""
    who = enterprise(stage.numbers)
    stage.screen.title("前情：首次备案 · before: a first filing of two websites")
    before = filed_before(stage, who, second_site(who, stage.numbers))
    stays, goes = sorted(before.on_record["services"], key=lambda one: one["number"])
    stage.screen.title(f"迁移备案 · {goes['number']} goes to another firm")
    new_owner = replace(other_enterprise(stage.numbers), domain=goes["domains"][0], site_name="启明软件产品文档")
    target = open_account(stage, new_owner, "target")
    accepted = _accepted(stage, before, target, goes)
    filed = _filed_by_target(stage, target, accepted)
    return Ending(
        f"{goes['number']} → {numbers_of(filed)} {ON_FILE}",
        (
            *end_of(filed, ON_FILE),
            Row("number, a new one", f"{filed.filing['numbers']['subject']}-1", numbers_of(filed)),
            Row("left to the first firm", stays["number"], _left(before.customer)),
            duties_of(stage, filed, DUTIES),
        ),
        (*compare(stage, before.customer), *compare(stage, target)),
    )


def _accepted(stage: Stage, before: Filed, target: Customer, goes: Json) -> Json:
    """Offer the website and have it accepted; who does not know the target's phone is refused."""
    wanted = {"kind": "migration", "record_id": before.on_record["id"], "service_id": goes["id"]}
    wrong = f"{(int(target.phone[-4:]) + 1) % 10_000:04d}"
    refused_offer(stage, before.customer, target, {**wanted, "phone_last4": wrong})
    return accept(stage, target, offer(stage, before.customer, target, wanted))


def _filed_by_target(stage: Stage, target: Customer, accepted: Json) -> Filed:
    who = target.who
    code = server_and_code(stage, target)
    with stage.screen.step(f"{who.domain} is registered anew for {who.subject_name}"):
        register_domain(stage, who)
    product = {"authorization_code": code}
    wanted = {"filing_type": "migrate_service", "transfer_id": accepted["id"], "product": product}
    refused_draft(stage, target, {**wanted, "channel": "app"})
    filing = draft(stage, target, {**wanted, "channel": "pc"})
    body = whole_body(filing, who)
    body["subject"] = _whole_subject(who)
    enter(stage, target, filing["id"], body, "information about the new subject and its people")
    papers_and_faces(stage, target, filing["id"])
    submit(stage, target, filing["id"])
    return to_the_end(stage, target, filing["id"], people_of(who), code)


def _whole_subject(who: Applicant) -> Json:
    """Return the subject with what a type verification would have asked for: a migration begins without one."""
    subject = who.subject()
    certificate = {"type": who.certificate_type, "number": who.certificate_number, **subject["certificate"]}
    return {**subject, "nature": who.nature, "region": CITY, "certificate": certificate}


def _left(customer: Customer) -> str:
    record = record_of(customer)
    return "\n".join(one["number"] for one in record["services"]) if record else ""
