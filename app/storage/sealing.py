"""Sealing texts and JSON for one place in the tables."""

from typing import Any

import orjson

from app.ports.secrecy import BlindIndex, ColumnCipher


class Sealing:
    """The cipher and the blind index, for texts and JSON. A place is written `table.column:row`."""

    def __init__(self, cipher: ColumnCipher, index: BlindIndex) -> None:
        self._cipher = cipher
        self._index = index

    def seal(self, value: bytes, place: str) -> bytes:
        """Seal bytes."""
        return self._cipher.seal(value, place)

    def open(self, sealed: bytes, place: str) -> bytes:
        """Open bytes."""
        return self._cipher.open(sealed, place)

    def seal_text(self, value: str, place: str) -> bytes:
        """Seal a text."""
        return self._cipher.seal(value.encode(), place)

    def open_text(self, sealed: bytes, place: str) -> str:
        """Open a text."""
        return self._cipher.open(sealed, place).decode()

    def seal_json(self, value: Any, place: str) -> bytes:
        """Seal what JSON can hold."""
        return self._cipher.seal(orjson.dumps(value), place)

    def open_json(self, sealed: bytes, place: str) -> Any:
        """Open JSON."""
        return orjson.loads(self._cipher.open(sealed, place))

    def index(self, kind: str, value: str) -> bytes:
        """Return the keyed hash by which a value is looked up."""
        return self._index.of(kind, value)
