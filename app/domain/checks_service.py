"""The machine pre-review of one service (互联网信息服务): what its kind wants, contents, languages, people, access."""

from collections.abc import Iterator

from app.domain.check_rules import CheckContext, CheckRule
from app.domain.checks_access import access_findings
from app.domain.checks_app import app_findings
from app.domain.checks_approvals import approval_findings
from app.domain.checks_domains import domain_findings
from app.domain.checks_people import principal_findings, shared_contact_findings
from app.domain.checks_website import website_findings
from app.domain.filing_body import Service, ServiceContent, Subject, SubjectNature
from app.domain.findings import Finding
from app.domain.service_catalog import ServiceCatalogRule
from app.domain.service_kinds import KindOfService, NameRules, kind_of_service
from app.domain.service_rules import ServiceRule

# The fields that some kinds of service have and others do not.
_OF_SOME_KINDS = ("domains", "main_domain", "home_url", "platforms")


def service_findings(service: Service, pointer: str, subject: Subject, context: CheckContext) -> Iterator[Finding]:
    """Check everything of one service; `subject` is whose it is."""
    kind = kind_of_service(service.kind, context.as_of, context.rulebook)
    yield from _kind_findings(service, pointer, kind, context)
    by_kind = website_findings if kind.names is NameRules.WEBSITE else app_findings
    yield from by_kind(service, pointer, subject, context)
    yield from domain_findings(service, pointer, kind, context)
    yield from _language_findings(service, pointer, context)
    if subject.nature is SubjectNature.INDIVIDUAL:
        yield from _individual_findings(service, pointer, context)
    yield from approval_findings(service, pointer, subject, context)
    yield from principal_findings(service.principal, f"{pointer}/principal", context)
    yield from shared_contact_findings(subject.principal, service.principal, f"{pointer}/principal", context)
    for index, access in enumerate(service.access):
        yield from access_findings(access, f"{pointer}/access/{index}", context)


def _kind_findings(service: Service, pointer: str, kind: KindOfService, context: CheckContext) -> Iterator[Finding]:
    """Check that what the kind wants is there, and that nothing is there which it does not have."""
    yield from context.missing(pointer, **{field: getattr(service, field) for field in kind.required})
    for field in _OF_SOME_KINDS:
        if getattr(service, field) and not kind.has(field):
            yield context.finding(ServiceRule.FIELD_NOT_OF_KIND, f"{pointer}/{field}", kind=kind.label)


def _language_findings(service: Service, pointer: str, context: CheckContext) -> Iterator[Finding]:
    """Check that the filing system knows the languages."""
    known = context.rulebook.at(ServiceCatalogRule.LANGUAGES, context.as_of).value
    for index, language in enumerate(service.languages):
        if language not in known:
            yield context.finding(CheckRule.LANGUAGE_UNKNOWN, f"{pointer}/languages/{index}")


def _individual_findings(service: Service, pointer: str, context: CheckContext) -> Iterator[Finding]:
    """Check what an individual may offer: a personal space, or something else that the remark explains."""
    allowed = context.rulebook.names(CheckRule.INDIVIDUAL_CONTENTS, context.as_of)
    for index, content in enumerate(service.contents):
        if content.value not in allowed:
            yield context.finding(CheckRule.CONTENT_NOT_FOR_INDIVIDUAL, f"{pointer}/contents/{index}")
    if ServiceContent.OTHER in service.contents and not service.remark:
        yield context.finding(CheckRule.REMARK_REQUIRED, f"{pointer}/remark")
