"""Orders with more sites, domains or resources than a region takes, and subjects with many on record."""

from dataclasses import replace

from app.domain.filing_body import Access, IpRange
from app.domain.region_rules import RegionRule
from tests.domain.region_cases.a_case import Case

_MORE = 1


def many_sites(case: Case, rule: RegionRule) -> Case:
    """Bring one site more than the rule says, each with a domain of its own."""
    first = case.body.services[0]
    sites = tuple(
        replace(first, id=f"svc_{number}", domains=(f"example{number}.cn",), main_domain=f"example{number}.cn")
        for number in range(rule.value + _MORE)
    )
    return replace(case, body=replace(case.body, services=sites))


def many_domains(case: Case, rule: RegionRule) -> Case:
    domains = tuple(f"example{number}.cn" for number in range(rule.value + _MORE))
    return case.service(domains=domains, main_domain=domains[0])


def many_resources(case: Case, rule: RegionRule) -> Case:
    ranges = tuple(IpRange(f"203.0.113.{number}", f"203.0.113.{number}") for number in range(rule.value + _MORE))
    return case.service(access=(Access(ranges),))


def sites_without_remark(case: Case, rule: RegionRule) -> Case:
    return case.service(remark=None).facts(services_on_record=rule.value)


def domains_of_one_with_many(case: Case, rule: RegionRule) -> Case:
    return case.service(domains=("example.cn", "example.com")).facts(services_on_record=rule.value + _MORE)


FIRES = {
    "count_limit.domains_first_filing_individual": many_domains,
    "count_limit.domains_per_change": many_domains,
    "count_limit.domains_per_order_individual_old": many_domains,
    "count_limit.domains_per_order_unit": many_domains,
    "count_limit.explain_from_individual": sites_without_remark,
    "count_limit.individual_services_total": many_sites,
    "count_limit.new_domains_per_order": many_domains,
    "count_limit.one_domain_after_individual": domains_of_one_with_many,
    "count_limit.one_domain_after_unit": domains_of_one_with_many,
    "count_limit.resources_per_site": many_resources,
    "count_limit.sites_per_order": many_sites,
    "count_limit.sites_per_order_individual": many_sites,
    "count_limit.sites_per_order_unit": many_sites,
    "count_limit.sites_total_individual": many_sites,
    "count_limit.sites_total_unit": many_sites,
    "count_limit.statement_above": many_domains,
}
