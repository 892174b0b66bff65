"""The table of reminders: a row that reminds of nothing stops the start, and is named."""

from pathlib import Path

import pytest

from app.rulebook import RulebookError, load_rulebook
from tests.rules.rule_folder import a_folder, a_rule


def loaded(folder: Path, row: str) -> None:
    rule = a_rule("table", f"[{{{row}}}]", "deadlines.reminders")
    load_rulebook(a_folder(folder, deadlines__reminders=rule), ["deadlines.reminders"])


@pytest.mark.parametrize("counts", ["before: [3, 1]", "after: [7]", "before: [1], after: [7]"])
def test_reminders_of_known_kinds_are_taken(tmp_path: Path, counts: str) -> None:
    loaded(tmp_path, f"deadline: idle, unit: natural_days, {counts}")


@pytest.mark.parametrize(
    ("row", "path"),
    [
        ("deadline: lunch, unit: hours, before: [1]", "deadline"),
        ("deadline: idle, unit: weeks, before: [1]", "unit"),
        ("deadline: idle, unit: hours", "value[0]"),
        ("deadline: idle, unit: hours, before: []", "value[0]"),
        ("deadline: idle, unit: hours, before: [soon]", "before[0]"),
    ],
)
def test_a_row_that_reminds_of_nothing_stops_the_start(tmp_path: Path, row: str, path: str) -> None:
    with pytest.raises(RulebookError) as raised:
        loaded(tmp_path, row)
    assert path in raised.value.path
