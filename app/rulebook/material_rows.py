"""Checking the requirement tables: every word in their rows is one that the code knows."""

from collections.abc import Collection

from app.domain.document_forms import Template
from app.domain.filing_body import HandlerKind, ServiceKind, SubjectNature
from app.domain.filing_types import FilingType
from app.domain.material_conditions import OF_PEOPLE, OF_SERVICES, Condition
from app.domain.material_places import Place as Whose
from app.domain.material_rows import ANY, INDIVIDUAL, UNIT
from app.domain.materials import MaterialKind
from app.domain.regions import ABBREVIATIONS
from app.rulebook.reading import Place

_REQUIRED = ("kind", "types", "natures", "handler", "for", "required", "reason", "notes", "source")
_OPTIONAL = ("kinds", "when", "provinces", "from_services", "template", "alternatives")
_PROVINCES = tuple(f"{code}0000" for code in ABBREVIATIONS)
_ABOUT_SERVICES = (Whose.SERVICE, Whose.SERVICE_PRINCIPAL)
_ABOUT_PEOPLE = (Whose.PERSON, Whose.SUBJECT_PRINCIPAL, Whose.AGENT, Whose.SERVICE_PRINCIPAL)


def check_material_rows(version: Place) -> None:
    """Raise RulebookError for the first word in a version's rows that says nothing to the code."""
    if "value" not in version.value:
        return
    sections = [citation.section for citation in version.at("citations").citations()]
    for row in version.at("value").items():
        row.only(_REQUIRED, _OPTIONAL)
        row.at("kind").one_of(tuple(MaterialKind))
        _words(row.at("types"), tuple(FilingType))
        _check_natures(row.at("natures"))
        row.at("handler").one_of((ANY, *HandlerKind))
        row.at("for").one_of(tuple(Whose))
        row.at("required").flag()
        row.at("reason").text()
        row.at("notes").text()
        row.at("source").one_of(sections)
        _check_what_may_be_absent(row)
        _check_conditions(row)


def _check_natures(natures: Place) -> None:
    if isinstance(natures.value, list):
        _words(natures, tuple(SubjectNature))
    else:
        natures.one_of((ANY, UNIT, INDIVIDUAL))


def _check_what_may_be_absent(row: Place) -> None:
    for name, words in (
        ("kinds", tuple(ServiceKind)),
        ("provinces", _PROVINCES),
        ("alternatives", tuple(MaterialKind)),
    ):
        if name in row.value:
            _words(row.at(name), words)
    if "from_services" in row.value:
        row.at("from_services").number()
    if "template" in row.value:
        row.at("template").one_of(tuple(Template))


def _check_conditions(row: Place) -> None:
    """A condition about a service or a person is asked only where there is one."""
    if "when" not in row.value:
        return
    about = row.value["for"]
    for condition in row.at("when").items():
        said = Condition(condition.one_of(tuple(Condition)))
        if (said in OF_SERVICES and about not in _ABOUT_SERVICES) or (said in OF_PEOPLE and about not in _ABOUT_PEOPLE):
            condition.refuse(f"{said} asks about something else than {about}", "Choose another place or condition")


def _words(place: Place, choices: Collection[str]) -> None:
    for item in place.items():
        item.one_of(choices)
    if not place.value:
        place.refuse("the list is empty", f"Name some of {', '.join(choices)}")
