"""Resumable uploads and their pieces."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.uploads import OpenUploads, Piece, Upload


class UploadBusyError(Exception):
    """Another request is receiving bytes of this upload."""


class UploadMovedError(Exception):
    """The upload stands at another offset, has ended, or another request took it over."""


@dataclass(frozen=True, slots=True)
class Holding:
    """The right to add bytes to an upload. `number` is that of the next piece.

    `left_behind` is the lease of a request that ended without giving it back: an object of its may be left.
    """

    upload: Upload
    lease: str
    number: int
    left_behind: str | None


class UploadStore(Protocol):
    """Uploads, on real time. One request at a time receives bytes: whoever holds the lease."""

    async def open_of(self, account_id: str, now: datetime) -> OpenUploads:
        """Count what an account has under way, and let nobody else of the account count before the commit."""
        ...

    async def add(self, upload: Upload) -> None:
        """Add an upload."""
        ...

    async def get(
        self, provider_id: str, upload_id: str, *, account_id: str | None = None, filing_id: str | None = None
    ) -> Upload | None:
        """Find an upload of this tenant, and of this account and made for this filing where they are given."""
        ...

    async def is_held(self, upload_id: str, now: datetime) -> bool:
        """Tell whether a request is receiving bytes of it."""
        ...

    async def hold(self, upload: Upload, lease: str, now: datetime, until: datetime) -> Holding:
        """Take the lease; raises UploadBusyError, or UploadMovedError where it isn't as `upload` says any more."""
        ...

    async def renew(self, upload_id: str, lease: str, until: datetime) -> None:
        """Keep the lease longer; without effect for a lease that was lost."""
        ...

    async def add_piece(self, piece: Piece, lease: str, until: datetime | None) -> None:
        """Add a piece at the end and keep the lease, or give it back where `until` is None; raises UploadMovedError."""
        ...

    async def release(self, upload_id: str, lease: str) -> None:
        """Give the lease back."""
        ...

    async def pieces_of(self, upload_id: str) -> tuple[Piece, ...]:
        """Return the pieces in order."""
        ...

    async def end(self, upload_id: str, now: datetime) -> bool:
        """End an upload; False where it has ended already."""
        ...

    async def lease_of(self, upload_id: str) -> str | None:
        """Return the lease that was never given back, whether it ran out or not."""
        ...

    async def remove_pieces(self, upload_id: str) -> None:
        """Forget the pieces of an upload that has ended."""
        ...

    async def expired(self, now: datetime, most: int) -> Sequence[Upload]:
        """Return uploads that ran out and have not ended."""
        ...

    async def erase_ended_before(self, moment: datetime) -> None:
        """Forget uploads that ended earlier and have no pieces."""
        ...
