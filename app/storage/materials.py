"""Papers and authenticity checks of filings."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, text, update

from app.domain.materials import AuthenticityCheck, AuthenticityStatus, Material, MaterialKind
from app.domain.paper_inspection import PaperMeasures
from app.storage.check_rows import CHECKS, check_of, check_values
from app.storage.statements import Statements
from app.storage.stored_findings import findings_json, findings_of
from app.storage.tables import authenticity_checks as checks
from app.storage.tables import filings, materials

_MATERIALS = select(
    materials.c.id,
    materials.c.provider_id,
    materials.c.account_id,
    materials.c.filing_id,
    materials.c.kind,
    materials.c.for_pointer,
    materials.c.object_key,
    materials.c.sha256,
    materials.c.media_type,
    materials.c.bytes,
    materials.c.created_at,
    materials.c.sealed_as,
    materials.c.from_record,
    materials.c.erased_at,
    materials.c.stored_bytes,
    materials.c.measures,
    materials.c.findings,
)
# All at once, since a place that is moved to may be one that is moved from. The nearest place above decides.
_MOVED = """
    update {table} t set for_pointer = moved.place
    from (
        select m.id, (
            select w.new || substr(m.for_pointer, length(w.old) + 1)
            from unnest(cast(:old as text[]), cast(:new as text[])) as w (old, new)
            where m.for_pointer = w.old or starts_with(m.for_pointer, w.old || '/')
            order by length(w.old) desc limit 1
        ) as place
        from {table} m where m.filing_id = :filing_id
    ) moved
    where t.id = moved.id and moved.place is not null
