"""Notices, taken one process at a time, each marked before it goes out."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert

from app.domain.notices import Notice, NoticeChannel, NoticeState
from app.storage.statements import Statements
from app.storage.tables import notices

# A statement has room for 32,767 values, and a notice takes eighteen.
_ROWS_AT_ONCE = 1000
# A newer notice of the same cause, to the same recipient, makes an older one that still waits superfluous.
_TAKE = text("""
    with chosen as (
        select id from notices
        where channel = :channel and state = 'pending' and not_before <= :now and next_at <= :real_now
        order by number
        limit :limit
        for update skip locked
    ), taken as (
        update notices n set state = 'sending', leased_until = :held_until
        from chosen
        where n.id = chosen.id and n.state = 'pending'
        returning n.*
    )
    select taken.*, exists (
        select from notices newer
        where newer.about_id = taken.about_id and newer.number > taken.number and newer.cause = taken.cause
          and newer.recipient = taken.recipient and newer.channel = taken.channel
    ) as superseded
    from taken
    order by taken.number
""")
_SETTLE = text("""
    update notices n
    set state = s.state, attempts = s.attempts, not_before = s.not_before, next_at = s.next_at,
        finished_at = s.finished_at, reason = s.reason, leased_until = null
    from unnest(
        cast(:ids as text[]), cast(:states as text[]), cast(:attempts as integer[]),
        cast(:not_before as timestamptz[]), cast(:next_at as timestamptz[]), cast(:finished_at as timestamptz[]),
        cast(:reasons as text[])
    ) as s (id, state, attempts, not_before, next_at, finished_at, reason)
    where n.id = s.id and n.state = 'sending'
""")
_OUTSTANDING = text("""
    select (select count(*) from unpublished_events) + (
        select count(*) from notices
        where state in ('pending', 'sending') and channel = any(cast(:channels as text[]))
          and not_before <= :now and next_at <= :real_now
    )
""")


class SqlNotices:
    """Notices hold no personal data; addresses are read elsewhere when they are needed."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def add(self, added: Sequence[Notice]) -> None:
        """Add notices; one that is there already stays as it is."""
        for first in range(0, len(added), _ROWS_AT_ONCE):
            rows = [_row(notice) for notice in added[first : first + _ROWS_AT_ONCE]]
            await self._statements.run(
                insert(notices).values(rows).on_conflict_do_nothing(constraint="uq_notices_cause")
            )

    async def take_due(
        self, channel: NoticeChannel, now: datetime, real_now: datetime, held_until: datetime, limit: int
    ) -> tuple[Notice, ...]:
        """Take what is due on a channel, oldest first, and mark it as being sent."""
        asked = {"channel": channel.value, "now": now, "real_now": real_now, "held_until": held_until, "limit": limit}
        return tuple(_notice(row, row.superseded) for row in await self._statements.all(_TAKE, asked))

    async def settle(self, settled: Sequence[Notice]) -> None:
        """Save what came of those that were taken."""
        if settled:
            parameters = {
                "ids": [one.id for one in settled],
                "states": [one.state.value for one in settled],
                "attempts": [one.attempts for one in settled],
                "not_before": [one.not_before for one in settled],
                "next_at": [one.next_at for one in settled],
                "finished_at": [one.finished_at for one in settled],
                "reasons": [one.reason for one in settled],
            }
            await self._statements.run(_SETTLE, parameters)

    async def lost(self, channel: NoticeChannel, real_now: datetime) -> tuple[Notice, ...]:
        """Return, and lock, what was being sent by somebody who was not heard of in time."""
        query = select(notices).where(
            notices.c.channel == channel.value,
            notices.c.state == NoticeState.SENDING.value,
            notices.c.leased_until < real_now,
        )
        rows = await self._statements.all(query.order_by(notices.c.number).with_for_update(skip_locked=True))
        return tuple(_notice(row) for row in rows)

    async def outstanding(self, channels: Collection[NoticeChannel], now: datetime, real_now: datetime) -> int:
        """Count what is due or being sent on these channels, events that wait to be published included."""
        asked = {"channels": [one.value for one in channels], "now": now, "real_now": real_now}
        return int(await self._statements.value(_OUTSTANDING, asked))

    async def next_due(self, channels: Collection[NoticeChannel], now: datetime) -> datetime | None:
        """Return when the next quiet hours end that a notice on these channels waits for."""
        query = select(func.min(notices.c.not_before)).where(
            notices.c.state.in_((NoticeState.PENDING.value, NoticeState.SENDING.value)),
            notices.c.channel.in_([one.value for one in channels]),
            notices.c.not_before > now,
        )
        found: datetime | None = await self._statements.value(query)
        return found

    async def of(self, about_id: str) -> tuple[Notice, ...]:
        """Return the notices about something, oldest first."""
        query = select(notices).where(notices.c.about_id == about_id).order_by(notices.c.number)
        return tuple(_notice(row) for row in await self._statements.all(query))

    async def forget_finished_before(self, moment: datetime) -> None:
        """Forget notices that were over before a moment."""
        await self._statements.run(delete(notices).where(notices.c.finished_at < moment))


_COLUMNS = (
    "id",
    "provider_id",
    "account_id",
    "cause",
    "cause_id",
    "about_id",
    "recipient",
    "happened_at",
    "not_before",
    "next_at",
    "filing_id",
    "record_id",
    "attempts",
    "finished_at",
    "reason",
)


def _row(notice: Notice) -> dict[str, Any]:
    row = {name: getattr(notice, name) for name in _COLUMNS}
    return {**row, "channel": notice.channel.value, "state": notice.state.value, "data": dict(notice.data)}


def _notice(row: Row[Any], superseded: bool = False) -> Notice:
    return Notice(
        **{name: getattr(row, name) for name in _COLUMNS},
        channel=NoticeChannel(row.channel),
        state=NoticeState(row.state),
        data=row.data,
        superseded=superseded,
    )
