"""Type verification: from facts to a verdict with its reasons, for one service and for several in one order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from app.domain.filing_body import SubjectNature
from app.domain.filing_types import FilingType
from app.domain.filing_ways import way_of
from app.domain.profile import Profile
from app.domain.provinces import province_of
from app.domain.rulebook import Rulebook
from app.domain.sms_duty import sms_required
from app.domain.texts import Text
from app.domain.type_facts import TypeFacts
from app.domain.type_reasons import Reason, notes_of, reason, warnings_of
from app.domain.type_rules import RefusalCode, TypeRule
from app.domain.type_table import deciding_row


class Outcome(StrEnum):
    """Whether a filing may be begun."""

    ALLOWED = "allowed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class TypeRefusal:
    """Why no filing may be begun, and what the applicant can do; `source` is the citation in words."""

    code: RefusalCode
    rule: str
    message: Text
    source: str
    remedy: Text


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a type verification. With a refusal there is no type, and the flags say nothing."""

    verdict: Outcome
    filing_type: FilingType | None
    reasons: tuple[Reason, ...]
    warnings: tuple[Reason, ...] = ()
    refusal: TypeRefusal | None = None
    must_be_offline: bool = False
    may_be_served_meanwhile: bool = False
    sms_required: bool = False
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft to which services are to be added: its type, and how many it has."""

    filing_type: FilingType
    services: int


@lru_cache(maxsize=4096)
def decide(facts: TypeFacts, profile: Profile, as_of: date, rulebook: Rulebook) -> Verdict:
    """Decide one service by the table, then by what the provider serves and on which channel.

    Facts name nobody, so few of them differ: what was decided for the same ones on the same day is said again.
    """
    outcome = deciding_row(facts).outcome
    if isinstance(outcome, RefusalCode):
        if outcome is RefusalCode.DOMAIN_NOT_ELIGIBLE:
            return _refused(outcome, as_of, rulebook, cause=TypeRule(f"type.domain.{facts.domain}"))
        return _refused(outcome, as_of, rulebook)
    if not _is_served(facts, profile):
        return _refused(RefusalCode.SUBJECT_NOT_SERVED, as_of, rulebook)
    channels = profile.channels_of(outcome, facts.site)
    if facts.channel not in channels:
        return _refused(RefusalCode.TYPE_NOT_ON_CHANNEL, as_of, rulebook, channels=channels)
    return _allowed(outcome, facts, profile, as_of, rulebook)


def decide_service(verdicts: Sequence[Verdict], as_of: date, rulebook: Rulebook) -> Verdict:
    """Make one verdict of those of a service's domains, or of an order's services; there is at least one.

    A refused one refuses all, the earliest row of the table first; different types are `split_order`.
    """
    if len(verdicts) == 1:
        return verdicts[0]
    refused = [(_rank(verdict.refusal), verdict) for verdict in verdicts if verdict.refusal is not None]
    if refused:
        return min(refused, key=lambda ranked: ranked[0])[1]
    if len({verdict.filing_type for verdict in verdicts}) > 1:
        return _refused(RefusalCode.SPLIT_ORDER, as_of, rulebook, cause=TypeRule.DIFFERENT_TYPES)
    first = verdicts[0]
    return Verdict(
        verdict=first.verdict,
        filing_type=first.filing_type,
        reasons=_together(verdict.reasons for verdict in verdicts),
        warnings=_together(verdict.warnings for verdict in verdicts),
        must_be_offline=first.must_be_offline,
        may_be_served_meanwhile=first.may_be_served_meanwhile,
        sms_required=first.sms_required,
        channels=first.channels,
    )


def decide_together(
    verdicts: Sequence[Verdict],
    nature: SubjectNature,
    profile: Profile,
    as_of: date,
    rulebook: Rulebook,
    draft: Draft | None = None,
) -> Verdict:
    """Decide an order of several services from their verdicts, one each; there is at least one.

    More services than a subject of this nature may put into one order are `split_order`, like different types; so is
    an addition to a `draft` that is of another type, or that has no room.
    """
    together = decide_service(verdicts, as_of, rulebook)
    if together.refusal is not None:
        return together
    if draft is not None and draft.filing_type is not together.filing_type:
        return _refused(RefusalCode.SPLIT_ORDER, as_of, rulebook, cause=TypeRule.DIFFERENT_TYPES)
    there = 0 if draft is None else draft.services
    if there + len(verdicts) > profile.services_per_order(nature):
        return _refused(RefusalCode.SPLIT_ORDER, as_of, rulebook, cause=TypeRule.TOO_MANY_SERVICES)
    return together


def _is_served(facts: TypeFacts, profile: Profile) -> bool:
    """Tell whether the provider takes subjects of this nature and province."""
    return facts.nature in profile.natures_served and province_of(facts.region) not in profile.provinces_refused


def _allowed(filing_type: FilingType, facts: TypeFacts, profile: Profile, as_of: date, rulebook: Rulebook) -> Verdict:
    way = way_of(filing_type, as_of, rulebook)
    return Verdict(
        verdict=Outcome.ALLOWED,
        filing_type=filing_type,
        reasons=(reason(TypeRule(f"type.{filing_type}"), as_of, rulebook),),
        warnings=(
            *warnings_of(filing_type, facts, as_of, rulebook),
            *notes_of(filing_type, facts, profile, as_of, rulebook),
        ),
        must_be_offline=way.offline,
        may_be_served_meanwhile=way.may_be_served_meanwhile(open_after_first_review=profile.open_after_first_review),
        sms_required=sms_required(facts.region, filing_type, as_of, rulebook),
        channels=profile.channels_of(filing_type, facts.site),
    )


def _refused(
    code: RefusalCode,
    as_of: date,
    rulebook: Rulebook,
    *,
    cause: TypeRule | None = None,
    channels: tuple[str, ...] = (),
) -> Verdict:
    """Refuse in the words of the code's rule; a cause of its own gives the reason's second part and the remedy.

    `channels` are those on which the type would have been to be had.
    """
    rule = TypeRule(f"type.refusals.{code}")
    words = rulebook.finding(rule, as_of, "", channels=", ".join(channels))
    rules = (rule,) if cause is None else (rule, cause)
    reasons = tuple(reason(each, as_of, rulebook, channels=", ".join(channels)) for each in rules)
    remedy = words.remedy if cause is None else rulebook.finding(cause, as_of, "").remedy
    message = Text(zh="".join(each.message.zh for each in reasons), en=" ".join(each.message.en for each in reasons))
    refusal = TypeRefusal(code=code, rule=rule, message=message, source=reasons[-1].source, remedy=remedy)
    return Verdict(verdict=Outcome.REFUSED, filing_type=None, reasons=reasons, refusal=refusal, channels=channels)


def _rank(refusal: TypeRefusal) -> int:
    """Return a refusal's place in the decision table."""
    return tuple(RefusalCode).index(refusal.code)


def _together(reasons: Iterable[tuple[Reason, ...]]) -> tuple[Reason, ...]:
    """Put reasons together in their order, each once."""
    return tuple(dict.fromkeys(each for several in reasons for each in several))
