"""Whether a domain name can be put on file: what its registrar and its suffix say of it.

Only for names that go on file anew: a name on file may be moved and changed whatever its registrar says meanwhile.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.domain_names import DomainName
from app.domain.filing_body import SubjectNature
from app.domain.rulebook import Rulebook
from app.domain.type_rules import TypeRule


class DomainFact(StrEnum):
    """What is known of a name. The last two of them stand in nobody's way: they only warn."""

    ELIGIBLE = "eligible"
    NOT_REGISTRABLE = "not_registrable"
    SUFFIX_UNAPPROVED = "suffix_unapproved"
    REGISTRAR_UNAPPROVED = "registrar_unapproved"
    EXPIRED = "expired"
    OWNED_BY_ANOTHER = "owned_by_another"
    GOVERNMENT_NAME_NOT_ALLOWED = "government_name_not_allowed"
    NOT_VERIFIED = "not_verified"
    UNKNOWN = "unknown"


class RealName(StrEnum):
    """Whether the holder proved who they are to the registrar (域名实名认证)."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RegistrarAnswer:
    """What the registrar's side says of a name; None is what nobody could say."""

    holder: str | None = None
    real_name: RealName = RealName.UNKNOWN
    expires_on: date | None = None
    registrar_approved: bool | None = None
    suffix_approved: bool | None = None


class GovernmentName(StrEnum):
    """How a subject stands to a name under .gov.cn or .政务."""

    NONE = "none"
    ALLOWED = "allowed"
    DOUBTFUL = "doubtful"
    NOT_ALLOWED = "not_allowed"


def government_name(name: DomainName, nature: SubjectNature, as_of: date, rulebook: Rulebook) -> GovernmentName:
    """Tell whether a name is a government one, and whether a subject of this nature may have it.

    A public institution may where it has administrative functions, which its nature does not tell: doubtful.
    """
    if not name.is_government:
        return GovernmentName.NONE
    if nature in rulebook.names(TypeRule.GOVERNMENT_NAME_NATURES, as_of):
        return GovernmentName.ALLOWED
    if nature in rulebook.names(TypeRule.GOVERNMENT_NAME_DOUBTFUL_NATURES, as_of):
        return GovernmentName.DOUBTFUL
    return GovernmentName.NOT_ALLOWED


def domain_fact(
    name: DomainName,
    government: GovernmentName,
    answer: RegistrarAnswer | None,
    permitted_holders: Collection[str] | None,
    as_of: date,
) -> DomainFact:
    """Say the one thing about a name that matters most.

    `answer` is None where the registrar's side knows nothing yet (data take days to arrive). `permitted_holders` are
    the names that may hold it; None while nobody can tell them, and then no holder is a wrong one.
    """
    if government is GovernmentName.NOT_ALLOWED:
        return DomainFact.GOVERNMENT_NAME_NOT_ALLOWED
    if name.suffix is None or (answer is not None and answer.suffix_approved is False):
        return DomainFact.SUFFIX_UNAPPROVED
    # Only government names below the registrable one are filed themselves.
    if government is GovernmentName.NONE and not name.is_registrable:
        return DomainFact.NOT_REGISTRABLE
    return DomainFact.UNKNOWN if answer is None else _registered(answer, permitted_holders, as_of)


def _registered(answer: RegistrarAnswer, permitted_holders: Collection[str] | None, as_of: date) -> DomainFact:
    if answer.registrar_approved is False:
        return DomainFact.REGISTRAR_UNAPPROVED
    if answer.expires_on is not None and answer.expires_on < as_of:
        return DomainFact.EXPIRED
    if answer.real_name is RealName.UNVERIFIED:
        return DomainFact.NOT_VERIFIED
    if answer.real_name is RealName.UNKNOWN:
        return DomainFact.UNKNOWN
    if answer.holder is not None and permitted_holders is not None and answer.holder not in permitted_holders:
        return DomainFact.OWNED_BY_ANOTHER
    return DomainFact.ELIGIBLE
