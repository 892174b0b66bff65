"""The blind index: HMAC-SHA256 under the keyring's index key."""

import hmac
from hashlib import sha256

from app.adapters.keyring import Keyring


class HmacIndex:
    """The `BlindIndex` port.

    A plain hash would not do: there are so few phones and certificate numbers that all of them can be tried. Whoever
    has the database but not the key learns from this one only which rows hold equal values.
    """

    def __init__(self, keyring: Keyring) -> None:
        self._key = keyring.index_key()

    def of(self, kind: str, value: str) -> bytes:
        """Return 32 bytes, different for equal values of different kinds. `kind` is a name of our own, without NUL."""
        if "\0" in kind:
            message = "a kind must not contain NUL, which separates it from the value"
            raise ValueError(message)
        return hmac.digest(self._key, f"{kind}\0{value}".encode(), sha256)
