"""The lists that clients ask for by name: codes with the authority's numbers, labels in both languages, and sources."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from app.domain.catalogue_entries import (
    Entry,
    certificate_types,
    material_kinds,
    pre_approvals,
    service_kinds,
    subject_natures,
)
from app.domain.catalogue_of_consents import consents
from app.domain.catalogue_of_filings import channels, deregistration_reasons, filing_types, rejection_reasons, states
from app.domain.profile import Profile
from app.domain.rulebook import Rulebook


class CatalogueName(StrEnum):
    """The lists that there are."""

    SUBJECT_NATURES = "subject-natures"
    CERTIFICATE_TYPES = "certificate-types"
    SERVICE_KINDS = "service-kinds"
    PRE_APPROVALS = "pre-approvals"
    MATERIAL_KINDS = "material-kinds"
    FILING_TYPES = "filing-types"
    REJECTION_REASONS = "rejection-reasons"
    DEREGISTRATION_REASONS = "deregistration-reasons"
    STATES = "states"
    CHANNELS = "channels"
    CONSENTS = "consents"


_OF_RULES = MappingProxyType[CatalogueName, Callable[[date, Rulebook], tuple[Entry, ...]]](
    {
        CatalogueName.SUBJECT_NATURES: subject_natures,
        CatalogueName.CERTIFICATE_TYPES: certificate_types,
        CatalogueName.SERVICE_KINDS: service_kinds,
        CatalogueName.PRE_APPROVALS: pre_approvals,
        CatalogueName.MATERIAL_KINDS: material_kinds,
        CatalogueName.FILING_TYPES: filing_types,
        CatalogueName.REJECTION_REASONS: rejection_reasons,
        CatalogueName.DEREGISTRATION_REASONS: deregistration_reasons,
        CatalogueName.CONSENTS: consents,
    }
)
_OF_PROFILES = MappingProxyType[CatalogueName, Callable[[Profile, date, Rulebook], tuple[Entry, ...]]](
    {CatalogueName.STATES: states, CatalogueName.CHANNELS: channels}
)


def entries(name: CatalogueName, profile: Profile, as_of: date, rulebook: Rulebook) -> tuple[Entry, ...]:
    """Return a list as it was on a day; states and channels are those of a provider's profile."""
    if name in _OF_PROFILES:
        return _OF_PROFILES[name](profile, as_of, rulebook)
    return _OF_RULES[name](as_of, rulebook)
