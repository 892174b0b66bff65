"""Hashes of secrets that we made ourselves."""

import base64
import hmac
from hashlib import sha256

from app.adapters.keyring import Keyring, Purpose
from app.ports.secrecy import SecrecyError

_ALGORITHM = "hmac-sha256"


class HmacSecrets:
    """The `SecretHasher` port: `hmac-sha256$<key id>$<base64>`.

    Slow hashes (argon2, scrypt) protect passwords, which people choose and others guess. Our secrets carry 80 random
    bits and more: no one tries them all, however fast the hash, while a slow one would let anybody keep the token
    endpoint busy. The key makes a stolen table useless by itself, and its id lets the key be rotated.
    """

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def hash(self, secret: str) -> str:
        """Return the text to store, made with the active key."""
        return self._hashed(secret, self._keyring.active_id)

    def matches(self, secret: str, hashed: str) -> bool:
        """Tell in constant time whether `hashed` is of `secret`. Raises `SecrecyError` if `hashed` is not ours."""
        algorithm, _, rest = hashed.partition("$")
        key_id, separator, _ = rest.partition("$")
        if algorithm != _ALGORITHM or not separator:
            message = "a stored hash of a secret has no form known here"
            raise SecrecyError(message)
        return hmac.compare_digest(self._hashed(secret, key_id).encode(), hashed.encode())

    def _hashed(self, secret: str, key_id: str) -> str:
        digest = hmac.digest(self._keyring.key(Purpose.SECRETS, key_id), secret.encode(), sha256)
        return f"{_ALGORITHM}${key_id}${base64.urlsafe_b64encode(digest).decode().rstrip('=')}"
