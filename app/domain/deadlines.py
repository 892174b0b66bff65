"""The deadlines that a filing can have: when they fall due, and what follows when they pass."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.domain.profile import Profile
from app.domain.region_rules import NATIONAL
from app.domain.rulebook import Rulebook
from app.domain.texts import Text
from app.domain.working_days import WorkingCalendar

_REVIEW_DAYS = "other.authority_review_days"


class DeadlineKind(StrEnum):
    """Everything in a filing's life that falls due."""

    SMS = "sms"
    QR_HANDOVER = "qr_handover"
    AUTHORITY_HANDOVER = "authority_handover"
    FIRST_REVIEW = "first_review"
    AUTHORITY_REVIEW = "authority_review"
    IDLE = "idle"
    PUBLIC_SECURITY = "public_security"
    UPDATE = "update"
    CORRECTION = "correction"
    RESOURCE_EXPIRY = "resource_expiry"
    CERTIFICATE_EXPIRY = "certificate_expiry"
    DOMAIN_EXPIRY = "domain_expiry"
    CODE_EXPIRY = "code_expiry"
    FOOTER = "footer"
    COMMERCIAL_LICENCE = "commercial_licence"
    SHELL_NOTICE = "shell_notice"
    TRANSFER = "transfer"

    @property
    def rule(self) -> "DeadlineRule":
        """Return the rule that says what follows."""
        return DeadlineRule(f"deadlines.consequences.{self.value}")


class DeadlineRule(StrEnum):
    """The rules asked for here: what follows, one a kind."""

    SMS = "deadlines.consequences.sms"
    QR_HANDOVER = "deadlines.consequences.qr_handover"
    AUTHORITY_HANDOVER = "deadlines.consequences.authority_handover"
    FIRST_REVIEW = "deadlines.consequences.first_review"
    AUTHORITY_REVIEW = "deadlines.consequences.authority_review"
    IDLE = "deadlines.consequences.idle"
    PUBLIC_SECURITY = "deadlines.consequences.public_security"
    UPDATE = "deadlines.consequences.update"
    CORRECTION = "deadlines.consequences.correction"
    RESOURCE_EXPIRY = "deadlines.consequences.resource_expiry"
    CERTIFICATE_EXPIRY = "deadlines.consequences.certificate_expiry"
    DOMAIN_EXPIRY = "deadlines.consequences.domain_expiry"
    CODE_EXPIRY = "deadlines.consequences.code_expiry"
    FOOTER = "deadlines.consequences.footer"
    COMMERCIAL_LICENCE = "deadlines.consequences.commercial_licence"
    SHELL_NOTICE = "deadlines.consequences.shell_notice"
    TRANSFER = "deadlines.consequences.transfer"


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline before it belongs to a filing; `provisional` while a calendar that was counted through is not out."""

    kind: DeadlineKind
    due_at: datetime
    provisional: bool = False


def consequence(kind: DeadlineKind, as_of: date, rulebook: Rulebook) -> Text:
    """Return what follows when a deadline of this kind passes."""
    words: Text = rulebook.at(kind.rule, as_of).value
    return words


def first_review_due(now: datetime, calendar: WorkingCalendar, profile: Profile) -> Due:
    """Return until when the provider reviews what was submitted now."""
    return _working(DeadlineKind.FIRST_REVIEW, now, profile.first_review_working_days, calendar)


def authority_handover_due(now: datetime, calendar: WorkingCalendar, profile: Profile) -> Due:
    """Return until when the provider hands over to the authority what passed its review now."""
    return _working(DeadlineKind.AUTHORITY_HANDOVER, now, profile.authority_handover_working_days, calendar)


def authority_review_due(
    now: datetime, calendar: WorkingCalendar, profile: Profile, days_of_region: int | None = None
) -> Due:
    """Return until when the authority decides, when its review begins now; some regions take days of their own."""
    days = profile.authority_review_working_days if days_of_region is None else days_of_region
    return _working(DeadlineKind.AUTHORITY_REVIEW, now, days, calendar)


def authority_days_of(region: str, as_of: date, rulebook: Rulebook) -> int | None:
    """Return the working days that the authority of a region (6 digits) takes at most, None where it tells none."""
    rule = rulebook.region_rules.in_force(region, as_of).get(_REVIEW_DAYS)
    return None if rule is None or rule.region == NATIONAL else int(rule.value)


def idle_due(now: datetime, profile: Profile) -> Due:
    """Return when a filing is given up that stands still from now on: natural days."""
    return Due(DeadlineKind.IDLE, now + timedelta(days=profile.idle_days))


def sms_due(now: datetime, validity: timedelta) -> Due:
    """Return until when a code sent now can be entered; `validity` is that of `sms_recipients.figures`."""
    return Due(DeadlineKind.SMS, now + validity)


def _working(kind: DeadlineKind, now: datetime, days: int, calendar: WorkingCalendar) -> Due:
    """Count working days from now."""
    moment = calendar.add_working_days(now, days)
    return Due(kind, moment.at, moment.provisional)
