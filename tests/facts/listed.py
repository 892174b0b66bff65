"""The list of facts: one YAML file a source document, read and checked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "documents"
ROOT = Path(__file__).parents[2]
RULES = ROOT / "app" / "rules"
_ID = re.compile(r"S[0-4]-[0-9]{2}")
_KEYS = {"section", "says", "carried_by", "advice", "no_software"}


class ListError(Exception):
    """The list of facts says something that can't be: the message names file, fact and fault."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """What carries a fact: a module (`app.domain.filing_states`), or a rule, or a part of one.

    Written `rule.id@2020-08-17#path.in.value`: the version in force from that day (the last one where none is named),
    and the part of its value that the fact is about (`in_force_from` for the day itself; where none is, all of it).
    """

    name: str
    version: str | None = None
    path: tuple[str, ...] = ()

    @classmethod
    def of(cls, written: str) -> "Carrier":
        """Read what stands in the list."""
        rule, _, path = written.partition("#")
        name, _, version = rule.partition("@")
        return cls(name, version or None, tuple(path.split(".")) if path else ())

    def __str__(self) -> str:
        version = f"@{self.version}" if self.version else ""
        return f"{self.name}{version}{'#' + '.'.join(self.path) if self.path else ''}"

    @property
    def is_code(self) -> bool:
        """Whether it is a module rather than a rule."""
        return self.name.split(".")[0] in ("app", "authority_sandbox")

    @property
    def file(self) -> Path:
        """The module or rule file; a package stands for itself."""
        if not self.is_code:
            return RULES.joinpath(*self.name.split(".")).with_suffix(".yaml")
        module = ROOT.joinpath(*self.name.split("."))
        return module if module.is_dir() else module.with_suffix(".py")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a source document states, in words of our own; `no_software` says why nothing carries it."""

    id: str
    section: str
    says: str
    carried_by: tuple[Carrier, ...]
    advice: str | None
    no_software: str | None


@dataclass(frozen=True, slots=True)
class Document:
    """A source document with its facts, in the order of their numbers."""

    key: str
    title: str
    dated: str
    facts: tuple[Fact, ...]


def documents() -> tuple[Document, ...]:
    """Read the list; raises ListError for what is wrong in it."""
    return tuple(_document(file) for file in sorted(FOLDER.glob("S*.yaml")))


def facts() -> Mapping[str, Fact]:
    """Return every fact by its number."""
    return {fact.id: fact for document in documents() for fact in document.facts}


def _document(file: Path) -> Document:
    parsed = yaml.safe_load(file.read_text(encoding="utf-8"))
    return Document(
        key=file.stem,
        title=parsed["title"],
        dated=str(parsed["dated"]),
        facts=tuple(_facts(file.stem, parsed["facts"])),
    )


def _facts(key: str, parsed: Mapping[str, Any]) -> Iterator[Fact]:
    for number, said in parsed.items():
        if not _ID.fullmatch(number) or not number.startswith(key):
            raise ListError(f"{key}.yaml: {number}: this is no number of a fact of {key}")
        if unknown := set(said) - _KEYS:
            raise ListError(f"{key}.yaml: {number}: unknown {', '.join(sorted(unknown))}")
        fact = Fact(
            id=number,
            section=said["section"],
            says=said["says"].strip(),
            carried_by=tuple(map(Carrier.of, said.get("carried_by", ()))),
            advice=said.get("advice"),
            no_software=said.get("no_software"),
        )
        if bool(fact.carried_by) == bool(fact.no_software):
            raise ListError(f"{key}.yaml: {number}: name what carries it, or say why it asks nothing of software")
        yield fact
