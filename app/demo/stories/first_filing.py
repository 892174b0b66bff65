"""First filing (首次备案): an enterprise with every way back, then an individual on the straight way."""

from app.demo.agreement import DUTIES, ON_FILE, Ending, Row, compare, duties_of, end_of, numbers_of
from app.demo.beginnings import draft_of_verified, open_account
from app.demo.entering import enter, papers_and_faces, submit, whole_body
from app.demo.http_service import DemoFailedError
from app.demo.people import Applicant, enterprise, individual
from app.demo.reviewing import (
    another_code,
    claim_and_decide,
    enter_code,
    enter_codes,
    passed,
    reviewed,
    sms_code,
    to_the_end,
)
from app.demo.stage import Customer, Filed, Stage, expect_state
from app.demo.stories.filed_before import people_of

_SMS_HOURS = 25
_WRONG_CODE = (422,)


def first_filing(stage: Stage) -> Ending:
    """File two websites, and compare what both sides have on file of them."""
    filed = [
        _with_every_way_back(stage, enterprise(stage.numbers)),
        _straight(stage, individual(stage.numbers)),
    ]
    return Ending(
        "\n".join(numbers_of(one) for one in filed),
        tuple(row for one in filed for row in (*end_of(one, ON_FILE), duties_of(stage, one, DUTIES))),
        tuple(row for one in filed for row in (*compare(stage, one.customer), _numbers(one))),
    )


def _numbers(filed: Filed) -> Row:
    on_record = "\n".join(service["number"] for service in filed.on_record["services"])
    return Row("numbers of the filing", numbers_of(filed), on_record)


def _straight(stage: Stage, who: Applicant) -> Filed:
    customer, filing_id = _submitted(stage, who)
    return to_the_end(stage, customer, filing_id, people_of(who))


def _submitted(stage: Stage, who: Applicant) -> tuple[Customer, str]:
    stage.screen.title(who.title)
    customer = open_account(stage, who, who.nature)
    filing, _ = draft_of_verified(stage, customer, "first_filing", who)
    told = "information about subject, website and people"
    enter(stage, customer, filing["id"], whole_body(filing, who), told)
    papers_and_faces(stage, customer, filing["id"])
    submit(stage, customer, filing["id"])
    return customer, str(filing["id"])


def _with_every_way_back(stage: Stage, who: Applicant) -> Filed:
    customer, filing_id = _submitted(stage, who)
    _rejected_and_corrected(stage, customer, filing_id)
    passed(stage, customer, filing_id)
    _missed_code(stage, customer, filing_id)
    with stage.screen.step("resubmitted unchanged, straight to the authority"):
        expect_state(customer.app.act(filing_id, "resubmit", json={}), "pending_authority")
        stage.now()
    enter_codes(stage, customer, filing_id, people_of(who))
    return reviewed(stage, customer, filing_id)


def _rejected_and_corrected(stage: Stage, customer: Customer, filing_id: str) -> None:
    site_name = customer.who.site_name
    with stage.screen.step("first review by the provider's specialist") as notes:
        fault = {"pointer": "/services/0/name", "code": "site_name_bad", "note": "与主办单位和网站内容无关"}
        claim_and_decide(stage, filing_id, outcome="reject", findings=[fault])
        notes.append("rejected")
    filing = expect_state(customer.app.filing(filing_id), "first_review_rejected")
    for finding in filing["findings"]:
        stage.screen.turn(f"{finding['pointer']} {finding['code']}: {finding['message']} {finding['remedy']}")
    patch = {"services": [{"id": filing["services"][0]["id"], "name": site_name}]}
    enter(stage, customer, filing_id, patch, f"corrected to {site_name}")
    with stage.screen.step("confirmed, resubmitted"):
        customer.app.act(filing_id, "confirm", json={})
        expect_state(customer.app.act(filing_id, "resubmit", json={}), "first_review")


def _missed_code(stage: Stage, customer: Customer, filing_id: str) -> None:
    who = customer.who
    with stage.screen.step("SMS: one code right, one wrong") as notes:
        enter_code(stage, who.principal, sms_code(stage, who.principal))
        wrong = another_code(sms_code(stage, who.service_principal))
        refused = enter_code(stage, who.service_principal, wrong, expect=_WRONG_CODE)
        notes.append(f"{refused['tries_left']} tries left")
    with stage.screen.step(f"{_SMS_HOURS} hours go by, and the second code is missed"):
        stage.advance(hours=_SMS_HOURS)
        filing = expect_state(customer.app.filing(filing_id), "authority_rejected")
    if filing["returned_because"] != "sms_timeout":
        raise DemoFailedError(f"returned because of {filing['returned_because']}, not sms_timeout")
    stage.screen.turn("the authority returned the filing: sms_timeout")
