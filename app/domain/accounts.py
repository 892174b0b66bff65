"""A customer's account (账号) with the provider."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AccountSite(StrEnum):
    """On which of a provider's sites an account was opened (中国站、国际站)."""

    DOMESTIC = "domestic"
    INTERNATIONAL = "international"


@dataclass(frozen=True, slots=True)
class Account:
    """`external_id` is the provider's own id of the customer; `phone` is personal data."""

    id: str
    provider_id: str
    external_id: str
    phone: str
    real_name_verified: bool
    created_at: datetime
    updated_at: datetime
    site: AccountSite = AccountSite.DOMESTIC
