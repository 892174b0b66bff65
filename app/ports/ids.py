"""New identifiers."""

from typing import Protocol


class Ids(Protocol):
    """TypeIDs (specification 0.3): a prefix for the kind and a UUIDv7 in Crockford base 32."""

    def new(self, prefix: str) -> str:
        """Return a new id such as `fil_01h455vb4pex5vsknk084sn02q`."""
        ...
