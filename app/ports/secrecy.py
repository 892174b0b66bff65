"""What keeps personal data and secrets unreadable at rest, and where fresh secrets come from."""

from typing import Protocol


class SecrecyError(Exception):
    """Something sealed or hashed cannot be used: an unknown key, a damaged or foreign value. Never the caller's fault.

    The message names the kind of fault and the key id, never a key and never the protected value.
    """


class ColumnCipher(Protocol):
    """Encrypts single column values (certificate numbers, phones, names), never whole files."""

    def seal(self, plaintext: bytes, context: str) -> bytes:
        """Return the value sealed under the active key and bound to `context`.

        `context` names the place the value belongs to (table, column, row id), so that a sealed value copied into
        another row or column does not open there.
        """
        ...

    def open(self, sealed: bytes, context: str) -> bytes:
        """Return the plaintext. Raises `SecrecyError` for a changed value, a wrong context or a key not held."""
        ...


class BlindIndex(Protocol):
    """A keyed hash by which an encrypted column is looked up for equality. It cannot be reversed or sorted."""

    def of(self, kind: str, value: str) -> bytes:
        """Return the 32-byte hash of `value` among values of `kind`. The caller normalises the value first."""
        ...


class SecretHasher(Protocol):
    """Hashes secrets of high entropy that we made ourselves: client secrets, authorization codes. Not for passwords."""

    def hash(self, secret: str) -> str:
        """Return an ASCII text to store, which names its algorithm and key id."""
        ...

    def matches(self, secret: str, hashed: str) -> bool:
        """Tell in constant time whether `hashed` is of `secret`. Raises `SecrecyError` if `hashed` is not ours."""
        ...


class Secrets(Protocol):
    """Fresh random values from the operating system."""

    def token(self, nbytes: int) -> str:
        """Return `nbytes` of randomness as URL-safe base64 without padding."""
        ...

    def digits(self, n: int) -> str:
        """Return `n` decimal digits, leading zeros included."""
        ...

    def code(self) -> str:
        """Return a code a person can type: XXXX-XXXX-XXXX-XXXX in Crockford's base32 (no I, L, O, U), 80 bits."""
        ...

    def random_bytes(self, n: int) -> bytes:
        """Return `n` random bytes."""
        ...
