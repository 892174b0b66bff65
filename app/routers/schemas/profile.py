"""A provider's ways."""

from datetime import date

from pydantic import BaseModel


class CitationOut(BaseModel):
    """A document; `url` where it has an address."""

    title: str
    section: str
    url: str | None


class AccountsOut(BaseModel):
    """Who opens accounts, and the channels that accounts of each site may use."""

    register_themselves: bool
    site_channels: dict[str, list[str]]


class ServedOut(BaseModel):
    """Whom the provider serves."""

    natures: list[str]
    provinces_refused: list[str]


class QuotasOut(BaseModel):
    """How many; `filings_per_resource` has the kinds of server that carry filings, none where every kind does."""

    orders_per_account: int
    subjects_per_account: int
    services_per_order_unit: int
    services_per_order_individual: int
    filings_per_resource: dict[str, int]


class StartNoteOut(BaseModel):
    """What an applicant is told when a filing type is found."""

    code: str
    message: str


class ProfileTypeOut(BaseModel):
    """A filing type with its channels; `approved_label` is what its end is called."""

    code: str
    label: str
    channels: list[str]
    straight_to_authority: bool
    approved_label: str
    verdict_heading: str | None
    notes: list[StartNoteOut]


class ReviewWayOut(BaseModel):
    """What comes after the submission; `faces_wanted_of` and `faces_exempt` tell who shows the face before it."""

    posted_materials: str
    handover: str
    handover_notice: bool
    open_after_first_review: bool
    editable_after_rejection: str
    machine_passes_faces: bool
    faces_wanted_of: list[str]
    faces_exempt: list[str]
    second_look: list[str]
    claim_hours: int
    unanswered_calls: int
    result_by: list[str]
    notices_by: list[str]
    quiet_from_hour: int
    quiet_until_hour: int


class SmsWayOut(BaseModel):
    """Which filings need codes of the authority on that day, how they go, and where a missed one leads."""

    provinces: list[str]
    exempt_types: list[str]
    validity_hours: int
    code_digits: int
    wrong_tries: int
    resends: int
    after_missed_code: str


class EscalationOut(BaseModel):
    """What follows when a duty is never done."""

    after_days: int
    step: str


class DaysOut(BaseModel):
    """Terms; those named working are working days, the others natural ones."""

    min_resource_days_at_issue: int
    min_resource_days_at_filing: int
    first_review_least_working_days: int
    first_review_working_days: int
    authority_handover_working_days: int
    authority_review_least_working_days: int
    authority_review_working_days: int
    result_within_working_days: int
    idle_days: int
    abandoned_data_days: int
    footer_days: int
    commercial_licence_days: int
    correction_days: int
    update_working_days: int
    shell_notice_days: int
    reminders_days_before: list[int]
    escalations: dict[str, EscalationOut]


class ProfileLabelsOut(BaseModel):
    """What the provider calls things."""

    states: dict[str, str]
    items: dict[str, str]
    unfiled: str
    authorization_code: str


class ProfileOut(BaseModel):
    """The ways of the token's provider, without a token those of the default one."""

    id: str
    title: str
    citations: list[CitationOut]
    languages: list[str]
    accounts: AccountsOut
    serves: ServedOut
    quotas: QuotasOut
    filing_types: list[ProfileTypeOut]
    review: ReviewWayOut
    sms: SmsWayOut
    transfer_scopes: list[str]
    days: DaysOut
    labels: ProfileLabelsOut
    rules_as_of: date
