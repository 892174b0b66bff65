"""Identifiers from the system: TypeIDs over UUIDv7."""

import uuid_utils

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class SystemIds:
    """New TypeIDs; ids made later sort later."""

    def new(self, prefix: str) -> str:
        """Return `prefix_` and 26 characters of Crockford base 32."""
        number = uuid_utils.uuid7().int
        return f"{prefix}_" + "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))
