"""The tables in the documentation: all that the rules have is in them, and a rule that changes makes them drift."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.cli.documents import ROOT, deal_with
from app.cli.tables import tables
from app.cli.tables.book import Book, book_on_file, newest_day
from app.cli.tables.markdown import table
from app.cli.tables.requirements import WHEN, WHOSE
from app.domain.citations import Citation
from app.domain.deregistrations import Consequence
from app.domain.filing_types import FilingType
from app.domain.material_conditions import Condition
from app.domain.material_places import Place
from app.domain.material_rows import rows_at
from app.domain.materials import MaterialKind
from app.domain.rejections import catalogue
from app.domain.rulebook import Rulebook
from app.domain.subject_catalog import certificates, natures

BOOK = book_on_file()
PAGES = tables(BOOK)
RULES = "docs/rules.md"
TYPES, SMS, PAPERS, REJECTIONS, SUBJECTS = (
    f"docs/tables/{name}.md" for name in ("filing-types", "sms-recipients", "requirements", "rejections", "subjects")
)


def changed(rule_id: str, change: Callable[[Any], Any]) -> Book:
    """Return the book with another value of a rule, in force since always."""
    rule = BOOK.rulebook.rules[rule_id]
    versions = tuple(replace(version, value=change(version.value)) for version in rule.versions)
    rules = dict(BOOK.rulebook.rules) | {rule_id: replace(rule, versions=versions)}
    return replace(BOOK, rulebook=Rulebook.of(rules, "changed"))


def first_filings_stay_online(ways: Any) -> Any:
    return dict(ways) | {"first_filing": dict(ways["first_filing"]) | {"offline": False}}


def papers_may_be_left_out(rows: Any) -> Any:
    return tuple(dict(row) | {"required": False} for row in rows)


def nature_renumbered(rows: Any) -> Any:
    return dict(rows) | {"enterprise": dict(rows["enterprise"]) | {"number": 99}}


def place_moved(rows: Any) -> Any:
    return dict(rows) | {"type_wrong": dict(rows["type_wrong"]) | {"pointer": "/subject"}}


@pytest.mark.parametrize(
    ("rule_id", "change", "drifted"),
    [
        ("filing_types.ways", first_filings_stay_online, {TYPES}),
        ("sms.validity", lambda hours: hours + 1, {TYPES, SMS}),
        ("sms.duty_provinces", lambda codes: codes[1:], {SMS}),
        ("materials.wanted", papers_may_be_left_out, {PAPERS}),
        ("rejections.catalogue", place_moved, {REJECTIONS}),
        ("catalog.subject_natures", nature_renumbered, {SUBJECTS}),
    ],
)
def test_a_changed_rule_makes_the_pages_that_show_it_drift_and_no_other(
    rule_id: str, change: Callable[[Any], Any], drifted: set[str]
) -> None:
    pages = tables(changed(rule_id, change))

    assert {name for name, text in pages.items() if text != PAGES[name]} - {RULES} == drifted


def test_every_rule_is_listed_with_its_source_and_where_it_acts() -> None:
    listed = PAGES[RULES]

    assert all(f"| `{rule_id}` |" in listed for rule_id in BOOK.rulebook.rules)
    assert all(
        f"| `{family}` |" in listed for one in BOOK.rulebook.region_rules.regions.values() for family in one.rules
    )
    assert "| `sms.validity` |" in tables(changed("sms.validity", lambda hours: hours + 1))[RULES]
    assert tables(changed("sms.validity", lambda hours: hours + 1))[RULES] != listed


def test_a_value_however_long_is_shown_whole_and_the_page_stays_one_that_opens() -> None:
    listed = PAGES[RULES]
    named = BOOK.rulebook.rules["catalog.service_contents"].versions[-1].value

    (row,) = (line for line in listed.splitlines() if line.startswith("| `catalog.service_contents` |"))
    assert "<details><summary>`" in row
    assert all(f'"{content}": ' in row for content in named)
    whole = [line for line in listed.splitlines() if " …`" in line]
    assert all("</summary>`" in line and line.count("</details>") == line.count(" …`</summary>") for line in whole)
    assert len(listed.encode()) < 1_000_000


def test_the_check_names_what_drifted_and_ends_with_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    committed = (ROOT / TYPES).read_text(encoding="utf-8")
    deal_with({TYPES: committed}, check=True, write=False, command="filing docs --write")

    with pytest.raises(SystemExit) as ended:
        deal_with({TYPES: committed + "more\n"}, check=True, write=False, command="filing docs --write")

    assert ended.value.code == 1
    assert f"{TYPES}: not what the code says; run `filing docs --write`" in capsys.readouterr().err


def test_what_is_written_once_is_written_the_same_again() -> None:
    assert tables(book_on_file()) == PAGES


@pytest.mark.parametrize("page", [TYPES, SMS])
@pytest.mark.parametrize("filing_type", FilingType)
def test_every_filing_type_has_its_row_with_its_chinese_name(page: str, filing_type: FilingType) -> None:
    assert f"| {BOOK.type_name(filing_type)} `{filing_type}` |" in PAGES[page]


@pytest.mark.parametrize("consequence", Consequence)
def test_every_consequence_to_acknowledge_is_told_with_its_types(consequence: Consequence) -> None:
    (row,) = (line for line in PAGES[TYPES].splitlines() if line.startswith(f"| `{consequence}` |"))

    assert any(f"`{filing_type}`" in row for filing_type in FilingType)


def test_every_row_of_the_requirement_tables_has_its_line_with_reason_and_source() -> None:
    lines = [line for line in PAGES[PAPERS].splitlines() if " | must | " in line or " | may | " in line]
    rows = rows_at(BOOK.as_of, BOOK.rulebook)

    assert len(lines) == len(rows)
    for line, row in zip(lines, rows, strict=True):
        assert f"`{row.kind}`" in line
        assert all(words in line for words in (row.reason.zh, row.reason.en, row.source))


def test_every_place_and_condition_of_a_paper_has_words() -> None:
    assert set(WHOSE) == set(Place)
    assert set(WHEN) == set(Condition)


def test_every_kind_of_paper_rejection_nature_and_certificate_is_named() -> None:
    named = [
        (PAPERS, [f"| `{kind}` |" for kind in MaterialKind]),
        (REJECTIONS, [f"| `{one.code}` |" for one in catalogue(BOOK.as_of, BOOK.rulebook)]),
        (SUBJECTS, [f"| {one.number} | `{one.nature}` |" for one in natures(BOOK.as_of, BOOK.rulebook)]),
        (SUBJECTS, [f"| {one.number} | `{one.type}` |" for one in certificates(BOOK.as_of, BOOK.rulebook)]),
    ]

    for page, cells in named:
        assert not [cell for cell in cells if cell not in PAGES[page]]


@pytest.mark.parametrize(
    "cells",
    ["| 2017-12-18 | 7 |", "| 2018-09-10 | 14 |", "| 2020-08-17 | 31 |", "| 2023-11-17 | gets none |", "| 24 hours |"],
)
def test_the_sms_page_tells_since_when_each_province_and_app_principals(cells: str) -> None:
    assert cells in PAGES[SMS]


def test_the_pages_speak_of_the_newest_day_of_the_rules_and_not_of_today() -> None:
    rule = BOOK.rulebook.rules["sms.validity"]
    later = replace(rule.versions[-1], in_force_from=date(2999, 1, 1), citations=(Citation("通知", ""),))
    rules = dict(BOOK.rulebook.rules) | {rule.id: replace(rule, versions=(*rule.versions, later))}

    assert newest_day(Rulebook.of(rules, "later")) == date(2999, 1, 1)
    assert all(f"from {newest_day(BOOK.rulebook)} on" in text for text in PAGES.values())


def test_a_cell_cannot_break_its_table() -> None:
    assert table(["a", "b"], [["one\n two", "x|y"], ["", 0]]).splitlines()[2:] == ["| one two | x\\|y |", "| – | 0 |"]
