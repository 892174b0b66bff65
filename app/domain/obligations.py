"""What is due after an approval (备案后的义务): created by rules or by reviewers, fulfilled by the applicant."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

BY_RULE = "rule"
"""Who created an obligation that nobody did: an approval or a change brought it about."""


class ObligationKind(StrEnum):
    """What has to be done; each is the deadline kind of the same name."""

    PUBLIC_SECURITY = "public_security"
    FOOTER = "footer"
    COMMERCIAL_LICENCE = "commercial_licence"
    UPDATE = "update"
    CORRECTION = "correction"
    SHELL_NOTICE = "shell_notice"


class ObligationState(StrEnum):
    """Where an obligation stands; `cancelled` when what it is about has left the record."""

    OPEN = "open"
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"

    @property
    def is_unmet(self) -> bool:
        """Tell whether it is still to be done."""
        return self in (ObligationState.OPEN, ObligationState.OVERDUE, ObligationState.ESCALATED)


class EscalationStep(StrEnum):
    """What the provider does at last about an obligation that nobody met."""

    NOTICE = "notice"
    CANCEL_ACCESS = "cancel_access"


@dataclass(frozen=True, slots=True)
class Escalation:
    """So many natural days after the due day, this."""

    after_days: int
    step: EscalationStep


@dataclass(frozen=True, slots=True)
class Obligation:
    """One duty of one account about a record, or about one service of it.

    `code` is the finding of a spot check (核查) that a reviewer wrote down; `evidence` what the applicant showed for
    the fulfilment, such as the number of the public-security filing; `filing_id` the filing that the escalation led to.
    """

    id: str
    provider_id: str
    account_id: str
    record_id: str
    service_id: str | None
    kind: ObligationKind
    state: ObligationState
    due_at: datetime
    provisional: bool
    created_by: str
    created_at: datetime
    code: str | None = None
    note: str | None = None
    evidence: str | None = None
    fulfilled_at: datetime | None = None
    filing_id: str | None = None
