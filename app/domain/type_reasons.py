"""The reasons and warnings of a type verification, each in the words of a rule and with its source."""

from dataclasses import dataclass
from datetime import date

from app.domain.domain_eligibility import DomainFact, GovernmentName
from app.domain.filing_types import FilingType
from app.domain.filing_ways import way_of
from app.domain.profile import Channel, Profile
from app.domain.rulebook import Rulebook
from app.domain.start_notes import StartNote, StartNoteRule
from app.domain.texts import Text
from app.domain.type_facts import TypeFacts
from app.domain.type_rules import TypeRule

_ADDING = frozenset({FilingType.ADD_SERVICE_HERE, FilingType.ADD_SERVICE_ELSEWHERE})


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that spoke: its id, its words, its citation in words, and the day its version came into force."""

    rule: str
    message: Text
    source: str
    in_force_from: date


def reason(rule: TypeRule | StartNoteRule, as_of: date, rulebook: Rulebook, **facts: object) -> Reason:
    """Let a rule of kind `finding` give its reason; `facts` fill the places of its words."""
    spoken = rulebook.finding(rule, as_of, "", **facts)
    return Reason(
        rule=rule.value,
        message=spoken.message,
        source=spoken.source,
        in_force_from=rulebook.at(rule, as_of).in_force_from,
    )


def warnings_of(filing_type: FilingType, facts: TypeFacts, as_of: date, rulebook: Rulebook) -> tuple[Reason, ...]:
    """Return what stands in nobody's way and should still be known before the filing begins."""
    new_name = way_of(filing_type, as_of, rulebook).puts_a_new_name_on_file
    speaking = (
        (TypeRule.DOMAIN_UNKNOWN, new_name and facts.domain is DomainFact.UNKNOWN),
        (TypeRule.DOMAIN_NOT_VERIFIED, new_name and facts.domain is DomainFact.NOT_VERIFIED),
        (TypeRule.GOVERNMENT_NAME_DOUBTFUL, new_name and facts.government_name is GovernmentName.DOUBTFUL),
        (TypeRule.APP_NAME_FILED_BY_ANOTHER, new_name and facts.app_name_filed_by_another),
        (TypeRule.RECORDED_UNDER_OTHER_PAPERS, facts.subject_recorded_differently),
        (TypeRule.EARLIER_SERVICES, filing_type in _ADDING and not facts.subject_is_shell),
        (TypeRule.PHONE_ON_RECORD, filing_type is FilingType.ADD_ACCESS),
    )
    return tuple(reason(rule, as_of, rulebook) for rule, speaks in speaking if speaks)


def notes_of(
    filing_type: FilingType, facts: TypeFacts, profile: Profile, as_of: date, rulebook: Rulebook
) -> tuple[Reason, ...]:
    """Return what the provider tells everybody who begins a filing of this type, in the order of its profile.

    That one has to go on with the phone is nothing to somebody who has it in hand.
    """
    notes = profile.start_notes.get(filing_type, ())
    if facts.channel == Channel.APP:
        notes = tuple(note for note in notes if note is not StartNote.CONTINUE_ON_THE_PHONE)
    return tuple(reason(note.rule, as_of, rulebook) for note in notes)
