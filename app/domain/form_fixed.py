"""Which fields of a form are fixed, by asking what a filing of the type may not change."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.domain.errors import FieldError
from app.domain.filing_body import FilingBody
from app.domain.filing_body_json import body_from_json, body_to_json
from app.domain.filing_changes import value_at
from app.domain.filings import OnFile
from app.domain.form_probes import KIND, NATURE, SERVICE_ID, put
from app.domain.form_question import FormQuestion
from app.domain.form_shape import specimen
from app.domain.frozen_fields import Frozen, Standing, frozen_fields

Json = Any


class FixedWhen(StrEnum):
    """When a field is fixed: always, wherever the record has a value, or so that items may go but none may come."""

    ALWAYS = "always"
    ON_FILE = "on_file"
    ITEMS_MAY_GO = "items_may_go"


@dataclass(frozen=True, slots=True)
class Fixed:
    """When a field is fixed; `why` has the words and the rule, None for what is given by the service."""

    when: FixedWhen
    why: FieldError | None


@dataclass(frozen=True, slots=True)
class Fixing:
    """What is fixed in filings of one combination."""

    filed: Json
    at_first: Frozen
    once_on_file: Frozen

    def of(self, place: str) -> Fixed | None:
        """Tell whether the field at a place is fixed; an object is not, the fields in it are."""
        if place == SERVICE_ID:
            return Fixed(FixedWhen.ALWAYS, None)
        here = place.replace("*", "0")
        if self.at_first.standing(here) is Standing.FIXED:
            return Fixed(FixedWhen.ALWAYS, self.at_first.fault(here, None))
        filed = value_at(self.filed, here)
        why = self.once_on_file.fault(here, [*filed, "another"] if isinstance(filed, list) else None)
        if why is None:
            return None
        gone = self.once_on_file.fault(here, filed)
        return Fixed(FixedWhen.ON_FILE if gone is not None else FixedWhen.ITEMS_MAY_GO, why)


def fixing(question: FormQuestion) -> Fixing:
    """Return what is fixed: nothing on file yet, and everything on file."""
    whole = specimen(question.door)
    put(whole, NATURE, question.nature.value)
    put(whole, KIND, question.kind.value)
    if not question.has_services:
        whole["services"] = []
    body = body_from_json(whole)
    return Fixing(
        body_to_json(body),
        _frozen(question, body, None),
        _frozen(question, body, OnFile(body, complete=True, subject_number=None)),
    )


def _frozen(question: FormQuestion, body: FilingBody, on_file: OnFile | None) -> Frozen:
    return frozen_fields(question.filing_type, body, on_file, question.as_of, question.rulebook)
