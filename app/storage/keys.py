"""Idempotency keys."""

from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Row, and_, delete, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from app.ports.store.keys import Answer, KeyBusyError, KeyReusedError, Lease, LeaseLostError
from app.storage.sealing import Sealing
from app.storage.statements import Statements
from app.storage.tables import idempotency_keys as keys

KEPT = timedelta(hours=24)
# A first request that gives its key back between two looks sends us round again; more often is a busy key.
_LOOKS = 3


class SqlIdempotency:
    """Idempotency keys, on real time; of a key its keyed hash is stored, and answers are sealed."""

    def __init__(self, statements: Statements, sealing: Sealing) -> None:
        self._statements = statements
        self._sealing = sealing

    async def begin(self, lease: Lease, body_digest: bytes, now: datetime) -> Answer | None:
        """Take the key, or return the stored answer; raises KeyBusyError, KeyReusedError.

        It must come first in its unit of work, since it commits. Taking a key need not outlast a crash of the
        database: without the key the work of that request did not happen either. So it does not wait for the disk.
        """
        for _ in range(_LOOKS):
            if await self._take(lease, body_digest, now):
                await self._statements.commit()
                return None
            query = select(keys.c.body_digest, keys.c.answer_sealed).where(*self._is(lease))
            row = await self._statements.first(query)
            if row is not None:
                return self._known(lease, body_digest, row)
        raise KeyBusyError

    async def _take(self, lease: Lease, body_digest: bytes, now: datetime) -> bool:
        values = {
            "body_digest": body_digest,
            "lease": lease.token,
            "leased_until": now + timedelta(seconds=lease.seconds),
            "answer_sealed": None,
            "expires_at": now + KEPT,
        }
        left_behind = and_(
            keys.c.answer_sealed.is_(None), keys.c.leased_until <= now, keys.c.body_digest == body_digest
        )
        statement = (
            insert(keys)
            .values(owner=lease.owner, operation=lease.operation, key_index=self._index(lease), **values)
            .on_conflict_do_update(
                index_elements=[keys.c.owner, keys.c.operation, keys.c.key_index],
                set_=values,
                where=or_(keys.c.expires_at <= now, left_behind),
            )
            .returning(func.set_config(literal("synchronous_commit"), literal("off"), literal(True)))
        )
        return await self._statements.first(statement) is not None

    def _known(self, lease: Lease, body_digest: bytes, row: Row[Any]) -> Answer:
        if row.body_digest != body_digest:
            raise KeyReusedError
        if row.answer_sealed is None:
            raise KeyBusyError
        return _read(self._sealing.open(row.answer_sealed, self._place(lease)))

    async def complete(self, lease: Lease, answer: Answer) -> None:
        """Store the answer within this unit of work; raises LeaseLostError."""
        statement = (
            update(keys)
            .where(*self._is(lease), *_held_by(lease))
            .values(answer_sealed=self._sealing.seal(_written(answer), self._place(lease)))
        )
        if (await self._statements.run(statement)).rowcount != 1:
            raise LeaseLostError

    async def release(self, lease: Lease) -> None:
        """Give the key back: the request came to nothing that must be remembered."""
        await self._statements.run(delete(keys).where(*self._is(lease), *_held_by(lease)))

    async def erase_expired(self, now: datetime) -> None:
        """Erase keys that are over."""
        await self._statements.run(delete(keys).where(keys.c.expires_at <= now))

    def _is(self, lease: Lease) -> tuple[ColumnElement[bool], ...]:
        return (
            keys.c.owner == lease.owner,
            keys.c.operation == lease.operation,
            keys.c.key_index == self._index(lease),
        )

    def _index(self, lease: Lease) -> bytes:
        return self._sealing.index("idempotency_key", lease.key)

    def _place(self, lease: Lease) -> str:
        return f"idempotency_keys.answer:{lease.owner}:{lease.operation}:{self._index(lease).hex()}"


def _held_by(lease: Lease) -> tuple[ColumnElement[bool], ...]:
    return (keys.c.lease == lease.token, keys.c.answer_sealed.is_(None))


def _written(answer: Answer) -> bytes:
    """Put status and headers into one line before the body."""
    return orjson.dumps([answer.status, answer.headers]) + b"\n" + answer.body


def _read(stored: bytes) -> Answer:
    head, _, body = stored.partition(b"\n")
    status, headers = orjson.loads(head)
    return Answer(status=status, headers=tuple((name, value) for name, value in headers), body=body)
