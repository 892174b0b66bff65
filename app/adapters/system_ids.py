"""Identifiers from the system: TypeIDs over UUIDv7."""

import uuid_utils

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
# Two characters at a time: ids are made on every call that writes.
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)


class SystemIds:
    """New TypeIDs; ids made later sort later."""

    def new(self, prefix: str) -> str:
        """Return `prefix_` and 26 characters of Crockford base 32."""
        number = uuid_utils.uuid7().int
        return f"{prefix}_" + "".join([_PAIRS[(number >> shift) & 1023] for shift in range(120, -1, -10)])
