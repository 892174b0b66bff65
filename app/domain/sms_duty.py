"""Whether a filing needs the authority's SMS verification (短信核验) at all, by province, type and day.

Who gets the codes is `app.domain.sms_recipients`: a filing of this duty without anybody to ask needs none either.
"""

from datetime import date
from enum import StrEnum

from app.domain.filing_types import FilingType
from app.domain.provinces import province_of
from app.domain.rulebook import Rulebook


class SmsDutyRule(StrEnum):
    """The rules asked for here."""

    PROVINCES = "sms.duty_provinces"
    EXEMPT_TYPES = "sms.duty_exempt_types"


def sms_required(region: str, filing_type: FilingType, as_of: date, rulebook: Rulebook) -> bool:
    """Tell whether filings of this type verify by SMS in the province of a region (6 digits) on a day."""
    if filing_type in rulebook.names(SmsDutyRule.EXEMPT_TYPES, as_of):
        return False
    return province_of(region) in rulebook.names(SmsDutyRule.PROVINCES, as_of)
