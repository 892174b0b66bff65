"""Stored type verifications."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, or_, select, update

from app.domain.filing_types import FilingType
from app.domain.filings import TypeVerification
from app.storage.sealing import Sealing
from app.storage.statements import Statements
from app.storage.tables import type_verifications as verifications

_AT_ONCE = 10_000
# In this order for the prepared statement of `hot_questions` too.
COLUMNS = (
    verifications.c.id,
    verifications.c.provider_id,
    verifications.c.account_id,
    verifications.c.channel,
    verifications.c.content_sealed,
    verifications.c.certificate_index,
    verifications.c.filing_type,
    verifications.c.as_of,
    verifications.c.rulebook_digest,
    verifications.c.created_at,
    verifications.c.expires_at,
    verifications.c.filing_id,
    verifications.c.addition_to,
)


class SqlVerifications:
    """Type verifications of a provider."""

    def __init__(self, statements: Statements, sealing: Sealing) -> None:
        self._statements = statements
        self._sealing = sealing

    async def add(self, verification: TypeVerification) -> None:
        """Store one with the facts that it was made from."""
        values = values_of(verification, self._sealing)
        names = [column.name for column in COLUMNS]
        await self._statements.run(insert(verifications).values(dict(zip(names, values, strict=True))))

    async def get(self, provider_id: str, verification_id: str, *, lock: bool = False) -> TypeVerification | None:
        """Find one."""
        query = select(*COLUMNS).where(
            verifications.c.id == verification_id, verifications.c.provider_id == provider_id
        )
        row = await self._statements.first(query.with_for_update() if lock else query)
        return None if row is None else self._made(row)

    async def use(self, verification_id: str, filing_id: str) -> None:
        """Remember which filing it serves."""
        statement = update(verifications).where(verifications.c.id == verification_id).values(filing_id=filing_id)
        await self._statements.change_one(statement)

    async def erase_of(self, filing_id: str) -> None:
        """Take away those that a filing was begun from or added to with."""
        of_filing = or_(verifications.c.filing_id == filing_id, verifications.c.addition_to == filing_id)
        await self._statements.run(delete(verifications).where(of_filing))

    async def erase_unused(self, expired_before: datetime) -> None:
        """Take away those that nothing came of and that ran out before a moment; of a great many, some at a time."""
        unused = verifications.c.filing_id.is_(None) & verifications.c.addition_to.is_(None)
        over = select(verifications.c.id).where(unused, verifications.c.expires_at < expired_before).limit(_AT_ONCE)
        await self._statements.run(delete(verifications).where(verifications.c.id.in_(over)))

    def _made(self, row: Row[Any]) -> TypeVerification:
        content = self._sealing.open_json(row.content_sealed, _place(row.id))
        return TypeVerification(
            id=row.id,
            provider_id=row.provider_id,
            account_id=row.account_id,
            channel=row.channel,
            asked=content["asked"],
            certificate_index=row.certificate_index,
            facts=content["facts"],
            answer=content["answer"],
            filing_type=None if row.filing_type is None else FilingType(row.filing_type),
            as_of=row.as_of,
            rulebook_digest=row.rulebook_digest,
            created_at=row.created_at,
            expires_at=row.expires_at,
            filing_id=row.filing_id,
            addition_to=row.addition_to,
        )


def values_of(verification: TypeVerification, sealing: Sealing) -> tuple[Any, ...]:
    """Return the values of `COLUMNS`. Facts and answer speak of the asked person too, so they are sealed with it."""
    content = {"asked": verification.asked, "facts": verification.facts, "answer": verification.answer}
    return (
        verification.id,
        verification.provider_id,
        verification.account_id,
        verification.channel,
        sealing.seal_json(content, _place(verification.id)),
        verification.certificate_index,
        None if verification.filing_type is None else verification.filing_type.value,
        verification.as_of,
        verification.rulebook_digest,
        verification.created_at,
        verification.expires_at,
        verification.filing_id,
        verification.addition_to,
    )


def _place(verification_id: str) -> str:
    return f"type_verifications.content:{verification_id}"
