"""What is entered to begin an order about what is on file, beside the body: the reason, and what is acknowledged."""

from dataclasses import dataclass

from app.domain.deregistrations import (
    DeregistrationRule,
    acknowledgement_findings,
    consequence_in_words,
    consequences_of,
    reason_findings,
    reason_in_words,
    reasons_for,
)
from app.domain.form_choices import Choice, Choices
from app.domain.form_question import FormQuestion
from app.domain.form_rules import BEGINNING, FieldRow, rows_of


@dataclass(frozen=True, slots=True)
class BeginningField:
    """One field; `wanted` are the values that have to be among those chosen."""

    row: FieldRow
    choices: Choices
    required: bool
    wanted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beginning:
    """What goes with the record in the request that begins the order."""

    fields: tuple[BeginningField, ...]


def beginning_of(question: FormQuestion) -> Beginning | None:
    """Return what a type wants beside the record; None for types that want nothing."""
    rows = {row.name: row for row in rows_of(BEGINNING, question.as_of, question.rulebook)}
    fields = (_reason(question, rows["reason_code"]), _acknowledged(question, rows["acknowledged"]))
    asked = tuple(one for one in fields if one.choices.options)
    return Beginning(asked) if asked else None


def _reason(question: FormQuestion, row: FieldRow) -> BeginningField:
    as_of, rulebook, type_ = question.as_of, question.rulebook, question.filing_type
    options = tuple(
        Choice(one.value, reason_in_words(one, as_of, rulebook)) for one in reasons_for(type_, as_of, rulebook)
    )
    missing = list(reason_findings(type_, None, as_of, rulebook, required=question.way.reason))
    rules = (DeregistrationRule.REASONS.value, *(one.rule for one in missing))
    return BeginningField(row, Choices(options, rules), required=bool(missing))


def _acknowledged(question: FormQuestion, row: FieldRow) -> BeginningField:
    """The only access is known when the order is begun: it can be acknowledged beforehand, and need not be."""
    as_of, rulebook, type_ = question.as_of, question.rulebook, question.filing_type
    possible = consequences_of(type_, as_of, rulebook, only_access=True)
    options = tuple(Choice(one.value, consequence_in_words(one, as_of, rulebook)) for one in possible)
    missing = list(acknowledgement_findings(type_, (), as_of, rulebook, only_access=False))
    wanted = tuple(one.code for one in missing)
    rules = tuple(one.rule.value for one in possible)
    return BeginningField(row, Choices(options, rules), required=bool(wanted), wanted=wanted)
