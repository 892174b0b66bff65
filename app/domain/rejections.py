"""Why filings come back: one catalogue for the machine pre-review, for reviewers, and for the authority's results."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from app.domain.filing_body import FilingBody
from app.domain.findings import Retry
from app.domain.rejection_rules import RejectionRule, RejectionTable
from app.domain.rulebook import Rulebook
from app.domain.texts import Text

_WEIGHT = (Retry.RETRY, Retry.FIX, Retry.FINAL)
_ANY_SERVICE = "/services/*"


class RejectionStage(StrEnum):
    """Who uses a code: the provider's reviewers, the authority's results, the machine pre-review."""

    PROVIDER = "provider"
    AUTHORITY = "authority"
    CHECKS = "checks"


@dataclass(frozen=True, slots=True)
class Rejection:
    """One entry of the catalogue: what it says, what to do, whether trying again can help, who uses it and where.

    `retry` asks for something outside the filing, or for patience, `fix` for another filing body or other papers,
    `final` for another filing. `pointer` is the place that it usually concerns, a JSON Pointer with `*` for any
    service; empty where it is the filing as a whole.
    """

    code: str
    rule: str
    message: Text
    remedy: Text
    retry: Retry
    stages: tuple[RejectionStage, ...]
    pointer: str
    source: str


@dataclass(frozen=True, slots=True)
class AuthorityResult:
    """What a result number (返回码) of the authority means, and where; `pointer` as in `Rejection`.

    `our_fault` is for the provider to cure: the filing is held, and nothing is asked of the applicant. A number that is
    not `known` means a refusal like any other.
    """

    number: str
    rejection: Rejection
    pointer: str
    our_fault: bool
    known: bool

    def note(self, message: str | None) -> str | None:
        """Return the authority's own words, with the number where the catalogue does not tell it."""
        if self.known:
            return message
        return " ".join(part for part in (self.number, message) if part) or None


def catalogue(as_of: date, rulebook: Rulebook) -> tuple[Rejection, ...]:
    """Return every entry, in the order of the table."""
    return tuple(_rejection(_RULES[code], as_of, rulebook) for code in _rows(as_of, rulebook))


def reviewers_catalogue(as_of: date, rulebook: Rulebook) -> tuple[Rejection, ...]:
    """Return the entries that a reviewer can choose from."""
    return tuple(one for one in catalogue(as_of, rulebook) if RejectionStage.PROVIDER in one.stages)


def rejection(code: str, as_of: date, rulebook: Rulebook) -> Rejection | None:
    """Return the entry of a code, whoever uses it; None if there is no such code."""
    return _rejection(_RULES[code], as_of, rulebook) if code in _RULES else None


def is_reviewers_code(code: str, as_of: date, rulebook: Rulebook) -> bool:
    """Tell whether a reviewer may reject with this code."""
    entry = rejection(code, as_of, rulebook)
    return entry is not None and RejectionStage.PROVIDER in entry.stages


def authority_result(number: str, as_of: date, rulebook: Rulebook) -> AuthorityResult:
    """Return what a result number of the authority means; one not known here is a refusal like any other."""
    row = rulebook.at(RejectionTable.AUTHORITY_RESULTS, as_of).value.get(number)
    if row is None:
        refused = _rejection(RejectionRule.AUTHORITY_REFUSED, as_of, rulebook)
        return AuthorityResult(number, refused, refused.pointer, our_fault=False, known=False)
    entry = _rejection(_RULES[row["code"]], as_of, rulebook)
    return AuthorityResult(
        number, entry, row.get("pointer", entry.pointer), our_fault=row.get("our_fault", False), known=True
    )


def is_our_fault(number: str, as_of: date, rulebook: Rulebook) -> bool:
    """Tell whether a result number of the authority is for the provider, and not the applicant, to cure."""
    return authority_result(number, as_of, rulebook).our_fault


def place_in(body: FilingBody, pattern: str) -> str:
    """Return the place of a body that a pattern means; all services where it could be any of several."""
    if not pattern.startswith(_ANY_SERVICE):
        return pattern
    return pattern.replace("*", "0", 1) if len(body.services) == 1 else "/services"


def weightiest(retries: Iterable[Retry]) -> Retry | None:
    """Return what can be done about several findings at once: `final` outweighs `fix`, `fix` outweighs `retry`."""
    return max(retries, key=_WEIGHT.index, default=None)


def _rejection(rule: RejectionRule, as_of: date, rulebook: Rulebook) -> Rejection:
    """Read one entry from the rulebook."""
    said, row = rulebook.at(rule, as_of), _rows(as_of, rulebook)[rule.rejection_code]
    return Rejection(
        code=rule.rejection_code,
        rule=rule.value,
        message=said.value["message"],
        remedy=said.value["remedy"],
        retry=Retry(said.value["retry"]),
        stages=tuple(RejectionStage(stage) for stage in row["stages"]),
        pointer=row["pointer"],
        source=said.source,
    )


def _rows(as_of: date, rulebook: Rulebook) -> Mapping[str, Mapping[str, Any]]:
    rows: Mapping[str, Mapping[str, Any]] = rulebook.at(RejectionTable.CATALOGUE, as_of).value
    return rows


_RULES = MappingProxyType({rule.rejection_code: rule for rule in RejectionRule})
