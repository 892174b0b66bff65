"""The duties after an approval: which begin with it, when each falls due, and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from ipaddress import ip_address

from app.domain.filing_body import IpRange, Service, ServiceKind
from app.domain.footers import footer_link
from app.domain.obligations import Obligation, ObligationKind
from app.domain.profile import Profile
from app.domain.records import RecordedService
from app.domain.rulebook import Rulebook
from app.domain.spot_checks import SpotCheckRule, spot_check
from app.domain.texts import Text
from app.domain.working_days import SHANGHAI, WorkingCalendar, local_date

_DAY = timedelta(days=1)


class DutyRule(StrEnum):
    """The figures, lists and names asked for here."""

    PUBLIC_SECURITY_DAYS = "duties.public_security_days"
    PUBLIC_SECURITY_PLATFORM = "duties.public_security_platform"
    FROM_APPROVAL_PROVINCES = "duties.public_security_from_approval_provinces"
    PLANNED_CHANGE_DAYS = "duties.planned_change_days"
    LABELS = "duties.labels"


class DutyWording(StrEnum):
    """The rules that say what a duty is; the last part of the id is the code that clients see."""

    PUBLIC_SECURITY = "duties.public_security"
    PUBLIC_SECURITY_FROM_APPROVAL = "duties.public_security_from_approval"
    FOOTER = "duties.footer"
    FOOTER_APP = "duties.footer_app"
    COMMERCIAL_LICENCE = "duties.commercial_licence"
    UPDATE = "duties.update"

    @property
    def code(self) -> str:
        """Return the code that clients see."""
        return self.value.rsplit(".", 1)[-1]


@dataclass(frozen=True, slots=True)
class DutyDue:
    """The end of a duty's term; `provisional` while a calendar that was counted through is not out."""

    due_at: datetime
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty before it belongs to an account."""

    kind: ObligationKind
    code: str
    due: DutyDue


@dataclass(frozen=True, slots=True)
class DutyWords:
    """What a duty says, what to do, and where that stands."""

    code: str
    message: Text
    remedy: Text
    source: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What the terms of duties are counted by."""

    profile: Profile
    calendar: WorkingCalendar
    rulebook: Rulebook
    as_of: date

    def due(self, kind: ObligationKind, start: date) -> DutyDue:
        """Return the end of a kind's term that begins with a day, which is not counted itself."""
        if kind is ObligationKind.UPDATE:
            return self.working_days_from(start, self.profile.update_working_days)
        return DutyDue(end_of(start + self._days(kind) * _DAY))

    def working_days_from(self, start: date, days: int) -> DutyDue:
        """Return the end of a term of working days."""
        moment = self.calendar.add_working_days(datetime.combine(start, time(12), SHANGHAI), days)
        return DutyDue(end_of(local_date(moment.at)), moment.provisional)

    def _days(self, kind: ObligationKind) -> int:
        days = {
            ObligationKind.PUBLIC_SECURITY: self.rulebook.number(DutyRule.PUBLIC_SECURITY_DAYS, self.as_of),
            ObligationKind.FOOTER: self.profile.footer_days,
            ObligationKind.COMMERCIAL_LICENCE: self.profile.commercial_licence_days,
            ObligationKind.CORRECTION: self.profile.correction_days,
            ObligationKind.SHELL_NOTICE: self.profile.shell_notice_days,
        }
        return days[kind]


def end_of(day: date) -> datetime:
    """Return the midnight in China with which a day ends, in UTC."""
    return datetime.combine(day + _DAY, time(), SHANGHAI).astimezone(UTC)


def duties_begun(kinds: Sequence[str], service: RecordedService, province: str, terms: Terms) -> tuple[Duty, ...]:
    """Return the duties of a service that an approval of today begins; `kinds` are those of the filing type's row.

    A commercial licence is a matter of paid services alone.
    """
    wanted = [ObligationKind(kind) for kind in kinds]
    if not service.service.paid_service:
        wanted = [kind for kind in wanted if kind is not ObligationKind.COMMERCIAL_LICENCE]
    return tuple(_begun(kind, service, province, terms) for kind in wanted)


