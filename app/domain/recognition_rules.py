"""Which rules speak of what a machine read off a certificate, and which papers it reads."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.filing_body import CertificateType, FilingBody
from app.domain.filing_body_json import body_to_json
from app.domain.filing_changes import value_at
from app.domain.materials import MaterialKind
from app.domain.recognition import CertificateDocument
from app.domain.rulebook import Rulebook

_SERVICE = re.compile(r"/services/\d+")


class RecognitionTable(StrEnum):
    """The table of what is read, and from where on a reading is believed."""

    READ = "materials.recognition"


class RecognitionRule(StrEnum):
    """What is said where paper and form differ."""

    NAME_DIFFERS = "findings.recognized_name_differs"
    NUMBER_DIFFERS = "findings.recognized_number_differs"
    ADDRESS_DIFFERS = "findings.recognized_address_differs"
    VALIDITY_DIFFERS = "findings.recognized_validity_differs"
    REPRESENTATIVE_DIFFERS = "findings.recognized_representative_differs"
    NOT_READ = "findings.recognition_not_read"


@dataclass(frozen=True, slots=True)
class RecognitionLimits:
    """From which confidence on a difference is said, and how alike texts are that may be a misreading."""

    differs_from: float
    alike: float


def certificate_at(body: FilingBody, pointer: str) -> CertificateType | None:
    """Return the certificate type entered for whom a paper is; None where none is entered."""
    value = value_at(body_to_json(body), f"{place_of_holder(pointer)}/certificate/type")
    return None if value is None else CertificateType(value)


def place_of_holder(pointer: str) -> str:
    """Return the place of the subject or person that a paper's certificate is of; a service's is its principal's."""
    return f"{pointer}/principal" if _SERVICE.fullmatch(pointer) else pointer


def document_of(
    kind: MaterialKind, certificate: CertificateType | None, as_of: date, rulebook: Rulebook
) -> CertificateDocument | None:
    """Return what is read off a paper; None for kinds that no machine reads here.

    `certificate` is the type entered where the paper is of; a paper of another type than those of its row is not read.
    """
    row = rulebook.at(RecognitionTable.READ, as_of).value["papers"].get(kind.value)
    if row is None or (certificate is not None and certificate.value not in row["certificates"]):
        return None
    return CertificateDocument(row["document"])


def limits_of_recognition(as_of: date, rulebook: Rulebook) -> RecognitionLimits:
    """Return the thresholds of a day."""
    value = rulebook.at(RecognitionTable.READ, as_of).value
    return RecognitionLimits(float(value["differs_from"]), float(value["alike"]))
