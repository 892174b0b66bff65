"""The first start: a past day can be played, and a wrong setting stops the start with its name."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.play.filing_case import FilingCase
from tests.play.running_service import SCOPES, RunningService, running

BEFORE_ALL_PROVINCES = "2019-10-09T10:00:00+08:00"
HOURS_TO_AUGUST_2020 = 24 * 315


@pytest.fixture(scope="module")
def past() -> Iterator[RunningService]:
    with (
        tempfile.TemporaryDirectory(prefix="filing-past-", ignore_cleanup_errors=True) as folder,
        running(Path(folder), {"FILING_SANDBOX_NOW": BEFORE_ALL_PROVINCES}) as service,
    ):
        yield service


def in_beijing(case: FilingCase) -> dict[str, object]:
    """Ask the same question of another province."""
    asked = case.who.asked
    return case.verified_type(subject={**asked["subject"], "region": "110105"})


@pytest.mark.fact("S1-06")
@pytest.mark.fact("S2-17")
@pytest.mark.fact("S2-18")
def test_a_past_day_is_played_by_the_rules_of_that_day(past: RunningService) -> None:
    case = FilingCase(past, past.client("past", SCOPES)).with_account().with_server()
    henan, beijing = case.verified_type(), in_beijing(case)
    today = case.now()

    filing = case.awaiting_sms().filing()
    for person in case.people():
        case.backend.ok(case.enter(person, case.sms_code(person)))
    case.advance(working_days=6)

    assert today.isoformat().startswith("2019-10-09")
    assert (henan["sms_required"], beijing["sms_required"]) == (True, False)
    assert henan["rules_as_of"] == filing["rules_as_of"] == "2019-10-09"
    assert case.filing()["numbers"]["subject"].startswith("豫ICP备2019")
    later = FilingCase(past, past.client("later", SCOPES)).with_account()
    later.advance(hours=HOURS_TO_AUGUST_2020)
    assert later.now() > datetime.fromisoformat("2020-08-17T00:00:00+08:00")
    assert in_beijing(later)["sms_required"]


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"FILING_DATABSE_URL": "postgresql://x@y/z"}, "FILING_DATABSE_URL"),
        ({"FILING_SANDBOX_NOW": "yesterday"}, "FILING_SANDBOX_NOW"),
        ({"FILING_PORT": "high"}, "FILING_PORT"),
        ({"FILING_PROFILE": "nobody"}, "FILING_PROFILE"),
        ({"FILING_MODE": "production"}, "FILING_KEYS"),
        ({"FILING_MODE": "production", "FILING_KEYS": "file:///nowhere/keys.json"}, "FILING_DATABASE_URL"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_its_name(tmp_path: Path, given: dict[str, str], named: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FILING_")}
    environment = {**kept, "FILING_DATA_DIR": str(tmp_path / "data"), "FILING_PORT": "0", **given}

    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "serve"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )

    assert done.returncode != 0
    assert named in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
