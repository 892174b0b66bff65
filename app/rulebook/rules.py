"""Loading the dated rules: one YAML file a rule, its path below the folder being its id with dots as folders."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.domain.document_forms import FORM_RULES, DocumentRule
from app.domain.findings import Retry, Severity
from app.domain.form_rules import FormRule
from app.domain.material_rows import RequirementRule
from app.domain.reminders import ReminderRule
from app.domain.rulebook import Rule, Rulebook, RuleVersion
from app.rulebook.document_rows import check_every_page, check_forms
from app.rulebook.errors import RulebookError
from app.rulebook.form_rows import check_form_rows, check_steps
from app.rulebook.material_rows import check_material_rows
from app.rulebook.notice_rows import notice_template
from app.rulebook.profiles import PROFILES
from app.rulebook.reading import Place
from app.rulebook.region_rules import FOLDERS, load_region_rules
from app.rulebook.reminder_rows import check_reminders
from app.rulebook.yaml_files import read_mapping, yaml_files


def load_rulebook(folder: Path, asked: Iterable[str]) -> Rulebook:
    """Read every rule file below a folder (profiles apart) and check it against the ids that the code asks for.

    What the regions ask for (`app.rulebook.region_rules`) is read with it, and part of its digest.

    Raises RulebookError for the first fault, a file that no code asks for and an asked id without a file among them.
    """
    wanted = frozenset(asked)
    rules: dict[str, Rule] = {}
    contents: dict[str, bytes] = {}
    for file in yaml_files(folder):
        place = file.relative_to(folder)
        if place.parts[0] in (PROFILES, *FOLDERS):
            continue
        content, parsed = read_mapping(file)
        rule = _rule(Place(file, "", parsed), expected_id=".".join(place.with_suffix("").parts))
        if rule.id not in wanted:
            raise RulebookError(
                file, "id", f"no code asks for the rule {rule.id}", "Name it in an enum of rules, or remove the file"
            )
        rules[rule.id] = rule
        contents[rule.id] = content
    for missing in sorted(wanted - rules.keys()):
        file = folder.joinpath(*missing.split(".")).with_suffix(".yaml")
        raise RulebookError(file, "id", f"the code asks for the rule {missing}, and there is no file", "Write the file")
    region_rules, files = load_region_rules(folder, rules)
    return Rulebook.of(rules, _digest({**contents, **files}), region_rules)


def _digest(contents: Mapping[str, bytes]) -> str:
    """Return the SHA-256 in hex over the ids and files, by id; lengths keep one file from running into the next."""
    digest = hashlib.sha256()
    for rule_id in sorted(contents):
        for part in (rule_id.encode(), contents[rule_id]):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def _rule(place: Place, expected_id: str) -> Rule:
    place.only(("id", "kind", "summary", "versions"), ("unit",))
    rule_id = place.at("id").words()
    if rule_id != expected_id:
        place.at("id").refuse(f"{rule_id} is not where the file lies", f"Write {expected_id}, or move the file")
    kind = place.at("kind").one_of(tuple(_VALUES))
    unit = place.at("unit")
    rule = Rule(
        id=rule_id,
        kind=kind,
        summary=place.at("summary").text(),
        unit=None if unit.value is None else unit.words(),
        versions=_versions(place.at("versions"), _VALUES[kind]),
    )
    # What the rows of a table say is known where they are asked for, and still a broken one stops the start.
    check_rows = _ROW_CHECKS.get(rule_id)
    if check_rows is not None:
        for version in place.at("versions").items():
            check_rows(version)
    return rule


def _versions(place: Place, read_value: Callable[[Place], Any]) -> tuple[RuleVersion, ...]:
    versions: list[RuleVersion] = []
    for item in place.items():
        version = _version(item, read_value)
        if versions and version.in_force_from <= versions[-1].in_force_from:
            item.at("in_force_from").refuse(
                f"{version.in_force_from} is not later than the version before ({versions[-1].in_force_from})",
                "Put the versions oldest first, one a day",
            )
        if version.repealed and not versions:
            item.at("repealed").refuse("a rule cannot begin with its repeal", "Put the version that was repealed first")
        versions.append(version)
    if not versions:
        place.refuse("the rule has no version", "Add a version with its day, value and citations")
    return tuple(versions)


def _version(place: Place, read_value: Callable[[Place], Any]) -> RuleVersion:
    place.only(("in_force_from", "citations"), ("value", "repealed"))
    repealed = "repealed" in place.value
    if repealed and place.at("repealed").flag() is False:
        place.at("repealed").refuse("only `true` says something here", "Remove the key, or write true")
    if repealed == ("value" in place.value):
        problem = "a repealed version has a value" if repealed else "this is missing"
        place.at("value").refuse(problem, "Give a version either `value` or `repealed: true`")
    return RuleVersion(
        in_force_from=place.at("in_force_from").day(),
        value=None if repealed else read_value(place.at("value")),
        citations=place.at("citations").citations(),
        repealed=repealed,
    )


def _finding(place: Place) -> Mapping[str, object]:
    place.only(("severity", "retry", "message", "remedy"))
    return MappingProxyType(
        {
            "severity": place.at("severity").one_of(tuple(Severity)),
            "retry": place.at("retry").one_of(tuple(Retry)),
            "message": place.at("message").text(),
            "remedy": place.at("remedy").text(),
        }
    )


def _table(place: Place) -> object:
    if not place.value or not isinstance(place.value, dict | list):
        place.refuse("this is no table", "Write a mapping, or a list of mappings")
    if isinstance(place.value, list):
        for row in place.items():
            if not isinstance(row.value, dict):
                row.refuse("a row of a table is a mapping", "Write its columns as keys")
    return _frozen(place)


def _frozen(place: Place) -> object:
    """Freeze mappings and lists all the way down; keys must be words, for YAML reads an unquoted 110000 as a number."""
    if isinstance(place.value, dict):
        for key in place.value:
            if not isinstance(key, str):
                Place(place.file, f"{place.path}.{key}", key).refuse("the key is no text", "Put the key in quotes")
        return MappingProxyType({key: _frozen(place.at(key)) for key in place.value})
    if isinstance(place.value, list):
        return tuple(_frozen(item) for item in place.items())
    return place.value


_VALUES: Mapping[str, Callable[[Place], Any]] = MappingProxyType(
    {
        "number": Place.number,
        "flag": Place.flag,
        "text": Place.text,
        "list": Place.names,
        "table": _table,
        "finding": _finding,
        "notice": notice_template,
    }
)

_ROW_CHECKS: Mapping[str, Callable[[Place], None]] = MappingProxyType(
    {
        **dict.fromkeys((rule.value for rule in RequirementRule), check_material_rows),
        **dict.fromkeys((rule.value for rule in FORM_RULES.values()), check_forms),
        DocumentRule.EVERY_PAGE.value: check_every_page,
        FormRule.FIELDS.value: check_form_rows,
        FormRule.STEPS.value: check_steps,
        ReminderRule.REMINDERS.value: check_reminders,
    }
)
