"""What the processes said while parts of them were killed, counted by kind."""

import json
from collections import Counter
from pathlib import Path

# What somebody would be woken for, and never because a process or a connection died.
_NEVER = ("work of the worker failed", "unexpected", "filing held for a fault of ours", "authority refuses our calls")


def said_in(data_dir: Path) -> Counter[str]:
    """Count what was said at warning and above, by process, level, words and kind of exception."""
    found: Counter[str] = Counter()
    for path in sorted((data_dir / "logs").glob("*.log")):
        for line in path.read_text(errors="replace").splitlines():
            kind = _kind(line)
            if kind is not None:
                found[f"{path.stem}: {kind}"] += 1
    return found


def faults_in(said: Counter[str]) -> list[str]:
    """Return what must never be said."""
    return [f"{count} × {kind}" for kind, count in sorted(said.items()) if any(words in kind for words in _NEVER)]


def _kind(line: str) -> str | None:
    try:
        entry = json.loads(line)
    except ValueError:
        # A traceback that went past the log ends with the exception's name.
        return line.split(":")[0][:80] if line[:1].isalpha() and "Error" in line.split(":")[0] else None
    if not isinstance(entry, dict) or entry.get("level") not in ("warning", "error", "critical"):
        return None
    more = " ".join(str(entry[name]) for name in ("what", "task", "code", "status") if name in entry)
    exception = str(entry.get("exception") or "").strip().splitlines()
    ended = f" ({exception[-1].split(':')[0]})" if exception else ""
    return f"{entry['level']}: {entry.get('event')} {more}{ended}".strip()[:200]
