"""Drawings of the filing's states and of the layers, in Mermaid, from the tables that the code itself obeys."""

import tomllib
from pathlib import Path

from app.domain.filing_states import FINAL, TRANSITIONS, State, Transition


def drawings(root: Path) -> dict[str, str]:
    """Return each drawing's text by its path under the project's root."""
    return {
        "docs/drawings/filing-states.md": _page(
            "The way of a filing", "the table in `app/domain/filing_states.py`", _states()
        ),
        "docs/drawings/layers.md": _page(
            "The layers of the house", "the import contract in `pyproject.toml`", _layers(root)
        ),
    }


def _page(title: str, source: str, drawing: list[str]) -> str:
    head = [f"# {title}", "", f"Generated from {source} by `filing docs --write`; `make check` compares the two.", ""]
    return "\n".join([*head, "```mermaid", *drawing, "```", ""])


def _states() -> list[str]:
    lines = ["stateDiagram-v2", f"    [*] --> {State.DRAFT}"]
    ways: dict[tuple[State, State], list[Transition]] = {}
    for row in TRANSITIONS:
        ways.setdefault((row.state, row.next_state), []).append(row)
    for (state, following), rows in ways.items():
        words = ", ".join(dict.fromkeys(f"{row.event} ({row.actor})" for row in rows))
        lines.append(f"    {state} --> {following}: {words}")
    return [*lines, *(f"    {state} --> [*]" for state in FINAL)]


def _layers(root: Path) -> list[str]:
    contracts = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    rows: list[str] = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    lines = ["flowchart TB"]
    for number, row in enumerate(rows):
        members = [name.strip() for name in row.split("|")]
        lines.append(f"    subgraph layer{number} [ ]")
        lines += ["        direction LR", *(f"        {name}[app.{name}]" for name in members), "    end"]
    return [*lines, *(f"    layer{number} --> layer{number + 1}" for number in range(len(rows) - 1))]
