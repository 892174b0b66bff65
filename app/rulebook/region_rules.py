"""Loading what each region asks for, `regions/<code>.yaml`: who says so (`documents`), and its rules by family."""

import re
from calendar import monthrange
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.domain.citations import Citation
from app.domain.filing_types import FilingType
from app.domain.region_rules import (
    NATIONAL,
    Confidence,
    Kind,
    Observed,
    RegionFamily,
    RegionRule,
    RegionRules,
    RuleRegion,
    Shape,
    Whom,
)
from app.domain.regions import ABBREVIATIONS
from app.domain.texts import Text
from app.rulebook.reading import Place
from app.rulebook.region_families import FAMILIES, load_families, load_vocabulary
from app.rulebook.yaml_files import read_mapping, yaml_files

REGIONS = "regions"
FOLDERS = (REGIONS, FAMILIES)
UNKNOWN = "unknown"

_CODES = (NATIONAL, *(f"{digits}0000" for digits in ABBREVIATIONS))
_RULE = ("applies_to", "in_force_from", "observed_on", "confidence", "documents")
_OPTIONAL = ("kind", "filing_types", "value", "conflicts_with", "note", "said_by")
_TIME = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


def load_region_rules(folder: Path, rule_ids: Collection[str]) -> tuple[RegionRules, Mapping[str, bytes]]:
    """Read the regions below a folder and the families they are of, with the files' contents by name.

    `rule_ids` are those of the rest of the rulebook. Raises RulebookError for the first fault.
    """
    families, contents = load_families(folder, rule_ids)
    vocabulary = load_vocabulary(folder)
    reader = _Reader(families, vocabulary, rule_ids)
    regions: dict[str, RuleRegion] = {}
    for file in yaml_files(folder / REGIONS):
        content, parsed = read_mapping(file)
        region = reader.region(Place(file, "", parsed))
        regions[region.code] = region
        contents[f"{REGIONS}.{region.code}"] = content
    return RegionRules(families, MappingProxyType(regions), vocabulary), MappingProxyType(contents)


class _Reader:
    """Reads the files of regions against what families, vocabulary and the rest of the rulebook know."""

    def __init__(
        self, families: Mapping[str, RegionFamily], vocabulary: Mapping[str, Text], rule_ids: Collection[str]
    ) -> None:
        self._families = families
        self._vocabulary = vocabulary
        self._rule_ids = rule_ids

    def region(self, place: Place) -> RuleRegion:
        """Read one file."""
        place.only(("code", "name", "abbreviation", "documents", "rules"))
        code = place.at("code").one_of(_CODES)
        if code != place.file.stem:
            place.at("code").refuse(f"{code} is not the file's name", f"Write {place.file.stem}, or rename the file")
        documents = _documents(place.at("documents").mapping())
        rules = place.at("rules").mapping()
        read = {name: self._rule(code, name, rules.at(name), documents) for name in rules.value}
        _check_conflicts(read, rules)
        _check_all_cited(documents, rules, place.at("documents"))
        return RuleRegion(
            code=code,
            name=place.at("name").text(),
            abbreviation=place.at("abbreviation").words(),
            rules=MappingProxyType(read),
        )

    def _rule(self, region: str, name: str, place: Place, documents: Mapping[str, Citation]) -> RegionRule:
        family = self._families.get(name)
        if family is None:
            place.refuse(f"there is no family {name}", f"Name one of {FAMILIES}, or write it there")
        place.only(_RULE, _OPTIONAL)
        kind = _kind(place, family)
        said_by = place.at("said_by").one_of(self._rule_ids) if "said_by" in place.value else family.said_by
        return RegionRule(
            region=region,
            family=name,
            kind=kind,
            applies_to=frozenset(Whom(item) for item in _words(place.at("applies_to"), tuple(Whom))),
            filing_types=_filing_types(place),
            value=self._value(place, family.wordings[kind].shapes),
            in_force_from=None if place.value["in_force_from"] == UNKNOWN else place.at("in_force_from").day(),
            observed_on=_observed(place.at("observed_on")),
            confidence=Confidence(place.at("confidence").one_of(tuple(Confidence))),
            citations=tuple(documents[one] for one in _words(place.at("documents"), tuple(documents))),
            conflicts_with=place.at("conflicts_with").names() if "conflicts_with" in place.value else (),
            note=place.at("note").text() if "note" in place.value else None,
            said_by=said_by,
        )

    def _value(self, place: Place, shapes: tuple[Shape, ...]) -> Any:
        value = place.at("value")
        if "value" not in place.value:
            if Shape.NONE not in shapes:
                value.refuse("this is missing", f"Write {' or '.join(shapes)}")
            return None
        if isinstance(value.value, bool) and {*shapes} & {Shape.YES, Shape.NO}:
            return value.value
        if not isinstance(value.value, bool) and isinstance(value.value, int) and Shape.NUMBER in shapes:
            return value.value
        if isinstance(value.value, list) and Shape.CODES in shapes:
            return _words(value, tuple(self._vocabulary))
        if isinstance(value.value, list) and Shape.WORDS in shapes and value.value:
            return value.names()
        return value.refuse(f"{value.value!r} has the wrong shape", f"Write {' or '.join(shapes)}")


