"""Claim (认领备案): on the national record with access here, and on the record of no account."""

from dataclasses import replace

from app.demo.agreement import ON_FILE, Ending, Row, compare, duties_of, end_of, national_record, numbers_of
from app.demo.beginnings import draft, file_elsewhere, open_account, verified_type
from app.demo.entering import enter, papers_and_faces, submit, whole_body
from app.demo.people import enterprise
from app.demo.reviewing import claim_and_decide
from app.demo.stage import Filed, Stage, expect_state, record_of


def claim(stage: Stage) -> Ending:
    """Claim a website that was filed here long ago: the provider alone decides, and the authority hears nothing."""
    who = replace(enterprise(stage.numbers), first_name=None)
    stage.screen.title("认领备案 · a website filed here before is claimed")
    number = file_elsewhere(stage, who, access_here=True)
    before = national_record(stage, who.certificate_number)
    customer = open_account(stage, who)
    verification = verified_type(stage, customer, "claim", who)
    filing = draft(stage, customer, {"type_verification_id": verification}, path="/v1/claims")
    enter(stage, customer, filing["id"], whole_body(filing, who), "information about subject, website and people")
    papers_and_faces(stage, customer, filing["id"])
    submit(stage, customer, filing["id"])
    with stage.screen.step("first review, which ends it") as notes:
        claim_and_decide(stage, filing["id"], outcome="pass", findings=[])
        filing = expect_state(customer.app.filing(filing["id"]), "approved")
        notes.append(f"[bold]{filing['state_label']}[/bold]")
    filed = Filed(customer, filing, record_of(customer))
    untouched = "untouched" if national_record(stage, who.certificate_number) == before else "changed"
    expected = (
        *end_of(filed, ON_FILE),
        Row("number, as before", number, numbers_of(filed)),
        Row("the national record", "untouched", untouched),
        duties_of(stage, filed, ()),
    )
    return Ending(f"{number} {ON_FILE}", expected, compare(stage, customer))
