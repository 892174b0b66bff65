"""Which rules the code asks for: each domain module that asks names its ids in a StrEnum, and the enums stand here."""

from enum import StrEnum
from pathlib import Path

from app.domain.app_identity import AppIdentityRule
from app.domain.app_names import AppNameRule
from app.domain.authenticity import AuthenticityRule
from app.domain.authority_questions import QuestionRule
from app.domain.authorization_codes import CodeRule
from app.domain.catalogue_of_filings import ChannelRule
from app.domain.certificate_renewals import RenewalRule
from app.domain.challenges import ChallengeRule
from app.domain.check_rules import CheckRule
from app.domain.consents import ConsentRule
from app.domain.deadlines import DeadlineRule
from app.domain.deregistrations import DeregistrationRule
from app.domain.document_forms import DocumentRule
from app.domain.duties import DutyRule, DutyWording
from app.domain.face_media import FaceMediaRule
from app.domain.filing_ways import FilingTypeRule
from app.domain.footers import FooterRule
from app.domain.form_rules import FormRule
from app.domain.government_sites import GovernmentSiteRule
from app.domain.likeness_rules import LikenessRule
from app.domain.material_rows import RequirementRule
from app.domain.need_rules import NeedRule
from app.domain.notice_causes import NoticeRule
from app.domain.paper_quality import PaperQualityRule, PaperRefusalRule
from app.domain.paper_rules import PaperRule
from app.domain.papers_shown import PaperUseRule
from app.domain.phone_handovers import PhoneHandoverRule
from app.domain.portrait_rules import PortraitRule
from app.domain.prior_approvals import PriorApprovalRule
from app.domain.recognition_rules import RecognitionRule, RecognitionTable
from app.domain.record_filings import RecordFilingRule
from app.domain.registry_questions import RegistryRule
from app.domain.rejection_rules import RejectionRule, RejectionTable
from app.domain.reminders import ReminderRule
from app.domain.renditions import RenditionRule
from app.domain.requirements import MaterialRule
from app.domain.resources import ResourceRule
from app.domain.service_catalog import ServiceCatalogRule
from app.domain.service_kinds import ServiceKindRule
from app.domain.service_rules import ServiceRule
from app.domain.sms_duty import SmsDutyRule
from app.domain.sms_recipients import SmsRule
from app.domain.spot_checks import SpotCheckRule, SpotCheckTable
from app.domain.start_notes import StartNoteRule
from app.domain.subject_catalog import CatalogRule
from app.domain.transfer_rules import TransferRule
from app.domain.type_rules import TypeRule
from app.domain.video_rules import VideoRule
from app.domain.website_names import NameRule
from app.domain.working_days import CalendarRule

RULES_FOLDER = Path(__file__).parent.parent / "rules"

ASKED: tuple[type[StrEnum], ...] = (
    AppIdentityRule,
    AppNameRule,
    AuthenticityRule,
    CalendarRule,
    CatalogRule,
    ChallengeRule,
    ChannelRule,
    CheckRule,
    CodeRule,
    ConsentRule,
    DeadlineRule,
    DeregistrationRule,
    DocumentRule,
    DutyRule,
    DutyWording,
    FaceMediaRule,
    FilingTypeRule,
    FooterRule,
    FormRule,
    GovernmentSiteRule,
    LikenessRule,
    MaterialRule,
    NameRule,
    NeedRule,
    NoticeRule,
    PaperQualityRule,
    PaperRefusalRule,
    PaperRule,
    PaperUseRule,
    PhoneHandoverRule,
    PortraitRule,
    PriorApprovalRule,
    QuestionRule,
    RecognitionRule,
    RecognitionTable,
    RecordFilingRule,
    RegistryRule,
    RejectionRule,
    RejectionTable,
    ReminderRule,
    RenditionRule,
    RenewalRule,
    RequirementRule,
    ResourceRule,
    ServiceCatalogRule,
    ServiceKindRule,
    ServiceRule,
    SmsDutyRule,
    SmsRule,
    SpotCheckRule,
    SpotCheckTable,
    StartNoteRule,
    TransferRule,
    TypeRule,
    VideoRule,
)
"""A rule module of its own names its ids in an enum and adds it here, in the order of the alphabet."""


def asked_rules() -> tuple[str, ...]:
    """Return every rule id that the code asks for, sorted; an id that two modules ask for stands once."""
    return tuple(sorted({str(member) for asking in ASKED for member in asking}))
