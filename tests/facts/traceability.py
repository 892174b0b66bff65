"""The document and the printed table: each fact, what carries it, which tests show it."""

from collections.abc import Iterator, Mapping, Sequence

from tests.facts.listed import Document, Fact

FILE = "docs/traceability.md"
NOT_YET = "none yet"
_HEAD = """# Facts of the source documents

Written by `make facts`, which runs every test named here and fails where a fact has none that passes; `make check`
finds a document that no longer says what list and tests say. The list itself is in `tests/facts/documents/`.

A carrier is a rule under `app/rules/` (`@` names the version by its first day, `#` the part of its value that the fact
is about) or a module. `make facts-mutate` changes each such value and names the facts whose tests don't notice.
"""


def document(sources: Sequence[Document], tests: Mapping[str, Sequence[str]]) -> str:
    """Return docs/traceability.md."""
    parts = [_HEAD, _summary(sources, tests)]
    for source in sources:
        parts.append(f"\n## {source.key}: {source.title} ({source.dated})\n\n")
        parts.append("| Fact | What it says | Section | Carried by | Shown by |\n| --- | --- | --- | --- | --- |\n")
        parts.extend(_row(fact, tests.get(fact.id, ())) for fact in source.facts)
    return "".join(parts)


def table(sources: Sequence[Document], tests: Mapping[str, Sequence[str]], passed: set[str]) -> str:
    """Return the table that is printed: fact, carriers, number of tests, whether one passed."""
    lines = []
    for source in sources:
        lines.append(f"{source.key}  {source.title}")
        for fact in source.facts:
            carried = ", ".join(map(str, fact.carried_by)) or "asks nothing of software"
            lines.append(
                f"  {fact.id}  {_verdict(fact, tests, passed):<9}  {len(tests.get(fact.id, ())):>2}  {carried}"
            )
    return "\n".join(lines)


def _verdict(fact: Fact, tests: Mapping[str, Sequence[str]], passed: set[str]) -> str:
    if fact.no_software:
        return "-"
    if fact.id not in tests:
        return "NO TEST"
    return "passed" if fact.id in passed else "NOT SHOWN"


def _summary(sources: Sequence[Document], tests: Mapping[str, Sequence[str]]) -> str:
    every = [fact for source in sources for fact in source.facts]
    silent = [fact for fact in every if fact.no_software]
    missing = [fact.id for fact in every if not fact.no_software and fact.id not in tests]
    words = f"\n{len(every)} facts; {len(silent)} of them ask nothing of software.\n"
    return words + (f"Without a test: {', '.join(missing)}.\n" if missing else "")


def _row(fact: Fact, tests: Sequence[str]) -> str:
    return f"| {fact.id} | {_cell(fact.says)} | {_cell(fact.section)} | {_carried(fact)} | {_shown(fact, tests)} |\n"


def _carried(fact: Fact) -> str:
    if fact.no_software:
        return f"nothing: {_cell(fact.no_software)}"
    carriers = "<br>".join(f"`{carrier}`" for carrier in fact.carried_by)
    return carriers + (f"<br>advice: {_cell(fact.advice)}" if fact.advice else "")


def _shown(fact: Fact, tests: Sequence[str]) -> str:
    if fact.no_software:
        return ""
    return "<br>".join(_files(tests)) or NOT_YET


def _files(tests: Sequence[str]) -> Iterator[str]:
    for test in tests:
        file, _, name = test.removeprefix("tests/").partition("::")
        yield f"`{file}`: {name.removeprefix('test_').replace('_', ' ')}"


def _cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")
