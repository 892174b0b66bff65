"""Hand-overs of a filing to a phone."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from app.domain.phone_handovers import HandoverPurpose, PhoneHandover
from app.storage.statements import Statements
from app.storage.tables import phone_handovers as handovers

_HANDOVERS = select(
    handovers.c.id,
    handovers.c.provider_id,
    handovers.c.account_id,
    handovers.c.filing_id,
    handovers.c.purpose,
    handovers.c.token_index,
    handovers.c.created_at,
    handovers.c.expires_at,
    handovers.c.opened_at,
    handovers.c.done_at,
    handovers.c.revoked_at,
)


class SqlPhoneHandovers:
    """Links for phones, by filing and by the hash of their token."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def add(self, handover: PhoneHandover) -> None:
        """Add one, after the filing's last was revoked."""
        await self._statements.run(
            insert(handovers).values(
                id=handover.id,
                provider_id=handover.provider_id,
                account_id=handover.account_id,
                filing_id=handover.filing_id,
                purpose=handover.purpose.value,
                token_index=handover.token_index,
                created_at=handover.created_at,
                expires_at=handover.expires_at,
            )
        )

    async def get(self, provider_id: str, filing_id: str, handover_id: str) -> PhoneHandover | None:
        """Find one of a filing, revoked or not."""
        query = _HANDOVERS.where(
            handovers.c.id == handover_id,
            handovers.c.filing_id == filing_id,
            handovers.c.provider_id == provider_id,
        )
        row = await self._statements.first(query)
        return None if row is None else _made(row)

    async def by_token(self, token_index: bytes) -> PhoneHandover | None:
        """Find one by the hash of its token, of whatever provider, revoked or not."""
        row = await self._statements.first(_HANDOVERS.where(handovers.c.token_index == token_index))
        return None if row is None else _made(row)

    async def of_filing(self, provider_id: str, filing_id: str) -> tuple[PhoneHandover, ...]:
        """Return all of a filing, newest first."""
        query = _HANDOVERS.where(handovers.c.filing_id == filing_id, handovers.c.provider_id == provider_id)
        return tuple(_made(row) for row in await self._statements.all(query.order_by(handovers.c.id.desc())))

    async def revoke_open(self, filing_id: str, now: datetime) -> bool:
        """Revoke the one that is open; False where none is."""
        statement = update(handovers).where(handovers.c.filing_id == filing_id, handovers.c.revoked_at.is_(None))
        return (await self._statements.run(statement.values(revoked_at=now))).rowcount > 0

    async def note_opened(self, handover_id: str, now: datetime) -> bool:
        """Note the first time that a phone opened it; False where that was noted before."""
        statement = update(handovers).where(handovers.c.id == handover_id, handovers.c.opened_at.is_(None))
        return (await self._statements.run(statement.values(opened_at=now))).rowcount > 0

    async def set_done(self, handover_id: str, done_at: datetime | None) -> None:
        """Note that whoever holds the phone says to be done, or goes on after all."""
        await self._statements.run(update(handovers).where(handovers.c.id == handover_id).values(done_at=done_at))


def _made(row: Row[Any]) -> PhoneHandover:
    return PhoneHandover(
        id=row.id,
        provider_id=row.provider_id,
        account_id=row.account_id,
        filing_id=row.filing_id,
        purpose=HandoverPurpose(row.purpose),
        token_index=row.token_index,
        created_at=row.created_at,
        expires_at=row.expires_at,
        opened_at=row.opened_at,
        done_at=row.done_at,
        revoked_at=row.revoked_at,
    )
