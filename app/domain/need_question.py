"""What may be asked about the need to file: where a service runs, what it is, and what is known of its name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.domain_names import DomainName
from app.domain.findings import Finding
from app.domain.government_sites import GovernmentBody
from app.domain.need_rules import NeedRule
from app.domain.rulebook import Rulebook


class Hosting(StrEnum):
    """Where the servers are: on the mainland with this provider or with another, or outside the mainland."""

    MAINLAND_HERE = "mainland_here"
    MAINLAND_ELSEWHERE = "mainland_elsewhere"
    OUTSIDE_MAINLAND = "outside_mainland"


class Scenario(StrEnum):
    """What is to be run."""

    WEBSITE = "website"
    APP = "app"
    IP_ONLY = "ip_only"
    DOMAIN_ONLY = "domain_only"
    ENTERPRISE_MAIL = "enterprise_mail"
    SITE_BUILDER = "site_builder"
    OBJECT_STORAGE = "object_storage"
    WAF = "waf"
    GOVERNMENT_SITE = "government_site"


# Products of this provider that stand before a site, whose origin may be anywhere.
_IN_FRONT_OF_A_SITE = frozenset({Scenario.OBJECT_STORAGE, Scenario.WAF})
# What can be reached under the provider's name alone.
_UNDER_EITHER_NAME = frozenset({Scenario.ENTERPRISE_MAIL, Scenario.OBJECT_STORAGE})
_INPUTS = ("domain", "origin_here", "subdomain_resolves_here", "bound_custom_domain", "paid_service", "government_body")


@dataclass(frozen=True, slots=True)
class NeedQuestion:
    """One question; None is what nobody said.

    `hosting` is where the service itself runs. `origin_here` tells it of a site behind a product of this provider;
    `subdomain_resolves_here` that a name below the site's own leads to this provider's addresses on the mainland.
    """

    hosting: Hosting
    scenario: Scenario
    domain: DomainName | None = None
    on_record_elsewhere: bool | None = None
    origin_here: bool | None = None
    subdomain_resolves_here: bool | None = None
    bound_custom_domain: bool | None = None
    paid_service: bool | None = None
    government_body: GovernmentBody | None = None

    @property
    def is_outside(self) -> bool:
        """Tell that nothing of it runs on the mainland."""
        return self.hosting is Hosting.OUTSIDE_MAINLAND and not self.subdomain_resolves_here

    @property
    def is_served_here(self) -> bool:
        """Tell that it runs with this provider; of what runs abroad that is the subdomain that leads here."""
        if self.hosting is Hosting.OUTSIDE_MAINLAND:
            return self.subdomain_resolves_here is True
        if self.scenario in _IN_FRONT_OF_A_SITE and self.origin_here is not None:
            return self.origin_here
        return self.hosting is Hosting.MAINLAND_HERE

    @property
    def has_no_own_name(self) -> bool:
        """Tell a mailbox or a bucket that is reached under the provider's name alone."""
        return self.scenario in _UNDER_EITHER_NAME and self.bound_custom_domain is False

    @property
    def contradicts_itself(self) -> bool:
        """Tell an origin that is said to be here and elsewhere at once."""
        if self.hosting is Hosting.MAINLAND_ELSEWHERE:
            return self.origin_here is True
        here = self.hosting is Hosting.MAINLAND_HERE and self.scenario not in _IN_FRONT_OF_A_SITE
        return here and self.origin_here is False


def contradictions(question: NeedQuestion, as_of: date, rulebook: Rulebook) -> Iterator[Finding]:
    """Find the inputs that the scenario does not have, and those that contradict one another, each at its place.

    What is denied is never wrong: that an APP has no bound domain may be said.
    """
    scenarios = rulebook.at(NeedRule.INPUTS, as_of).value
    for name in _INPUTS:
        told = getattr(question, name)
        if told is not None and told is not False and question.scenario.value not in scenarios[name]:
            facts = {"input": name, "scenario": question.scenario.value}
            yield rulebook.finding(NeedRule.INPUT_NOT_OF_SCENARIO, as_of, f"/{name}", **facts)
    if question.contradicts_itself:
        facts = {"first": "origin_here", "second": "hosting"}
        yield rulebook.finding(NeedRule.INPUTS_CONTRADICT, as_of, "/origin_here", **facts)
