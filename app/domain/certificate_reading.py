"""From the texts on a page to its fields, and when a reading is good enough to stop trying."""

from collections.abc import Mapping, Sequence

from app.domain.read_business_license import read_license
from app.domain.read_numbers import is_right_number
from app.domain.read_resident_id import read_back, read_front
from app.domain.recognition import CertificateDocument, ReadField, Reading, TextBox
from app.domain.text_rows import straightened

_READERS = {
    CertificateDocument.RESIDENT_ID_FRONT: read_front,
    CertificateDocument.RESIDENT_ID_BACK: read_back,
    CertificateDocument.BUSINESS_LICENSE: read_license,
}
# What every page of a kind shows; a licence may do without a term.
EXPECTED: Mapping[CertificateDocument, tuple[str, ...]] = {
    CertificateDocument.RESIDENT_ID_FRONT: ("name", "sex", "nation", "birth", "address", "number"),
    CertificateDocument.RESIDENT_ID_BACK: ("authority", "valid_from", "valid_to"),
    CertificateDocument.BUSINESS_LICENSE: (
        "name",
        "unified_social_credit_code",
        "type",
        "legal_representative",
        "established_on",
        "address",
        "scope",
    ),
}
NUMBERS = ("number", "unified_social_credit_code")


def read_certificate(document: CertificateDocument, boxes: Sequence[TextBox]) -> Reading:
    """Return the fields of a page from the texts on it."""
    return Reading(document, dict(_READERS[document](straightened(boxes))))


def is_sure(reading: Reading, least: float) -> bool:
    """Tell whether all expected fields are there, believed enough, and the number right."""
    fields = reading.fields
    return all(name in fields and fields[name].confidence >= least for name in EXPECTED[reading.document]) and all(
        is_right_number(fields[name].value) for name in NUMBERS if name in fields
    )


def merged(readings: Sequence[Reading]) -> Reading:
    """Return the best of several readings of one page, field by field.

    A right number goes before any other; what several readings agree on before what one alone says.
    """
    names = dict.fromkeys(name for reading in readings for name in reading.fields)
    said = {name: [one.fields[name] for one in readings if name in one.fields] for name in names}
    return Reading(readings[0].document, {name: _best(name, fields) for name, fields in said.items()})


def _best(name: str, fields: list[ReadField]) -> ReadField:
    right = [field for field in fields if is_right_number(field.value)] if name in NUMBERS else []
    weight: dict[str, float] = {}
    for field in right or fields:
        weight[field.value] = weight.get(field.value, 0.0) + field.confidence
    return max(right or fields, key=lambda field: (weight[field.value], field.confidence))
