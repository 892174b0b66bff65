"""Papers to sign, filled in from a filing (授权书、承诺书、核验单). What is not known stays a line to write on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from app.domain.document_forms import DocumentRule, Form, PartKind, Template, forms_for, places_in
from app.domain.document_places import Entry, Naming, entries
from app.domain.letters import Document, Grid, Heading, Ink, Paragraph, Part, Run, Sheet, Signatures
from app.domain.material_places import PaperQuestion, Spot, different
from app.domain.texts import Language, Text

_TAIL = 4


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gets the paper: the language of the instructions, and whether numbers may be read whole."""

    language: Language
    reads_personal_data: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """Which filing a paper is of, and as it stood when."""

    filing_id: str
    revision: int
    day: str


def document(
    template: Template,
    question: PaperQuestion,
    origin: Origin,
    naming: Naming,
    reader: Reader,
    about: str | None = None,
) -> Document | None:
    """Fill in every letter of a kind that a filing has use for, or only those `about` one place (a JSON Pointer).

    None where there is no such letter: nobody is appointed, or the type needs none.
    """
    forms = forms_for(template, question, naming.as_of, naming.rulebook)
    found = [(form, spot) for form in forms for spot in _spots(form, question, about)]
    if not found:
        return None
    words = naming.rulebook.at(DocumentRule.EVERY_PAGE, naming.as_of).value
    shared = tuple(_text(one) for one in words["instructions"])
    return Document(
        title=found[0][0].title,
        sheets=tuple(_sheet(form, shared, entries(spot, naming), reader) for form, spot in found),
        origin=words["origin"].format(filing=origin.filing_id, revision=origin.revision, day=origin.day),
        unwritable=_text(words["unwritable"]).in_language(reader.language),
    )


def _spots(form: Form, question: PaperQuestion, about: str | None) -> tuple[Spot, ...]:
    """Leave out who has a letter already, unless a place is asked for by name."""
    found = form.spots(question)
    return different(found) if about is None else tuple(spot for spot in found if spot.pointer == about)


def _sheet(form: Form, shared: tuple[Text, ...], values: Mapping[str, Entry], reader: Reader) -> Sheet:
    return Sheet(
        title=form.title,
        instructions=tuple(one.in_language(reader.language) for one in (*form.instructions, *shared)),
        parts=tuple(_PARTS[kind](content, values, reader) for kind, content in form.parts),
    )


def _runs(text: str, values: Mapping[str, Entry], reader: Reader) -> tuple[Run, ...]:
    runs = []
    for words, name in places_in(text):
        if words:
            runs.append(Run(Ink.PRINTED, words))
        if name is not None:
            runs += _filled(values[name], reader)
    return tuple(runs)


def _filled(entry: Entry, reader: Reader) -> tuple[Run, ...]:
    """Write what is known. A number that the reader may not see is left to the hand of who signs, who knows it."""
    if entry.value is None:
        return (Run(Ink.BLANK, ems=entry.ems),)
    if not entry.is_number or reader.reads_personal_data:
        return (Run(Ink.FILLED, entry.value),)
    # As where numbers are masked: of a short one nothing is told.
    tail = (Run(Ink.PRINTED, f"（尾号{entry.value[-_TAIL:]}）"),) if len(entry.value) > 3 + _TAIL else ()
    return (Run(Ink.BLANK, ems=entry.ems), *tail)


def _opening(content: str, values: Mapping[str, Entry], reader: Reader) -> Part:
    return Paragraph(_runs(content, values, reader), indented=False)


def _paragraph(content: str, values: Mapping[str, Entry], reader: Reader) -> Part:
    return Paragraph(_runs(content, values, reader))


def _heading(content: str, _values: Mapping[str, Entry], _reader: Reader) -> Part:
    return Heading(content)


def _grid(content: tuple[Mapping[str, str], ...], values: Mapping[str, Entry], reader: Reader) -> Part:
    return Grid(tuple((row["label"], _runs(row["text"], values, reader)) for row in content))


def _signatures(content: tuple[tuple[str, ...], ...], _values: Mapping[str, Entry], _reader: Reader) -> Part:
    return Signatures(content)


_PARTS: Mapping[PartKind, Callable[[Any, Mapping[str, Entry], Reader], Part]] = MappingProxyType(
    {
        PartKind.OPENING: _opening,
        PartKind.TEXT: _paragraph,
        PartKind.HEADING: _heading,
        PartKind.GRID: _grid,
        PartKind.SIGN: _signatures,
    }
)


def _text(words: Mapping[str, str]) -> Text:
    return Text(words["zh"], words["en"])
