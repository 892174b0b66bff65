"""The machine pre-review of a filing: every rule that has something to say of its body, papers aside.

What is entered is judged whole. What stays as it is on file is not judged anew: only what was filled in of it, and that
whoever enters a code of the authority can be reached and told from others.
"""

from collections.abc import Iterator

from app.domain.certificate_renewals import renewal_findings
from app.domain.check_rules import CheckContext, CheckRule
from app.domain.checks_people import contact_findings
from app.domain.checks_service import service_findings
from app.domain.checks_subject import subject_findings
from app.domain.filing_body import Certificate, FilingBody, ServiceKind, SubjectNature
from app.domain.filing_body_json import body_to_json
from app.domain.filing_changes import is_told, value_at
from app.domain.filing_types import FilingType
from app.domain.filing_ways import ServicesPart
from app.domain.findings import Finding, Severity
from app.domain.frozen_fields import placed_as_in
from app.domain.record_diff import diff
from app.domain.region_checks import region_words
from app.domain.sms_duty import sms_required
from app.domain.sms_recipients import places_asked
from app.domain.transfer_rules import TransferRule

__all__ = ["CheckContext", "CheckRule", "checks", "errors_of"]

# Who enters a code is asked for these: the name they are addressed by, the phone, the certificate's last characters.
_OF_A_VERIFIER = ("name", "mobile", "certificate/number")


def checks(body: FilingBody, context: CheckContext) -> tuple[Finding, ...]:
    """Return all findings on a body; those of severity `error` block the submission.

    First the rules that hold everywhere, in the order of the filing, then those of the subject's region. Where a
    region's rule says more of the same, the general one is silent.
    """
    regional = region_words(body, context)
    general = (one for one in _findings(body, context) if not regional.replace(one))
    fixed = [one for one in regional.findings if one.rule not in regional.of_this_type and _is_as_filed(one, context)]
    kept = set(_filled_in(iter(fixed), body, context))
    return (*general, *(one for one in regional.findings if one in kept or one not in fixed))


def errors_of(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings that block a submission."""
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)


def _findings(body: FilingBody, context: CheckContext) -> Iterator[Finding]:
    """Go through the body from top to bottom."""
    yield from _subject_findings(body, context)
    if context.way.services is not ServicesPart.NONE:
        yield from context.missing("", services=body.services)
    for index, service in enumerate(body.services):
        pointer = f"/services/{index}"
        found = service_findings(service, pointer, body.subject, context)
        yield from _filled_in(found, body, context) if context.way.services_are_fixed else found
        yield from _verifier_findings(pointer, body, context, as_filed=context.way.services_are_fixed)
    if context.way.services is ServicesPart.FILED:
        yield from _name_findings(body, context)
    for index, contact in enumerate(body.emergency_contacts):
        yield from contact_findings(contact, f"/emergency_contacts/{index}", context)


def _is_as_filed(finding: Finding, context: CheckContext) -> bool:
    """Tell whether a finding speaks of a part that stays as it is on file; no rule speaks of the remarks of such."""
    if finding.pointer.startswith("/subject"):
        return context.way.subject_is_fixed
    return context.way.services_are_fixed


def _subject_findings(body: FilingBody, context: CheckContext) -> Iterator[Finding]:
    """Check the subject, and in a change filing that it is still the one on file."""
    found = subject_findings(body.subject, context)
    yield from _filled_in(found, body, context) if context.way.subject_is_fixed else found
    yield from _verifier_findings("/subject", body, context, as_filed=context.way.subject_is_fixed)
    if context.way.must_change_something and context.on_file is not None:
        filed = context.on_file.body.subject.certificate or Certificate()
        new = body.subject.certificate or Certificate()
        yield from renewal_findings(filed, new, "/subject/certificate", context)
    if context.filing_type is FilingType.MIGRATE_SERVICE and body.subject.nature is SubjectNature.INDIVIDUAL:
        yield context.finding(TransferRule.NOT_TO_INDIVIDUALS, "/subject/nature")


def _filled_in(findings: Iterator[Finding], body: FilingBody, context: CheckContext) -> Iterator[Finding]:
    """Keep what speaks of a value that the record does not have; what lacks there may go on lacking."""
    filed, new = placed_as_in(body, context.on_file), body_to_json(body)
    for one in findings:
        if is_told(value_at(new, one.pointer)) and not is_told(value_at(filed, one.pointer)):
            yield one


def _verifier_findings(part: str, body: FilingBody, context: CheckContext, *, as_filed: bool) -> Iterator[Finding]:
    """Find what a person of an as-filed part lacks to enter a code; of those entered everything is asked anyway."""
    as_of, rulebook = context.as_of, context.rulebook
    if not as_filed or not sms_required(body.subject.region or "", context.filing_type, as_of, rulebook):
        return
    changed = diff(context.on_file, body, context.way).changed
    new = body_to_json(body)
    for place in places_asked(body, context.filing_type, changed, as_of, rulebook):
        if place == f"{part}/principal":
            for name in _OF_A_VERIFIER:
                if not value_at(new, f"{place}/{name}"):
                    yield context.finding(CheckRule.FIELD_REQUIRED, f"{place}/{name}")


def _name_findings(body: FilingBody, context: CheckContext) -> Iterator[Finding]:
    """Find names that are not those on file; a name nobody told of here can't be compared."""
    filed = {one.id: one.name for one in context.on_file.body.services} if context.on_file is not None else {}
    for index, service in enumerate(body.services):
        name = filed.get(service.id)
        if service.kind is ServiceKind.WEBSITE and name and service.name and service.name.strip() != name.strip():
            yield context.finding(CheckRule.NAME_DIFFERS_FROM_FILED, f"/services/{index}/name", filed=name)
