"""Add a service (新增互联网信息服务) to a subject that is on file: filed here before, or through somebody else."""

from dataclasses import replace

from app.demo.agreement import DUTIES, ON_FILE, Ending, Row, compare, duties_of, end_of, numbers_of, unmet
from app.demo.beginnings import draft_of_verified, file_elsewhere, open_account
from app.demo.entering import enter, papers_and_faces, submit, whole_body
from app.demo.http_service import Json
from app.demo.people import enterprise, second_site
from app.demo.reviewing import to_the_end
from app.demo.stage import Stage
from app.demo.stories.filed_before import filed_before


def add_service_here(stage: Stage) -> Ending:
    """Add a website to a subject filed here: the subject stays as it is, and the website's principal alone is asked."""
    stage.screen.title("前情：首次备案 · before: a first filing")
    before = filed_before(stage, enterprise(stage.numbers))
    known = {one["id"] for one in unmet(before.customer)}
    stage.screen.title("新增互联网信息服务（原备案在本接入商）· another website of a subject filed here")
    site = second_site(before.customer.who, stage.numbers)
    filing, code = draft_of_verified(stage, before.customer, "add_service_here", site)
    body = whole_body(filing, site, with_subject=False)
    enter(stage, before.customer, filing["id"], body, "information about the website alone: the subject is fixed")
    papers_and_faces(stage, before.customer, filing["id"])
    submit(stage, before.customer, filing["id"])
    filed = to_the_end(stage, before.customer, filing["id"], [site.service_principal], code)
    expected = (
        *end_of(filed, ON_FILE),
        Row("number", f"{_subject_number(before.filing)}-2", numbers_of(filed)),
        duties_of(stage, filed, DUTIES, since=known),
    )
    return Ending(numbers_of(filed), expected, compare(stage, filed.customer))


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


def _subject_number(filing: Json) -> str:
    return str(filing["numbers"]["subject"])
