"""How many services, sites, domains and cloud resources one order or one subject may have."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from app.domain.region_evaluators.order import ADDS, brought_by, domains_in, resources_in, services_of, sites_of
from app.domain.region_questions import Evaluator, Question, Said
from app.domain.region_rules import RegionRule

_SERVICES = "/services"


def _more_than(count: Callable[[Question], int]) -> Evaluator:
    """Make the evaluator that finds more of something in an order than the rule lets in."""

    def find(rule: RegionRule, question: Question) -> Iterator[Said]:
        if count(question) > rule.value:
            yield Said(_SERVICES)

    return find


def _sites_in(question: Question) -> int:
    return len(sites_of(question))


def _too_many_altogether(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find a subject with more services on record, this order's among them, than the rule lets it have."""
    on_record = question.context.region_facts.services_on_record
    if not brought_by(question):
        return
    if (on_record or 0) + brought_by(question) > rule.value:
        yield Said(_SERVICES)
    elif on_record is None and question.context.filing_type in ADDS:
        yield Said(_SERVICES, known=False)


def _more_than_one_domain(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find several domains in one order of a subject that has more services on record than the rule says."""
    on_record = question.context.region_facts.services_on_record
    if domains_in(question) > 1:
        if on_record is None:
            yield Said(_SERVICES, known=False)
        elif on_record > rule.value:
            yield Said(_SERVICES)


def _unexplained(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find sites without remark where a person has as many as the rule says."""
    on_record = question.context.region_facts.services_on_record or 0
    if on_record + brought_by(question) < rule.value:
        return
    for index, service in enumerate(question.body.services):
        if service in services_of(question) and not service.remark:
            yield Said(f"{_SERVICES}/{index}/remark")


EVALUATORS: Mapping[str, Evaluator] = MappingProxyType(
    {
        "count_limit.domains_first_filing_individual": _more_than(domains_in),
        "count_limit.domains_per_change": _more_than(domains_in),
        "count_limit.domains_per_order_individual_old": _more_than(domains_in),
        "count_limit.domains_per_order_unit": _more_than(domains_in),
        "count_limit.explain_from_individual": _unexplained,
        "count_limit.individual_services_total": _too_many_altogether,
        "count_limit.new_domains_per_order": _more_than(domains_in),
        "count_limit.one_domain_after_individual": _more_than_one_domain,
        "count_limit.one_domain_after_unit": _more_than_one_domain,
        "count_limit.resources_per_site": _more_than(resources_in),
        "count_limit.sites_per_order": _more_than(_sites_in),
        "count_limit.sites_per_order_individual": _more_than(_sites_in),
        "count_limit.sites_per_order_unit": _more_than(_sites_in),
        "count_limit.sites_total_individual": _too_many_altogether,
        "count_limit.sites_total_unit": _too_many_altogether,
        "count_limit.statement_above": _more_than(domains_in),
    }
)
