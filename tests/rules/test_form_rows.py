"""The tables of forms: a field that could not be drawn stops the start, and is named."""

from pathlib import Path

import pytest

from app.rulebook import RulebookError, load_rulebook
from tests.rules.rule_folder import a_folder, a_rule

WORDS = "title: {zh: 名称, en: Name}, help: {zh: 说明, en: Help}"
GOOD = f"{WORDS}, widget: text, step: subject"
BEGINNING = f"beginning: {{reason_code: {{{WORDS}, widget: select}}}}"


def loaded(folder: Path, field: str, inner: str = f"{WORDS}, widget: text") -> None:
    value = f"{{filing: {{name: {{{field}}}}}, person: {{name: {{{inner}}}}}, {BEGINNING}}}"
    load_rulebook(a_folder(folder, forms__fields=a_rule("table", value, "forms.fields")), ["forms.fields"])


@pytest.mark.parametrize(
    "more",
    [
        "",
        ", of: person, only: unit",
        ", labels: catalog.languages, example: zh-Hans",
        ", choices: {yes_please: {zh: 是, en: Indeed}}",
    ],
)
def test_fields_of_known_words_are_taken(tmp_path: Path, more: str) -> None:
    loaded(tmp_path, GOOD + more)


@pytest.mark.parametrize(
    ("field", "path"),
    [
        (f"{WORDS}, widget: text", "step"),
        (f"{WORDS}, widget: knob, step: subject", "widget"),
        ("help: {zh: 说明, en: Help}, widget: text, step: subject", "title"),
        ("title: {zh: 名称}, help: {zh: 说明, en: Help}, widget: text, step: subject", "title.en"),
        (f"{GOOD}, of: animal", "of"),
        (f"{GOOD}, only: minors", "only"),
        (f"{GOOD}, labels: 5", "labels"),
        (f"{GOOD}, example: 410105", "example"),
        (f"{GOOD}, choices: {{one: {{zh: 一}}}}", "choices.one.en"),
        (f"{GOOD}, colour: red", "colour"),
    ],
)
def test_a_field_that_cannot_be_drawn_stops_the_start(tmp_path: Path, field: str, path: str) -> None:
    with pytest.raises(RulebookError) as refused:
        loaded(tmp_path, field)

    assert f"versions[0].value.filing.name.{path}:" in str(refused.value)


def test_a_table_without_its_first_part_stops_the_start(tmp_path: Path) -> None:
    rule = a_rule("table", f"{{{BEGINNING}}}", "forms.fields")

    with pytest.raises(RulebookError, match="filing"):
        load_rulebook(a_folder(tmp_path, forms__fields=rule), ["forms.fields"])


def test_a_step_without_its_words_stops_the_start(tmp_path: Path) -> None:
    rule = a_rule("table", "{subject: {title: {zh: 主体, en: Subject}}}", "forms.steps")

    with pytest.raises(RulebookError, match="help"):
        load_rulebook(a_folder(tmp_path, forms__steps=rule), ["forms.steps"])


@pytest.mark.parametrize("rule_id", ["forms.fields", "forms.steps"])
def test_a_table_may_be_repealed(tmp_path: Path, rule_id: str) -> None:
    name = rule_id.replace(".", "__")
    value = f"{{filing: {{name: {{{GOOD}}}}}, {BEGINNING}}}" if rule_id == "forms.fields" else f"{{a: {{{WORDS}}}}}"
    repeal = "  - {in_force_from: 2030-01-01, repealed: true, citations: [{title: 帮助中心, section: ''}]}\n"

    load_rulebook(a_folder(tmp_path, **{name: a_rule("table", value, rule_id) + repeal}), [rule_id])
