"""What a service offers, in which languages, how and where it is reached, with the authority's codes as data."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.rulebook import Rulebook
from app.domain.texts import Text


class ServiceCatalogRule(StrEnum):
    """The rules asked for here, one a list."""

    CONTENTS = "catalog.service_contents"
    LANGUAGES = "catalog.languages"
    ACCESS_MODES = "catalog.access_modes"
    SERVER_PLACES = "catalog.server_places"


@dataclass(frozen=True, slots=True)
class CodedValue:
    """One value of a list: the word that bodies use, the authority's number, what people call it, who says so.

    The numbers of contents, modes and places are operating codes (运算代码): powers of two, to be added up.
    """

    code: str
    number: int
    label: Text
    source: str


def coded_values(rule: ServiceCatalogRule, as_of: date, rulebook: Rulebook) -> tuple[CodedValue, ...]:
    """Return a list in the authority's order; server places go by the 6-digit code of the province."""
    version = rulebook.at(rule, as_of)
    return tuple(
        CodedValue(code, row["number"], Text(row["label"]["zh"], row["label"]["en"]), version.source)
        for code, row in version.value.items()
    )


def content_label(content: str, as_of: date, rulebook: Rulebook) -> Text:
    """Return what one content is called."""
    label = rulebook.at(ServiceCatalogRule.CONTENTS, as_of).value[content]["label"]
    return Text(label["zh"], label["en"])
