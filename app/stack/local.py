"""Settings made whole: what is not given comes from the data folder."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from app.adapters.embedded_database import (
    AUTHORITY_DATABASE,
    SERVICE_DATABASE,
    DatabaseAddress,
    shared_or_own,
)
from app.settings import Mode, Settings
from app.stack.data_folder import keyring_address, pair_secrets, published_authority

_FILLED = (
    "database_url",
    "object_store_url",
    "keys",
    "authority_url",
    "authority_secret",
    "authority_callback_secret",
    "sandbox_database_url",
)


@contextmanager
def local(settings: Settings) -> Iterator[Settings]:
    """Give whole settings for as long as the block lasts.

    Without a database of its own the command shares the server of a running `filing serve`, or runs one itself.
    Raises what `shared_or_own` raises.
    """
    if settings.mode is Mode.PRODUCTION:
        yield settings
    elif settings.database_url is not None:
        yield completed(settings, None)
    else:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        with shared_or_own(settings.data_dir) as address:
            yield completed(settings, address)


def completed(settings: Settings, address: DatabaseAddress | None) -> Settings:
    """Fill in what is missing; `address` is the embedded server's, None where a database is given."""
    folder = settings.data_dir.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    secrets = pair_secrets(folder)
    database_url = settings.database_url or _dsn(address, SERVICE_DATABASE)
    return dataclasses.replace(
        settings,
        data_dir=folder,
        database_url=database_url,
        sandbox_database_url=settings.sandbox_database_url or _authority_database(settings, address),
        object_store_url=settings.object_store_url or _objects(folder),
        keys=settings.keys or keyring_address(folder),
        authority_url=settings.authority_url or published_authority(folder),
        authority_secret=settings.authority_secret or secrets.sign_in,
        authority_callback_secret=settings.authority_callback_secret or secrets.callbacks,
    )


def environment(settings: Settings) -> dict[str, str]:
    """Return what `completed` filled in, as variables for a child process."""
    filled = {f"FILING_{name.upper()}": getattr(settings, name) for name in _FILLED}
    return {name: value for name, value in filled.items() if value} | {"FILING_DATA_DIR": str(settings.data_dir)}


def _dsn(address: DatabaseAddress | None, database: str) -> str:
    assert address is not None
    return address.dsn(database)


def _authority_database(settings: Settings, address: DatabaseAddress | None) -> str:
    """Return the sandbox's database: `authority` beside the service's."""
    if settings.database_url is None:
        return _dsn(address, AUTHORITY_DATABASE)
    return urlsplit(settings.database_url)._replace(path=f"/{AUTHORITY_DATABASE}").geturl()


def _objects(folder: Path) -> str:
    objects = folder / "objects"
    objects.mkdir(mode=0o700, exist_ok=True)
    return objects.as_uri()
