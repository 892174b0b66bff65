"""The page of all rules: since when, what they say, who says so, and where they act."""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from app.cli.tables.book import Book
from app.cli.tables.markdown import citations, code, opening, page, section, since, table
from app.domain.region_rules import RegionRule, RuleRegion
from app.domain.rulebook import Rule, RuleVersion
from app.domain.texts import Text

_LONGEST = 160


def rules(book: Book) -> str:
    """Return the page."""
    about = [
        "Rules stand in `app/rules`, one file a rule, whose path is its id. A long value opens where its beginning "
        "stands; the tables in the folder `tables` show the larger ones readably. “acts in” is the module that asks "
        "for the rule. `always` is a rule whose beginning nobody tells.",
    ]
    folders: dict[str, list[Rule]] = {}
    for rule in sorted(book.rulebook.rules.values(), key=lambda one: one.id):
        folders.setdefault(rule.id.split(".", 1)[0], []).append(rule)
    acting = _modules()
    parts = [section(folder, _rules(of_one, acting)) for folder, of_one in folders.items()]
    regions = book.rulebook.region_rules.regions
    parts += [section(f"{region.name.zh} {region.name.en}", _region(book, region)) for region in regions.values()]
    return page("Every rule 全部规则", book.as_of, about, parts)


def _modules() -> dict[str, str]:
    """Return which module asks for each rule, the first of the alphabet where several do."""
    from app.rulebook.asked import ASKED

    named = [(str(member), _module(asking)) for asking in ASKED for member in asking]
    return dict(sorted(named, reverse=True))


def _module(asking: type[StrEnum]) -> str:
    return asking.__module__.removeprefix("app.domain.")


def _rules(of_one: list[Rule], acting: Mapping[str, str]) -> str:
    rows = [
        [
            code(rule.id),
            rule.summary.zh,
            rule.summary.en,
            since(version),
            "repealed" if version.repealed else _value(version),
            citations(version),
            code(acting.get(rule.id, "")),
        ]
        for rule in of_one
        for version in rule.versions
    ]
    return table(["rule", "规则", "in English", "since", "value", "source", "acts in"], rows)


def _value(version: RuleVersion) -> str:
    words = json.dumps(_plain(version.value), ensure_ascii=False)
    return code(words) if len(words) <= _LONGEST else opening(code(f"{words[:_LONGEST]} …"), code(words))


def _plain(value: Any) -> Any:
    if isinstance(value, Text):
        return value.zh
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value if isinstance(value, (bool, int, float, type(None))) else str(value)


def _region(book: Book, region: RuleRegion) -> str:
    rows = [_region_row(book, rule) for _, rule in sorted(region.rules.items())]
    return table(["rule", "for", "types", "value", "since", "observed", "confidence", "source", "acts in"], rows)


def _region_row(book: Book, rule: RegionRule) -> list[object]:
    family = book.rulebook.region_rules.families[rule.family]
    acts = rule.said_by or family.said_by or family.acts_in.value
    return [
        code(rule.family),
        ", ".join(sorted(rule.applies_to)),
        ", ".join(sorted(rule.filing_types)) or "all",
        f"{rule.kind.value}: {_plain(rule.value)}",
        rule.in_force_from or "unknown",
        rule.observed_on.words,
        rule.confidence.value,
        rule.source,
        code(acts),
    ]
