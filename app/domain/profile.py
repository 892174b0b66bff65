"""What a provider does its own way: whom it serves, on which channel, how many, how long. Each tenant has one."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.citations import Citation
from app.domain.filing_body import SubjectNature
from app.domain.filing_states import State
from app.domain.filing_types import FilingType
from app.domain.obligations import Escalation, ObligationKind
from app.domain.texts import Text
from app.domain.transfers import TransferScope


class Channel(StrEnum):
    """Where an applicant files: the mobile app, or a computer."""

    APP = "app"
    PC = "pc"


class AfterSms(StrEnum):
    """Where an unchanged filing goes again after a missed code: straight back, or through first review."""

    PENDING_AUTHORITY = "pending_authority"
    FIRST_REVIEW = "first_review"


class HandoverBy(StrEnum):
    """Who hands a passed filing over to the authority: the worker at once, or a specialist (备案专员)."""

    WORKER = "worker"
    BY_SPECIALIST = "by_specialist"


class EditableAfterRejection(StrEnum):
    """What may be changed after a rejection, apart from what was verified."""

    EVERYTHING = "everything"
    FOUND_FAULT = "found_fault"


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """A provider's ways. Days named working are working days, other days natural ones; provinces are 6-digit codes.

    Compared and hashed as the one object that it is, like the rulebook.
    `channels` has every filing type. `sent_straight_on` are the types that skip the provider's first review.
    `transfer_scopes` are what may move between accounts. `footer_days` to `shell_notice_days` are the time to do what
    is due, `reminders_days_before` when its reminders go out, `escalations` what follows when it is never done.
    `approved_labels` are the labels of the state `approved` by type, `state_labels` those of all states.
    """

    id: str
    title: Text
    citations: tuple[Citation, ...]

    orders_per_account: int
    subjects_per_account: int
    natures_served: tuple[SubjectNature, ...]
    provinces_refused: tuple[str, ...]
    channels: Mapping[FilingType, tuple[Channel, ...]]
    services_per_order_unit: int
    services_per_order_individual: int

    min_resource_days_at_issue: int
    min_resource_days_at_filing: int

    sent_straight_on: tuple[FilingType, ...]
    open_after_first_review: bool
    after_sms: AfterSms
    handover: HandoverBy
    posted_materials: bool
    editable_after_rejection: EditableAfterRejection

    first_review_working_days: int
    authority_handover_working_days: int
    authority_review_working_days: int
    idle_days: int

    transfer_scopes: tuple[TransferScope, ...]
    footer_days: int
    commercial_licence_days: int
    correction_days: int
    update_working_days: int
    shell_notice_days: int
    reminders_days_before: tuple[int, ...]
    escalations: Mapping[ObligationKind, Escalation]

    state_labels: Mapping[State, Text]
    approved_labels: Mapping[FilingType, Text]

    def services_per_order(self, nature: SubjectNature) -> int:
        """Return how many services a subject of this nature may put into one order."""
        return self.services_per_order_unit if nature.is_unit else self.services_per_order_individual

    def state_label(self, state: State, filing_type: FilingType) -> Text:
        """Return a state's label; that of the end depends on the type (已备案, 已注销, 已取消接入, 变更成功)."""
        if state is State.APPROVED:
            return self.approved_labels.get(filing_type, self.state_labels[state])
        return self.state_labels[state]
