import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.settings import Mode, Settings, SettingsError, described

SECRET = "a-secret-of-enough-letters-and-more"
WEBHOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="
KEYRING = '{"active": "k1"}'
PRODUCTION = {
    "FILING_MODE": "production",
    "FILING_KEYS": KEYRING,
    "FILING_DATABASE_URL": "postgresql://filing:pw@db.example/filing",
    "FILING_OBJECT_STORE_URL": "s3://papers",
    "FILING_AUTHORITY_URL": "https://gateway.example",
    "FILING_AUTHORITY_SECRET": SECRET,
    "FILING_AUTHORITY_CALLBACK_SECRET": WEBHOOK_SECRET,
}


def test_nothing_needs_to_be_set_for_the_sandbox() -> None:
    settings = Settings.from_environment({"PATH": "/bin", "OTHER": "x"})

    assert settings.mode is Mode.SANDBOX
    assert settings.port == 8000
    assert settings.data_dir == Path(".data")
    assert settings.database_url is None


def test_values_are_read_by_their_kind() -> None:
    given = {
        "FILING_PORT": " 9001 ",
        "FILING_DATA_DIR": "/srv/filing",
        "FILING_SANDBOX_NOW": "2024-03-01T09:00:00+08:00",
        "FILING_OBJECT_STORE_URL": "file:///srv/papers",
        "FILING_KEYS": "file:///srv/keys.json",
    }

    settings = Settings.from_environment(given)

    assert settings.port == 9001
    assert settings.data_dir == Path("/srv/filing")
    assert settings.sandbox_now == datetime(2024, 3, 1, 1, tzinfo=UTC)
    assert settings.object_store_url == "file:///srv/papers"


def test_an_empty_value_counts_as_absent() -> None:
    assert Settings.from_environment({"FILING_PORT": "", "FILING_DATABASE_URL": " "}) == Settings()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("FILING_MODE", "prod", "sandbox, production"),
        ("FILING_PORT", "70000", "from 0 to 65535"),
        ("FILING_PORT", "-1", "from 0 to 65535"),
        ("FILING_PORT", "٨٠", "from 0 to 65535"),
        ("FILING_PORT", "9" * 5000, "from 0 to 65535"),
        ("FILING_DATABASE_URL", "mysql://db/filing", "postgresql://"),
        ("FILING_DATABASE_URL", "postgresql:", "postgresql://"),
        ("FILING_SANDBOX_DATABASE_URL", "authority", "postgresql://"),
        ("FILING_OBJECT_STORE_URL", "/srv/papers", "file://"),
        ("FILING_OBJECT_STORE_URL", "https://[broken", "file://"),
        ("FILING_OBJECT_STORE_URL", "file://papers", "file:///absolute/folder"),
        ("FILING_OBJECT_STORE_URL", "gs://papers", "s3://bucket"),
        ("FILING_SANDBOX_NOW", "2003-01-01T00:00:00+08:00", "2005-03-20"),
        ("FILING_SANDBOX_NOW", "9999-12-31T00:00:00+08:00", "2190-01-01"),
        ("FILING_AUTHORITY", "soap", "not in this build"),
        ("FILING_AUTHORITY", "fax", "http"),
        ("FILING_AUTHENTICITY", "somebody", "package.module:factory"),
        ("FILING_AUTHORITY_URL", "ftp://gateway.example", "http://"),
        ("FILING_AUTHORITY_SECRET", "short", "24 characters"),
        ("FILING_AUTHORITY_CALLBACK_SECRET", SECRET, "whsec_"),
        ("FILING_AUTHORITY_CALLBACK_SECRET", "whsec_c2hvcnQ=", "whsec_"),
        ("FILING_SANDBOX_NOW", "yesterday", "offset"),
        ("FILING_SANDBOX_NOW", "2024-03-01T09:00:00", "offset"),
        ("FILING_KEYS", "k1:abc", "keyring"),
        ("FILING_LOG_LEVEL", "loud", "debug, info, warning, error"),
        ("FILING_RATE_CLIENT_PER_MINUTE", "0", "from 1"),
        ("FILING_REQUEST_MAX_BYTES", "1MB", "whole number"),
        ("FILING_JOB_STALLED_SECONDS", "5", "FILING_JOB_HEARTBEAT_SECONDS"),
    ],
)
def test_a_wrong_value_is_refused_with_the_settings_name_and_what_is_allowed(name: str, value: str, said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({name: value})

    assert refused.value.setting == name
    assert str(refused.value).startswith(f"{name}: ")
    assert said in str(refused.value)


def test_an_unknown_setting_is_refused_and_the_near_one_named() -> None:
    with pytest.raises(SettingsError, match="FILING_PROT: no such setting; did you mean FILING_PORT"):
        Settings.from_environment({"FILING_PROT": "8001"})


def test_a_refused_address_with_a_password_is_not_repeated() -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({"FILING_DATABASE_URL": "mysql://root:hunter2@db/filing"})

    assert "hunter2" not in str(refused.value)


def test_production_starts_with_everything_real() -> None:
    assert Settings.from_environment(PRODUCTION).mode is Mode.PRODUCTION


@pytest.mark.parametrize("missing", [name for name in PRODUCTION if name != "FILING_MODE"])
def test_production_names_what_is_missing(missing: str) -> None:
    given = {name: value for name, value in PRODUCTION.items() if name != missing}

    with pytest.raises(SettingsError) as refused:
        Settings.from_environment(given)

    assert refused.value.setting == missing


def test_production_says_loudly_that_the_embedded_database_is_not_for_real_data() -> None:
    given = {name: value for name, value in PRODUCTION.items() if name != "FILING_DATABASE_URL"}

    with pytest.raises(SettingsError, match="NOT FOR REAL DATA"):
        Settings.from_environment(given)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FILING_OBJECT_STORE_URL", "file:///srv/papers"),
        ("FILING_SANDBOX_NOW", "2024-03-01T09:00:00+08:00"),
        ("FILING_SANDBOX_DATABASE_URL", "postgresql://db/authority"),
    ],
)
def test_production_refuses_what_is_for_the_sandbox(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment(PRODUCTION | {name: value})

    assert refused.value.setting == name


def test_the_list_of_settings_has_each_with_its_meaning_and_hides_secrets() -> None:
    lines = described(Settings.from_environment(PRODUCTION))

    shown = {line.name: line.current for line in lines}
    assert shown["FILING_DATABASE_URL"] == shown["FILING_KEYS"] == shown["FILING_AUTHORITY_SECRET"] == "(hidden)"
    assert all(line.meaning for line in lines)
    assert SECRET not in repr(Settings.from_environment(PRODUCTION))


def test_the_page_of_settings_has_each_in_the_order_of_the_list() -> None:
    page = (Path(__file__).parent.parent / "docs" / "operators" / "settings.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| `(FILING_\w+)`", page, re.MULTILINE) == [one.name for one in described(Settings())]
