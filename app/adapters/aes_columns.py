"""Column values under AES-256-GCM with key ids."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.adapters.keyring import Keyring, Purpose
from app.ports.secrecy import SecrecyError, Secrets

_VERSION = 1
_NONCE_BYTES = 12
_TAG_BYTES = 16


class AesColumns:
    """The `ColumnCipher` port: version (1 byte) | length of key id (1) | key id | nonce (12) | ciphertext and tag (16).

    The header up to the key id and the context are authenticated with the value. Nonces are random, which is safe for
    2**32 values a key (NIST SP 800-38D §8.3); far below that, make another key the active one.
    """

    def __init__(self, keyring: Keyring, secrets: Secrets) -> None:
        self._keyring = keyring
        self._secrets = secrets
        # Making one costs as much as sealing a small value.
        self._ciphers: dict[str, AESGCM] = {}

    def seal(self, plaintext: bytes, context: str) -> bytes:
        """Return the value sealed under the active key and bound to `context`."""
        key_id = self._keyring.active_id
        header = bytes((_VERSION, len(key_id))) + key_id.encode("ascii")
        nonce = self._secrets.random_bytes(_NONCE_BYTES)
        return header + nonce + self._cipher(key_id).encrypt(nonce, plaintext, header + context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """Return the plaintext. Raises `SecrecyError` for a changed value, a wrong context or a key not held."""
        header, rest = _split(sealed)
        key_id = header[2:].decode("ascii", "replace")
        nonce, ciphertext = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
        try:
            return self._cipher(key_id).decrypt(nonce, ciphertext, header + context.encode())
        except InvalidTag:
            raise SecrecyError("a sealed value was changed or belongs to another place") from None

    def _cipher(self, key_id: str) -> AESGCM:
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            cipher = self._ciphers[key_id] = AESGCM(self._keyring.key(Purpose.COLUMNS, key_id))
        return cipher


def _split(sealed: bytes) -> tuple[bytes, bytes]:
    if len(sealed) < 2 or sealed[0] != _VERSION:
        raise SecrecyError("a sealed value has no version known here")
    end = 2 + sealed[1]
    if len(sealed) < end + _NONCE_BYTES + _TAG_BYTES:
        raise SecrecyError("a sealed value is cut short")
    return bytes(sealed[:end]), bytes(sealed[end:])
