"""What each filing type (备案类型) begins with, asks, moves and leaves behind: the rows of `filing_types.ways`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from app.domain.filing_types import FilingType
from app.domain.rulebook import Rulebook


class FilingTypeRule(StrEnum):
    """The rules asked for here."""

    WAYS = "filing_types.ways"
    FROZEN = "filing_types.frozen"


class BeginsWith(StrEnum):
    """What a filing of a type is begun from."""

    TYPE_VERIFICATION = "type_verification"
    RECORD = "record"
    TRANSFER = "transfer"


class SubjectPart(StrEnum):
    """What becomes of the subject in the body: entered, or fixed as it is on file."""

    ENTERED = "entered"
    AS_FILED = "as_filed"


class ServicesPart(StrEnum):
    """What becomes of the services in the body.

    `new` is a name that nobody has on file, `filed` one that this subject has on file, entered for this provider;
    `changed` is a service of the record entered anew, `as_filed` one that stays as it is.
    """

    NEW = "new"
    FILED = "filed"
    CHANGED = "changed"
    AS_FILED = "as_filed"
    NONE = "none"


class Served(StrEnum):
    """Whether this provider may serve before the approval."""

    NEVER = "never"
    ALWAYS = "always"
    BY_PROFILE = "by_profile"


class Asked(StrEnum):
    """When a person is asked to verify something."""

    ALWAYS = "always"
    IF_CHANGED = "if_changed"
    NEVER = "never"


class NumberFate(StrEnum):
    """What becomes of a number (备案号)."""

    ISSUED = "issued"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Way:
    """One row of the table; the columns are explained in the rule's file."""

    filing_type: FilingType
    begins_with: BeginsWith
    subject: SubjectPart
    services: ServicesPart
    product: bool
    offline: bool
    served: Served
    first_review: bool
    authority_review: bool
    subject_sms: Asked
    service_sms: Asked
    authenticity: Asked
    subject_authenticity: Asked
    subject_number: NumberFate
    service_numbers: NumberFate
    duties: tuple[str, ...]
    acknowledge: tuple[str, ...]
    reason: bool

    @property
    def puts_a_new_name_on_file(self) -> bool:
        """Tell the types whose website or APP is on nobody's record yet."""
        return self.services is ServicesPart.NEW

    @property
    def subject_is_fixed(self) -> bool:
        """Tell whether the subject stays as it is on file; only what the record lacks may be entered."""
        return self.subject is SubjectPart.AS_FILED

    @property
    def services_are_fixed(self) -> bool:
        """Tell whether the services stay as they are on file; only what the record lacks may be entered."""
        return self.services in (ServicesPart.AS_FILED, ServicesPart.NONE)

    @property
    def must_change_something(self) -> bool:
        """Tell the change filings (变更备案): without a change they are none."""
        return self.begins_with is BeginsWith.RECORD and not (self.subject_is_fixed and self.services_are_fixed)

    def may_be_served_meanwhile(self, *, open_after_first_review: bool) -> bool:
        """Tell whether this provider may serve the service before the approval.

        Not the same as not being offline: with an access filing the other provider goes on serving, and this one waits
        for the approval, unless its profile opens access after the first review.
        """
        return self.served is Served.ALWAYS or (self.served is Served.BY_PROFILE and open_after_first_review)


@lru_cache(maxsize=256)
def way_of(filing_type: FilingType, as_of: date, rulebook: Rulebook) -> Way:
    """Return the row of a type on a day."""
    row = rulebook.at(FilingTypeRule.WAYS, as_of).value[filing_type.value]
    return Way(
        filing_type=filing_type,
        begins_with=BeginsWith(row["begins_with"]),
        subject=SubjectPart(row["subject"]),
        services=ServicesPart(row["services"]),
        product=row["product"],
        offline=row["offline"],
        served=Served(row["served"]),
        first_review=row["first_review"],
        authority_review=row["authority_review"],
        subject_sms=Asked(row["subject_sms"]),
        service_sms=Asked(row["service_sms"]),
        authenticity=Asked(row["authenticity"]),
        subject_authenticity=Asked(row["subject_authenticity"]),
        subject_number=NumberFate(row["subject_number"]),
        service_numbers=NumberFate(row["service_numbers"]),
        duties=tuple(row["duties"]),
        acknowledge=tuple(row["acknowledge"]),
        reason=row["reason"],
    )
