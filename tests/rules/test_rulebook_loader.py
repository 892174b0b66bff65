"""The loader of rule files: what it makes of good ones, and what it says of each mistake."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.domain.citations import Citation
from app.domain.findings import Severity
from app.domain.rulebook import RuleMissingError
from app.domain.texts import Text
from app.rulebook import RulebookError, load_rulebook
from tests.rules.rule_folder import GOOD, a_folder, a_rule

ASKED = ("sms.validity",)
FINDING = "{severity: error, retry: fix, message: {zh: 错了, en: Wrong}, remedy: {zh: 改正, en: Mend it}}"


def test_each_version_counts_from_its_day_and_not_the_day_before(tmp_path: Path) -> None:
    rulebook = load_rulebook(a_folder(tmp_path, sms__validity=GOOD), ASKED)

    assert rulebook.number("sms.validity", date(2018, 9, 10)) == 48
    assert rulebook.number("sms.validity", date(2020, 8, 16)) == 48
    assert rulebook.number("sms.validity", date(2020, 8, 17)) == 24
    with pytest.raises(RuleMissingError, match="2018-09-09"):
        rulebook.number("sms.validity", date(2018, 9, 9))


def test_a_rule_keeps_its_unit_its_words_and_its_sources(tmp_path: Path) -> None:
    rule = load_rulebook(a_folder(tmp_path, sms__validity=GOOD), ASKED).rules["sms.validity"]

    assert rule.unit == "hours"
    assert rule.summary == Text(zh="短信核验码的有效期", en="How long a code lives")
    assert rule.versions[1].citations == (Citation("帮助中心", "短信核验", "https://example.cn/sms"),)
    assert rule.versions[1].source == "帮助中心 · 短信核验"


def test_a_repealed_version_has_no_value(tmp_path: Path) -> None:
    repealed = GOOD.replace("value: 24", "repealed: true")

    version = load_rulebook(a_folder(tmp_path, sms__validity=repealed), ASKED).at("sms.validity", date(2020, 8, 17))

    assert version.repealed
    assert version.value is None


@pytest.mark.parametrize(
    ("kind", "written", "read"),
    [
        ("flag", "false", False),
        ("list", "[a, b]", ("a", "b")),
        ("list", "[]", ()),
        ("text", "{zh: 好, en: Good}", Text(zh="好", en="Good")),
    ],
)
def test_a_value_becomes_what_its_kind_says(tmp_path: Path, kind: str, written: str, read: object) -> None:
    folder = a_folder(tmp_path, sms__validity=a_rule(kind, written))

    assert load_rulebook(folder, ASKED).at("sms.validity", date(2020, 8, 17)).value == read


def test_a_finding_speaks_in_both_languages(tmp_path: Path) -> None:
    spoken = FINDING.replace("错了", "'{name}错了'").replace("Wrong", "'{name} is wrong'")
    folder = a_folder(tmp_path, sms__validity=a_rule("finding", spoken))

    finding = load_rulebook(folder, ASKED).finding("sms.validity", date(2020, 8, 17), "/remark", name="X")

    assert (finding.code, finding.severity, finding.pointer) == ("validity", Severity.ERROR, "/remark")
    assert finding.message == Text(zh="X错了", en="X is wrong")
    assert finding.source == "帮助中心"


def test_nobody_can_change_a_table(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, sms__validity=a_rule("table", "{'110000': {days: [1, 2]}}"))

    table = load_rulebook(folder, ASKED).at("sms.validity", date(2020, 8, 17)).value

    assert table["110000"]["days"] == (1, 2)
    frozen: Any
    for frozen in (table, table["110000"]):
        with pytest.raises(TypeError):
            frozen["120000"] = {}


def test_a_table_may_be_a_list_of_rows(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, sms__validity=a_rule("table", "[{a: 1}, {a: 2}]"))

    rows = load_rulebook(folder, ASKED).at("sms.validity", date(2020, 8, 17)).value

    assert [row["a"] for row in rows] == [1, 2]


def test_asking_for_a_rule_that_is_not_there_is_a_fault_and_no_guess(tmp_path: Path) -> None:
    rulebook = load_rulebook(a_folder(tmp_path, sms__validity=a_rule("flag", "true")), ASKED)

    assert rulebook.flag("sms.validity", date(2020, 8, 17))
    with pytest.raises(RuleMissingError, match=r"no rule sms\.resends"):
        rulebook.flag("sms.resends", date(2020, 8, 17))


def test_the_digest_follows_every_byte_of_every_rule_and_nothing_else(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, sms__validity=GOOD)
    before = load_rulebook(folder, ASKED).digest

    a_folder(folder, profiles__mine="id: mine")
    with_profile = load_rulebook(folder, ASKED).digest
    a_folder(folder, sms__validity=GOOD + "# a remark\n")
    after = load_rulebook(folder, ASKED).digest

    assert len(before) == 64
    assert before == with_profile
    assert before != after


MISTAKES: dict[str, tuple[str, str, str]] = {
    "an unknown key": (GOOD + "note: x\n", "note: unknown key", "Known here are id, kind, summary, versions, unit"),
    "an unknown key in a version": (
        GOOD.replace("value: 48", "value: 48\n    until: 2020-08-16"),
        "versions[0].until: unknown key",
        "Known here are in_force_from",
    ),
    "a duplicate key": (GOOD + "unit: days\n", "unit: the key stands twice, again in line 12", "Keep one of them"),
    "no YAML": (GOOD + "  - ][\n", "whole file: this is no YAML", "Mend the syntax"),
    "no mapping": ("- a\n", "whole file: this is no mapping", "Begin with `id: …`"),
    "no kind": (GOOD.replace("kind: number\n", ""), "kind: this is missing", "Add it"),
    "an unknown kind": (
        GOOD.replace("number", "colour"),
        "kind: 'colour' is not allowed",
        "Choose one of number, flag",
    ),
    "a path that is not the id": (
        GOOD.replace("sms.validity", "sms.life"),
        "id: sms.life is not where the file lies",
        "Write sms.validity, or move the file",
    ),
    "no date": (GOOD.replace("2020-08-17", "summer"), "versions[1].in_force_from: 'summer' is no date", "YYYY-MM-DD"),
    "a short date": (
        GOOD.replace("2020-08-17", "20200817"),
        "versions[1].in_force_from: 20200817 is no date",
        "YYYY-MM",
    ),
    "a day that never was": (
        GOOD.replace("2020-08-17", "2020-02-30"),
        "versions[1].in_force_from: there is no day 2020-02-30",
        "a day of the calendar",
    ),
    "versions out of order": (
        GOOD.replace("2020-08-17", "2018-09-10"),
        "versions[1].in_force_from: 2018-09-10 is not later than the version before (2018-09-10)",
        "oldest first",
    ),
    "no version": (GOOD.split("versions:")[0] + "versions: []\n", "versions: the rule has no version", "Add a version"),
    "versions that are no list": (GOOD.split("versions:")[0] + "versions: 24\n", "versions: this is no list", "a list"),
    "no citations": (
        GOOD.replace("\n    citations: [{title: 试点说明, section: 有效期}]", ""),
        "versions[0].citations: this is missing",
        "Add it",
    ),
    "an empty list of citations": (
        GOOD.replace("[{title: 试点说明, section: 有效期}]", "[]"),
        "versions[0].citations: no citation",
        "Name the document",
    ),
    "a citation without section": (
        GOOD.replace("title: 试点说明, section: 有效期", "title: 试点说明"),
        "versions[0].citations[0].section: this is missing",
        "Add it",
    ),
    "a citation that is only words": (
        GOOD.replace("{title: 试点说明, section: 有效期}", "试点说明"),
        "versions[0].citations[0]: this is no mapping",
        "Write the keys title, section",
    ),
    "neither value nor repeal": (
        GOOD.replace("    value: 24\n", ""),
        "versions[1].value: this is missing",
        "either `value` or `repealed: true`",
    ),
    "value and repeal": (
        GOOD.replace("value: 24", "value: 24\n    repealed: true"),
        "versions[1].value: a repealed version has a value",
        "either `value` or `repealed: true`",
    ),
    "a repeal that is none": (
        GOOD.replace("value: 24", "repealed: false"),
        "versions[1].repealed: only `true` says something here",
        "Remove the key",
    ),
    "a repeal before there was a rule": (
        GOOD.replace("value: 48", "repealed: true"),
        "versions[0].repealed: a rule cannot begin with its repeal",
        "Put the version that was repealed first",
    ),
    "an empty text": (
        GOOD.replace("en: How long a code lives", "en: '  '"),
        "summary.en: the text is empty",
        "Write the words",
    ),
    "a language missing": (
        GOOD.replace(", en: How long a code lives", ""),
        "summary.en: this is missing",
        "Add it",
    ),
    "words that YAML reads as something else": (
        GOOD.replace("How long a code lives", "no"),
        "summary.en: this is no text",
        "in quotes",
    ),
    "a number in quotes": (
        a_rule("number", "'24'"),
        "versions[0].value: '24' is no whole number",
        "without quotes",
    ),
    "a yes for a number": (a_rule("number", "true"), "versions[0].value: True is no whole number", "whole number"),
    "a number for a flag": (a_rule("flag", "1"), "versions[0].value: 1 is neither true nor false", "true or false"),
    "a number for a list": (a_rule("list", "24"), "versions[0].value: this is no list", "Write a list"),
    "a number in a list": (a_rule("list", "[110000]"), "versions[0].value[0]: this is no text", "in quotes"),
    "a word for a text": (a_rule("text", "good"), "versions[0].value: this is no mapping", "the keys zh, en"),
    "a word for a table": (a_rule("table", "good"), "versions[0].value: this is no table", "Write a mapping"),
    "a row of a table that is a word": (
        a_rule("table", "[good]"),
        "versions[0].value[0]: a row of a table is a mapping",
        "columns as keys",
    ),
    "a number as key of a table": (
        a_rule("table", "{a: {110000: 1}}"),
        "versions[0].value.a.110000: the key is no text",
        "Put the key in quotes",
    ),
    "a finding without remedy": (
        a_rule("finding", FINDING.replace(", remedy: {zh: 改正, en: Mend it}", "")),
        "versions[0].value.remedy: this is missing",
        "Add it",
    ),
    "a finding of unknown severity": (
        a_rule("finding", FINDING.replace("error", "fatal")),
        "versions[0].value.severity: 'fatal' is not allowed",
        "Choose one of error, warning, info",
    ),
    "places that differ between the languages": (
        a_rule("finding", FINDING.replace("Wrong", "'{name} is wrong'")),
        "versions[0].value.message: the two languages have different {places}",
        "same facts",
    ),
    "a brace left open": (
        a_rule("finding", FINDING.replace("Wrong", "'{name is wrong'")),
        "versions[0].value.message.en: the braces do not match",
        "Close each {",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_broken_file_is_named_with_the_property_the_fault_and_what_to_do(tmp_path: Path, mistake: str) -> None:
    content, fault, remedy = MISTAKES[mistake]
    folder = a_folder(tmp_path, sms__validity=content)

    with pytest.raises(RulebookError) as caught:
        load_rulebook(folder, ASKED)

    message = str(caught.value)
    assert message.startswith(f"{folder / 'sms' / 'validity.yaml'}: {fault}")
    assert remedy in message


def test_a_file_that_no_code_asks_for_is_refused(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, sms__validity=GOOD)

    with pytest.raises(RulebookError, match=r"validity\.yaml: id: no code asks for the rule sms\.validity\. Name it"):
        load_rulebook(folder, ())


def test_a_rule_asked_for_without_a_file_is_refused_with_the_place_of_the_file(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, sms__validity=GOOD)

    with pytest.raises(
        RulebookError, match=r"resends\.yaml: id: the code asks for the rule sms\.resends.*Write the file"
    ):
        load_rulebook(folder, ("sms.validity", "sms.resends"))


def test_a_file_of_another_ending_is_not_passed_over(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, sms__validity=GOOD)
    (folder / "sms" / "resends.yml").write_text(GOOD)

    with pytest.raises(RulebookError, match=r"resends\.yml: file name: rule files end in \.yaml"):
        load_rulebook(folder, ASKED)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, sms__validity=GOOD)
    (folder / "sms" / "validity.yaml").write_bytes(b"id: \xff\xfe\n")

    with pytest.raises(RulebookError, match="whole file: this is no YAML"):
        load_rulebook(folder, ASKED)
