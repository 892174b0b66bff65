"""What machines read off certificates, kept with the file that it was read off."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from app.domain.recognition import CertificateDocument, Reading
from app.domain.recognitions import Recognition


class RecognitionStore(Protocol):
    """Readings by file and page; the fields are sealed."""

    async def ask(self, recognition: Recognition) -> bool:
        """Ask for a reading; False where it was asked for before."""
        ...

    async def of(self, object_key: str, document: CertificateDocument) -> Recognition | None:
        """Find a reading, done or not."""
        ...

    async def done_for(self, object_keys: Sequence[str]) -> tuple[Recognition, ...]:
        """Return what was read off these files."""
        ...

    async def begin(self, object_key: str, document: CertificateDocument) -> int:
        """Count one more attempt and return how many there were with it."""
        ...

    async def keep(self, begun: Recognition, reading: Reading, reader: str, at: datetime) -> None:
        """Keep what was read; nothing is kept of a file that was taken away meanwhile."""
        ...

    async def give_up(self, begun: Recognition, at: datetime) -> None:
        """Say that the file can't be read by a machine."""
        ...

    async def remove(self, object_key: str) -> None:
        """Erase what was read off a file."""
        ...

    async def attend(self, worker_id: str) -> None:
        """Say that a worker that reads is there."""
        ...

    async def leave(self, worker_id: str) -> None:
        """Say that a worker is there no more."""
        ...

    async def is_attended(self, within_seconds: int) -> bool:
        """Tell whether a worker that reads said so lately."""
        ...
