"""The machine pre-review of a website: its name, its home page, its main domain."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import idna

from app.domain.check_rules import CheckContext, CheckRule
from app.domain.filing_body import Service, Subject
from app.domain.findings import Finding
from app.domain.website_names import NameCheck, website_name_findings


def website_findings(service: Service, pointer: str, subject: Subject, context: CheckContext) -> Iterator[Finding]:
    """Check the name, and that home page and main domain are among the domains."""
    if service.name:
        asked = NameCheck(service.name, subject.nature, subject.name)
        yield from website_name_findings(asked, f"{pointer}/name", context.as_of, context.rulebook)
    if service.home_url and not _is_under(_host(service.home_url), service.domains):
        yield context.finding(CheckRule.HOME_URL_WITHOUT_DOMAIN, f"{pointer}/home_url")
    if service.main_domain and _a_label(service.main_domain) not in service.domains:
        yield context.finding(CheckRule.MAIN_DOMAIN_UNKNOWN, f"{pointer}/main_domain")


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
