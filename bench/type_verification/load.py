"""Loads: wrk for HTTP, pgbench for the SQL alone, and the CPU time that a process used meanwhile."""

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.adapters.server_programs import server_programs
from app.storage.hot_statements import ADD_TYPE_VERIFICATION, TYPE_FACTS
from bench.type_verification.bare import SESSION
from bench.type_verification.seeding import Question

CONNECTIONS = 16
_SCRIPT = Path(__file__).with_name("questions.lua")
_TICKS = os.sysconf("SC_CLK_TCK")
_SECONDS = {"us": 1e-6, "ms": 1e-3, "s": 1.0}


@dataclass(frozen=True, slots=True)
class Run:
    """One measurement; `cpu_us` is the server process's CPU time a request, `p99_ms` the 99th percentile."""

    rate: float
    cpu_us: float | None = None
    p99_ms: float | None = None


def pinned(core: int, command: Sequence[str]) -> list[str]:
    """Return a command that runs on one core."""
    return ["taskset", "-c", str(core), *command]


def cpu_seconds(pid: int) -> float:
    """Return the user and system time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def wrk(core: int, url: str, pid: int, bodies: Path, token: str, seconds: int) -> Run:
    """Ask for so many seconds; raises RuntimeError if any answer was no success."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", str(_SCRIPT), url, "--"]
    before = cpu_seconds(pid)
    said = subprocess.run([*pinned(core, command), str(bodies), token], capture_output=True, text=True, check=True)
    used = cpu_seconds(pid) - before
    if "Non-2xx" in said.stdout or "Socket errors" in said.stdout:
        raise RuntimeError(said.stdout)
    requests = int(_found(r"(\d+) requests in", said.stdout)[0])
    rate = float(_found(r"Requests/sec:\s+([\d.]+)", said.stdout)[0])
    amount, unit = _found(r"99%\s+([\d.]+)(us|ms|s)", said.stdout)
    return Run(rate, used / requests * 1e6, float(amount) * _SECONDS[unit] * 1e3)


def pgbench_scripts(folder: Path, provider: str, questions: Sequence[Question], sample_bytes: int) -> list[Path]:
    """Write one pgbench script a question: the service's two statements with values in them (at most 128 files)."""
    paths = []
    for number, question in enumerate(questions):
        index = f"'\\x{question.certificate_index.hex()}'::bytea"
        place = ".".join(reversed(question.domain.split("."))) + "."
        facts = (
            f"'{provider}'", f"'{question.account_id}'", index,
            "array['website']", f"array['{place}']", "array['website']", f"array['{question.domain}']", "null",
        )  # fmt: skip
        added = (
            "'tv_' || replace(uuidv7()::text, '-', '')", f"'{provider}'", f"'{question.account_id}'", "'app'",
            f"'\\x{'00' * sample_bytes}'::bytea", index, "'first_filing'", "current_date", f"'{'0' * 64}'",
            "now()", "now() + interval '24 hours'", "null", "null",
        )  # fmt: skip
        path = folder / f"question-{number}.sql"
        path.write_text(f"{_filled(TYPE_FACTS, facts)};\n{_filled(ADD_TYPE_VERIFICATION, added)};\n")
        paths.append(path)
    return paths


def pgbench(core: int, dsn: str, scripts: Sequence[Path], seconds: int) -> Run:
    """Run the scripts with prepared statements on as many connections as the HTTP loads use."""
    program = server_programs().folder / "pgbench"
    command = [str(program), "-n", "-M", "prepared", f"-c{CONNECTIONS}", "-j1", f"-T{seconds}"]
    for script in scripts:
        command += ["-f", str(script)]
    options = " ".join(f"-c {name}={value}" for name, value in SESSION.items())
    environ = os.environ | {"PGOPTIONS": options}
    said = subprocess.run([*pinned(core, command), dsn], env=environ, capture_output=True, text=True, check=False)
    if said.returncode != 0:
        raise RuntimeError(said.stderr[-2000:])
    return Run(float(_found(r"tps = ([\d.]+)", said.stdout)[0]))


def _filled(statement: str, values: Sequence[str]) -> str:
    return re.sub(r"\$(\d+)", lambda found: values[int(found[1]) - 1], statement).strip()


def _found(pattern: str, text: str) -> tuple[str, ...]:
    found = re.search(pattern, text)
    if found is None:
        raise RuntimeError(text)
    return found.groups()
