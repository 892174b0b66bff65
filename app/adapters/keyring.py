"""The keys of the service: master keys with ids, from which every purpose derives keys of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.ports.secrecy import SecrecyError

KEY_BYTES = 32


class Purpose(StrEnum):
    """What a derived key is for. No key serves two purposes, so no format can be played against another."""

    COLUMNS = "columns"
    FILES = "files"
    INDEX = "index"
    SECRETS = "secrets"
    TOKENS = "tokens"


@dataclass(frozen=True, slots=True)
class KeySet:
    """Master keys by id; new things are made with the active one, old ones are still understood."""

    active: str
    keys: Mapping[str, bytes]

    def __repr__(self) -> str:
        """Name the ids only, so that no log or traceback shows a key."""
        return f"KeySet(active={self.active!r}, ids={sorted(self.keys)})"


class Keyring:
    """Hands out derived keys by purpose and key id.

    The index has one key without an id: a hash to look up by must come out the same every time, so changing that key
    means hashing every row again. Tokens have a key set of their own, since they are rotated at another pace.
    """

    def __init__(self, data: KeySet, index: bytes, token: KeySet) -> None:
        self.active_id = data.active
        self.active_token_id = token.active
        self._derived: dict[tuple[Purpose, str], bytes] = {}
        for purpose in (Purpose.COLUMNS, Purpose.FILES, Purpose.SECRETS):
            self._derive_all(purpose, data)
        self._derive_all(Purpose.TOKENS, token)
        self._index_key = _derived(index, Purpose.INDEX)

    def __repr__(self) -> str:
        """Name the ids only."""
        return f"Keyring(active_id={self.active_id!r}, active_token_id={self.active_token_id!r})"

    def key(self, purpose: Purpose, key_id: str) -> bytes:
        """Return the 32-byte key of this purpose and id. Raises `SecrecyError` if the keyring does not hold the id."""
        try:
            return self._derived[purpose, key_id]
        except KeyError:
            raise SecrecyError(f"no key {key_id!r} for {purpose.value} in the keyring") from None

    def index_key(self) -> bytes:
        """Return the 32-byte key of the blind index."""
        return self._index_key

    def token_keys(self) -> Mapping[str, bytes]:
        """Return the 32-byte keys that tokens may be verified with, by id; sign with the one of `active_token_id`."""
        return {key_id: key for (purpose, key_id), key in self._derived.items() if purpose is Purpose.TOKENS}

    def _derive_all(self, purpose: Purpose, masters: KeySet) -> None:
        for key_id, master in masters.keys.items():
            self._derived[purpose, key_id] = _derived(master, purpose)


def _derived(master: bytes, purpose: Purpose) -> bytes:
    # No salt: masters are uniformly random already (RFC 5869 §3.1); the info keeps the purposes apart.
    info = f"icp-filing/v1/{purpose.value}".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(master)
