"""The authority's lists of subject natures (主办单位性质) and certificate types (证件类型), with its numbers for them.

One paper has a number for each nature that may use it: an organization code certificate is 3 with a public institution
and 12 with an enterprise. Data: the rules `catalog.*`, starting values until the authority's own lists are downloaded.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from app.domain.filing_body import CertificateType, SubjectNature
from app.domain.rulebook import Rulebook
from app.domain.texts import Text


class CatalogRule(StrEnum):
    """The rules asked for here."""

    SUBJECT_NATURES = "catalog.subject_natures"
    CERTIFICATES = "catalog.certificates"
    CERTIFICATE_TYPES = "catalog.certificate_types"
    CREDIT_CODE_PREFIXES = "catalog.credit_code_prefixes"


@dataclass(frozen=True, slots=True)
class NatureEntry:
    """One nature: the authority's number, the name, and the source in words."""

    nature: SubjectNature
    number: int
    label: Text
    source: str


@dataclass(frozen=True, slots=True)
class CertificateEntry:
    """One number of the authority: the paper it stands for, and the natures that it goes with (there may be none)."""

    number: int
    type: CertificateType
    natures: tuple[SubjectNature, ...]
    label: Text
    source: str


def natures(as_of: date, rulebook: Rulebook) -> tuple[NatureEntry, ...]:
    """Return every nature in the order of the authority's numbers."""
    version = rulebook.at(CatalogRule.SUBJECT_NATURES, as_of)
    return tuple(
        NatureEntry(SubjectNature(nature), row["number"], Text(row["zh"], row["en"]), version.source)
        for nature, row in version.value.items()
    )


@lru_cache(maxsize=16)
def certificates(as_of: date, rulebook: Rulebook) -> tuple[CertificateEntry, ...]:
    """Return every number of a certificate, in order."""
    version = rulebook.at(CatalogRule.CERTIFICATES, as_of)
    return tuple(
        CertificateEntry(
            number=row["number"],
            type=CertificateType(row["type"]),
            natures=tuple(SubjectNature(nature) for nature in row["natures"]),
            label=label_of_certificate(CertificateType(row["type"]), as_of, rulebook),
            source=version.source,
        )
        for row in version.value
    )


def label_of_nature(nature: SubjectNature, as_of: date, rulebook: Rulebook) -> Text:
    """Return what a nature is called."""
    row = rulebook.at(CatalogRule.SUBJECT_NATURES, as_of).value[nature.value]
    return Text(row["zh"], row["en"])


def label_of_certificate(type_: CertificateType, as_of: date, rulebook: Rulebook) -> Text:
    """Return what a paper is called."""
    row = rulebook.at(CatalogRule.CERTIFICATE_TYPES, as_of).value[type_.value]
    return Text(row["zh"], row["en"])


def number_of_nature(nature: SubjectNature, as_of: date, rulebook: Rulebook) -> int:
    """Return the authority's number of a nature."""
    number: int = rulebook.at(CatalogRule.SUBJECT_NATURES, as_of).value[nature.value]["number"]
    return number


def number_of_certificate(nature: SubjectNature, type_: CertificateType, as_of: date, rulebook: Rulebook) -> int | None:
    """Return the authority's number of a paper under a nature; None where they do not go together.

    The papers of people in a filing (principals and others) have the numbers of the nature `individual`.
    """
    for entry in certificates(as_of, rulebook):
        if entry.type is type_ and nature in entry.natures:
            return entry.number
    return None


def certificates_of(nature: SubjectNature, as_of: date, rulebook: Rulebook) -> tuple[CertificateType, ...]:
    """Return the papers that a nature may use, in the order of their numbers."""
    return tuple(entry.type for entry in certificates(as_of, rulebook) if nature in entry.natures)


def nature_numbered(number: int, as_of: date, rulebook: Rulebook) -> SubjectNature | None:
    """Return the nature of one of the authority's numbers, None for a number that is not listed."""
    return next((entry.nature for entry in natures(as_of, rulebook) if entry.number == number), None)


def certificate_numbered(number: int, as_of: date, rulebook: Rulebook) -> CertificateType | None:
    """Return the paper of one of the authority's numbers, None for a number that is not listed."""
    return next((entry.type for entry in certificates(as_of, rulebook) if entry.number == number), None)


def has_known_prefix(credit_code: str, as_of: date, rulebook: Rulebook) -> bool:
    """Tell whether a credit code begins with a department and kind of unit that are known."""
    return credit_code[:2] in rulebook.at(CatalogRule.CREDIT_CODE_PREFIXES, as_of).value


def listed(labels: Iterable[Text]) -> Text:
    """Put several names into one enumeration."""
    names = tuple(labels)
    return Text("、".join(each.zh for each in names), ", ".join(each.en for each in names))
