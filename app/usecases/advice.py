"""Advice before anything is filed: whether it has to be, and what it may be called. Nothing is kept."""

from dataclasses import dataclass
from datetime import date

from app.domain.check_rules import CheckContext
from app.domain.checks import errors_of
from app.domain.domain_names import DomainName, DomainNameError, parsed
from app.domain.errors import FieldError, ProblemCode, Refusal, invalid
from app.domain.filing_needs import FilingNeeds, filing_needs
from app.domain.filing_types import FilingType
from app.domain.findings import Finding
from app.domain.government_sites import GovernmentBody
from app.domain.name_checks import AskedName, name_findings
from app.domain.need_question import Hosting, NeedQuestion, Scenario, contradictions
from app.domain.texts import Text
from app.usecases.asked_day import asked_day
from app.usecases.runtime import Runtime

_NO_DOMAIN = Text("这不是可以备案的域名。", "This is not a domain name that could be filed.")
_RETYPE_DOMAIN = Text(
    "请填写域名，例如 example.cn，不带 http://、端口和路径。",
    "Enter the domain such as example.cn, without http://, port or path.",
)
_NO_REGION = Text("没有这个行政区划代码。", "There is no such region code.")
_RETYPE_REGION = Text(
    "请填写中国内地的 6 位行政区划代码。", "Enter the six-digit code of a province, city or district of the mainland."
)


@dataclass(frozen=True, slots=True)
class NeedsInput:
    """What a client tells of something that it may have to file."""

    hosting: Hosting
    scenario: Scenario
    domain: str | None
    on_record_elsewhere: bool | None
    origin_here: bool | None
    subdomain_resolves_here: bool | None
    bound_custom_domain: bool | None
    paid_service: bool | None
    government_body: GovernmentBody | None


@dataclass(frozen=True, slots=True)
class NameChecked:
    """What the rules say of a name; acceptable is one with no error."""

    acceptable: bool
    findings: tuple[Finding, ...]
    rules_as_of: date


def needs(runtime: Runtime, told: NeedsInput, on: date | None) -> tuple[FilingNeeds, date]:
    """Decide whether it has to be filed; raises `validation-failed` for what makes no sense, with its rule."""
    day = asked_day(runtime, on)
    question = NeedQuestion(
        hosting=told.hosting,
        scenario=told.scenario,
        domain=None if told.domain is None else _domain(runtime, told.domain),
        on_record_elsewhere=told.on_record_elsewhere,
        origin_here=told.origin_here,
        subdomain_resolves_here=told.subdomain_resolves_here,
        bound_custom_domain=told.bound_custom_domain,
        paid_service=told.paid_service,
        government_body=told.government_body,
    )
    faults = tuple(FieldError.of(fault) for fault in contradictions(question, day, runtime.rulebook))
    if faults:
        raise Refusal(ProblemCode.VALIDATION_FAILED, errors=faults)
    return filing_needs(question, day, runtime.rulebook), day


def _domain(runtime: Runtime, raw: str) -> DomainName:
    try:
        return parsed(raw, runtime.suffixes)
    except DomainNameError as fault:
        raise invalid("/domain", f"domain_{fault.code.value}", _NO_DOMAIN, _RETYPE_DOMAIN) from fault


def name_check(runtime: Runtime, asked: AskedName, on: date | None) -> NameChecked:
    """Check a name; raises `validation-failed` for a region that is none."""
    day = asked_day(runtime, on)
    if asked.region is not None and not runtime.regions.is_current(asked.region):
        raise invalid("/region", "unknown_region", _NO_REGION, _RETYPE_REGION)
    context = CheckContext(FilingType.FIRST_FILING, day, runtime.rulebook, runtime.regions, runtime.suffixes)
    findings = name_findings(asked, context)
    return NameChecked(not errors_of(findings), findings, day)
