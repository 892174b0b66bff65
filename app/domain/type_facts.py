"""What is known when a filing type is asked for: of the account, its orders, the national record and the domain."""

from dataclasses import dataclass
from datetime import date

from app.domain.accounts import AccountSite
from app.domain.domain_eligibility import DomainFact, GovernmentName
from app.domain.filing_body import ServiceKind, SubjectNature
from app.domain.provinces import province_of
from app.domain.rulebook import Rulebook
from app.domain.type_rules import TypeRule

_REFUSED_NAMES = frozenset(
    {
        DomainFact.NOT_REGISTRABLE,
        DomainFact.SUFFIX_UNAPPROVED,
        DomainFact.REGISTRAR_UNAPPROVED,
        DomainFact.EXPIRED,
        DomainFact.OWNED_BY_ANOTHER,
        DomainFact.GOVERNMENT_NAME_NOT_ALLOWED,
    }
)


@dataclass(frozen=True, slots=True)
class TypeFacts:
    """The facts of one subject and one service, of which a website has the filed name that matches longest.

    "On record" is the national record (through its mirror), "held" the record of accounts of this provider, "accessed
    here" an access record of this provider on the national record. An APP on record is one of the same name *of the
    same subject*: another subject's APP of that name is `app_name_filed_by_another` and not the service.

    `account_open_orders` leaves out the draft that the verification is an addition to; `account_other_subjects` counts
    the subjects, of records and open orders, that the account has beside this one.
    """

    nature: SubjectNature
    region: str
    kind: ServiceKind = ServiceKind.WEBSITE
    channel: str = "app"
    site: AccountSite = AccountSite.DOMESTIC

    account_open_orders: int = 0
    orders_per_account: int = 1
    account_other_subjects: int = 0
    subjects_per_account: int = 1
    certificate_has_open_order_elsewhere: bool = False
    service_has_open_order: bool = False

    under_review_elsewhere: bool = False
    blacklisted: bool = False

    subject_on_record: bool = False
    subject_is_shell: bool = False
    subject_recorded_differently: bool = False
    region_on_direct_add_list: bool = False
    subject_held_by_this_account: bool = False
    subject_held_by_other_account: bool = False

    service_on_record: bool = False
    service_owned_by_subject: bool = False
    accessed_here: bool = False
    service_held_by_account_here: bool = False
    app_name_filed_by_another: bool = False

    domain: DomainFact = DomainFact.ELIGIBLE
    government_name: GovernmentName = GovernmentName.NONE

    @property
    def account_is_full(self) -> bool:
        """Tell whether the account has as many open orders as it may have."""
        return self.account_open_orders >= self.orders_per_account

    @property
    def account_bound_to_other_subject(self) -> bool:
        """Tell whether the account has as many other subjects as it may have, and this one is not among its own."""
        return not self.subject_held_by_this_account and self.account_other_subjects >= self.subjects_per_account

    @property
    def domain_is_refused(self) -> bool:
        """Tell whether something is known against the name; what is unknown or unverified is no reason to refuse."""
        return self.domain in _REFUSED_NAMES

    @property
    def record_is_possible(self) -> bool:
        """Tell whether the record can be as it is described.

        A record that cannot comes of a mirror and accounts that disagree: nothing may be decided from it.
        """
        impossible = (
            self.subject_is_shell and not self.subject_on_record,
            self.subject_held_by_this_account and not self.subject_on_record,
            self.service_owned_by_subject and not (self.subject_on_record and self.service_on_record),
            self.service_owned_by_subject and self.subject_is_shell,
            self.accessed_here and not self.service_on_record,
            self.service_held_by_account_here and not self.service_on_record,
            self.kind is not ServiceKind.WEBSITE and self.service_on_record and not self.service_owned_by_subject,
        )
        return not any(impossible)


def shell_may_add_directly(region: str, as_of: date, rulebook: Rulebook) -> bool:
    """Tell whether a subject without services may add one in this region (6 digits) without deregistering first."""
    return province_of(region) in rulebook.names(TypeRule.SHELL_DIRECT_ADD_PROVINCES, as_of)
