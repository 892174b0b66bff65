"""The kinds of service (互联网信息服务): the table `services.kinds`, row by row."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from app.domain.filing_body import ServiceKind
from app.domain.rulebook import Rulebook
from app.domain.texts import Text


class ServiceKindRule(StrEnum):
    """The rules asked for here."""

    KINDS = "services.kinds"


class NameRules(StrEnum):
    """By which rules a name goes."""

    WEBSITE = "website"
    APP = "app"


class DomainLevel(StrEnum):
    """Which domain names are filed: those that are registered, or those that are called."""

    REGISTRABLE = "registrable"
    AS_USED = "as_used"


@dataclass(frozen=True, slots=True)
class KindOfService:
    """One row of the table; the columns are explained in the rule's file.

    `required` and `optional` are names of fields of `Service`; what is in neither is not for this kind.
    """

    kind: ServiceKind
    number: int | None
    label: Text
    number_suffix: str
    name_is_verified: bool
    names: NameRules
    domains: DomainLevel
    required: tuple[str, ...]
    optional: tuple[str, ...]
    source: str

    def has(self, field: str) -> bool:
        """Tell whether a service of this kind has a field at all."""
        return field in self.required or field in self.optional


@lru_cache(maxsize=64)
def kind_of_service(kind: ServiceKind, as_of: date, rulebook: Rulebook) -> KindOfService:
    """Return the row of a kind on a day."""
    version = rulebook.at(ServiceKindRule.KINDS, as_of)
    row = version.value[kind.value]
    return KindOfService(
        kind=kind,
        number=row["number"],
        label=Text(row["label"]["zh"], row["label"]["en"]),
        number_suffix=row["suffix"],
        name_is_verified=row["name_verified"],
        names=NameRules(row["names"]),
        domains=DomainLevel(row["domains"]),
        required=tuple(row["required"]),
        optional=tuple(row["optional"]),
        source=version.source,
    )
