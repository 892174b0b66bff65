"""Cases whose subject is on file already: here, or at another provider."""

import uuid
from typing import Any

from tests.play.filing_case import FilingCase

Json = dict[str, Any]


def fresh_domain() -> str:
    """Return a domain that nobody has."""
    return f"site-{uuid.uuid4().hex[:12]}.cn"


def website(domain: str, *, here: bool = True, name: str | None = None) -> Json:
    """Return a website as the sandbox takes it onto the national record."""
    more = {} if name is None else {"name": name}
    return {"kind": "website", "domain": domain, "access_here": here, **more}


def put_on_record(case: FilingCase, services: list[Json], *, held: bool = False, **marks: Any) -> Json:
    """Put the case's subject on the national record, and with `held` on the record of its account here."""
    asked = case.who.asked["subject"]
    subject = {**asked, "name": case.who.subject_name}
    body = {"subject": subject, "services": services, **marks}
    if held:
        body["account_id"] = case.account_id
    answer: Json = case.backend.ok(case.backend.post("/v1/sandbox/records", body))
    return answer


def record_of(case: FilingCase) -> Json:
    """Return the one record that the case's account holds."""
    (record,) = records_of(case)
    return record


def records_of(case: FilingCase) -> list[Json]:
    """Return the records that the case's account holds."""
    found: list[Json] = case.app.ok(case.app.get("/v1/records", params={"limit": 100}))["data"]
    return found


def national_record(case: FilingCase) -> Json | None:
    """Return what the national record has of the case's subject; None where it has nothing."""
    asked = {"certificate_number": case.who.certificate_number}
    answer = case.backend.post("/v1/sandbox/records/lookups", asked)
    if answer.status_code == 404:
        return None
    found: Json = case.backend.ok(answer)
    return found


def begin_of_record(case: FilingCase, filing_type: str, **more: Any) -> Any:
    """Ask for a filing about the account's one record."""
    body = {"filing_type": filing_type, "record_id": record_of(case)["id"], **more}
    return case.app.post("/v1/filings", body)


def begun_of_record(case: FilingCase, filing_type: str, **more: Any) -> Json:
    """Begin a filing about the account's one record, and go on with it as the case's filing."""
    filing: Json = case.app.ok(begin_of_record(case, filing_type, **more))
    case.filing_id = filing["id"]
    return filing
