"""Advice: does it have to be filed, and what may it be called?"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from app.domain.filing_body import PreApproval, SubjectNature
from app.domain.government_sites import GovernmentBody
from app.domain.need_question import Hosting, Scenario
from app.routers.schemas.fields import DomainText, Flag, In, Line, RegionCode


class FilingNeedsIn(In):
    """What is to be run, and where.

    `origin_here` and `subdomain_resolves_here` speak of the site behind object storage or a WAF;
    `government_body` tells whose a government site is.
    """

    hosting: Hosting
    scenario: Scenario
    domain: DomainText | None = None
    on_record_elsewhere: Flag | None = None
    origin_here: Flag | None = None
    subdomain_resolves_here: Flag | None = None
    bound_custom_domain: Flag | None = None
    paid_service: Flag | None = None
    government_body: GovernmentBody | None = None


class NeedReasonOut(BaseModel):
    """A rule that spoke, and of which part of the answer."""

    about: Literal["filing", "provider", "access", "licence", "name", "note"]
    code: str
    rule: str
    severity: str
    message: str
    remedy: str
    source: str
    in_force_from: date


class FilingNeedsOut(BaseModel):
    """Whether it has a number by law, whether this provider has to be added to what another filed, and why.

    `filed_at` tells with whom it is filed, `name_to_file` what goes on file of the given name.
    """

    filing_required: bool
    access_filing_required: bool
    licence_required: bool
    target: Literal["apex_domain", "domain", "app"] | None
    filed_at: Literal["here", "elsewhere", "anywhere"] | None
    name_to_file: str | None
    name_acceptable: bool | None
    reasons: list[NeedReasonOut]
    rules_as_of: date


class NameCheckIn(In):
    """A name, of what, and whose; `pre_approvals` are the consent papers that there are."""

    kind: Literal["website", "app"]
    name: Line
    subject_nature: SubjectNature
    subject_name: Line | None = None
    region: RegionCode | None = None
    pre_approvals: Annotated[list[PreApproval], Field(max_length=50, default_factory=list)]


class NameFindingOut(BaseModel):
    """What a rule says of a name."""

    rule: str
    code: str
    severity: str
    pointer: str
    message: str
    remedy: str
    source: str


class NameCheckOut(BaseModel):
    """Whether the name can be filed, and everything that the rules say of it."""

    acceptable: bool
    findings: list[NameFindingOut]
    rules_as_of: date
