"""The outcome as Markdown."""

from collections import Counter
from typing import Any

from tests.crash.rounds import Wanted

_COLUMNS = ("acknowledged", "again", "once", "missing", "twice")
_WITHOUT_TRACE = ("session", "claim", "clock")


def written(wanted: Wanted, kills: Counter[str], left: dict[str, int], report: dict[str, Any]) -> str:
    """Return both tables, and what is wrong."""
    lines = ["| what | figure |", "| --- | --- |"]
    lines += [f"| rounds | {wanted.rounds} |", f"| filings at a time | {wanted.filings} |", f"| seed | {wanted.seed} |"]
    lines += [f"| killed: {name} | {count} |" for name, count in sorted(kills.items())]
    lines += [f"| ended by itself: {name} | {count} |" for name, count in left.items() if count]
    lines += [f"| {what} | {figure} |" for what, figure in report["rows"]]
    lines += ["", "| act | acknowledged | sent more than once | found once | missing | twice |"]
    lines += ["| --- | --- | --- | --- | --- | --- |"]
    totals: Counter[str] = Counter()
    for name, counted in sorted(report["acts"].items()):
        if name not in _WITHOUT_TRACE:
            totals.update(counted)
            lines.append(f"| {name} | {' | '.join(str(counted[column]) for column in _COLUMNS)} |")
    lines.append(f"| **all** | {' | '.join(f'**{totals[column]}**' for column in _COLUMNS)} |")
    return "\n".join(lines)


def explained(report: dict[str, Any]) -> str:
    """Return what else was noted, and what is wrong."""
    noted = "\n".join(f"  {line}" for line in report["noted"])
    wrong = "\n".join(f"  WRONG: {line}" for line in report["wrong"])
    return f"noted:\n{noted}\n{len(report['wrong'])} things are wrong\n{wrong}"