def _begun(kind: ObligationKind, service: RecordedService, province: str, terms: Terms) -> Duty:
    code = code_of(kind, service.kind, province, terms.as_of, terms.rulebook)
    start = service.opened_on if counts_from_opening(kind, code) else terms.as_of
    return Duty(kind, code, terms.due(kind, start))


def code_of(
    kind: ObligationKind, service_kind: ServiceKind | None, province: str, as_of: date, rulebook: Rulebook
) -> str:
    """Return the code whose words a duty bears; without `service_kind` it is one of the subject.

    A correction has the code of its spot check, and none of its own.
    """
    if kind is ObligationKind.PUBLIC_SECURITY:
        from_approval = province in rulebook.names(DutyRule.FROM_APPROVAL_PROVINCES, as_of)
        rule = DutyWording.PUBLIC_SECURITY_FROM_APPROVAL if from_approval else DutyWording.PUBLIC_SECURITY
        return rule.code
    if kind is ObligationKind.FOOTER:
        in_settings = service_kind not in (None, ServiceKind.WEBSITE)
        return (DutyWording.FOOTER_APP if in_settings else DutyWording.FOOTER).code
    if kind is ObligationKind.SHELL_NOTICE:
        return (SpotCheckRule.SHELL_SUBJECT if service_kind is None else SpotCheckRule.SHELL_SERVICE).code
    return DutyWording(f"duties.{kind.value}").code


def counts_from_opening(kind: ObligationKind, code: str | None) -> bool:
    """Tell whether a duty's term begins with the opening of the service, and so moves with it."""
    if kind is ObligationKind.PUBLIC_SECURITY:
        return code != DutyWording.PUBLIC_SECURITY_FROM_APPROVAL.code
    return kind is ObligationKind.FOOTER


def due_once_opened(obligation: Obligation, opened_on: date, terms: Terms) -> DutyDue | None:
    """Return when a duty falls due now that the day of the opening is told; None where it is nothing to it."""
    if not counts_from_opening(obligation.kind, obligation.code):
        return None
    return terms.due(obligation.kind, opened_on)


def duty_words(obligation: Obligation, profile: Profile, as_of: date, rulebook: Rulebook) -> DutyWords:
    """Return what an obligation says today; the words of a correction are those of its spot check."""
    assert obligation.code is not None
    rule = _WORDINGS.get(obligation.code)
    if rule is None:
        found = spot_check(obligation.code, as_of, rulebook)
        assert found is not None, f"no words for {obligation.code}"
        return DutyWords(found.code, found.message, found.remedy, found.source)
    facts = {
        "days": rulebook.number(DutyRule.PUBLIC_SECURITY_DAYS, as_of),
        "platform": rulebook.at(DutyRule.PUBLIC_SECURITY_PLATFORM, as_of).value,
        "link": footer_link(as_of, rulebook),
        "planned_days": rulebook.number(DutyRule.PLANNED_CHANGE_DAYS, as_of),
        "working_days": profile.update_working_days,
    }
    said = rulebook.finding(rule, as_of, "", **facts)
    return DutyWords(said.code, said.message, said.remedy, said.source)


def kind_label(kind: ObligationKind, as_of: date, rulebook: Rulebook) -> Text:
    """Return what a kind of obligation is called."""
    return Text(**rulebook.at(DutyRule.LABELS, as_of).value[kind.value])


def filed_address_left(service: Service, before: Sequence[str], now: Sequence[str]) -> bool:
    """Tell whether a server no longer has an address that a service is on file with.

    `before` and `now` are the server's public addresses. Where no address is on file, each that is gone counts.
    """
    filed = [one for access in service.access for one in access.ip_ranges]
    gone = [address for address in before if address not in now]
    return any(not filed or any(_holds(one, address) for one in filed) for address in gone)


def _holds(one: IpRange, address: str) -> bool:
    first, last, asked = ip_address(one.from_), ip_address(one.to), ip_address(address)
    return first.version == last.version == asked.version and int(first) <= int(asked) <= int(last)


_WORDINGS = {rule.code: rule for rule in DutyWording}
