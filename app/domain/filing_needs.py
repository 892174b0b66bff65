"""What may be asked about the need to file: where a service runs, what it is, and what is known of its name."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.domain_names import DomainName
from app.domain.government_sites import GovernmentBody


class Hosting(StrEnum):
    """Where the servers are: on the mainland with this provider or another, or outside the mainland."""

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


IN_FRONT_OF_A_SITE = frozenset({Scenario.OBJECT_STORAGE, Scenario.WAF})
"""Products of this provider that stand before a site, whose origin may be anywhere."""


class FiledAt(StrEnum):
    """With whom it is filed: this provider, the one whose server it is, or any."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    ANYWHERE = "anywhere"


class Target(StrEnum):
    """What goes on file: the name that is registered, a name exactly as it is used, or an APP's name."""

    APEX_DOMAIN = "apex_domain"
    DOMAIN = "domain"
    APP = "app"


@dataclass(frozen=True, slots=True)
class NeedQuestion:
    """One question; None is what nobody said.

    `hosting` is where the service itself runs. `origin_here` tells it of a site behind a product of this provider,
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
        """Tell that this provider serves it, and nobody else on the mainland does."""
        if self.hosting is Hosting.OUTSIDE_MAINLAND:
            return not self.is_outside
        if self.scenario in IN_FRONT_OF_A_SITE and self.origin_here is not None:
            return self.origin_here
        return self.hosting is Hosting.MAINLAND_HERE

    @property
    def has_no_own_name(self) -> bool:
        """Tell a mailbox or a bucket that is reached under the provider's name alone."""
        reached_under_either = (Scenario.ENTERPRISE_MAIL, Scenario.OBJECT_STORAGE)
        return self.scenario in reached_under_either and self.bound_custom_domain is False
