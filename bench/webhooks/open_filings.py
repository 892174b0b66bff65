"""Time events from the authority's answer to the panels, over real HTTP, with many filings open at the same time.

Filing one takes about a second of two cores. `--filed` files fewer; the others are then copies of their rows with names
of their own: what the service's questions and its worker have to look through is the same.
"""

import argparse
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from app.adapters.embedded_database import SERVICE_DATABASE, running_server
from bench.webhooks.__main__ import ENDPOINTS, NOBODY_LISTENS
from bench.webhooks.latencies import print_latencies
from bench.webhooks.receiving import Panels, panels
from tests.play.filing_case import FilingCase
from tests.play.running_service import SCOPES, Caller, RunningService, running

_LIMITS = {"FILING_RATE_CLIENT_PER_MINUTE": "1000000", "FILING_AUTHENTICITY": "person"}
_AT_ONCE = 4
_LONGEST = 60.0
Came = list[tuple[str, float]]


def main() -> None:
    """File, wait for the authority's answers, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.webhooks.open_filings", description=__doc__)
    parser.add_argument("--filings", type=int, default=1000, help="open at the same time, all in authority review")
    parser.add_argument("--filed", type=int, help="so many of them are filed, the others copied; all by default")
    parser.add_argument("--answers", type=int, default=200, help="of the authority, which are timed")
    wanted = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="filing-bench-", ignore_cleanup_errors=True) as folder,
        running(Path(folder), _LIMITS) as service,
        panels() as told,
    ):
        cases = _filed(service, wanted.filed or wanted.filings)
        _copied(service, cases, wanted.filings - len(cases))
        panel = cases[0].backend
        _endpoints(panel, told.port)
        asked = {case.filing_id: _answered(case) for case in cases[: wanted.answers]}
        came = _all_that_came(told, panel, asked)
        print_latencies([at - asked[filing_id] for filing_id, at in came])
        print(f"({wanted.filings} filings open at first, {len(cases)} filed, {ENDPOINTS} endpoints, one of them dead)")


def _filed(service: RunningService, count: int) -> list[FilingCase]:
    """Bring filings as far as the authority's review."""
    client = service.client("bench", SCOPES)
    with ThreadPoolExecutor(_AT_ONCE) as drivers:
        return list(drivers.map(lambda _: FilingCase(service, client).in_authority_review(), range(count)))


def _copied(service: RunningService, cases: list[FilingCase], count: int) -> None:
    """Copy rows of filings in authority review, with what they wait for and their history."""
    address = running_server(service.data_dir)
    assert address is not None
    with psycopg.connect(address.dsn(SERVICE_DATABASE)) as connection:
        for number in range(count):
            source = cases[number % len(cases)].filing_id
            copy = f"fil_copy{number:06d}"
            _copy(connection, "filings", "id", source, copy, {
                "order_slot": 1000 + number, "certificate_index": copy.encode(), "type_verification_id": None,
            })  # fmt: skip
            _copy(connection, "deadlines", "owner_id", source, copy, {})
        connection.execute("analyze")


def _copy(
    connection: "psycopg.Connection[Any]", table: str, key: str, source: str, copy: str, others: dict[str, Any]
) -> None:
    found = connection.execute("select column_name from information_schema.columns where table_name = %s", (table,))
    changed = {key: copy, **others}
    names = [str(row[0]) for row in found]
    chosen = [sql.Placeholder(name) if name in changed else sql.Identifier(name) for name in names]
    statement = sql.SQL("insert into {0} ({1}) select {2} from {0} where {3} = {4}").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names)), sql.SQL(", ").join(chosen),
        sql.Identifier(key), sql.Placeholder("source"),
    )  # fmt: skip
    connection.execute(statement, {**changed, "source": source})


def _endpoints(panel: Caller, port: int) -> None:
    for number in range(ENDPOINTS):
        url = NOBODY_LISTENS if number == 0 else f"http://127.0.0.1:{port}/{number}"
        panel.ok(panel.post("/v1/webhook-endpoints", {"url": url, "event_types": ["filing.state_changed"]}))


def _answered(case: FilingCase) -> float:
    """Let the authority accept, and return when it was told to: what it needs itself is part of the time."""
    begun = time.monotonic()
    body = {"filing_id": case.filing_id, "outcome": "accept"}
    case.backend.ok(case.backend.post("/v1/sandbox/authority/decisions", body))
    return begun


def _all_that_came(told: Panels, panel: Caller, asked: dict[str, float]) -> Came:
    """Return which filing was told of when, once for each live endpoint."""
    wanted, ends = len(asked) * (ENDPOINTS - 1), time.monotonic() + _LONGEST
    came: Came = []
    found: Came = []
    while len(found) < wanted and time.monotonic() < ends:
        time.sleep(0.5)
        came += told.came()
        # What people did before the endpoints were there may come by too.
        filings = {event["id"]: event["filing_id"] for event in _approvals(panel)}
        found = [(filings[event_id], at) for event_id, at in came if event_id in filings]
    assert len(found) >= wanted, f"{wanted - len(found)} of {wanted} were not told of within {_LONGEST:.0f} s"
    return found


def _approvals(panel: Caller) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    params: dict[str, Any] = {"limit": 100}
    while True:
        page = panel.ok(panel.get("/v1/events", params=params))
        found += [one for one in page["data"] if one["data"].get("to") == "approved"]
        if page["next_cursor"] is None:
            return found
        params["cursor"] = page["next_cursor"]


if __name__ == "__main__":
    main()
