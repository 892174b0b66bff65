"""Signatures of the authority's callbacks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol


class CallbackSignatures(Protocol):
    """Tells callbacks of the authority from anybody else's."""

    def verify(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Tell whether the headers sign exactly these bytes, and lately."""
        ...

    def sign(self, message_id: str, body: bytes, at: datetime) -> dict[str, str]:
        """Return the headers that sign these bytes; what the other side does, and what tests need."""
        ...
