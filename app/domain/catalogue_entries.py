"""One entry of a list that clients ask for by name, and the lists of subjects, papers and services."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain.check_rules import CheckRule
from app.domain.filing_body import CertificateType, PreApproval, ServiceKind, SubjectNature
from app.domain.materials import MaterialKind
from app.domain.prior_approvals import prior_approval
from app.domain.requirements import MaterialRule, label, limits, step_of
from app.domain.rulebook import Rulebook
from app.domain.service_kinds import ServiceKindRule, kind_of_service
from app.domain.subject_catalog import CatalogRule, CertificateEntry, certificates, label_of_certificate, natures
from app.domain.texts import Text
from app.domain.type_rules import TypeRule


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of a list.

    `numbers` are the authority's, in order: none where it has none that we know, several where one thing has one for
    each use. `details` are what belongs to the code, as JSON with texts in both languages.
    """

    code: str
    numbers: tuple[int, ...]
    label: Text
    rule: str
    source: str
    in_force_from: date
    details: Mapping[str, Any]


def entry(
    code: str, label: Text, rule: StrEnum | str, as_of: date, rulebook: Rulebook, *numbers: int, **details: Any
) -> Entry:
    """Make an entry of a rule, whose source and day it bears."""
    version = rulebook.at(str(rule), as_of)
    return Entry(code, numbers, label, str(rule), version.source, version.in_force_from, details)


def subject_natures(as_of: date, rulebook: Rulebook) -> tuple[Entry, ...]:
    """List the natures, each with its certificates and how it stands to government names."""
    numbered = certificates(as_of, rulebook)
    return tuple(
        entry(
            one.nature.value,
            one.label,
            CatalogRule.SUBJECT_NATURES,
            as_of,
            rulebook,
            one.number,
            is_unit=one.nature.is_unit,
            certificate_types=[_numbered(paper) for paper in numbered if one.nature in paper.natures],
            government_names=_government_names(one.nature, as_of, rulebook),
        )
        for one in natures(as_of, rulebook)
    )


def _numbered(paper: CertificateEntry) -> dict[str, Any]:
    return {"code": paper.type.value, "number": paper.number}


def _government_names(nature: SubjectNature, as_of: date, rulebook: Rulebook) -> str:
    """Tell whether a nature may have names under .gov.cn and .政务."""
    if nature in rulebook.names(TypeRule.GOVERNMENT_NAME_NATURES, as_of):
        return "allowed"
    doubtful = nature in rulebook.names(TypeRule.GOVERNMENT_NAME_DOUBTFUL_NATURES, as_of)
    return "doubtful" if doubtful else "not_allowed"


def certificate_types(as_of: date, rulebook: Rulebook) -> tuple[Entry, ...]:
    """List the papers, each with the natures that use it under which number, and whether people use it."""
    numbered = certificates(as_of, rulebook)
    of_people = rulebook.names(CheckRule.PERSON_CERTIFICATES, as_of)
    that_end = rulebook.names(CheckRule.CERTIFICATES_THAT_END, as_of)
    return tuple(
        entry(
            type_.value,
            label_of_certificate(type_, as_of, rulebook),
            CatalogRule.CERTIFICATES,
            as_of,
            rulebook,
            *(one.number for one in numbered if one.type is type_),
            natures=[
                {"code": nature.value, "number": one.number}
                for one in numbered
                if one.type is type_
                for nature in one.natures
            ],
            for_people=type_ in of_people,
            must_have_an_end=type_ in that_end,
        )
        for type_ in _in_order(numbered)
    )


def _in_order(numbered: tuple[CertificateEntry, ...]) -> tuple[CertificateType, ...]:
    """Return every paper once, by its first number; one that has none comes last."""
    return tuple(dict.fromkeys((*(one.type for one in numbered), *CertificateType)))


def service_kinds(as_of: date, rulebook: Rulebook) -> tuple[Entry, ...]:
    """List the kinds of service, each with its suffix and what is entered of it."""
    kinds = [kind_of_service(kind, as_of, rulebook) for kind in ServiceKind]
    return tuple(
        entry(
            one.kind.value,
            one.label,
            ServiceKindRule.KINDS,
            as_of,
            rulebook,
            *(() if one.number is None else (one.number,)),
            number_suffix=one.number_suffix,
            name_is_verified=one.name_is_verified,
            name_rules=one.names.value,
            domains=one.domains.value,
            required=list(one.required),
            optional=list(one.optional),
        )
        for one in kinds
    )


def pre_approvals(as_of: date, rulebook: Rulebook) -> tuple[Entry, ...]:
    """List the prior approvals, each with who grants it, the papers that serve, and where it is wanted."""
    approvals = [prior_approval(kind, as_of, rulebook) for kind in PreApproval]
    return tuple(
        entry(
            one.kind.value,
            one.label,
            f"prior_approvals.{one.kind.value}",
            as_of,
            rulebook,
            *(() if one.number is None else (one.number,)),
            granted_by=one.body,
            papers=list(one.papers),
            wanted=one.wanted.value,
            provinces=list(one.provinces),
        )
        for one in approvals
    )


def material_kinds(as_of: date, rulebook: Rulebook) -> tuple[Entry, ...]:
    """List the kinds of papers, each with the files that it may be and the step in which a guided form asks for it."""
    return tuple(
        entry(
            kind.value,
            label(kind, as_of, rulebook),
            MaterialRule.LABELS,
            as_of,
            rulebook,
            formats=list(limits(kind, as_of, rulebook).formats),
            max_bytes=limits(kind, as_of, rulebook).max_bytes,
            step_of_units=step_of(kind, is_unit=True, as_of=as_of, rulebook=rulebook).value,
            step_of_individuals=step_of(kind, is_unit=False, as_of=as_of, rulebook=rulebook).value,
        )
        for kind in MaterialKind
    )