def _kind(place: Place, family: RegionFamily) -> Kind:
    """Return the kind, which stands only where a family has several."""
    kinds = tuple(family.wordings)
    if len(kinds) == 1:
        if "kind" in place.value:
            place.at("kind").refuse("the family has one kind only", "Leave it out")
        return kinds[0]
    if "kind" not in place.value:
        place.at("kind").refuse("this is missing", f"Choose one of {', '.join(kinds)}")
    return Kind(place.at("kind").one_of(kinds))


def _documents(place: Place) -> Mapping[str, Citation]:
    """Read who says so; here a citation has the version that was read, where there is one, too."""
    found = {}
    for name in place.value:
        one = place.at(name).only(("title", "section"), ("version", "url"))
        found[name] = Citation(
            title=one.at("title").words(),
            section=one.at("section").words(),
            url=one.at("url").words() if "url" in one.value else None,
            version=one.at("version").words() if "version" in one.value else None,
        )
    return found


def _filing_types(place: Place) -> frozenset[str]:
    if "filing_types" not in place.value:
        return frozenset()
    return frozenset(_words(place.at("filing_types"), tuple(FilingType)))


def _observed(place: Place) -> Observed:
    """Read a time: a year, month or day, `from/to` or `../to` with such times, or that it is not known."""
    words = place.words()
    if words == UNKNOWN:
        return Observed(words, None)
    beginning, _, end = words.rpartition("/")
    if beginning not in ("", ".."):
        _last_day(place, beginning)
    return Observed(words, _last_day(place, end))


def _last_day(place: Place, time: str) -> date:
    parts = _TIME.fullmatch(time)
    if parts is None:
        place.refuse(f"{time!r} is no time", f"Write YYYY, YYYY-MM or YYYY-MM-DD, two with / between, or {UNKNOWN}")
    year, month = int(parts[1]), int(parts[2] or 12)
    try:
        return date(year, month, int(parts[3] or monthrange(year, month)[1]))
    except ValueError:
        place.refuse(f"there is no day {time}", "Write a time of the calendar")


def _check_conflicts(rules: Mapping[str, RegionRule], place: Place) -> None:
    """Two rules that contradict each other both say so."""
    for name, rule in rules.items():
        for other in rule.conflicts_with:
            if other == name or other not in rules or name not in rules[other].conflicts_with:
                place.at(name).at("conflicts_with").refuse(
                    f"{other} does not contradict {name} in this file", "Name each in the other's conflicts_with"
                )


def _check_all_cited(documents: Mapping[str, Citation], rules: Place, place: Place) -> None:
    cited = {name for rule in rules.value.values() for name in rule["documents"]}
    for name in documents:
        if name not in cited:
            place.at(name).refuse("no rule cites it", "Remove it, or cite it")


def _words(place: Place, choices: tuple[str, ...]) -> tuple[str, ...]:
    words = tuple(item.one_of(choices) for item in place.items())
    if not words:
        place.refuse("the list is empty", "Name at least one")
    return words
