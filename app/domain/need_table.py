"""The decision tables of the need to file: must it be filed, with whom, is access to be filed here, is a licence due.

Each is read from the top: the first row whose condition holds decides, and its rule gives the reason. The last row of
each takes all that is left, so that every question has exactly one answer. The tables after the first are asked only of
what must be filed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from app.domain.need_question import NeedQuestion, Scenario
from app.domain.need_rules import NeedRule

Answer = TypeVar("Answer")
Condition = Callable[[NeedQuestion], bool]


class FiledAt(StrEnum):
    """With whom it is filed: this provider, the one whose server it is, or any."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    ANYWHERE = "anywhere"


@dataclass(frozen=True, slots=True)
class Row(Generic[Answer]):
    """One row: a condition, the answer where it is the first to hold, and the rule that gives the reason."""

    condition: Condition
    answer: Answer
    rule: NeedRule


@dataclass(frozen=True, slots=True)
class Note:
    """What to know of something that must be filed, where the condition holds."""

    condition: Condition
    rule: NeedRule


def _of(*scenarios: Scenario) -> Condition:
    return lambda q: q.scenario in scenarios


def _new(condition: Condition) -> Condition:
    """Ask a condition only of what nobody said to be on record."""
    return lambda q: q.on_record_elsewhere is not True and condition(q)


def _always(_: NeedQuestion) -> bool:
    return True


def _has_a_name(q: NeedQuestion) -> bool:
    return q.scenario not in (Scenario.APP, Scenario.IP_ONLY)


# fmt: off
MUST_BE_FILED: tuple[Row[bool], ...] = (
    Row(_of(Scenario.DOMAIN_ONLY), False, NeedRule.DOMAIN_ALONE),
    Row(lambda q: q.is_outside, False, NeedRule.OUTSIDE_MAINLAND),
    Row(lambda q: q.has_no_own_name, False, NeedRule.NO_OWN_NAME),
    Row(_of(Scenario.ENTERPRISE_MAIL), True, NeedRule.MAIL_NAME),
    Row(_of(Scenario.IP_ONLY), True, NeedRule.BARE_IP),
    Row(_of(Scenario.APP), True, NeedRule.APP_ON_MAINLAND),
    Row(_of(Scenario.OBJECT_STORAGE), True, NeedRule.STORAGE_NAME),
    Row(_of(Scenario.WAF), True, NeedRule.WAF_SITE),
    Row(_of(Scenario.SITE_BUILDER), True, NeedRule.SITE_BUILDER_SITE),
    Row(_of(Scenario.GOVERNMENT_SITE), True, NeedRule.GOVERNMENT_SITE),
    Row(_always, True, NeedRule.WEBSITE_ON_MAINLAND),
)

FILED_WITH: tuple[Row[FiledAt], ...] = (
    Row(_of(Scenario.ENTERPRISE_MAIL), FiledAt.ANYWHERE, NeedRule.FILED_WITH_ANYBODY),
    Row(lambda q: q.is_served_here, FiledAt.HERE, NeedRule.FILED_HERE),
    Row(_always, FiledAt.ELSEWHERE, NeedRule.FILED_WITH_ITS_PROVIDER),
)

ACCESS_HERE: tuple[Row[bool], ...] = (
    Row(_of(Scenario.ENTERPRISE_MAIL), False, NeedRule.MAIL_ACCESS_OPTIONAL),
    Row(lambda q: q.is_served_here and q.on_record_elsewhere is True, True, NeedRule.ACCESS_OF_FILED),
    Row(lambda q: q.is_served_here, False, NeedRule.FILING_BRINGS_ACCESS),
    Row(lambda q: q.subdomain_resolves_here is True, True, NeedRule.ACCESS_OF_SUBDOMAIN),
    Row(_always, False, NeedRule.NOTHING_SERVED_HERE),
)

LICENCE: tuple[Row[bool], ...] = (
    Row(lambda q: q.paid_service is True, True, NeedRule.LICENCE_FOR_PAID),
    Row(lambda q: q.paid_service is False, False, NeedRule.FREE_NEEDS_NO_LICENCE),
    Row(_always, False, NeedRule.LICENCE_IF_PAID),
)

NOTES: tuple[Note, ...] = (
    Note(_new(_of(Scenario.APP)), NeedRule.APP_OPENS_AFTER_NUMBER),
    Note(_new(lambda q: q.scenario is not Scenario.APP), NeedRule.OPENS_AFTER_NUMBER),
    Note(_new(_always), NeedRule.UNFILED_IS_BLOCKED),
    Note(_new(_has_a_name), NeedRule.PAUSE_RESOLUTION),
    Note(_new(_has_a_name), NeedRule.REGISTERED_BEFOREHAND),
    Note(_new(_has_a_name), NeedRule.REAL_NAME_DAYS),
    Note(_of(Scenario.OBJECT_STORAGE), NeedRule.BOTH_NAMES),
    Note(_of(Scenario.WAF), NeedRule.ONLY_FILED_NAMES),
    Note(_of(Scenario.SITE_BUILDER), NeedRule.NUMBERS_IN_FOOTER),
    Note(lambda q: q.is_served_here and _has_a_name(q), NeedRule.RESOLVES_TO_THE_FILED),
)
# fmt: on


def deciding_row(rows: tuple[Row[Answer], ...], question: NeedQuestion) -> Row[Answer]:
    """Return the row that decides: the first whose condition holds. There always is one."""
    return next(row for row in rows if row.condition(question))


def notes_on(question: NeedQuestion, *, access_is_due: bool) -> tuple[NeedRule, ...]:
    """Return the rules of what to know, in order; an access filing that is due has its risk told first."""
    at_risk = (NeedRule.ACCESS_AT_RISK,) if access_is_due else ()
    return (*at_risk, *(note.rule for note in NOTES if note.condition(question)))
