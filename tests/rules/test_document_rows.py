"""The forms of papers to sign: a word that says nothing to the code stops the start, named where it stands."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from app.rulebook import RulebookError
from app.rulebook.document_rows import check_every_page, check_forms
from app.rulebook.reading import Place

FORM: dict[str, Any] = {
    "title": "承诺书",
    "for": "subject",
    "types": ["first_filing"],
    "natures": "unit",
    "handler": "any",
    "instructions": [{"zh": "签字。", "en": "Sign it."}],
    "parts": [
        {"opening": "致：{authority}"},
        {"text": "{subject}承诺"},
        {"heading": "一"},
        {"grid": [{"label": "姓名", "text": "{person}"}]},
        {"sign": [["签字："]]},
    ],
}
PAGE = {
    "instructions": FORM["instructions"],
    "origin": "{filing} {revision} {day}",
    "unwritable": {"zh": "手写", "en": "By hand"},
}


def of_forms(**changes: Any) -> Place:
    return Place(Path("a.yaml"), "", {"value": yaml.safe_load(yaml.safe_dump([FORM | changes]))})


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"when": ["not_legal_representative"], "provinces": ["440000"]},
        {"natures": ["law_firm"], "handler": "agent"},
    ],
)
def test_forms_of_known_words_are_taken(changes: dict[str, Any]) -> None:
    check_forms(of_forms(**changes))


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"title": ""}, "title"),
        ({"for": "everybody"}, "for"),
        ({"types": ["first"]}, "types[0]"),
        ({"natures": "all"}, "natures"),
        ({"natures": ["unit"]}, "natures[0]"),
        ({"handler": "owner"}, "handler"),
        ({"when": ["on_mondays"]}, "when[0]"),
        ({"provinces": ["990000"]}, "provinces[0]"),
        ({"instructions": [{"zh": "签字"}]}, "instructions[0].en"),
        ({"unless": []}, "unless"),
        ({"parts": [{"poem": "诗"}]}, "parts[0]"),
        ({"parts": [{"text": "一", "heading": "二"}]}, "parts[0]"),
        ({"parts": [{"text": "{subject_nmae}"}]}, "parts[0].text"),
        ({"parts": [{"text": "{subject"}]}, "parts[0].text"),
        ({"parts": [{"grid": [{"label": "姓名", "text": "{name}"}]}]}, "parts[0].grid[0].text"),
        ({"parts": [{"grid": [{"label": "姓名"}]}]}, "parts[0].grid[0].text"),
        ({"parts": [{"sign": ["签字："]}]}, "parts[0].sign[0]"),
        ({"parts": [{"sign": [[""]]}]}, "parts[0].sign[0][0]"),
    ],
)
def test_any_other_word_stops_the_start(changes: dict[str, Any], path: str) -> None:
    with pytest.raises(RulebookError) as caught:
        check_forms(of_forms(**changes))

    assert f"value[0].{path}" in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"origin": "{filing}"}, "origin"),
        ({"origin": "{filing} {revision} {day} {subject}"}, "origin"),
        ({"unwritable": {"zh": "手写"}}, "unwritable.en"),
        ({"instructions": [{"en": "Sign"}]}, "instructions[0].zh"),
    ],
)
def test_the_foot_of_every_page_has_filing_revision_and_day(changes: dict[str, Any], path: str) -> None:
    check_every_page(Place(Path("a.yaml"), "", {"value": PAGE}))

    with pytest.raises(RulebookError) as caught:
        check_every_page(Place(Path("a.yaml"), "", {"value": PAGE | changes}))

    assert f"value.{path}" in str(caught.value)
