"""The requirement tables: a word that the code does not know stops the start."""

from pathlib import Path

import pytest

from app.rulebook import RulebookError, load_rulebook
from tests.rules.rule_folder import a_folder

WANTED = "materials.wanted"
GOOD = {
    "kind": "other",
    "types": "[first_filing]",
    "natures": "any",
    "handler": "any",
    "for": "subject",
    "required": "true",
    "reason": "{zh: 需要, en: Needed}",
    "notes": "{zh: 原件, en: The original}",
    "source": "材料",
}


def loaded(folder: Path, **columns: str) -> None:
    row = "".join(f"        {name}: {value}\n" for name, value in {**GOOD, **columns}.items())
    rule = (
        f"id: {WANTED}\nkind: table\nsummary: {{zh: 材料, en: Papers}}\nversions:\n"
        f"  - in_force_from: 2005-03-20\n    value:\n      -\n{row}    citations: [{{title: 文档, section: 材料}}]\n"
    )
    load_rulebook(a_folder(folder, materials__wanted=rule), [WANTED])


@pytest.mark.parametrize(
    "columns",
    [
        {},
        {"natures": "[law_firm, foundation]"},
        {"provinces": '["440000"]', "from_services": "3"},
        {"for": "service", "kinds": "[app]", "when": "[has_domains, name_changed]"},
        {"for": "person", "when": "[has_back]", "alternatives": "[video]", "template": "commitment-letter"},
        {"for": "service_principal", "when": "[has_back, has_domains]"},
        {"for": "subject_principal", "when": "[face_wanted]"},
    ],
)
def test_rows_of_known_words_are_taken(tmp_path: Path, columns: dict[str, str]) -> None:
    loaded(tmp_path, **columns)


@pytest.mark.parametrize(
    ("columns", "path"),
    [
        ({"kind": "letter"}, "kind"),
        ({"types": "[first]"}, "types[0]"),
        ({"types": "[]"}, "types"),
        ({"natures": "everybody"}, "natures"),
        ({"natures": "[unit]"}, "natures[0]"),
        ({"handler": "owner"}, "handler"),
        ({"for": "everybody"}, "for"),
        ({"required": '"yes"'}, "required"),
        ({"reason": "{zh: 需要}"}, "reason.en"),
        ({"source": "别处"}, "source"),
        ({"kinds": "[ship]"}, "kinds[0]"),
        ({"provinces": '["990000"]'}, "provinces[0]"),
        ({"alternatives": "[letter]"}, "alternatives[0]"),
        ({"from_services": '"3"'}, "from_services"),
        ({"template": "letter"}, "template"),
        ({"when": "[on_mondays]"}, "when[0]"),
        ({"when": "[has_domains]"}, "when[0]"),
        ({"for": "service", "when": "[has_back]"}, "when[0]"),
        ({"unless": "[has_back]"}, "unless"),
    ],
)
def test_any_other_word_stops_the_start_and_is_named_where_it_stands(
    tmp_path: Path, columns: dict[str, str], path: str
) -> None:
    with pytest.raises(RulebookError) as caught:
        loaded(tmp_path, **columns)

    assert caught.value.path == f"versions[0].value[0].{path}"


def test_a_table_that_is_repealed_has_no_rows_to_look_at(tmp_path: Path) -> None:
    loaded(tmp_path)
    file = tmp_path / "materials" / "wanted.yaml"
    repealed = "  - in_force_from: 2020-01-01\n    repealed: true\n    citations: [{title: 文档, section: 材料}]\n"
    file.write_text(file.read_text(encoding="utf-8") + repealed, encoding="utf-8")

    assert load_rulebook(tmp_path, [WANTED]).rules[WANTED].versions[1].repealed
