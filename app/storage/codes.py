"""Authorization codes; of a code only its keyed hash is stored."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, update

from app.domain.authorization_codes import AuthorizationCode, CodeEvent, CodeState, moved_code
from app.domain.resources import Resource
from app.ports.store.paging import Page, PageWanted
from app.storage.pages import newest_first
from app.storage.statements import Statements
from app.storage.tables import authorization_codes as codes

_CODES = select(
    codes.c.id,
    codes.c.provider_id,
    codes.c.resource_id,
    codes.c.state,
    codes.c.for_account_id,
    codes.c.ip,
    codes.c.created_at,
    codes.c.expires_at,
)


class SqlCodes:
    """Authorization codes (备案授权码)."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def add(self, added: Sequence[tuple[AuthorizationCode, bytes]]) -> None:
        """Add codes, each with its hash."""
        if added:
            await self._statements.run(insert(codes), [_row(code, code_hash) for code, code_hash in added])

    async def find(self, provider_id: str, code_hash: bytes, *, lock: bool = False) -> AuthorizationCode | None:
        """Find a code by its hash."""
        return await self._find(provider_id, codes.c.code_hash == code_hash, lock)

    async def get(self, provider_id: str, code_id: str, *, lock: bool = False) -> AuthorizationCode | None:
        """Find a code by its id."""
        return await self._find(provider_id, codes.c.id == code_id, lock)

    async def _find(self, provider_id: str, condition: ColumnElement[bool], lock: bool) -> AuthorizationCode | None:
        query = _CODES.where(codes.c.provider_id == provider_id, condition)
        row = await self._statements.first(query.with_for_update(key_share=True) if lock else query)
        return None if row is None else _made(row)

    async def save(self, code: AuthorizationCode) -> None:
        """Save the state of a code."""
        await self._statements.change_one(
            update(codes)
            .where(codes.c.id == code.id)
            .values(state=code.state.value, ip=code.ip, for_account_id=code.for_account_id, expires_at=code.expires_at)
        )

    async def list(
        self, provider_id: str, page: PageWanted, resource_id: str | None, state: CodeState | None
    ) -> Page[AuthorizationCode]:
        """List codes, newest first."""
        query = _CODES.where(codes.c.provider_id == provider_id)
        if resource_id is not None:
            query = query.where(codes.c.resource_id == resource_id)
        if state is not None:
            query = query.where(codes.c.state == state.value)
        return await newest_first(self._statements, query, codes.c.id, page, _made)

    async def follow(self, resource: Resource) -> None:
        """Let the codes of a server that can still serve end with it, now that its end has moved."""
        await self._statements.run(
            update(codes)
            .where(
                codes.c.resource_id == resource.id,
                codes.c.state.in_([CodeState.UNUSED.value, CodeState.IN_USE.value]),
                codes.c.expires_at.is_distinct_from(resource.expires_at),
            )
            .values(expires_at=resource.expires_at)
        )

    async def let_expire(self, now: datetime) -> None:
        """Make the unused codes that ran out `dead`, of every provider."""
        dead = moved_code(CodeState.UNUSED, CodeEvent.EXPIRED)
        await self._statements.run(
            update(codes)
            .where(codes.c.state == CodeState.UNUSED.value, codes.c.expires_at <= now)
            .values(state=dead.value)
        )


def _row(code: AuthorizationCode, code_hash: bytes) -> dict[str, Any]:
    return {
        "id": code.id,
        "provider_id": code.provider_id,
        "resource_id": code.resource_id,
        "code_hash": code_hash,
        "ip": code.ip,
        "for_account_id": code.for_account_id,
        "state": code.state.value,
        "created_at": code.created_at,
        "expires_at": code.expires_at,
    }


def _made(row: Row[Any]) -> AuthorizationCode:
    return AuthorizationCode(
        id=row.id,
        provider_id=row.provider_id,
        resource_id=row.resource_id,
        state=CodeState(row.state),
        for_account_id=row.for_account_id,
        ip=row.ip,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )
