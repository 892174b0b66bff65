"""What an operator is told when something that they can put right stops a command."""

import pytest
from psycopg_pool import PoolTimeout

from app.cli.failures import explained
from app.ports.store.unit_of_work import StoreUnavailableError
from app.settings import SettingsError


@pytest.mark.parametrize("error", [StoreUnavailableError("ConnectionRefusedError"), PoolTimeout("after 30 sec")])
def test_a_database_that_is_away_is_one_line_with_the_settings_name(error: Exception) -> None:
    said = explained(error)

    assert said is not None
    assert said.startswith("FILING_DATABASE_URL: PostgreSQL can't be reached")
    assert "\n" not in said


def test_a_wrong_setting_is_told_as_it_is() -> None:
    assert explained(SettingsError("FILING_PORT", "must be a number")) == "FILING_PORT: must be a number"


def test_a_fault_of_ours_is_left_with_its_traceback() -> None:
    assert explained(RuntimeError("a bug")) is None
