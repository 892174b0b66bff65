"""Prior approvals (前置审批): who grants which paper, and which contents and words of a name need one, by date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from app.domain.filing_body import PreApproval, ServiceContent
from app.domain.rulebook import Rulebook
from app.domain.texts import Text


class PriorApprovalRule(StrEnum):
    """The rules asked for here: one an approval, and what needs them."""

    NEWS = "prior_approvals.news"
    PUBLISHING = "prior_approvals.publishing"
    EDUCATION = "prior_approvals.education"
    HEALTH_CARE = "prior_approvals.health_care"
    DRUGS_AND_DEVICES = "prior_approvals.drugs_and_devices"
    BULLETIN_BOARD = "prior_approvals.bulletin_board"
    CULTURE = "prior_approvals.culture"
    BROADCASTING = "prior_approvals.broadcasting"
    RIDE_HAILING = "prior_approvals.ride_hailing"
    FINANCE = "prior_approvals.finance"
    OFF_CAMPUS_TUTORING = "prior_approvals.off_campus_tutoring"
    GAMES = "prior_approvals.games"
    RELIGION = "prior_approvals.religion"
    BY_CONTENT = "prior_approvals.by_content"
    BY_NAME_WORD = "prior_approvals.by_name_word"


class Wanted(StrEnum):
    """Where an approval is wanted."""

    NATIONAL = "national"
    BY_PROVINCE = "by_province"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class PriorApproval:
    """One kind of approval on a day; any of `papers` serves, `provinces` are those that still want it."""

    kind: PreApproval
    number: int | None
    label: Text
    body: Text
    papers: tuple[Text, ...]
    wanted: Wanted
    provinces: tuple[str, ...]
    source: str

    def is_wanted_in(self, province: str | None) -> bool:
        """Tell whether a service of a subject in this province needs it; None is a province not told yet."""
        return self.wanted is Wanted.NATIONAL or (self.wanted is Wanted.BY_PROVINCE and province in self.provinces)


@dataclass(frozen=True, slots=True)
class Need:
    """What needs an approval: one of `any_of` is enough; `certain` where it needs one whatever it is in detail."""

    cause: str
    any_of: tuple[PriorApproval, ...]
    certain: bool

    @property
    def kinds(self) -> frozenset[PreApproval]:
        """Return the kinds of which one is enough."""
        return frozenset(one.kind for one in self.any_of)

    @property
    def is_national(self) -> bool:
        """Tell whether any of the approvals is wanted all over the country."""
        return any(one.wanted is Wanted.NATIONAL for one in self.any_of)

    def is_wanted_in(self, province: str | None) -> bool:
        """Tell whether any of the approvals is wanted in a province."""
        return any(one.is_wanted_in(province) for one in self.any_of)


@lru_cache(maxsize=256)
def prior_approval(kind: PreApproval, as_of: date, rulebook: Rulebook) -> PriorApproval:
    """Return one approval as it was on a day."""
    version = rulebook.at(f"prior_approvals.{kind.value}", as_of)
    row = version.value
    return PriorApproval(
        kind=kind,
        number=row["number"],
        label=_text(row["label"]),
        body=_text(row["body"]),
        papers=tuple(_text(paper) for paper in row["papers"]),
        wanted=Wanted(row["wanted"]),
        provinces=tuple(row["provinces"]),
        source=version.source,
    )


def needs_of_contents(contents: tuple[ServiceContent, ...], as_of: date, rulebook: Rulebook) -> tuple[Need, ...]:
    """Return what the contents need, in their order."""
    rows = {row["content"]: row for row in rulebook.at(PriorApprovalRule.BY_CONTENT, as_of).value}
    return tuple(_need(content.value, rows[content.value], as_of, rulebook) for content in contents if content in rows)


def needs_of_name(name: str, as_of: date, rulebook: Rulebook) -> tuple[Need, ...]:
    """Return what the words of a name need; a word within a longer one (医疗 in 医疗器械) does not speak."""
    rows = [row for row in rulebook.at(PriorApprovalRule.BY_NAME_WORD, as_of).value if row["word"] in name]
    words = [row["word"] for row in rows]
    return tuple(
        _need(row["word"], row, as_of, rulebook)
        for row in rows
        if not any(row["word"] in word for word in words if word != row["word"])
    )


def _need(cause: str, row: Mapping[str, Any], as_of: date, rulebook: Rulebook) -> Need:
    """Turn one row into a need."""
    any_of = tuple(prior_approval(PreApproval(kind), as_of, rulebook) for kind in row["any_of"])
    return Need(cause, any_of, row["confidence"] == "certain")


def _text(words: Mapping[str, str]) -> Text:
    """Read words in both languages."""
    return Text(words["zh"], words["en"])
