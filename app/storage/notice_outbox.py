"""What sandbox mode keeps in place of sending it; sealed, since it has addresses and texts."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from app.domain.notices import SendingResult, Sent
from app.ports.notice_sender import Letter
from app.ports.secrecy import BlindIndex, ColumnCipher
from app.storage.connections import connected
from app.storage.sealing import Sealing
from app.storage.statements import Statements
from app.storage.tables import notice_outbox

_PHONE = "notice_outbox.phone"


class SqlNoticeOutbox:
    """Implements `app.ports.notice_sender.NoticeOutbox`. Handed over twice, a notice stands here once."""

    may_repeat = True

    def __init__(self, engine: AsyncEngine, cipher: ColumnCipher, index: BlindIndex) -> None:
        self._engine = engine
        self._sealing = Sealing(cipher, index)

    async def send(self, letter: Letter) -> SendingResult:
        """Keep a notice. Raises StoreUnavailableError."""
        said = {"channel": letter.channel.value, "to": letter.to, "text": letter.text}
        if letter.subject:
            said["text"] = f"{letter.subject}\n\n{letter.text}"
        statement = insert(notice_outbox).values(
            notice_id=letter.notice_id,
            message_sealed=self._sealing.seal_json(said, _place(letter.notice_id)),
            phone_indexes=sorted({self._sealing.index(_PHONE, phone) for phone in letter.phones}),
            sent_at=letter.at,
        )
        async with connected(self._engine) as connection:
            statements = Statements(connection)
            await statements.run(statement.on_conflict_do_nothing())
            await statements.commit()
        return SendingResult(Sent.TAKEN)

    async def messages(self, phone: str | None, limit: int) -> list[dict[str, Any]]:
        """Return what would have been sent, newest first. Raises StoreUnavailableError."""
        query = select(notice_outbox.c.notice_id, notice_outbox.c.message_sealed, notice_outbox.c.sent_at)
        if phone is not None:
            query = query.where(notice_outbox.c.phone_indexes.contains([self._sealing.index(_PHONE, phone)]))
        query = query.order_by(notice_outbox.c.number.desc()).limit(limit)
        async with connected(self._engine) as connection:
            rows = await Statements(connection).all(query)
        return [
            {
                "id": row.notice_id,
                **self._sealing.open_json(row.message_sealed, _place(row.notice_id)),
                "sent_at": row.sent_at.isoformat(),
            }
            for row in rows
        ]

    async def close(self) -> None:
        """Nothing is held open."""


def _place(notice_id: str) -> str:
    return f"notice_outbox.message:{notice_id}"
