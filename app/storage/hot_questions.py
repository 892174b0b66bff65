"""The few questions that are asked on every call: one round trip each, on prepared statements of the driver."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg

from app.domain.accounts import AccountSite
from app.domain.filings import TypeVerification
from app.ports.secrecy import BlindIndex, ColumnCipher
from app.ports.store.hot_questions import MirroredName, TypeFactsFound
from app.storage.engine import Database
from app.storage.failures import store_errors
from app.storage.hot_statements import (
    ADD_TYPE_VERIFICATION,
    EVENTS_WAIT,
    NOTICES_WAIT,
    TYPE_FACTS,
    WEBHOOKS_WAIT,
)
from app.storage.mirror import service_place, subject_place
from app.storage.name_keys import mirror_place, name_key
from app.storage.sealing import Sealing
from app.storage.verifications import values_of

AskedName = tuple[str, str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One asked name, where the mirror keeps it, and the numbers of its candidates among all."""

    kind: str
    name: str
    place: str
    candidates: Sequence[str]
    numbers: range


class SqlHotQuestions:
    """Prepared statements on a pool of the driver; raises StoreUnavailableError."""

    def __init__(self, database: Database, cipher: ColumnCipher, index: BlindIndex) -> None:
        self._database = database
        self._sealing = Sealing(cipher, index)

    async def type_facts(
        self,
        provider_id: str,
        account_id: str,
        certificate_index: bytes,
        names: Sequence[AskedName],
        addition_to: str | None = None,
    ) -> TypeFactsFound:
        """Gather the facts; each name is (kind, asked name, the names that it could be filed under).

        `addition_to` is a draft that the names are to be added to, and is not counted among the open orders.
        """
        asked = tuple(_numbered(names, certificate_index))
        candidates = [(each.kind, name) for each in asked for name in each.candidates]
        with store_errors():
            row = await self._database.pool.fetchrow(
                TYPE_FACTS,
                provider_id,
                account_id,
                certificate_index,
                [each.kind for each in asked],
                [each.place for each in asked],
                [kind for kind, _ in candidates],
                [name_key(kind, name, certificate_index) for kind, name in candidates],
                addition_to,
            )
        if row is None:
            raise RuntimeError("a question for single values gave no row")
        return self._found(row, provider_id, certificate_index, asked)

    def _found(
        self, row: asyncpg.Record, provider_id: str, certificate_index: bytes, asked: Sequence[_Asked]
    ) -> TypeFactsFound:
        sealed = row["subject_sealed"]
        place = subject_place(provider_id, certificate_index)
        return TypeFactsFound(
            account_site=None if row["account_site"] is None else AccountSite(row["account_site"]),
            account_open_orders=row["account_open_orders"],
            certificate_open_accounts=tuple(row["certificate_open_accounts"]),
            holder_accounts=tuple(row["holder_accounts"]),
            account_other_subjects=row["account_other_subjects"],
            subject=None if sealed is None else self._sealing.open_json(sealed, place),
            subject_fetched_at=row["subject_fetched_at"],
            names=tuple(self._name(row, provider_id, each, at) for at, each in enumerate(asked)),
        )

    def _name(self, row: asyncpg.Record, provider_id: str, asked: _Asked, at: int) -> MirroredName:
        sealed: bytes | None = row["answers"][at]
        answer: dict[str, Any] | None = None
        if sealed is not None:
            answer = self._sealing.open_json(sealed, service_place(provider_id, asked.kind, asked.place))
        held = [
            asked.candidates[number - asked.numbers.start]
            for number in row["held_candidates"]
            if number in asked.numbers
        ]
        return MirroredName(
            kind=asked.kind,
            asked=asked.name,
            answer=answer,
            fetched_at=row["fetched"][at],
            open_order=any(number in asked.numbers for number in row["open_candidates"]),
            held_here=bool(held),
            held_name=max(held, key=len, default=None),
        )

    async def add_type_verification(self, verification: TypeVerification) -> None:
        """Store a verification, durably."""
        values = values_of(verification, self._sealing)
        with store_errors():
            await self._database.pool.execute(ADD_TYPE_VERIFICATION, *values)

    async def events_wait(self) -> bool:
        """Tell whether an event waits to be published."""
        return await self._is_so(EVENTS_WAIT)

    async def webhooks_wait(self, now: datetime) -> bool:
        """Tell whether a delivery may be due."""
        return await self._is_so(WEBHOOKS_WAIT, now)

    async def notices_wait(self, channel: str, real_now: datetime) -> bool:
        """Tell whether a notice may be due on a channel."""
        return await self._is_so(NOTICES_WAIT, channel, real_now)

    async def _is_so(self, question: str, *values: Any) -> bool:
        with store_errors():
            return bool(await self._database.pool.fetchval(question, *values))


def _numbered(names: Sequence[AskedName], certificate_index: bytes) -> Iterator[_Asked]:
    # PostgreSQL counts from one.
    start = 1
    for kind, name, candidates in names:
        place = mirror_place(kind, name, certificate_index)
        yield _Asked(kind, name, place, candidates, range(start, start + len(candidates)))
        start += len(candidates)
