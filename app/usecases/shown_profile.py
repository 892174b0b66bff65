"""A provider's ways as clients are shown them: its profile, and what the rules of the day add to it."""

from dataclasses import dataclass
from datetime import date

from app.domain.filing_types import FilingType
from app.domain.profile import Profile
from app.domain.rulebook import Rulebook
from app.domain.sms_duty import SmsDutyRule
from app.domain.sms_recipients import SmsFigures, figures
from app.domain.start_notes import StartNote
from app.domain.texts import Text
from app.usecases.asked_day import asked_day
from app.usecases.runtime import Runtime


@dataclass(frozen=True, slots=True)
class ShownType:
    """A filing type as the provider calls it, and what an applicant is told when it is found."""

    filing_type: FilingType
    label: Text
    notes: tuple[tuple[StartNote, Text], ...]


@dataclass(frozen=True, slots=True)
class ShownProfile:
    """The profile, its types in words, and on which filings and how codes of the authority are entered."""

    profile: Profile
    types: tuple[ShownType, ...]
    sms_provinces: tuple[str, ...]
    sms_exempt_types: tuple[str, ...]
    sms: SmsFigures
    as_of: date


def shown(runtime: Runtime, profile: Profile, on: date | None) -> ShownProfile:
    """Return a profile as it is on a day; raises `validation-failed` for a day without rules."""
    day, rulebook = asked_day(runtime, on), runtime.rulebook
    return ShownProfile(
        profile=profile,
        types=tuple(_shown_type(one, profile, day, rulebook) for one in FilingType),
        sms_provinces=rulebook.names(SmsDutyRule.PROVINCES, day),
        sms_exempt_types=rulebook.names(SmsDutyRule.EXEMPT_TYPES, day),
        sms=figures(day, rulebook),
        as_of=day,
    )


def _shown_type(filing_type: FilingType, profile: Profile, day: date, rulebook: Rulebook) -> ShownType:
    notes = profile.start_notes.get(filing_type, ())
    return ShownType(
        filing_type,
        profile.type_label(filing_type, day, rulebook),
        tuple((note, rulebook.finding(note.rule, day, "").message) for note in notes),
    )
