"""Which rules the code asks for: each domain module that asks names its ids in a StrEnum, and the enums stand here."""

from enum import StrEnum
from pathlib import Path

from app.domain.authorization_codes import CodeRule
from app.domain.check_rules import CheckRule
from app.domain.deadlines import DeadlineRule
from app.domain.paper_rules import PaperRule
from app.domain.rejections import RejectionRule
from app.domain.requirements import MaterialRule
from app.domain.resources import ResourceRule
from app.domain.sms_duty import SmsDutyRule
from app.domain.sms_recipients import SmsRule
from app.domain.type_rules import TypeRule
from app.domain.website_names import NameRule
from app.domain.working_days import CalendarRule

RULES_FOLDER = Path(__file__).parent.parent / "rules"

ASKED: tuple[type[StrEnum], ...] = (
    CalendarRule,
    CheckRule,
    CodeRule,
    DeadlineRule,
    MaterialRule,
    NameRule,
    PaperRule,
    RejectionRule,
    ResourceRule,
    SmsDutyRule,
    SmsRule,
    TypeRule,
)
"""A rule module of its own names its ids in an enum and adds it here, in the order of the alphabet."""


def asked_rules() -> tuple[str, ...]:
    """Return every rule id that the code asks for, sorted; an id that two modules ask for stands once."""
    return tuple(sorted({str(member) for asking in ASKED for member in asking}))
