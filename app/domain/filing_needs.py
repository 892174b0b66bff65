"""Whether something has to be filed, with whom, whether access or a licence is due, and why (是否需要备案).

`filing_required` tells whether the law wants a number for it, on record by now or not; `access_filing_required` whether
this provider has to be added to what another one filed.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.findings import Finding, Severity
from app.domain.need_names import Target, name_findings, name_to_file, target_of
from app.domain.need_question import NeedQuestion
from app.domain.need_rules import NeedRule
from app.domain.need_table import ACCESS_HERE, FILED_WITH, LICENCE, MUST_BE_FILED, FiledAt, deciding_row, notes_on
from app.domain.rulebook import Rulebook


class About(StrEnum):
    """Which part of the answer a reason belongs to."""

    FILING = "filing"
    PROVIDER = "provider"
    ACCESS = "access"
    LICENCE = "licence"
    NAME = "name"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class NeedReason:
    """One rule that spoke, of which part of the answer, and since when it is in force."""

    about: About
    said: Finding
    in_force_from: date


@dataclass(frozen=True, slots=True)
class FilingNeeds:
    """The answer. `name_to_file` and `name_acceptable` are None where no name was given or none is filed."""

    filing_required: bool
    access_filing_required: bool
    licence_required: bool
    target: Target | None
    filed_at: FiledAt | None
    name_to_file: str | None
    name_acceptable: bool | None
    reasons: tuple[NeedReason, ...]


def filing_needs(question: NeedQuestion, as_of: date, rulebook: Rulebook) -> FilingNeeds:
    """Decide; the question must be free of contradictions (`need_question.contradictions`)."""
    filing = deciding_row(MUST_BE_FILED, question)
    why = _reason(About.FILING, filing.rule, as_of, rulebook)
    if not filing.answer:
        return FilingNeeds(False, False, False, None, None, None, None, (why,))
    filed_with = deciding_row(FILED_WITH, question)
    access, licence = deciding_row(ACCESS_HERE, question), deciding_row(LICENCE, question)
    of_name = tuple(name_findings(question, as_of, rulebook))
    target = target_of(question, as_of, rulebook)
    notes = notes_on(question, access_is_due=access.answer)
    acceptable = _is_acceptable(question, target, of_name)
    return FilingNeeds(
        filing_required=True,
        access_filing_required=access.answer,
        licence_required=licence.answer,
        target=target,
        filed_at=filed_with.answer,
        name_to_file=name_to_file(question.domain, target) if acceptable and question.domain and target else None,
        name_acceptable=acceptable,
        reasons=(
            why,
            _reason(About.PROVIDER, filed_with.rule, as_of, rulebook),
            _reason(About.ACCESS, access.rule, as_of, rulebook),
            _reason(About.LICENCE, licence.rule, as_of, rulebook),
            *(NeedReason(About.NAME, said, rulebook.at(said.rule, as_of).in_force_from) for said in of_name),
            *(_reason(About.NOTE, rule, as_of, rulebook) for rule in notes),
        ),
    )


def _is_acceptable(question: NeedQuestion, target: Target | None, of_name: tuple[Finding, ...]) -> bool | None:
    """Tell whether the name that was given may go on file; None where none was, or where no name is filed."""
    if question.domain is None or target in (None, Target.APP):
        return None
    return all(said.severity is not Severity.ERROR for said in of_name)


def _reason(about: About, rule: NeedRule, as_of: date, rulebook: Rulebook) -> NeedReason:
    """Let a rule give its reason; the figure that one of them names is a rule too."""
    facts = {}
    if rule is NeedRule.REAL_NAME_DAYS:
        facts["days"] = rulebook.number(NeedRule.REAL_NAME_TERM, as_of)
    return NeedReason(about, rulebook.finding(rule, as_of, "", **facts), rulebook.at(rule, as_of).in_force_from)
