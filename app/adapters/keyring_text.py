"""The keyring's text: the value of the setting FILING_KEYS, or the file it names."""

import base64
import binascii
import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from app.adapters.keyring import KEY_BYTES, Keyring, KeySet
from app.ports.secrecy import Secrets

SETTING = "FILING_KEYS"
_KEY_ID = re.compile(r"[A-Za-z0-9_.-]{1,32}")
_SHAPE = '{"active": "k1", "keys": {"k1": base64}, "index": base64, "token": {"active": "t1", "keys": {"t1": base64}}}'


class KeyringError(ValueError):
    """The keyring cannot be used. The message names the setting and the fault, never a key or any part of the text."""

    def __init__(self, fault: str) -> None:
        super().__init__(f"{SETTING}: {fault}")


def keyring_of(setting: str) -> Keyring:
    """Return the keyring of the setting's value: JSON, or `file:///path` of a file with it. Raises `KeyringError`."""
    value = setting.strip()
    if not value:
        raise KeyringError("is empty; expected JSON or file:///path")
    return _parsed(_text_of_file(value) if value.startswith("file:") else value)


def new_keyring(secrets: Secrets) -> str:
    """Return the text of a keyring with fresh keys `k1` and `t1`."""

    def fresh() -> str:
        return base64.b64encode(secrets.random_bytes(KEY_BYTES)).decode()

    token = {"active": "t1", "keys": {"t1": fresh()}}
    return json.dumps({"active": "k1", "keys": {"k1": fresh()}, "index": fresh(), "token": token}, indent=2) + "\n"


def load_or_create(path: Path, secrets: Secrets) -> Keyring:
    """Return the keyring of this file, made on first use with mode 0600. For sandbox mode: production brings its keys.

    Several processes may start at once. Each writes a file of its own and *links* it to the name, which fails if
    another was first (a rename would replace keys that are in use already); then all read the one that is there.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{secrets.token(9)}")
        _write_private(fresh, new_keyring(secrets))
        try:
            path.hardlink_to(fresh)
        except FileExistsError:
            pass  # Another process was first; its keys count.
        finally:
            fresh.unlink()
        _sync_folder(path.parent)
    return _parsed(path.read_text(encoding="utf-8"))


def _write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    # Keys that are lost in a power cut take with them what was sealed under them, so the name is made durable too.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _text_of_file(url: str) -> str:
    parts = urlsplit(url)
    if parts.netloc not in ("", "localhost") or not parts.path.startswith("/"):
        raise KeyringError("a file is named as file:///absolute/path")
    try:
        return Path(unquote(parts.path)).read_text(encoding="utf-8")
    except OSError as error:
        raise KeyringError(f"the file cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise KeyringError("the file is not UTF-8 text") from None


def _parsed(text: str) -> Keyring:
    try:
        whole = json.loads(text, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        # `from None`: the decoder's error carries the whole text, keys included.
        raise KeyringError(f"is not JSON (line {error.lineno}, column {error.colno}); expected {_SHAPE}") from None
    except RecursionError:
        raise KeyringError(f"is nested too deeply; expected {_SHAPE}") from None
    members = _members(whole, {"active", "keys", "index", "token"}, "the keyring")
    token = _members(members["token"], {"active", "keys"}, "token")
    data_keys, token_keys = _key_set(members, ""), _key_set(token, "token.")
    index = _key(members["index"], "index")
    _refuse_repeats([*data_keys.keys.values(), *token_keys.keys.values(), index])
    return Keyring(data_keys, index, token_keys)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise KeyringError("names a property twice; which of the two keys is meant cannot be known")
    return dict(pairs)


def _members(value: object, names: set[str], place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise KeyringError(f"{place} must be an object; expected {_SHAPE}")
    if missing := sorted(names - value.keys()):
        raise KeyringError(f"{place} lacks {', '.join(missing)}; expected {_SHAPE}")
    if value.keys() - names:
        # Not named: what was misplaced there may be a key.
        raise KeyringError(f"{place} has a property that is not known; expected {_SHAPE}")
    return value


def _key_set(members: dict[str, Any], prefix: str) -> KeySet:
    active, keys = members["active"], members["keys"]
    if not isinstance(keys, dict) or not keys:
        raise KeyringError(f"{prefix}keys must be an object with at least one key")
    if not all(_KEY_ID.fullmatch(key_id) for key_id in keys):
        raise KeyringError(f"{prefix}keys has an id that is not 1 to 32 letters, digits, _, . or -")
    if not isinstance(active, str) or active not in keys:
        raise KeyringError(f"{prefix}active must be the id of one of {prefix}keys")
    return KeySet(active, {key_id: _key(value, f"{prefix}keys.{key_id}") for key_id, value in keys.items()})


def _key(value: object, place: str) -> bytes:
    try:
        key = base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except (binascii.Error, ValueError):
        raise KeyringError(f"{place} is not base64") from None
    if len(key) != KEY_BYTES:
        raise KeyringError(f"{place} must be {KEY_BYTES} bytes in base64")
    if len(set(key)) == 1:
        raise KeyringError(f"{place} is one byte repeated: a placeholder, not a key")
    return key


def _refuse_repeats(keys: list[bytes]) -> None:
    if len(set(keys)) != len(keys):
        raise KeyringError("the same key stands there twice; each must be made on its own")
