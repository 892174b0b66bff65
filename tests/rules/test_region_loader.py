"""The files of the regions and of their families: whatever is wrong is named with file, property and remedy."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.domain.citations import Citation
from app.domain.findings import Severity
from app.domain.region_rules import Confidence, Kind, Observed, RegionRule, Whom
from app.rulebook import RulebookError, load_rulebook
from app.rulebook.region_rules import load_region_rules
from tests.rules.rule_folder import GOOD, a_folder

WORDS = {"zh": "要求", "en": "wants"}
FAMILY = {
    "acts_in": "checks",
    "place": "/subject/principal",
    "unit": "years",
    "replaces": ["sms.validity"],
    "at_most": "warning",
    "kinds": {
        "limit": {
            "value": ["number"],
            "message": {"zh": "{region}要求{value}", "en": "{region} wants {value}"},
            "remedy": WORDS,
            "found": {"zh": "是{years}", "en": "is {years}"},
        }
    },
}
PAPERS = {
    "acts_in": "requirements",
    "place": "/subject",
    "said_by": "sms.validity",
    "overrides": ["age.min_unit"],
    "kinds": {
        "requirement": {"value": ["yes", "codes"], "message": WORDS, "remedy": WORDS},
        "allowance": {"value": ["words", "none"], "message": WORDS, "remedy": WORDS},
    },
}
RULE = {
    "applies_to": ["unit"],
    "value": 18,
    "in_force_from": "unknown",
    "observed_on": "2021/2022",
    "confidence": "medium",
    "documents": ["page"],
}
OF_PAPERS = {**RULE, "kind": "requirement", "value": ["passport"]}
DOCUMENTS = {"page": {"title": "文档", "section": "河南", "version": "1a2b", "url": "https://example.cn/henan"}}
REGION = {"code": "410000", "name": {"zh": "河南省", "en": "Henan"}, "abbreviation": "豫", "documents": DOCUMENTS}


def written(root: Path, *, families: Any = None, rules: Any = None, vocabulary: Any = None, **region: Any) -> Path:
    """Write one region, the families of one topic and a vocabulary; what is not given is right."""
    known = {"age.min_unit": FAMILY, "age.papers": PAPERS} if families is None else families
    given = {"age.min_unit": RULE} if rules is None else rules
    files = {
        "region_families/age.yaml": {"topic": "age", "families": known},
        "region_families/vocabulary.yaml": {"passport": WORDS} if vocabulary is None else vocabulary,
        "regions/410000.yaml": {**REGION, "rules": given, **region},
    }
    for name, content in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return root


def the_rule(root: Path, family: str = "age.min_unit", **changes: Any) -> RegionRule:
    base = OF_PAPERS if family == "age.papers" else RULE
    rule = {name: value for name, value in {**base, **changes}.items() if value is not None}
    rules, _ = load_region_rules(written(root, rules={family: rule}), ["sms.validity"])
    return rules.regions["410000"].rules[family]


def refused(root: Path, **content: Any) -> tuple[str, str]:
    """Return in which file and at which property the loader stops."""
    with pytest.raises(RulebookError) as caught:
        load_region_rules(written(root, **content), ["sms.validity"])
    assert caught.value.problem
    assert caught.value.remedy
    return caught.value.file.name, caught.value.path


def with_rule(**changes: Any) -> dict[str, Any]:
    return {"age.min_unit": {name: value for name, value in {**RULE, **changes}.items() if value != "LEFT OUT"}}


def with_papers(**changes: Any) -> dict[str, Any]:
    return {"age.papers": {name: value for name, value in {**OF_PAPERS, **changes}.items() if value != "LEFT OUT"}}


def with_family(**changes: Any) -> dict[str, Any]:
    return {"age.min_unit": {name: value for name, value in {**FAMILY, **changes}.items() if value != "LEFT OUT"}}


def with_wording(**changes: Any) -> dict[str, Any]:
    wording = {**FAMILY["kinds"]["limit"], **changes}  # type: ignore[index]
    return with_family(kinds={"limit": {name: value for name, value in wording.items() if value != "LEFT OUT"}})


def test_a_region_is_read_with_its_rules_and_their_families(tmp_path: Path) -> None:
    rules, contents = load_region_rules(written(tmp_path), ["sms.validity"])

    region = rules.regions["410000"]
    rule = region.rules["age.min_unit"]
    assert (region.name.en, region.abbreviation) == ("Henan", "豫")
    assert (rule.id, rule.kind, rule.value) == ("regions.410000.age.min_unit", Kind.LIMIT, 18)
    assert (rule.applies_to, rule.filing_types) == (frozenset({Whom.UNIT}), frozenset())
    assert (rule.in_force_from, rule.observed_on) == (None, Observed("2021/2022", date(2022, 12, 31)))
    assert (rule.confidence, rule.conflicts_with, rule.note, rule.said_by) == (Confidence.MEDIUM, (), None, None)
    assert rule.citations == (Citation("文档", "河南", "https://example.cn/henan", "1a2b"),)
    family = rules.families["age.min_unit"]
    assert (family.topic, family.unit, family.at_most) == ("age", "years", Severity.WARNING)
    assert (family.replaces, family.overrides, family.said_by) == (("sms.validity",), (), None)
    assert rules.families["age.papers"].overrides == ("age.min_unit",)
    assert set(contents) == {"regions.410000", "region_families.age", "region_families.vocabulary"}


@pytest.mark.parametrize(
    ("written_as", "latest"),
    [
        ("2025-12-31", date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2019", date(2019, 12, 31)),
        ("../2019", date(2019, 12, 31)),
        ("2021/2022-06", date(2022, 6, 30)),
        ("unknown", None),
    ],
)
def test_the_time_of_an_observation_ends_on_its_last_day(tmp_path: Path, written_as: str, latest: date | None) -> None:
    assert the_rule(tmp_path, observed_on=written_as).observed_on == Observed(written_as, latest)


def test_what_may_be_absent_is_read_where_it_is_there(tmp_path: Path) -> None:
    rule = the_rule(
        tmp_path, in_force_from="2021-06-01", filing_types=["first_filing"], note=WORDS, said_by="sms.validity"
    )

    assert rule.in_force_from == date(2021, 6, 1)
    assert rule.filing_types == {"first_filing"}
    assert rule.note is not None
    assert rule.note.en == "wants"
    assert rule.said_by == "sms.validity"


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        ("requirement", ["passport"], ("passport",)),
        ("requirement", True, True),
        ("allowance", [".hk"], (".hk",)),
        ("allowance", None, None),
    ],
)
def test_values_have_one_of_the_shapes_of_their_kind(tmp_path: Path, kind: str, given: Any, value: Any) -> None:
    rule = the_rule(tmp_path, "age.papers", kind=kind, value=given)

    assert (rule.value, rule.said_by) == (value, "sms.validity")


def test_rules_that_contradict_each_other_name_each_other(tmp_path: Path) -> None:
    rules = {
        **with_rule(conflicts_with=["age.papers"]),
        **with_papers(conflicts_with=["age.min_unit"]),
    }

    loaded, _ = load_region_rules(written(tmp_path, rules=rules), ["sms.validity"])

    assert loaded.regions["410000"].rules["age.papers"].conflicts_with == ("age.min_unit",)


@pytest.mark.parametrize(
    ("content", "path"),
    [
        ({"code": "710000"}, "code"),
        ({"code": "110000"}, "code"),
        ({"name": {"zh": "河南省"}}, "name.en"),
        ({"abbreviation": ""}, "abbreviation"),
        ({"capital": "郑州"}, "capital"),
        ({"documents": ["page"]}, "documents"),
        ({"documents": {"page": {"title": "文档"}}}, "documents.page.section"),
        ({"documents": {"page": {**DOCUMENTS["page"], "version": ""}}}, "documents.page.version"),
        ({"documents": {**DOCUMENTS, "other": DOCUMENTS["page"]}}, "documents.other"),
        ({"rules": ["age.min_unit"]}, "rules"),
        ({"rules": {18: RULE}}, "rules.18"),
        ({"rules": {"age.oldest": RULE}}, "rules.age.oldest"),
        ({"rules": with_rule(applies_to="LEFT OUT")}, "rules.age.min_unit.applies_to"),
        ({"rules": with_rule(applies_to=[])}, "rules.age.min_unit.applies_to"),
        ({"rules": with_rule(applies_to=["firms"])}, "rules.age.min_unit.applies_to[0]"),
        ({"rules": with_rule(kind="limit")}, "rules.age.min_unit.kind"),
        ({"rules": with_rule(since="2021")}, "rules.age.min_unit.since"),
        ({"rules": with_rule(filing_types=[])}, "rules.age.min_unit.filing_types"),
        ({"rules": with_rule(filing_types=["first"])}, "rules.age.min_unit.filing_types[0]"),
        ({"rules": with_rule(value="LEFT OUT")}, "rules.age.min_unit.value"),
        ({"rules": with_rule(value="18")}, "rules.age.min_unit.value"),
        ({"rules": with_rule(value=True)}, "rules.age.min_unit.value"),
        ({"rules": with_rule(value=["18"])}, "rules.age.min_unit.value"),
        ({"rules": with_rule(in_force_from="2021-02-30")}, "rules.age.min_unit.in_force_from"),
        ({"rules": with_rule(in_force_from="soon")}, "rules.age.min_unit.in_force_from"),
        ({"rules": with_rule(observed_on="2021-2022")}, "rules.age.min_unit.observed_on"),
        ({"rules": with_rule(observed_on="long ago/2022")}, "rules.age.min_unit.observed_on"),
        ({"rules": with_rule(observed_on="2021-13")}, "rules.age.min_unit.observed_on"),
        ({"rules": with_rule(confidence="certain")}, "rules.age.min_unit.confidence"),
        ({"rules": with_rule(documents=[])}, "rules.age.min_unit.documents"),
        ({"rules": with_rule(documents=["book"])}, "rules.age.min_unit.documents[0]"),
        ({"rules": with_rule(conflicts_with=["age.papers"])}, "rules.age.min_unit.conflicts_with"),
        ({"rules": with_rule(conflicts_with=["age.min_unit"])}, "rules.age.min_unit.conflicts_with"),
        ({"rules": with_rule(note="老年")}, "rules.age.min_unit.note"),
        ({"rules": with_rule(said_by="sms.nothing")}, "rules.age.min_unit.said_by"),
        ({"rules": {**with_rule(conflicts_with=["age.papers"]), **with_papers()}}, "rules.age.min_unit.conflicts_with"),
        ({"rules": with_papers(kind="LEFT OUT")}, "rules.age.papers.kind"),
        ({"rules": with_papers(kind="advice")}, "rules.age.papers.kind"),
        ({"rules": with_papers(value=["ticket"])}, "rules.age.papers.value[0]"),
        ({"rules": with_papers(value=[])}, "rules.age.papers.value"),
        ({"rules": with_papers(kind="allowance", value=[])}, "rules.age.papers.value"),
        ({"rules": with_papers(kind="allowance", value=True)}, "rules.age.papers.value"),
    ],
)
def test_a_broken_region_is_named_where_it_is_broken(tmp_path: Path, content: dict[str, Any], path: str) -> None:
    assert refused(tmp_path, **content) == ("410000.yaml", path)


@pytest.mark.parametrize(
    ("families", "path"),
    [
        (["age.min_unit"], "families"),
        ({"phone.local": FAMILY}, "families.phone.local"),
        (with_family(acts_in="nowhere"), "families.age.min_unit.acts_in"),
        (with_family(place="LEFT OUT"), "families.age.min_unit.place"),
        (with_family(weight="heavy"), "families.age.min_unit.weight"),
        (with_family(kinds={}), "families.age.min_unit.kinds"),
        (with_family(kinds={"rule": {}}), "families.age.min_unit.kinds.rule"),
        (with_family(unit=""), "families.age.min_unit.unit"),
        (with_family(said_by="sms.nothing"), "families.age.min_unit.said_by"),
        (with_family(replaces=["sms.nothing"]), "families.age.min_unit.replaces[0]"),
        (with_family(overrides=["age.oldest"]), "families.age.min_unit.overrides[0]"),
        (with_family(at_most="blocking"), "families.age.min_unit.at_most"),
        (with_wording(value=[]), "families.age.min_unit.kinds.limit.value"),
        (with_wording(value=["date"]), "families.age.min_unit.kinds.limit.value[0]"),
        (with_wording(value=["yes"]), "families.age.min_unit.kinds.limit.message.zh"),
        (with_wording(message={"zh": "{years}岁", "en": "{years}"}), "families.age.min_unit.kinds.limit.message.zh"),
        (with_wording(message={"zh": "{value}岁", "en": "old"}), "families.age.min_unit.kinds.limit.message"),
        (with_wording(message={"zh": 18, "en": "old"}), "families.age.min_unit.kinds.limit.message.zh"),
        (with_wording(remedy="LEFT OUT"), "families.age.min_unit.kinds.limit.remedy"),
        (with_wording(found={"zh": "有", "en": "{n}"}), "families.age.min_unit.kinds.limit.found"),
    ],
)
def test_a_broken_family_is_named_where_it_is_broken(tmp_path: Path, families: Any, path: str) -> None:
    assert refused(tmp_path, families=families) == ("age.yaml", path)


def test_a_word_of_the_vocabulary_has_both_languages(tmp_path: Path) -> None:
    assert refused(tmp_path, vocabulary={"passport": {"zh": "护照"}}) == ("vocabulary.yaml", "passport.en")


def test_a_topic_bears_the_name_of_its_file(tmp_path: Path) -> None:
    folder = written(tmp_path)
    file = folder / "region_families" / "age.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("topic: age", "topic: ages"), encoding="utf-8")

    with pytest.raises(RulebookError) as caught:
        load_region_rules(folder, ["sms.validity"])

    assert (caught.value.file.name, caught.value.path) == ("age.yaml", "topic")


def test_a_rule_that_stands_twice_stops_the_start(tmp_path: Path) -> None:
    folder = written(tmp_path)
    file = folder / "regions" / "410000.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "code: '410000'\n", encoding="utf-8")

    with pytest.raises(RulebookError) as caught:
        load_region_rules(folder, ["sms.validity"])

    assert caught.value.path == "code"


def test_what_the_regions_ask_for_is_part_of_the_rulebook_and_of_its_digest(tmp_path: Path) -> None:
    folder = written(a_folder(tmp_path, sms__validity=GOOD))
    before = load_rulebook(folder, ["sms.validity"])
    written(tmp_path, rules=with_rule(value=16))

    after = load_rulebook(folder, ["sms.validity"])

    assert before.region_rules.regions["410000"].rules["age.min_unit"].value == 18
    assert after.region_rules.regions["410000"].rules["age.min_unit"].value == 16
    assert before.digest != after.digest


def test_a_rulebook_without_regions_has_no_regional_rules(tmp_path: Path) -> None:
    rulebook = load_rulebook(a_folder(tmp_path, sms__validity=GOOD), ["sms.validity"])

    assert not rulebook.region_rules.regions
    assert not rulebook.region_rules.vocabulary
