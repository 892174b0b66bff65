"""What is due after an approval."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert

from app.domain.obligations import Obligation, ObligationKind, ObligationState
from app.ports.store.obligations import ObligationsWanted
from app.ports.store.paging import Page, PageWanted
from app.storage.pages import newest_first
from app.storage.sealing import Sealing
from app.storage.statements import Statements
from app.storage.tables import obligations
from app.storage.tables.duties import UNMET_BY_RULE

_OBLIGATIONS = select(
    obligations.c.id,
    obligations.c.provider_id,
    obligations.c.account_id,
    obligations.c.record_id,
    obligations.c.service_id,
    obligations.c.kind,
    obligations.c.state,
    obligations.c.due_at,
    obligations.c.provisional,
    obligations.c.created_by,
    obligations.c.created_at,
    obligations.c.code,
    obligations.c.note_sealed,
    obligations.c.evidence_sealed,
    obligations.c.fulfilled_at,
    obligations.c.filing_id,
)
_UNMET = [state.value for state in ObligationState if state.is_unmet]


class SqlObligations:
    """Obligations of a provider; what people wrote about them in their own words is sealed."""

    def __init__(self, statements: Statements, sealing: Sealing) -> None:
        self._statements = statements
        self._sealing = sealing

    async def add(self, added: Sequence[Obligation]) -> tuple[Obligation, ...]:
        """Add obligations, and return them without those that a rule has created already and that are still unmet."""
        if not added:
            return ()
        statement = insert(obligations).values([self._row(obligation) for obligation in added])
        statement = statement.on_conflict_do_nothing(
            index_elements=[obligations.c.record_id, obligations.c.service_id, obligations.c.kind],
            index_where=UNMET_BY_RULE,
        )
        rows = (await self._statements.run(statement.returning(obligations.c.id))).all()
        new = {row.id for row in rows}
        return tuple(obligation for obligation in added if obligation.id in new)

    async def get(
        self, provider_id: str, obligation_id: str, *, account_id: str | None = None, lock: bool = False
    ) -> Obligation | None:
        """Find an obligation."""
        query = _OBLIGATIONS.where(obligations.c.id == obligation_id, obligations.c.provider_id == provider_id)
        if account_id is not None:
            query = query.where(obligations.c.account_id == account_id)
        row = await self._statements.first(query.with_for_update(key_share=True) if lock else query)
        return None if row is None else self._made(row)

    async def by_ids(self, obligation_ids: Sequence[str]) -> tuple[Obligation, ...]:
        """Find several, of whatever provider: for the worker."""
        query = _OBLIGATIONS.where(obligations.c.id.in_(obligation_ids)).order_by(obligations.c.id)
        return tuple(self._made(row) for row in await self._statements.all(query))

    async def unmet_of(self, record_id: str, *, lock: bool = False) -> tuple[Obligation, ...]:
        """Return what is still to be done about a record, oldest first."""
        query = _OBLIGATIONS.where(obligations.c.record_id == record_id, obligations.c.state.in_(_UNMET))
        query = query.order_by(obligations.c.id)
        rows = await self._statements.all(query.with_for_update(key_share=True) if lock else query)
        return tuple(self._made(row) for row in rows)

    async def save(self, obligation: Obligation) -> None:
        """Save an obligation that is locked."""
        values = self._changing(obligation)
        await self._statements.change_one(update(obligations).where(obligations.c.id == obligation.id).values(values))

    async def list(self, provider_id: str, wanted: ObligationsWanted, page: PageWanted) -> Page[Obligation]:
        """List obligations, newest first."""
        query = _OBLIGATIONS.where(obligations.c.provider_id == provider_id)
        if wanted.account_id is not None:
            query = query.where(obligations.c.account_id == wanted.account_id)
        if wanted.record_id is not None:
            query = query.where(obligations.c.record_id == wanted.record_id)
        if wanted.kind is not None:
            query = query.where(obligations.c.kind == wanted.kind)
        if wanted.states is not None:
            query = query.where(obligations.c.state.in_(wanted.states))
        return await newest_first(self._statements, query, obligations.c.id, page, self._made)

    def _row(self, obligation: Obligation) -> dict[str, Any]:
        return {
            "id": obligation.id,
            "provider_id": obligation.provider_id,
            "kind": obligation.kind.value,
            "created_by": obligation.created_by,
            "created_at": obligation.created_at,
            **self._changing(obligation),
        }

    def _changing(self, obligation: Obligation) -> dict[str, Any]:
        """Return what a save writes; what is on record may move, and its obligations with it."""
        return {
            "account_id": obligation.account_id,
            "record_id": obligation.record_id,
            "service_id": obligation.service_id,
            "state": obligation.state.value,
            "due_at": obligation.due_at,
            "provisional": obligation.provisional,
            "code": obligation.code,
            "note_sealed": self._sealed("note", obligation.id, obligation.note),
            "evidence_sealed": self._sealed("evidence", obligation.id, obligation.evidence),
            "fulfilled_at": obligation.fulfilled_at,
            "filing_id": obligation.filing_id,
        }

    def _made(self, row: Row[Any]) -> Obligation:
        return Obligation(
            id=row.id,
            provider_id=row.provider_id,
            account_id=row.account_id,
            record_id=row.record_id,
            service_id=row.service_id,
            kind=ObligationKind(row.kind),
            state=ObligationState(row.state),
            due_at=row.due_at,
            provisional=row.provisional,
            created_by=row.created_by,
            created_at=row.created_at,
            code=row.code,
            note=self._opened("note", row.id, row.note_sealed),
            evidence=self._opened("evidence", row.id, row.evidence_sealed),
            fulfilled_at=row.fulfilled_at,
            filing_id=row.filing_id,
        )

    def _sealed(self, column: str, obligation_id: str, words: str | None) -> bytes | None:
        return None if words is None else self._sealing.seal_text(words, _place(column, obligation_id))

    def _opened(self, column: str, obligation_id: str, sealed: bytes | None) -> str | None:
        return None if sealed is None else self._sealing.open_text(sealed, _place(column, obligation_id))


def _place(column: str, obligation_id: str) -> str:
    return f"obligations.{column}:{obligation_id}"
