"""The machine pre-review of a filing: every rule that has something to say of its body, papers aside."""

from collections.abc import Iterator

from app.domain.check_rules import CheckContext, CheckRule
from app.domain.checks_people import contact_findings
from app.domain.checks_service import service_findings
from app.domain.checks_subject import subject_findings
from app.domain.filing_body import FilingBody
from app.domain.findings import Finding, Severity

__all__ = ["CheckContext", "CheckRule", "checks", "errors_of"]


def checks(body: FilingBody, context: CheckContext) -> tuple[Finding, ...]:
    """Return all findings on a body in the order of the filing; those of severity `error` block the submission."""
    return tuple(_findings(body, context))


def errors_of(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings that block a submission."""
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)


def _findings(body: FilingBody, context: CheckContext) -> Iterator[Finding]:
    """Go through the body from top to bottom."""
    yield from subject_findings(body.subject, context)
    yield from context.missing("", services=body.services)
    for index, service in enumerate(body.services):
        yield from service_findings(service, f"/services/{index}", body.subject, context)
    for index, contact in enumerate(body.emergency_contacts):
        yield from contact_findings(contact, f"/emergency_contacts/{index}", context)
