"""Transfers between two accounts: a record changes hands (转移备案), or a service is to migrate (迁移备案)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LIVES_FOR = timedelta(days=7)


class TransferKind(StrEnum):
    """A transfer moves what is on file as it is; a migration lets the target file a service for its own subject."""

    TRANSFER = "transfer"
    MIGRATION = "migration"


class TransferState(StrEnum):
    """Where a transfer stands."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"


class TransferScope(StrEnum):
    """What a provider lets move: the whole subject, or one service alone as well."""

    SUBJECT = "subject"
    SERVICE = "service"


class TransferReason(StrEnum):
    """Why a transfer is refused."""

    ORDER_IN_PROGRESS = "order_in_progress"
    ACCOUNT_BOUND_TO_OTHER_SUBJECT = "account_bound_to_other_subject"


@dataclass(frozen=True, slots=True)
class Transfer:
    """One offer of the source account to the target account; without `service_id` the whole subject moves."""

    id: str
    provider_id: str
    kind: TransferKind
    state: TransferState
    record_id: str
    service_id: str | None
    source_account_id: str
    target_account_id: str
    created_at: datetime
    expires_at: datetime
    decided_at: datetime | None = None
    filing_id: str | None = None
    """The filing of a migration, once the target has begun it."""
