"""What the processes said while parts of them were killed, counted by kind."""

import json
import re
from collections import Counter
from pathlib import Path

_FRAME = re.compile(r'File ".*?([^/]+/[^/]+)", line (\d+)')
# Paths and addresses would make a kind of each line.
_SOCKET = re.compile(r'"/[^"]*"|0x[0-9a-f]+|\[\d+\]|/\S+')
# What somebody would be woken for, and never because a process or a connection died.
_NEVER = (
    "work of the worker failed",
    "unexpected",
    "filing held for a fault of ours",
    "no rendition can be made of a paper",
    "authority refuses our calls",
)


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
    wanted = tuple(f": error: {words} " for words in _NEVER)
    return [f"{count} × {kind}" for kind, count in sorted(said.items()) if any(one in f"{kind} " for one in wanted)]


def _place(exception: list[str]) -> str:
    """Return where an exception came from: the innermost line of the service's, and the innermost of all."""
    lines = [found for found in map(_FRAME.search, exception) if found is not None]
    ours = [found for found in lines if "site-packages" not in found[0]]
    places = dict.fromkeys(f"{one[1]}:{one[2]}" for one in (*ours[-1:], *lines[-1:]))
    return "".join(f" at {place}" for place in places)


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
    ended = f" ({exception[-1].split(':')[0]}{_place(exception)})" if exception else ""
    words = _SOCKET.sub("…", str(entry.get("event")).splitlines()[0])
    return f"{entry['level']}: {words} {more}{ended}".strip()[:240]
