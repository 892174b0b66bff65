"""What the data folder holds beside the database: keys, the secrets of the authority pair, and who runs."""

import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path

from app.adapters.keyring_text import load_or_create
from app.adapters.system_secrets import SystemSecrets

# The discard port: nobody listens there, so whoever asks the authority hears "unavailable" at once.
NOBODY = "http://127.0.0.1:9"


@dataclass(frozen=True, slots=True)
class PairSecrets:
    """The two secrets between the service and its authority sandbox."""

    sign_in: str
    callbacks: str


def keyring_address(data_dir: Path) -> str:
    """Return `file:///…` of the folder's keyring, made on first use."""
    path = data_dir.resolve() / "keys.json"
    load_or_create(path, SystemSecrets())
    return path.as_uri()


def pair_secrets(data_dir: Path) -> PairSecrets:
    """Return the folder's secrets of the authority pair, made on first use and readable to their owner alone."""
    path = data_dir / "authority.json"
    if not path.exists():
        secrets = SystemSecrets()
        callbacks = "whsec_" + base64.b64encode(secrets.random_bytes(32)).decode()
        _write_once(path, json.dumps({"sign_in": secrets.token(32), "callbacks": callbacks}), secrets.token(9))
    return PairSecrets(**json.loads(path.read_text()))


def _write_once(path: Path, text: str, suffix: str) -> None:
    # Linked and not renamed, because two processes may be first: then the other's secrets count for both.
    fresh = path.with_name(f"{path.name}.{suffix}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def publish_authority(data_dir: Path, address: str) -> None:
    """Leave the sandbox's address for commands that run beside `filing serve`."""
    (data_dir / "stack.json").write_text(json.dumps({"authority_url": address}))


def withdraw_authority(data_dir: Path) -> None:
    """Take the address away again."""
    (data_dir / "stack.json").unlink(missing_ok=True)


def published_authority(data_dir: Path) -> str:
    """Return the address of the running authority sandbox, or of nobody."""
    try:
        return str(json.loads((data_dir / "stack.json").read_text())["authority_url"])
    except (FileNotFoundError, ValueError, KeyError):
        return NOBODY
