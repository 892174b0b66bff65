"""What machines read off certificates: sealed, by the file that it was read off."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from app.domain.recognition import CertificateDocument, ReadField, Reading
from app.domain.recognitions import Recognition, RecognitionState
from app.storage.sealing import Sealing
from app.storage.statements import Statements
from app.storage.tables import recognition_workers as workers
from app.storage.tables import recognitions as rows

_READINGS = select(
    rows.c.object_key,
    rows.c.document,
    rows.c.provider_id,
    rows.c.sealed_as,
    rows.c.media_type,
    rows.c.asked_at,
    rows.c.state,
    rows.c.attempts,
    rows.c.fields_sealed,
)
# Workers say that they are there every few seconds; who was silent for a day is gone.
_FORGOTTEN = text("interval '1 day'")


class SqlRecognitions:
    """Readings by file and page; the fields are sealed."""

    def __init__(self, statements: Statements, sealing: Sealing) -> None:
        self._statements = statements
        self._sealing = sealing

    async def ask(self, recognition: Recognition) -> bool:
        """Ask for a reading; False where it was asked for before."""
        statement = insert(rows).values(
            object_key=recognition.object_key,
            document=recognition.document.value,
            provider_id=recognition.provider_id,
            sealed_as=recognition.sealed_as,
            media_type=recognition.media_type,
            state=recognition.state.value,
            attempts=recognition.attempts,
            asked_at=recognition.asked_at,
        )
        done = statement.on_conflict_do_nothing().returning(rows.c.object_key)
        return await self._statements.first(done) is not None

    async def of(self, object_key: str, document: CertificateDocument) -> Recognition | None:
        """Find a reading, done or not."""
        query = _READINGS.where(rows.c.object_key == object_key, rows.c.document == document.value)
        row = await self._statements.first(query)
        return None if row is None else self._recognition(row)

    async def done_for(self, object_keys: Sequence[str]) -> tuple[Recognition, ...]:
        """Return what was read off these files."""
        query = _READINGS.where(rows.c.object_key.in_(object_keys), rows.c.state == RecognitionState.DONE.value)
        return tuple(self._recognition(row) for row in await self._statements.all(query))

    async def begin(self, object_key: str, document: CertificateDocument) -> int:
        """Count one more attempt and return how many there were with it."""
        statement = (
            update(rows)
            .where(rows.c.object_key == object_key, rows.c.document == document.value)
            .values(attempts=rows.c.attempts + 1)
            .returning(rows.c.attempts)
        )
        row = await self._statements.first(statement)
        return 0 if row is None else int(row.attempts)

    async def keep(self, begun: Recognition, reading: Reading, reader: str, at: datetime) -> None:
        """Keep what was read; nothing is kept of a file that was taken away meanwhile."""
        fields = {name: [one.value, one.confidence] for name, one in reading.fields.items()}
        sealed = self._sealing.seal_json(fields, _place(begun.object_key, begun.document.value))
        await self._end(begun, state=RecognitionState.DONE.value, fields_sealed=sealed, reader=reader, ended_at=at)

    async def give_up(self, begun: Recognition, at: datetime) -> None:
        """Say that the file can't be read by a machine."""
        await self._end(begun, state=RecognitionState.FAILED.value, ended_at=at)

    async def _end(self, begun: Recognition, **values: Any) -> None:
        await self._statements.run(
            update(rows)
            .where(rows.c.object_key == begun.object_key, rows.c.document == begun.document.value)
            .values(**values)
        )

    async def remove(self, object_key: str) -> None:
        """Erase what was read off a file."""
        await self._statements.run(delete(rows).where(rows.c.object_key == object_key))

    async def attend(self, worker_id: str) -> None:
        """Say that a worker that reads is there."""
        statement = insert(workers).values(id=worker_id, seen_at=func.now())
        await self._statements.run(
            statement.on_conflict_do_update(index_elements=[workers.c.id], set_={"seen_at": func.now()})
        )
        await self._statements.run(delete(workers).where(workers.c.seen_at < func.now() - _FORGOTTEN))

    async def leave(self, worker_id: str) -> None:
        """Say that a worker is there no more."""
        await self._statements.run(delete(workers).where(workers.c.id == worker_id))

    async def is_attended(self, within_seconds: int) -> bool:
        """Tell whether a worker that reads said so lately."""
        since = func.now() - func.make_interval(0, 0, 0, 0, 0, 0, within_seconds)
        return bool(
            await self._statements.value(select(select(workers.c.id).where(workers.c.seen_at > since).exists()))
        )

    def _recognition(self, row: Row[Any]) -> Recognition:
        document, reading = CertificateDocument(row.document), None
        if row.fields_sealed is not None:
            fields = self._sealing.open_json(row.fields_sealed, _place(row.object_key, row.document))
            reading = Reading(document, {name: ReadField(value, sure) for name, (value, sure) in fields.items()})
        return Recognition(
            object_key=row.object_key,
            document=document,
            provider_id=row.provider_id,
            sealed_as=row.sealed_as,
            media_type=row.media_type,
            asked_at=row.asked_at,
            state=RecognitionState(row.state),
            attempts=row.attempts,
            reading=reading,
        )


def _place(object_key: str, document: str) -> str:
    return f"recognitions.fields:{object_key}:{document}"
