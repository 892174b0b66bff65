"""The machine pre-review of one service (互联网信息服务): a website or an APP."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import idna

from app.domain.check_rules import CheckContext, CheckRule
from app.domain.checks_access import access_findings
from app.domain.checks_people import principal_findings, shared_contact_findings
from app.domain.filing_body import Service, ServiceContent, ServiceKind, Subject, SubjectNature
from app.domain.findings import Finding
from app.domain.website_names import NameCheck, website_name_findings


def service_findings(service: Service, pointer: str, subject: Subject, context: CheckContext) -> Iterator[Finding]:
    """Check everything of one service; `subject` is whose it is."""
    yield from context.missing(
        pointer, name=service.name, contents=service.contents, languages=service.languages, access=service.access
    )
    if service.kind is ServiceKind.WEBSITE:
        yield from _website_findings(service, pointer, subject, context)
    if service.kind is ServiceKind.APP:
        yield from _app_findings(service, pointer, context)
    yield from _language_findings(service, pointer, context)
    if subject.nature is SubjectNature.INDIVIDUAL:
        yield from _individual_findings(service, pointer, context)
    yield from principal_findings(service.principal, f"{pointer}/principal", context)
    yield from shared_contact_findings(subject.principal, service.principal, f"{pointer}/principal", context)
    for index, access in enumerate(service.access):
        yield from access_findings(access, f"{pointer}/access/{index}", context)


def _website_findings(service: Service, pointer: str, subject: Subject, context: CheckContext) -> Iterator[Finding]:
    """Check a website's name, and that its addresses are under its domains."""
    yield from context.missing(pointer, domains=service.domains)
    if service.name:
        asked = NameCheck(service.name, subject.nature, subject.name)
        yield from website_name_findings(asked, f"{pointer}/name", context.as_of, context.rulebook)
    if service.home_url and not _is_under(_host(service.home_url), service.domains):
        yield context.finding(CheckRule.HOME_URL_WITHOUT_DOMAIN, f"{pointer}/home_url")
    if service.main_domain and _a_label(service.main_domain) not in service.domains:
        yield context.finding(CheckRule.MAIN_DOMAIN_UNKNOWN, f"{pointer}/main_domain")


def _app_findings(service: Service, pointer: str, context: CheckContext) -> Iterator[Finding]:
    """Check that an APP names its platforms, and each of them whole."""
    yield from context.missing(pointer, platforms=service.platforms)
    for index, one in enumerate(service.platforms):
        yield from context.missing(
            f"{pointer}/platforms/{index}",
            platform=one.platform,
            package_name=one.package_name,
            public_key=one.public_key,
            fingerprint=one.fingerprint,
        )


def _language_findings(service: Service, pointer: str, context: CheckContext) -> Iterator[Finding]:
    """Check that the filing system knows the languages."""
    known = context.rulebook.names(CheckRule.LANGUAGES, context.as_of)
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


def _is_under(host: str, domains: tuple[str, ...]) -> bool:
    """Tell whether a host is one of the domains or lies below one."""
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _host(url: str) -> str:
    """Take the host out of a home page, with or without scheme; an empty word where there is none."""
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname
    except ValueError:
        host = None
    return _a_label(host or "")


def _a_label(name: str) -> str:
    """Bring a name into the form in which domains are kept; what is no name stays as it is."""
    try:
        return idna.encode(name.rstrip("."), uts46=True).decode()
    except idna.IDNAError:
        return name
