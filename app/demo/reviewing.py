"""What others do with a submitted filing: the provider's reviewer, the people who get a code, the authority."""

from collections.abc import Sequence

from app.demo.http_service import DemoFailedError, Json
from app.demo.people import Person
from app.demo.stage import Customer, Filed, Stage, expect_state, record_of

_REVIEW_WORKING_DAYS = 6


def claim_and_decide(stage: Stage, filing_id: str, **decision: object) -> None:
    """Take the filing from the reviewers' queue and decide on it."""
    stage.reviewer.call("POST", f"/v1/reviews/{filing_id}/claim", json={})
    path = f"/v1/reviews/{filing_id}/decision"
    stage.reviewer.call("POST", path, json=decision, etag=stage.reviewer.etag(filing_id))


def passed(stage: Stage, customer: Customer, filing_id: str, *, sms: bool = True) -> None:
    """Let the first review pass it, and the worker hand it over; without `sms` nobody is asked for a code."""
    with stage.screen.step("first review"):
        claim_and_decide(stage, filing_id, outcome="pass", findings=[])
    told = "which sends SMS codes" if sms else "which asks nobody for a code"
    with stage.screen.step(f"handed over to the authority, {told}"):
        stage.now()
        expect_state(customer.app.filing(filing_id), "awaiting_sms" if sms else "authority_review")


def enter_codes(stage: Stage, customer: Customer, filing_id: str, people: Sequence[Person]) -> None:
    """Let exactly these people be asked for a code, and enter theirs."""
    with stage.screen.step("SMS: every code right") as notes:
        expect_state(customer.app.filing(filing_id), "awaiting_sms")
        asked = stage.reviewer.listed(f"/v1/filings/{filing_id}/sms-verifications")
        known = {person.mobile: person for person in people}
        phones = sorted(one["phone"] for one in asked)
        if phones != sorted(known):
            raise DemoFailedError(f"codes were asked of {phones}, not of {sorted(known)}")
        for one in asked:
            person = known[one["phone"]]
            enter_code(stage, person, sms_code(stage, person))
            notes.append(f"{person.name} ({', '.join(one['roles'])})")
        stage.now()
        expect_state(customer.app.filing(filing_id), "authority_review")


def sms_code(stage: Stage, person: Person) -> str:
    """Read the newest SMS code from the sandbox's messages."""
    messages = stage.backend.listed("/v1/sandbox/messages", phone=person.mobile)
    codes = [message["code"] for message in messages if message.get("code")]
    if not codes:
        raise DemoFailedError("the authority sent no SMS code")
    return str(codes[0])


def enter_code(stage: Stage, person: Person, code: str, *, expect: tuple[int, ...] = (200,)) -> Json:
    """Enter a code as the person would, without signing in."""
    entered = {"phone": person.mobile, "certificate_last6": person.last_six, "code": code}
    return stage.backend.call("POST", "/v1/sms-verifications", json=entered, expect=expect)


def another_code(code: str) -> str:
    """Return six other digits."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def reviewed(stage: Stage, customer: Customer, filing_id: str, code: str | None = None) -> Filed:
    """Let the authority take its time, and return what the filing has come to."""
    with stage.screen.step(f"authority review, {_REVIEW_WORKING_DAYS} working days") as notes:
        stage.advance(working_days=_REVIEW_WORKING_DAYS)
        filing = expect_state(customer.app.filing(filing_id), "approved")
        notes.append(f"[bold]{filing['state_label']}[/bold]")
        notes.extend(one["number"] for one in filing["numbers"]["services"])
    return Filed(customer, filing, record_of(customer), code)


def to_the_end(
    stage: Stage, customer: Customer, filing_id: str, people: Sequence[Person], code: str | None = None
) -> Filed:
    """Go from the submission to the approval; `people` are those who are asked for a code, nobody perhaps."""
    passed(stage, customer, filing_id, sms=bool(people))
    if people:
        enter_codes(stage, customer, filing_id, people)
    return reviewed(stage, customer, filing_id, code)
