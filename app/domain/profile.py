"""What a provider does its own way: whom it serves, on which channel, how many, how long. Each tenant has one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.accounts import AccountSite
from app.domain.citations import Citation
from app.domain.filing_body import SubjectNature
from app.domain.filing_states import State
from app.domain.filing_types import FilingType
from app.domain.notices import NoticeChannel
from app.domain.obligations import Escalation, ObligationKind
from app.domain.rulebook import Rulebook
from app.domain.start_notes import StartNote
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


class PostedMaterials(StrEnum):
    """Whether papers go by post after the first review: never, where the reviewer asks for them, or always."""

    NEVER = "never"
    WHEN_ASKED = "when_asked"
    ALWAYS = "always"


class ResultChannel(StrEnum):
    """By which way the result of a filing is told."""

    SMS = "sms"
    EMAIL = "email"


class ItemState(StrEnum):
    """How an item of a filing's list stands: its information, a paper, the picture of a face."""

    INFORMATION_OPEN = "information_open"
    INFORMATION_DONE = "information_done"
    PAPER_MISSING = "paper_missing"
    PAPER_NONE = "paper_none"
    PAPER_THERE = "paper_there"
    FACE_SHOWN = "face_shown"


class FaceOf(StrEnum):
    """Whose face a provider wants (真实性核验): the service principal's always, the subject's principal's as well."""

    SERVICE_PRINCIPAL = "service_principal"
    SUBJECT_PRINCIPAL = "subject_principal"


class FaceExemption(StrEnum):
    """What spares the subject's principal the check where a provider wants it; nothing spares a service principal."""

    NOT_MAINLAND = "subject_principal_not_mainland"
    """The certificate is known to be another than a mainland resident's id card."""
    IS_SERVICE_PRINCIPAL = "subject_principal_is_service_principal"
    """The same person shows the face as a service's principal in the same filing."""
    UNCHANGED_ON_FILE = "subject_principal_unchanged_on_file"
    """The person is on file as the subject's principal already."""


class EditableAfterRejection(StrEnum):
    """What may be changed after a rejection, apart from what was verified."""

    EVERYTHING = "everything"
    FOUND_FAULT = "found_fault"


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """A provider's ways. Days named working are working days, other days natural ones; provinces are 6-digit codes.

    Compared and hashed as the one object that it is, like the rulebook. `machine_passes_faces` tells whether a machine
    that is sure may pass an authenticity check; otherwise a reviewer passes every one. `faces_wanted_of` says whose
    check is wanted, `faces_exempt` what spares the subject's principal (`people_to_prove`). `second_look` are the types
    that two reviewers have to pass, `claim_hours` how long a reviewer has what they claimed (0: until they give it
    back), `unanswered_calls` how often nobody has to take a call before that is a reason to reject (0: it is none).
    `languages` are those of the provider's own pages. `channels` has every filing type, and `site_channels` the
    channels that accounts of each of its sites may use. `resource_places` are the kinds of server that carry filings,
    each with the most that one bears whatever its own capacity; where it is empty, every kind does.
    `sent_straight_on` are the types that skip the provider's first review. `start_notes` are what an applicant is told
    when a filing type is found. `result_within_working_days` is the time in which a result shows here after the
    authority told it to the applicant, `result_by` the ways on which the provider tells it. `notices_by` are the
    channels on which the provider sends notices at all, `quiet_from_hour` to `quiet_until_hour` (Beijing) the time in
    which only urgent ones ring a phone; equal hours leave none. `idle_days` is how long an order may stand still,
    `abandoned_data_days` how long what was entered for one that was given up is kept.
    `transfer_scopes` are what may move between accounts. `footer_days` to `shell_notice_days` are the time to do what
    is due, `reminders_days_before` when its reminders go out, `escalations` what follows when it is never done.
    `approved_labels` are the labels of the state `approved` by type, `state_labels` those of all states; `type_labels`
    and `verdict_headings` are the provider's own words for types, where it has any; `unfiled_label` is how it calls a
    service that nobody has filed, `code_label` an authorization code.
    """

    id: str
    title: Text
    citations: tuple[Citation, ...]

    languages: tuple[str, ...]
    accounts_register_themselves: bool
    orders_per_account: int
    subjects_per_account: int
    natures_served: tuple[SubjectNature, ...]
    provinces_refused: tuple[str, ...]
    channels: Mapping[FilingType, tuple[Channel, ...]]
    site_channels: Mapping[AccountSite, tuple[Channel, ...]]
    services_per_order_unit: int
    services_per_order_individual: int

    resource_places: Mapping[str, int]
    min_resource_days_at_issue: int
    min_resource_days_at_filing: int

    start_notes: Mapping[FilingType, tuple[StartNote, ...]]
    sent_straight_on: tuple[FilingType, ...]
    open_after_first_review: bool
    after_sms: AfterSms
    handover: HandoverBy
    handover_notice: bool
    posted_materials: PostedMaterials
    editable_after_rejection: EditableAfterRejection
    machine_passes_faces: bool
    faces_wanted_of: tuple[FaceOf, ...]
    faces_exempt: tuple[FaceExemption, ...]
    second_look: tuple[FilingType, ...]
    claim_hours: int
    unanswered_calls: int

    first_review_least_working_days: int
    first_review_working_days: int
    authority_handover_working_days: int
    authority_review_least_working_days: int
    authority_review_working_days: int
    result_within_working_days: int
    result_by: tuple[ResultChannel, ...]
    notices_by: tuple[NoticeChannel, ...]
    quiet_from_hour: int
    quiet_until_hour: int
    idle_days: int
    abandoned_data_days: int

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
    item_labels: Mapping[ItemState, Text]
    type_labels: Mapping[FilingType, Text]
    verdict_headings: Mapping[FilingType, Text]
    unfiled_label: Text
    code_label: Text

    def services_per_order(self, nature: SubjectNature) -> int:
        """Return how many services a subject of this nature may put into one order."""
        return self.services_per_order_unit if nature.is_unit else self.services_per_order_individual

    def state_label(self, state: State, filing_type: FilingType) -> Text:
        """Return a state's label; that of the end depends on the type (已备案, 已注销, 已取消接入, 变更成功)."""
        if state is State.APPROVED:
            return self.approved_labels.get(filing_type, self.state_labels[state])
        return self.state_labels[state]

    def item_label(self, state: ItemState) -> str:
        """Return the Chinese label of an item of a filing's list."""
        return self.item_labels[state].zh

    def type_label(self, filing_type: FilingType, as_of: date, rulebook: Rulebook) -> Text:
        """Return what the provider calls a filing type: its own word, else the usual one."""
        return self.type_labels.get(filing_type) or filing_type.label(as_of, rulebook)

    def channels_of(self, filing_type: FilingType, site: AccountSite) -> tuple[Channel, ...]:
        """Return the channels on which an account of a site may file a type."""
        return tuple(one for one in self.channels[filing_type] if one in self.site_channels[site])
