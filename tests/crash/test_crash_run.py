"""A short crash run, and proof that the comparison notices what a long one must never find."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.demo.numbers import Numbers
from app.demo.people import individual
from tests.crash import moves, told_events
from tests.crash.hook import Hook
from tests.crash.logs import faults_in, said_in
from tests.crash.outcome import Outcome
from tests.crash.plans import Plan
from tests.crash.world import Filed

_ROOT = Path(__file__).parents[2]
_WITHIN = 480


def test_nothing_acknowledged_is_lost_or_done_twice_while_parts_of_the_service_are_killed() -> None:
    words = ["--rounds", "4", "--filings", "4", "--seed", "3"]

    done = subprocess.run(
        [sys.executable, "-m", "tests.crash", *words],
        cwd=_ROOT, capture_output=True, text=True, timeout=_WITHIN, check=False,
    )  # fmt: skip

    assert done.returncode == 0, f"{done.stdout[-5000:]}\n{done.stderr[-5000:]}"
    assert "| rounds | 4 |" in done.stdout


def entry(event: str, came: str | None, to: str, actor: str = "applicant") -> dict[str, Any]:
    return {"id": f"evt_{event}", "event": event, "from": came, "to": to, "actor": actor}


CREATED = entry("created", None, "draft")
CONFIRMED = entry("confirm", "draft", "draft")
SUBMITTED = entry("submit", "draft", "first_review")
TIMELINE = [CREATED, CONFIRMED, SUBMITTED]


def filed(**changes: Any) -> Filed:
    """Return a filing that was changed once, got two papers and was submitted; `changes` say otherwise."""
    found = Filed("label", Plan("individual"), individual(Numbers("crash")))
    found.done = [("created", "draft"), ("confirm", "draft"), ("submit", "first_review")]
    found.patches, found.materials, found.state = 1, {"mat_1": "a", "mat_2": "b"}, "first_review"
    found.ended = {"revision": 5}
    for name, value in changes.items():
        setattr(found, name, value)
    return found


def compared(one: Filed, timeline: list[dict[str, Any]]) -> Outcome:
    told = Outcome()
    moves.of_one(one, timeline, told)
    return told


def test_a_filing_that_is_as_it_was_acknowledged_gives_no_cause_for_complaint() -> None:
    told = compared(filed(), TIMELINE)

    assert told.wrong == []
    assert {name: figures["once"] for name, figures in told.acts.items()} == {
        "begin": 1,
        "confirm": 1,
        "submit": 1,
        "change": 1,
    }


@pytest.mark.parametrize(
    ("timeline", "act", "column"),
    [
        pytest.param([CREATED, CONFIRMED], "submit", "missing", id="an act is missing"),
        pytest.param([*TIMELINE, SUBMITTED], "submit", "twice", id="an act was done twice"),
        pytest.param([CREATED, SUBMITTED], "confirm", "missing", id="what moves nothing is missing"),
    ],
)
def test_an_act_that_is_missing_or_there_twice_is_noticed(
    timeline: list[dict[str, Any]], act: str, column: str
) -> None:
    told = compared(filed(), timeline)

    assert told.wrong
    assert told.acts[act][column] == 1


@pytest.mark.parametrize(
    ("revision", "column"),
    [pytest.param(4, "missing", id="lost"), pytest.param(6, "twice", id="done twice")],
)
def test_a_change_that_leaves_nothing_but_a_revision_is_counted_by_it(revision: int, column: str) -> None:
    told = compared(filed(ended={"revision": revision}), TIMELINE)

    assert told.wrong
    assert told.acts["change"][column] == 1


def test_a_move_that_does_not_begin_where_the_last_one_ended_is_noticed() -> None:
    forged = [*TIMELINE, entry("approved", "authority_review", "approved", actor="authority")]

    assert any("begins in authority_review" in one for one in compared(filed(state="approved"), forged).wrong)


def an_event(name: str) -> dict[str, Any]:
    return {"id": name, "type": "filing.state_changed", "filing_id": "fil_1"}


@pytest.mark.parametrize(
    ("came", "said"),
    [
        pytest.param(["evt_1"], "never delivered", id="one is missing"),
        pytest.param(["evt_2", "evt_1"], "another order", id="the order is another"),
        pytest.param(["evt_1", "evt_2", "evt_3"], "of no event", id="one is of nothing"),
    ],
)
def test_webhooks_that_are_missing_or_out_of_order_are_noticed(came: list[str], said: str) -> None:
    hook, told = Hook(), Outcome()
    hook.first = came

    told_events.of_webhooks([an_event("evt_1"), an_event("evt_2")], hook, told)

    assert any(said in one for one in told.wrong)


def test_of_all_that_is_said_while_parts_are_dead_only_faults_of_ours_count(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "worker.log").write_text(
        '{"event":"unavailable","level":"warning","what":"StoreUnavailableError"}\n'
        '{"event":"work of the worker failed","level":"error","what":"deadlines","exception":"ValueError: x"}\n'
        '{"event":"server closed the connection unexpectedly","level":"warning"}\n'
        '{"event":"fine","level":"info"}\n'
    )

    said = said_in(tmp_path)

    assert said.total() == 3
    assert faults_in(said) == ["1 × worker: error: work of the worker failed deadlines (ValueError)"]
