"""What most stories begin from: a subject that has filed its websites here, the straight way."""

from dataclasses import replace

from app.demo.beginnings import draft_of_verified, open_account
from app.demo.entering import enter, papers_and_faces, submit, whole_body
from app.demo.people import Applicant, Person
from app.demo.reviewing import to_the_end
from app.demo.stage import Filed, Stage


def people_of(who: Applicant) -> list[Person]:
    """Return both principals, once where they are one person."""
    return list({one.mobile: one for one in (who.principal, who.service_principal)}.values())


def filed_before(stage: Stage, *sites: Applicant, capacity: int = 5) -> Filed:
    """File websites of one subject for the first time, and return what came of it."""
    who = replace(sites[0], first_name=None)
    customer = open_account(stage, who)
    filing, code = draft_of_verified(stage, customer, "first_filing", who, *sites[1:], capacity=capacity)
    enter(stage, customer, filing["id"], whole_body(filing, who, *sites[1:]), "information about subject and website")
    papers_and_faces(stage, customer, filing["id"])
    submit(stage, customer, filing["id"])
    return to_the_end(stage, customer, filing["id"], people_of(who), code)
