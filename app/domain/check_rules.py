"""The rules that the machine pre-review asks for, and the context in which it asks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.domain.domain_names import PublicSuffixes, UnknownSuffixes
from app.domain.filing_types import FilingType
from app.domain.filing_ways import Way, way_of
from app.domain.filings import OnFile
from app.domain.findings import Finding
from app.domain.region_facts import RegionFacts
from app.domain.regions import Regions
from app.domain.rulebook import Rulebook


class CheckRule(StrEnum):
    """What the machine pre-review can say (`findings.*`), and the data it compares with (`checks.*`)."""

    FIELD_REQUIRED = "findings.field_required"
    CERT_NUMBER_WRONG_FORM = "findings.cert_number_wrong_form"
    CERT_NUMBER_WRONG_CHECK_DIGIT = "findings.cert_number_wrong_check_digit"
    CERT_NUMBER_WRONG_DATE = "findings.cert_number_wrong_date"
    CERT_NUMBER_UNASSIGNED_REGION = "findings.cert_number_unassigned_region"
    CERT_TYPE_NOT_FOR_PERSON = "findings.cert_type_not_for_person"
    CERT_TYPE_NOT_FOR_NATURE = "findings.cert_type_not_for_nature"
    CERT_EXPIRED = "findings.cert_expired"
    CERT_EXPIRING = "findings.cert_expiring"
    CERT_DATES_REVERSED = "findings.cert_dates_reversed"
    CERT_NOT_YET_VALID = "findings.cert_not_yet_valid"
    CERT_VALIDITY_UNKNOWN = "findings.cert_validity_unknown"
    CERT_END_REQUIRED = "findings.cert_end_required"
    CREDIT_CODE_PREFIX_UNKNOWN = "findings.credit_code_prefix_unknown"
    PERSON_UNDER_AGE = "findings.person_under_age"
    REGION_UNKNOWN = "findings.region_unknown"
    REGION_UNCLEAR = "findings.region_unclear"
    REGION_CITY_DIFFERS = "findings.region_city_differs"
    CONTACT_ADDRESS_ELSEWHERE = "findings.contact_address_elsewhere"
    CREDIT_REGION_DIFFERS = "findings.credit_region_differs"
    MOBILE_BAD = "findings.mobile_bad"
    EMAIL_BAD = "findings.email_bad"
    EMERGENCY_PHONE_BAD = "findings.emergency_phone_bad"
    EMERGENCY_PHONE_DUPLICATE = "findings.emergency_phone_duplicate"
    PHONE_SAME_FOR_BOTH = "findings.phone_same_for_both"
    EMAIL_SAME_FOR_BOTH = "findings.email_same_for_both"
    PRINCIPAL_NOT_LEGAL_REP = "findings.principal_not_legal_rep"
    LEGAL_REP_DIFFERS = "findings.legal_rep_differs"
    CONTENT_NOT_FOR_INDIVIDUAL = "findings.content_not_for_individual"
    REMARK_REQUIRED = "findings.remark_required"
    HOME_URL_WITHOUT_DOMAIN = "findings.home_url_without_domain"
    NAME_DIFFERS_FROM_FILED = "findings.name_differs_from_filed"
    MAIN_DOMAIN_UNKNOWN = "findings.main_domain_unknown"
    LANGUAGE_UNKNOWN = "findings.language_unknown"
    IP_INVALID = "findings.ip_invalid"
    IP_NOT_PUBLIC = "findings.ip_not_public"
    IP_FAMILIES_MIXED = "findings.ip_families_mixed"
    IP_RANGE_REVERSED = "findings.ip_range_reversed"
    CERT_EXPIRING_MONTHS = "checks.cert_expiring_months"
    CERTIFICATES_THAT_END = "checks.certificates_that_end"
    YOUNGEST_PERSON = "checks.youngest_person"
    PERSON_CERTIFICATES = "checks.person_certificates"
    INDIVIDUAL_CONTENTS = "checks.individual_contents"


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What a body is judged by: the filing's type, the day, the rulebook, regions, public suffixes, what was on file.

    `region_facts` is what else is known that regional rules ask for.
    Where no suffix is known, nothing is said of which part of a name can be registered.
    """

    filing_type: FilingType
    as_of: date
    rulebook: Rulebook
    regions: Regions
    suffixes: PublicSuffixes = field(default_factory=UnknownSuffixes)
    on_file: OnFile | None = None
    region_facts: RegionFacts = field(default_factory=RegionFacts)

    @property
    def way(self) -> Way:
        """Return what the filing's type asks."""
        return way_of(self.filing_type, self.as_of, self.rulebook)

    def finding(self, rule: StrEnum, pointer: str, **facts: object) -> Finding:
        """Let a rule speak of one place."""
        return self.rulebook.finding(rule.value, self.as_of, pointer, **facts)

    def missing(self, pointer: str, **fields: object) -> Iterator[Finding]:
        """Find fault with each field that holds nothing; `fields` are values by the name under `pointer`."""
        for name, value in fields.items():
            if value is None or value in ("", ()):
                yield self.finding(CheckRule.FIELD_REQUIRED, f"{pointer}/{name}")
