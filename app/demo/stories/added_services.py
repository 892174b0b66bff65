"""Add a service (新增互联网信息服务) to a subject that is on file: filed here before, or through somebody else."""

from dataclasses import replace

from app.demo.agreement import DUTIES, ON_FILE, Ending, Row, compare, duties_of, end_of, numbers_of, unmet
from app.demo.beginnings import draft_of_verified, file_elsewhere, open_account
from app.demo.entering import enter, papers_and_faces, submit, whole_body
from app.demo.mobile_app import with_app
from app.demo.people import Applicant, Person, enterprise, second_site
from app.demo.reviewing import to_the_end
from app.demo.stage import Filed, Stage
from app.demo.stories.filed_before import filed_before


def add_service_here(stage: Stage) -> Ending:
    """Add a website and then an APP to a subject filed here, which itself stays as it is."""
    stage.screen.title("前情：首次备案 · before: a first filing")
    before = filed_before(stage, enterprise(stage.numbers))
    who, subject_number = before.customer.who, before.filing["numbers"]["subject"]
    stage.screen.title("新增互联网信息服务（原备案在本接入商）· another website of a subject filed here")
    website, website_duties = _added(stage, before, second_site(who, stage.numbers), [who.service_principal])
    stage.screen.title("新增互联网信息服务（原备案在本接入商）· an APP of the same subject")
    # A phone that is an APP principal's alone gets no code since November 2023, so nobody is asked here.
    mobile_app, app_duties = _added(stage, before, with_app(who, stage.numbers), [])
    expected = (
        *end_of(website, ON_FILE),
        Row("number of the website", f"{subject_number}-2", numbers_of(website)),
        website_duties,
        *end_of(mobile_app, ON_FILE),
        Row("number of the APP", f"{subject_number}-3A", numbers_of(mobile_app)),
        app_duties,
    )
    return Ending(f"{numbers_of(website)}\n{numbers_of(mobile_app)}", expected, compare(stage, before.customer))


def _added(stage: Stage, before: Filed, site: Applicant, people: list[Person]) -> tuple[Filed, Row]:
    """Add one service; return the filing with what became due through it."""
    customer = before.customer
    known = {one["id"] for one in unmet(customer)}
    filing, code = draft_of_verified(stage, customer, "add_service_here", site)
    body = whole_body(filing, site, with_subject=False)
    enter(stage, customer, filing["id"], body, "information about the service alone: the subject is fixed")
    papers_and_faces(stage, customer, filing["id"])
    submit(stage, customer, filing["id"])
    filed = to_the_end(stage, customer, filing["id"], people, code)
    return filed, duties_of(stage, filed, DUTIES, since=known)


def add_service_elsewhere(stage: Stage) -> Ending:
    """Add a website to a subject that others filed: its data is entered as filed, and is the record here."""
    who = replace(enterprise(stage.numbers), first_name=None)
    stage.screen.title("新增互联网信息服务（原备案不在本接入商）· a website of a subject filed elsewhere")
    elsewhere = file_elsewhere(stage, second_site(who, stage.numbers))
    customer = open_account(stage, who)
    filing, code = draft_of_verified(stage, customer, "add_service_elsewhere", who)
    enter(stage, customer, filing["id"], whole_body(filing, who), "information about subject, website and people")
    papers_and_faces(stage, customer, filing["id"])
    submit(stage, customer, filing["id"])
    filed = to_the_end(stage, customer, filing["id"], [who.service_principal], code)
    expected = (
        *end_of(filed, ON_FILE),
        Row("number", f"{elsewhere.rpartition('-')[0]}-2", numbers_of(filed)),
        duties_of(stage, filed, DUTIES),
    )
    return Ending(numbers_of(filed), expected, compare(stage, customer, elsewhere={elsewhere}))
