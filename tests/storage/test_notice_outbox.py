"""What sandbox mode keeps in place of sending it, while the database is away."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.notices import NoticeChannel
from app.domain.texts import Language
from app.ports.notice_sender import Letter
from app.ports.store.unit_of_work import StoreUnavailableError
from app.storage.engine import Database
from app.storage.notice_outbox import SqlNoticeOutbox
from tests.storage.conftest import CIPHER, INDEX

AT = datetime(2026, 11, 2, 4, tzinfo=UTC)
LETTER = Letter("ntc_1", NoticeChannel.SMS, "approved", Language.ZH, "13800138000", "", "您好", AT)


async def test_a_database_that_is_away_is_told_as_unavailable(tmp_path: Path) -> None:
    away = Database(f"postgresql://nobody@/nothing?host={tmp_path}")
    outbox = SqlNoticeOutbox(away.engine, CIPHER, INDEX)
    try:
        with pytest.raises(StoreUnavailableError):
            await outbox.messages(None, 100)
        with pytest.raises(StoreUnavailableError):
            await outbox.send(LETTER)
    finally:
        await away.close()
