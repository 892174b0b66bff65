"""Keyrings for tests: texts with chosen key ids and keys that are the same every time."""

import base64
import json
from hashlib import sha256

from app.adapters.keyring import Keyring
from app.adapters.keyring_text import keyring_of


def a_key(name: str) -> str:
    """Return 32 bytes in base64, always the same for this name."""
    return base64.b64encode(sha256(name.encode()).digest()).decode()


def a_keyring_text(active: str = "k1", ids: tuple[str, ...] = ("k1",), index: str = "index") -> str:
    """Return a keyring's text whose key of each id is made of that id."""
    token = {"active": "t1", "keys": {"t1": a_key("t1")}}
    keys = {key_id: a_key(key_id) for key_id in ids}
    return json.dumps({"active": active, "keys": keys, "index": a_key(index), "token": token})


def a_keyring(active: str = "k1", ids: tuple[str, ...] = ("k1",), index: str = "index") -> Keyring:
    """Return the keyring of that text."""
    return keyring_of(a_keyring_text(active, ids, index))
