"""Whether something has to be filed, with whom, whether access or a licence is due, and why (是否需要备案).

`filing_required` tells whether the law wants a number for it, be it on record by now or not; `access_filing_required`
whether this provider has to be added to what another one filed. Nothing is guessed: a question whose inputs do not go
together is told so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.filing_needs import FiledAt, NeedQuestion, Scenario, Target
from app.domain.filing_needs_name import name_findings
from app.domain.filing_needs_rules import NeedFigure, NeedRule
from app.domain.filing_needs_table import (
    ACCESS_HERE,
    FILED_WITH,
    LICENCE,
    MUST_BE_FILED,
    NOTES,
    contradicting,
    deciding_row,
)
from app.domain.findings import Finding, Severity
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
    """One rule that spoke, and of what."""

    about: About
    said: Finding


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


_FLAGS = ("domain", "origin_here", "subdomain_resolves_here", "bound_custom_domain", "paid_service", "government_body")


def contradictions(question: NeedQuestion, as_of: date, rulebook: Rulebook) -> Iterator[Finding]:
    """Find the inputs that the scenario does not have, and those that contradict one another.

    What is denied contradicts nothing: that an APP has no bound domain may be said.
    """
    scenarios = rulebook.at(NeedRule.INPUTS, as_of).value
    for name in _FLAGS:
        told = getattr(question, name)
        if told not in (None, False) and question.scenario.value not in scenarios[name]:
            facts = {"input": name, "scenario": question.scenario.value}
            yield rulebook.finding(NeedRule.INPUT_NOT_OF_SCENARIO, as_of, f"/{name}", **facts)
    pair = contradicting(question)
    if pair is not None:
        facts = {"first": pair[0], "second": pair[1]}
        yield rulebook.finding(NeedRule.INPUTS_CONTRADICT, as_of, f"/{pair[0]}", **facts)


def filing_needs(question: NeedQuestion, as_of: date, rulebook: Rulebook) -> FilingNeeds:
    """Decide; `question` must be free of contradictions."""
    filing = deciding_row(MUST_BE_FILED, question)
    why = NeedReason(About.FILING, rulebook.finding(filing.rule, as_of, ""))
    if not filing.answer:
        return FilingNeeds(False, False, False, None, None, None, None, (why,))
    filed_with, access, licence = (
        deciding_row(FILED_WITH, question),
        deciding_row(ACCESS_HERE, question),
        deciding_row(LICENCE, question),
    )
    of_name = tuple(name_findings(question, as_of, rulebook))
    target = target_of(question)
    acceptable = None if question.domain is None or not _files_a_name(target) else not _has_error(of_name)
    return FilingNeeds(
        filing_required=True,
        access_filing_required=access.answer,
        licence_required=licence.answer,
        target=target,
        filed_at=filed_with.answer,
        name_to_file=_name_to_file(question, target) if acceptable else None,
        name_acceptable=acceptable,
        reasons=(
            why,
            NeedReason(About.PROVIDER, rulebook.finding(filed_with.rule, as_of, "")),
            NeedReason(About.ACCESS, rulebook.finding(access.rule, as_of, "")),
            NeedReason(About.LICENCE, rulebook.finding(licence.rule, as_of, "")),
            *(NeedReason(About.NAME, said) for said in of_name),
            *(NeedReason(About.NOTE, said) for said in _notes(question, as_of, rulebook, access=access.answer)),
        ),
    )
