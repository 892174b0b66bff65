"""The machine pre-review of a service's domains: which level of a name is filed, by the kind of service."""

from collections.abc import Iterator

from app.domain.check_rules import CheckContext
from app.domain.domain_names import DomainName, DomainNameError, parsed
from app.domain.filing_body import Service
from app.domain.findings import Finding
from app.domain.service_kinds import DomainLevel, KindOfService
from app.domain.service_rules import ServiceRule


def domain_findings(service: Service, pointer: str, kind: KindOfService, context: CheckContext) -> Iterator[Finding]:
    """Check each domain by the level that this kind of service files."""
    for index, domain in enumerate(service.domains):
        place = f"{pointer}/domains/{index}"
        try:
            name = parsed(domain, context.suffixes)
        except DomainNameError:
            yield context.finding(ServiceRule.DOMAIN_NAME_BAD, place)
            continue
        if kind.domains is DomainLevel.REGISTRABLE:
            yield from _registrable_findings(name, place, context)
        else:
            yield from _used_name_findings(name, place, context)


def _registrable_findings(name: DomainName, pointer: str, context: CheckContext) -> Iterator[Finding]:
    """A website files the registrable name; government names are filed as they are, and so stays what is on file."""
    if not context.way.puts_a_new_name_on_file or name.is_government or name.registrable is None:
        return
    if not name.is_registrable:
        yield context.finding(ServiceRule.DOMAIN_NOT_REGISTRABLE, pointer, registrable=name.registrable)


def _used_name_findings(name: DomainName, pointer: str, context: CheckContext) -> Iterator[Finding]:
    """An APP files the names that it calls, down to a level, and none that begins with www."""
    if name.ascii.startswith("www.") and not name.is_registrable:
        yield context.finding(ServiceRule.WWW_DOMAIN, pointer)
    most = context.rulebook.number(ServiceRule.APP_DOMAIN_LEVELS, context.as_of)
    # The names from this one up to the registrable one: one a level.
    if name.registrable is not None and len(name.parents()) > most:
        yield context.finding(ServiceRule.DOMAIN_TOO_DEEP, pointer, levels=str(most))
