"""Resumable uploads and their pieces."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update

from app.domain.uploads import OpenUploads, Piece, Upload
from app.ports.store.uploads import Holding, UploadBusyError, UploadMovedError
from app.storage.sealing import Sealing
from app.storage.statements import Statements
from app.storage.tables import accounts, upload_pieces, uploads

_UPLOADS = select(
    uploads.c.id,
    uploads.c.provider_id,
    uploads.c.account_id,
    uploads.c.filing_id,
    uploads.c.bytes,
    uploads.c.received,
    uploads.c.metadata_sealed,
    uploads.c.created_at,
    uploads.c.expires_at,
    uploads.c.ended_at,
)
_PIECES = select(
    upload_pieces.c.upload_id,
    upload_pieces.c.number,
    upload_pieces.c.starts_at,
    upload_pieces.c.bytes,
    upload_pieces.c.sha256,
    upload_pieces.c.object_key,
)


class SqlUploads:
    """Uploads; what senders said of their files is sealed, for names of files name people."""

    def __init__(self, statements: Statements, sealing: Sealing) -> None:
        self._statements = statements
        self._sealing = sealing

    async def open_of(self, account_id: str, now: datetime) -> OpenUploads:
        """Count what an account has under way, and let nobody else of the account count before the commit."""
        account = select(accounts.c.id).where(accounts.c.id == account_id).with_for_update(key_share=True)
        await self._statements.run(account)
        query = select(uploads.c.bytes).where(
            uploads.c.account_id == account_id, uploads.c.ended_at.is_(None), uploads.c.expires_at > now
        )
        sizes = [row.bytes for row in await self._statements.all(query)]
        return OpenUploads(len(sizes), sum(sizes))

    async def add(self, upload: Upload) -> None:
        """Add an upload."""
        await self._statements.run(
            insert(uploads).values(
                id=upload.id,
                provider_id=upload.provider_id,
                account_id=upload.account_id,
                filing_id=upload.filing_id,
                bytes=upload.bytes,
                received=upload.received,
                metadata_sealed=self._sealing.seal_text(upload.metadata, _place(upload.id)),
                created_at=upload.created_at,
                expires_at=upload.expires_at,
            )
        )

    async def get(
        self, provider_id: str, upload_id: str, *, account_id: str | None = None, filing_id: str | None = None
    ) -> Upload | None:
        """Find an upload of this tenant, and of this account and made for this filing where they are given."""
        query = _UPLOADS.where(uploads.c.id == upload_id, uploads.c.provider_id == provider_id)
        if account_id is not None:
            query = query.where(uploads.c.account_id == account_id)
        if filing_id is not None:
            query = query.where(uploads.c.filing_id == filing_id)
        row = await self._statements.first(query)
        return None if row is None else self._upload(row)

    async def is_held(self, upload_id: str, now: datetime) -> bool:
        """Tell whether a request is receiving bytes of it."""
        query = select(uploads.c.id).where(uploads.c.id == upload_id, uploads.c.leased_until > now)
        return await self._statements.first(query) is not None

    async def hold(self, upload: Upload, lease: str, now: datetime, until: datetime) -> Holding:
        """Take the lease; raises UploadBusyError, or UploadMovedError where it isn't as `upload` says any more."""
        # A lease need not outlast a crash of the database: the request that holds it doesn't either.
        await self._statements.run(select(func.set_config("synchronous_commit", "off", True)))
        before = select(uploads.c.lease, uploads.c.leased_until, uploads.c.received, uploads.c.ended_at)
        row = await self._statements.first(before.where(uploads.c.id == upload.id).with_for_update(key_share=True))
        if row is None or row.ended_at is not None or row.received != upload.received:
            raise UploadMovedError
        if row.lease is not None and row.leased_until > now:
            raise UploadBusyError
        await self._statements.change_one(
            update(uploads).where(uploads.c.id == upload.id).values(lease=lease, leased_until=until)
        )
        count = select(func.count()).select_from(upload_pieces).where(upload_pieces.c.upload_id == upload.id)
        return Holding(upload, lease, int(await self._statements.value(count)), row.lease)

    async def renew(self, upload_id: str, lease: str, until: datetime) -> None:
        """Keep the lease longer; without effect for a lease that was lost."""
        await self._statements.run(update(uploads).where(*_held(upload_id, lease)).values(leased_until=until))

    async def add_piece(self, piece: Piece, lease: str, until: datetime | None) -> None:
        """Add a piece at the end and keep the lease, or give it back where `until` is None; raises UploadMovedError."""
        changed = (
            update(uploads)
            .where(*_held(piece.upload_id, lease), uploads.c.received == piece.offset)
            .values(
                received=piece.offset + piece.bytes,
                lease=None if until is None else lease,
                leased_until=until,
            )
        )
        if (await self._statements.run(changed)).rowcount != 1:
            raise UploadMovedError
        await self._statements.run(
            insert(upload_pieces).values(
                upload_id=piece.upload_id,
                number=piece.number,
                starts_at=piece.offset,
                bytes=piece.bytes,
                sha256=piece.sha256,
                object_key=piece.object_key,
            )
        )

    async def release(self, upload_id: str, lease: str) -> None:
        """Give the lease back."""
        given_back = update(uploads).where(*_held(upload_id, lease)).values(lease=None, leased_until=None)
        await self._statements.run(given_back)

    async def pieces_of(self, upload_id: str) -> tuple[Piece, ...]:
        """Return the pieces in order."""
        query = _PIECES.where(upload_pieces.c.upload_id == upload_id).order_by(upload_pieces.c.number)
        return tuple(_piece(row) for row in await self._statements.all(query))

    async def end(self, upload_id: str, now: datetime) -> bool:
        """End an upload; False where it has ended already. The lease stays: an object of its may have been left."""
        ended = update(uploads).where(uploads.c.id == upload_id, uploads.c.ended_at.is_(None)).values(ended_at=now)
        return (await self._statements.run(ended)).rowcount == 1

    async def lease_of(self, upload_id: str) -> str | None:
        """Return the lease that was never given back, whether it ran out or not."""
        lease: str | None = await self._statements.value(select(uploads.c.lease).where(uploads.c.id == upload_id))
        return lease

    async def remove_pieces(self, upload_id: str) -> None:
        """Forget the pieces of an upload that has ended."""
        await self._statements.run(delete(upload_pieces).where(upload_pieces.c.upload_id == upload_id))

    async def expired(self, now: datetime, most: int) -> Sequence[Upload]:
        """Return uploads that ran out and have not ended."""
        query = _UPLOADS.where(uploads.c.ended_at.is_(None), uploads.c.expires_at <= now)
        return [
            self._upload(row) for row in await self._statements.all(query.order_by(uploads.c.expires_at).limit(most))
        ]

    async def erase_ended_before(self, moment: datetime) -> None:
        """Forget uploads that ended earlier and have no pieces."""
        pieces = select(upload_pieces.c.upload_id).where(upload_pieces.c.upload_id == uploads.c.id)
        await self._statements.run(delete(uploads).where(uploads.c.ended_at < moment, ~pieces.exists()))

    def _upload(self, row: Row[Any]) -> Upload:
        return Upload(
            id=row.id,
            provider_id=row.provider_id,
            account_id=row.account_id,
            filing_id=row.filing_id,
            bytes=row.bytes,
            received=row.received,
            metadata=self._sealing.open_text(row.metadata_sealed, _place(row.id)),
            created_at=row.created_at,
            expires_at=row.expires_at,
            ended=row.ended_at is not None,
        )


def _held(upload_id: str, lease: str) -> tuple[ColumnElement[bool], ...]:
    return (uploads.c.id == upload_id, uploads.c.lease == lease, uploads.c.ended_at.is_(None))


def _place(upload_id: str) -> str:
    return f"uploads.metadata:{upload_id}"


def _piece(row: Row[Any]) -> Piece:
    return Piece(row.upload_id, row.number, row.starts_at, row.bytes, row.sha256, row.object_key)