"""
_MOVE = text(
    f"with papers as ({_MOVED.format(table='materials')} returning 1) {_MOVED.format(table='authenticity_checks')}"
)


class SqlMaterials:
    """Papers of filings; the bytes are in the object store."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def add(self, material: Material) -> None:
        """Add a paper."""
        await self._statements.run(
            insert(materials).values(
                id=material.id,
                provider_id=material.provider_id,
                account_id=material.account_id,
                filing_id=material.filing_id,
                kind=material.kind.value,
                for_pointer=material.for_pointer,
                object_key=material.object_key,
                sha256=material.sha256,
                media_type=material.media_type,
                bytes=material.bytes,
                created_at=material.created_at,
                sealed_as=material.sealed_as,
                from_record=material.from_record,
                stored_bytes=material.stored_bytes,
                measures=material.measures.told(),
                findings=findings_json(material.findings),
            )
        )

    async def get(self, provider_id: str, material_id: str, *, account_id: str | None = None) -> Material | None:
        """Find a paper."""
        query = _MATERIALS.where(materials.c.id == material_id, materials.c.provider_id == provider_id)
        if account_id is not None:
            query = query.where(materials.c.account_id == account_id)
        row = await self._statements.first(query)
        return None if row is None else _material(row)

    async def of(self, filing_id: str) -> tuple[Material, ...]:
        """Return a filing's papers, oldest first."""
        query = _MATERIALS.where(materials.c.filing_id == filing_id).order_by(materials.c.id)
        return tuple(_material(row) for row in await self._statements.all(query))

    async def count_of(self, filing_id: str) -> int:
        """Count a filing's papers."""
        query = select(func.count()).select_from(materials).where(materials.c.filing_id == filing_id)
        return int(await self._statements.value(query))

    async def remove(self, material_id: str) -> None:
        """Take a paper away."""
        await self._statements.run(delete(materials).where(materials.c.id == material_id))

    async def move(self, filing_id: str, pointers: Mapping[str, str]) -> None:
        """Let papers and checks for the one place be for the other, with all that lies below the place."""
        if pointers:
            places = {"filing_id": filing_id, "old": list(pointers), "new": list(pointers.values())}
            await self._statements.run(_MOVE, places)

    async def shares_of(self, object_key: str) -> int:
        """Count the papers that are the same object and not erased."""
        same = (materials.c.object_key == object_key, materials.c.erased_at.is_(None))
        return int(await self._statements.value(select(func.count()).select_from(materials).where(*same)))

    async def hold(self, object_key: str) -> bool:
        """Keep a paper that is this object from going until the transaction ends; False where there is none."""
        same = (materials.c.object_key == object_key, materials.c.erased_at.is_(None))
        query = select(materials.c.id).where(*same).order_by(materials.c.id).limit(1).with_for_update(read=True)
        return await self._statements.first(query) is not None

    async def erase(self, filing_id: str, kinds: Sequence[str], now: datetime) -> tuple[Material, ...]:
        """Mark a filing's papers of these kinds as erased, and its others that are the same object; return them."""
        faces = select(materials.c.object_key).where(materials.c.filing_id == filing_id, materials.c.kind.in_(kinds))
        statement = (
            update(materials)
            .where(materials.c.filing_id == filing_id, materials.c.erased_at.is_(None))
            .where(materials.c.object_key.in_(faces))
            .values(erased_at=now)
            .returning(*_MATERIALS.selected_columns)
        )
        return tuple(_material(row) for row in await self._statements.all(statement))

    async def filings_with(
        self, kinds: Sequence[str], states: Sequence[str], limit: int
    ) -> tuple[tuple[str, str], ...]:
        """Return tenant and id of filings in these states with papers of these kinds that are not erased."""
        query = (
            select(filings.c.provider_id, filings.c.id)
            .join(materials, materials.c.filing_id == filings.c.id)
            .where(materials.c.kind.in_(kinds), materials.c.erased_at.is_(None), filings.c.state.in_(states))
            .distinct()
            .limit(limit)
        )
        return tuple((row.provider_id, row.id) for row in await self._statements.all(query))

    async def add_check(self, check: AuthenticityCheck) -> None:
        """Add an authenticity check."""
        await self._statements.run(insert(checks).values(check_values(check)))

    async def checks_of(self, filing_id: str) -> tuple[AuthenticityCheck, ...]:
        """Return a filing's authenticity checks, oldest first."""
        query = CHECKS.where(checks.c.filing_id == filing_id).order_by(checks.c.id)
        return tuple(check_of(row) for row in await self._statements.all(query))

    async def checks_of_many(self, filing_ids: Sequence[str]) -> dict[str, tuple[AuthenticityCheck, ...]]:
        """Return the authenticity checks of several filings, oldest first."""
        query = CHECKS.where(checks.c.filing_id.in_(filing_ids)).order_by(checks.c.id)
        found: dict[str, list[AuthenticityCheck]] = {}
        for row in await self._statements.all(query):
            found.setdefault(row.filing_id, []).append(check_of(row))
        return {filing_id: tuple(of_one) for filing_id, of_one in found.items()}

    async def set_checks(self, filing_id: str, old: AuthenticityStatus, new: AuthenticityStatus) -> None:
        """Decide all checks of a filing that stand at `old`."""
        await self._statements.run(
            update(checks).where(checks.c.filing_id == filing_id, checks.c.status == old.value).values(status=new.value)
        )

    async def fail_checks_of(self, filing_id: str, for_pointers: Sequence[str]) -> None:
        """Void every check of these people, whatever came of it; their consents stay on file."""
        await self._fail(checks.c.filing_id == filing_id, checks.c.for_pointer.in_(for_pointers))

    async def fail_checks_over(self, filing_id: str, material_id: str) -> None:
        """Void every check over a picture."""
        await self._fail(checks.c.filing_id == filing_id, checks.c.material_id == material_id)

    async def _fail(self, *conditions: ColumnElement[bool]) -> None:
        failed = AuthenticityStatus.FAILED.value
        await self._statements.run(update(checks).where(*conditions).values(status=failed))


def _material(row: Row[Any]) -> Material:
    return Material(
        id=row.id,
        provider_id=row.provider_id,
        account_id=row.account_id,
        filing_id=row.filing_id,
        kind=MaterialKind(row.kind),
        for_pointer=row.for_pointer,
        object_key=row.object_key,
        sha256=row.sha256,
        media_type=row.media_type,
        bytes=row.bytes,
        created_at=row.created_at,
        sealed_as=row.sealed_as,
        from_record=row.from_record,
        erased_at=row.erased_at,
        stored_bytes=row.stored_bytes,
        measures=PaperMeasures.read(row.measures),
        findings=findings_of(row.findings, row.for_pointer),
    )
