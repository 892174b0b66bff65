"""Three regions against a table of what their sources say, read rule by rule (tests/cases/regions_by_hand.yaml)."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.domain.region_rules import RegionRule
from tests.real_rules import RULEBOOK

TABLE = yaml.safe_load((Path(__file__).parent.parent / "cases" / "regions_by_hand.yaml").read_text(encoding="utf-8"))
ROWS = [pytest.param(region, row, id=f"{region}.{row['rule']}") for region, rows in TABLE.items() for row in rows]
RULES = RULEBOOK.region_rules.regions


def as_row(rule: RegionRule) -> dict[str, Any]:
    """Write a rule as a row of the table."""
    row: dict[str, Any] = {
        "rule": rule.family,
        "binds": rule.kind.value,
        "for": set(rule.applies_to),
        "types": set(rule.filing_types),
        "value": list(rule.value) if isinstance(rule.value, tuple) else rule.value,
        "since": rule.in_force_from,
        "seen": rule.observed_on.words,
        "sure": rule.confidence.value,
        "against": set(rule.conflicts_with),
    }
    return row


@pytest.mark.parametrize(("region", "row"), ROWS)
def test_the_rule_on_file_is_what_the_source_says(region: str, row: dict[str, Any]) -> None:
    expected = {
        **row,
        "for": set(row["for"]),
        "types": set(row.get("types", ())),
        "value": row.get("value"),
        "since": date.fromisoformat(row["since"]) if "since" in row else None,
        "against": set(row.get("against", ())),
    }

    assert as_row(RULES[region].rules[row["rule"]]) == expected


@pytest.mark.parametrize("region", list(TABLE))
def test_the_region_has_no_other_rules(region: str) -> None:
    assert set(RULES[region].rules) == {row["rule"] for row in TABLE[region]}
