"""Deregistrations (注销) and cancelled access (取消接入): their reasons, and what must be acknowledged beforehand."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain.filing_types import FilingType
from app.domain.filing_ways import way_of
from app.domain.findings import Finding
from app.domain.rulebook import Rulebook
from app.domain.texts import Text


class DeregistrationRule(StrEnum):
    """The rules asked for here."""

    REASONS = "deregistrations.reasons"
    REASON_MISSING = "deregistrations.reason_missing"
    REASON_UNKNOWN = "deregistrations.reason_unknown"
    REASON_NOT_FOR_TYPE = "deregistrations.reason_not_for_type"
    IRREVERSIBLE = "deregistrations.consequences.irreversible"
    QUOTA_NOT_RETURNED = "deregistrations.consequences.quota_not_returned"
    SERVICES_REMOVED = "deregistrations.consequences.services_removed"
    ONLY_ACCESS = "deregistrations.consequences.only_access"


class DeregistrationReason(StrEnum):
    """Why something is deregistered, or its access cancelled."""

    NO_LONGER_OPERATED = "no_longer_operated"
    DOMAIN_SOLD = "domain_sold"
    SUBJECT_DISSOLVED = "subject_dissolved"
    MOVED_PROVIDER = "moved_provider"
    OTHER = "other"


class Consequence(StrEnum):
    """What a deregistration or a cancelled access leads to, and whoever files it has to know."""

    IRREVERSIBLE = "irreversible"
    QUOTA_NOT_RETURNED = "quota_not_returned"
    SERVICES_REMOVED = "services_removed"
    ONLY_ACCESS = "only_access"

    @property
    def rule(self) -> DeregistrationRule:
        """Return the rule that says what will happen."""
        return DeregistrationRule(f"deregistrations.consequences.{self.value}")


def reasons_for(filing_type: FilingType, as_of: date, rulebook: Rulebook) -> tuple[DeregistrationReason, ...]:
    """Return the reasons that go with a filing type; none for types that take no reason."""
    rows = _reasons(as_of, rulebook)
    return tuple(one for one in DeregistrationReason if filing_type.value in rows[one.value]["filing_types"])


def filing_types_of(reason: DeregistrationReason, as_of: date, rulebook: Rulebook) -> tuple[FilingType, ...]:
    """Return the filing types that a reason goes with."""
    return tuple(FilingType(name) for name in _reasons(as_of, rulebook)[reason.value]["filing_types"])


def reason_in_words(reason: DeregistrationReason, as_of: date, rulebook: Rulebook) -> Text:
    """Return what a reason is called."""
    row = _reasons(as_of, rulebook)[reason.value]
    return Text(zh=row["zh"], en=row["en"])


def reasons_source(as_of: date, rulebook: Rulebook) -> str:
    """Return where the reasons are from, in words."""
    return rulebook.at(DeregistrationRule.REASONS, as_of).source


def reason_findings(
    filing_type: FilingType, code: str | None, as_of: date, rulebook: Rulebook, *, required: bool
) -> Iterator[Finding]:
    """Find fault with the code at `/reason_code`: missing where one is required, unknown, or of another type."""
    allowed = reasons_for(filing_type, as_of, rulebook)
    if code in allowed or (code is None and not required):
        return
    facts: dict[str, object] = {"filing_type": filing_type.label(as_of, rulebook), "reasons": _listed(allowed)}
    if code is None:
        rule = DeregistrationRule.REASON_MISSING
    elif code not in tuple(DeregistrationReason):
        rule = DeregistrationRule.REASON_UNKNOWN
    else:
        rule = DeregistrationRule.REASON_NOT_FOR_TYPE
        facts["reason"] = reason_in_words(DeregistrationReason(code), as_of, rulebook)
    yield rulebook.finding(rule, as_of, "/reason_code", **facts)


def consequences_of(
    filing_type: FilingType, as_of: date, rulebook: Rulebook, *, only_access: bool
) -> tuple[Consequence, ...]:
    """Return what has to be acknowledged; `only_access` tells that nobody else gives access to the service."""
    always = tuple(Consequence(name) for name in way_of(filing_type, as_of, rulebook).acknowledge)
    if only_access and filing_type is FilingType.CANCEL_ACCESS:
        return (*always, Consequence.ONLY_ACCESS)
    return always


def acknowledgement_findings(
    filing_type: FilingType, acknowledged: Collection[str], as_of: date, rulebook: Rulebook, *, only_access: bool
) -> Iterator[Finding]:
    """Find, at `/acknowledged`, each consequence that has to be acknowledged and is not; its code is the finding's."""
    for one in consequences_of(filing_type, as_of, rulebook, only_access=only_access):
        if one.value not in acknowledged:
            yield rulebook.finding(one.rule, as_of, "/acknowledged")


def consequence_in_words(consequence: Consequence, as_of: date, rulebook: Rulebook) -> Text:
    """Return what will happen."""
    words: Text = rulebook.at(consequence.rule, as_of).value["message"]
    return words


def _reasons(as_of: date, rulebook: Rulebook) -> Mapping[str, Mapping[str, Any]]:
    rows: Mapping[str, Mapping[str, Any]] = rulebook.at(DeregistrationRule.REASONS, as_of).value
    return rows


def _listed(reasons: Iterable[DeregistrationReason]) -> str:
    """Name the codes, which is what a client sends."""
    return ", ".join(one.value for one in reasons) or "–"
