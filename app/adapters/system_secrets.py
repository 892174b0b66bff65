"""Fresh secrets from the operating system's generator."""

import secrets

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no I, L, O (read as 1, 1, 0) and no U. 32 symbols, so each carries five whole bits."""


class SystemSecrets:
    """The `Secrets` port over `secrets` of the standard library."""

    def token(self, nbytes: int) -> str:
        """Return `nbytes` of randomness as URL-safe base64 without padding."""
        return secrets.token_urlsafe(nbytes)

    def digits(self, n: int) -> str:
        """Return `n` decimal digits, leading zeros included."""
        return "".join(secrets.choice("0123456789") for _ in range(n))

    def code(self) -> str:
        """Return sixteen symbols of Crockford's base32 in four groups."""
        return "-".join("".join(secrets.choice(CROCKFORD) for _ in range(4)) for _ in range(4))

    def random_bytes(self, n: int) -> bytes:
        """Return `n` random bytes."""
        return secrets.token_bytes(n)
