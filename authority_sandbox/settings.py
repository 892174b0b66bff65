"""What the sandbox is started with."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from standardwebhooks import Webhook
from standardwebhooks.webhooks import EmptyWebhookSecretError

PREFIX = "AUTHORITY_SANDBOX_"


class SettingsError(Exception):
    """A setting is missing or wrong; the message begins with its environment name."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; the three times are in seconds of real time."""

    database_url: str
    port: int
    callback_url: str
    secret: str
    callback_secret: str
    settle_limit: float = 5.0
    first_retry: float = 0.2
    longest_retry: float = 30.0


def read_settings(given: Mapping[str, str | None], environment: Mapping[str, str]) -> Settings:
    """Read the settings; `given` (command line) wins over the environment. Raises SettingsError."""
    values = {
        name: given.get(name) or environment.get(PREFIX + name.upper()) or ""
        for name in ("database_url", "port", "callback_url", "secret", "callback_secret")
    }
    for name, value in values.items():
        if not value:
            raise SettingsError(f"{PREFIX}{name.upper()} is missing")
    _check_url("DATABASE_URL", values["database_url"], ("postgresql", "postgres"))
    _check_url("CALLBACK_URL", values["callback_url"], ("http", "https"))
    _check_callback_secret(values["callback_secret"])
    return Settings(
        database_url=values["database_url"],
        port=_port(values["port"]),
        callback_url=values["callback_url"],
        secret=values["secret"],
        callback_secret=values["callback_secret"],
    )


def _check_url(name: str, value: str, schemes: tuple[str, ...]) -> None:
    try:
        scheme = urlsplit(value).scheme
    except ValueError:
        scheme = ""
    if scheme not in schemes:
        raise SettingsError(f"{PREFIX}{name} must be an address of the kind {schemes[0]}://…")


def _check_callback_secret(value: str) -> None:
    try:
        Webhook(value)
    except (ValueError, EmptyWebhookSecretError) as error:
        raise SettingsError(f"{PREFIX}CALLBACK_SECRET must be whsec_ and base64") from error


def _port(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 0 <= int(value) <= 65535:
        raise SettingsError(f"{PREFIX}PORT must be a number from 0 to 65535")
    return int(value)
