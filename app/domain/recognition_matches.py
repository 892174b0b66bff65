"""What was read off a certificate beside what was typed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from app.domain.certificate_reading import NUMBERS
from app.domain.filing_body import FilingBody
from app.domain.filing_body_json import body_to_json
from app.domain.filing_changes import value_at
from app.domain.findings import Finding
from app.domain.read_numbers import is_right_number
from app.domain.recognition import FOR_GOOD, CertificateDocument, ReadField, Reading
from app.domain.recognition_rules import RecognitionLimits, RecognitionRule, limits_of_recognition
from app.domain.rulebook import Rulebook
from app.domain.text_rows import tidy
from app.domain.traditional_characters import simplified

_ANY_SIGN = str.maketrans("", "", "·•・.,，。;；:：-—()（）[]【】'\"“”")


class Equal(StrEnum):
    """Whether two values are the same."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Match:
    """One field read beside the value typed at `pointer`; `finding` speaks where the two surely differ."""

    field: str
    pointer: str
    typed: str
    read: str
    equal: Equal
    finding: Finding | None = None


_RULES: Mapping[str, RecognitionRule] = {
    "name": RecognitionRule.NAME_DIFFERS,
    "number": RecognitionRule.NUMBER_DIFFERS,
    "unified_social_credit_code": RecognitionRule.NUMBER_DIFFERS,
    "address": RecognitionRule.ADDRESS_DIFFERS,
    "valid_from": RecognitionRule.VALIDITY_DIFFERS,
    "valid_to": RecognitionRule.VALIDITY_DIFFERS,
    "legal_representative": RecognitionRule.REPRESENTATIVE_DIFFERS,
}
_OF_A_CARD = {
    "name": "name",
    "number": "certificate/number",
    "address": "certificate/address",
    "valid_from": "certificate/valid_from",
    "valid_to": "certificate/valid_until",
}
_OF_A_LICENCE = _OF_A_CARD | {"unified_social_credit_code": "certificate/number"}


def matches(reading: Reading, place: str, body: FilingBody, as_of: date, rulebook: Rulebook) -> tuple[Match, ...]:
    """Compare what was read off a paper for `place` with what was typed there; what was not typed is left out."""
    typed, limits = body_to_json(body), limits_of_recognition(as_of, rulebook)
    found = []
    for name, pointer in _places(reading.document, place, typed):
        read, value = reading.fields.get(name), _typed_at(typed, pointer)
        if read is None or value is None:
            continue
        equal = compared(name, value, read, limits)
        finding = rulebook.finding(_RULES[name], as_of, pointer) if equal is Equal.NO else None
        found.append(Match(name, pointer, value, read.value, equal, finding))
    return tuple(found)


def findings_of(reading: Reading, place: str, body: FilingBody, as_of: date, rulebook: Rulebook) -> tuple[Finding, ...]:
    """Return what is to be said of a paper that was read: nothing could be, or it differs from the form."""
    if not reading.fields:
        return (rulebook.finding(RecognitionRule.NOT_READ, as_of, place),)
    spoken = [match.finding for match in matches(reading, place, body, as_of, rulebook) if match.finding is not None]
    return tuple(dict.fromkeys(spoken))


def compared(name: str, typed: str, read: ReadField, limits: RecognitionLimits) -> Equal:
    """Tell whether two values are the same, apart from spaces, full-width characters, capitals and signs."""
    one, other = _plain(typed), _plain(read.value)
    if one == other:
        return Equal.YES
    if name in NUMBERS:
        return Equal.NO if is_right_number(read.value) and read.confidence >= limits.differs_from else Equal.UNSURE
    if read.confidence < limits.differs_from or simplified(one) == simplified(other):
        return Equal.UNSURE
    is_alike = name == "address" and (
        one.endswith(other) or other.endswith(one) or SequenceMatcher(None, one, other).ratio() >= limits.alike
    )
    return Equal.UNSURE if is_alike else Equal.NO


def _places(document: CertificateDocument, place: str, typed: Any) -> Iterator[tuple[str, str]]:
    """Yield each field that is compared, and where it was typed."""
    if document is not CertificateDocument.BUSINESS_LICENSE:
        for name, below in _OF_A_CARD.items():
            yield name, f"{place}/{below}"
        return
    for name, below in _OF_A_LICENCE.items():
        yield name, f"/subject/{below}"
    principal = value_at(typed, "/subject/principal/is_legal_representative")
    yield "legal_representative", f"/subject/{'principal' if principal else 'legal_representative'}/name"


def _typed_at(typed: Any, pointer: str) -> str | None:
    """Return the value typed; an end that is left open beside a beginning means for good."""
    value = value_at(typed, pointer)
    if value is None and pointer.endswith("/valid_until"):
        begins = value_at(typed, f"{pointer.removesuffix('valid_until')}valid_from")
        return FOR_GOOD if begins is not None else None
    return None if value is None else str(value)


def _plain(value: str) -> str:
    return tidy(value).translate(_ANY_SIGN).upper()
