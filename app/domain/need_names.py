"""What goes on file of a site's name, and what the rules say of the name that was given."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from app.domain.domain_names import DomainName
from app.domain.findings import Finding
from app.domain.government_sites import (
    GovernmentBody,
    GovernmentSiteRule,
    name_rules,
    those_that_count,
    wants_a_government_name,
)
from app.domain.need_question import NeedQuestion, Scenario
from app.domain.need_rules import NeedRule
from app.domain.rulebook import Rulebook
from app.domain.type_rules import TypeRule

_PLACE = "/domain"
# Rules that speak within the sentence of another.
_SAID_WITHIN = (TypeRule.SUFFIX_UNAPPROVED.value, GovernmentSiteRule.NAME_FOR_GOVERNMENT_ONLY.value)


class Target(StrEnum):
    """What goes on file: the name that is registered, a name exactly as it is used, or an APP's name."""

    APEX_DOMAIN = "apex_domain"
    DOMAIN = "domain"
    APP = "app"


def target_of(question: NeedQuestion, as_of: date, rulebook: Rulebook) -> Target | None:
    """Return what goes on file of something that must be filed; None where it has no name."""
    if question.scenario is Scenario.IP_ONLY:
        return None
    if question.scenario is Scenario.APP:
        return Target.APP
    if question.domain is not None:
        return Target.DOMAIN if question.domain.is_government else Target.APEX_DOMAIN
    is_government = question.scenario is Scenario.GOVERNMENT_SITE
    body = question.government_body
    return Target.DOMAIN if is_government and wants_a_government_name(body, as_of, rulebook) else Target.APEX_DOMAIN


def name_to_file(name: DomainName, target: Target) -> str:
    """Return the name that goes on file for a site under the given one."""
    return name.ascii if target is Target.DOMAIN else name.registrable or name.ascii


def name_findings(question: NeedQuestion, as_of: date, rulebook: Rulebook) -> Iterator[Finding]:
    """Yield what the rules say of the name; of an APP's domains nothing, for those are filed as they are called."""
    if question.scenario is Scenario.GOVERNMENT_SITE:
        yield from _body_findings(question.government_body, as_of, rulebook)
    if question.domain is None or question.scenario is Scenario.APP:
        return
    for rule in _rules_of(question, question.domain, as_of, rulebook):
        if rule in _SAID_WITHIN:
            why = rulebook.finding(rule, as_of, "").message
            yield rulebook.finding(NeedRule.NAME_NOT_ELIGIBLE, as_of, _PLACE, why=why)
        elif rule is NeedRule.NAMES_BELOW_ARE_COVERED:
            yield rulebook.finding(rule, as_of, _PLACE, registrable=question.domain.registrable)
        else:
            yield rulebook.finding(rule, as_of, _PLACE)


def _body_findings(body: GovernmentBody | None, as_of: date, rulebook: Rulebook) -> Iterator[Finding]:
    """Say who counts as government where nobody said whose site it is, or where it is nobody's who counts."""
    facts = {"bodies": those_that_count(as_of, rulebook)}
    if body is None:
        yield rulebook.finding(NeedRule.WHO_COUNTS, as_of, "/government_body", **facts)
    if body is GovernmentBody.OTHER:
        yield rulebook.finding(NeedRule.NOT_A_GOVERNMENT_BODY, as_of, "/government_body", **facts)


def _rules_of(question: NeedQuestion, name: DomainName, as_of: date, rulebook: Rulebook) -> Iterator[StrEnum]:
    """Find the rules that speak of a name."""
    if name.suffix is None:
        yield TypeRule.SUFFIX_UNAPPROVED
        return
    if question.scenario is Scenario.GOVERNMENT_SITE:
        yield from name_rules(name, question.government_body, as_of, rulebook)
    elif name.is_government:
        yield NeedRule.NAME_OF_GOVERNMENT
    if not name.is_government and not name.is_registrable:
        yield NeedRule.NAMES_BELOW_ARE_COVERED
