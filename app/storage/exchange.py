"""The exchange with the authority: hand-overs, SMS recipients, and the messages that came back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from app.domain.exchange import Handover, HandoverState, SmsVerification
from app.ports.store.exchange import Callback
from app.storage.sealing import Sealing
from app.storage.sms_rows import RECIPIENTS, person_indexes, recipient_of, recipient_values
from app.storage.statements import Statements
from app.storage.tables import authority_callbacks as callbacks
from app.storage.tables import handovers
from app.storage.tables import sms_verifications as sms

_HANDOVERS = select(
    handovers.c.id,
    handovers.c.filing_id,
    handovers.c.provider_id,
    handovers.c.state,
    handovers.c.created_at,
    handovers.c.receipt,
)
_CALLBACKS = select(
    callbacks.c.id,
    callbacks.c.receipt,
    callbacks.c.sequence,
    callbacks.c.type,
    callbacks.c.payload_sealed,
    callbacks.c.received_at,
    callbacks.c.applied_at,
)
_LATEST_OF_A_PERSON = 10


class SqlExchange:
    """Hand-overs, SMS recipients and the authority's messages, which may name people and are sealed."""

    def __init__(self, statements: Statements, sealing: Sealing) -> None:
        self._statements = statements
        self._sealing = sealing

    async def add_handover(self, handover: Handover) -> None:
        """Add a hand-over."""
        await self._statements.run(
            insert(handovers).values(
                id=handover.id,
                filing_id=handover.filing_id,
                provider_id=handover.provider_id,
                state=handover.state.value,
                created_at=handover.created_at,
                receipt=handover.receipt,
            )
        )

    async def open_handover(self, filing_id: str, *, lock: bool = False) -> Handover | None:
        """Find the hand-over of a filing that is not closed."""
        query = _HANDOVERS.where(handovers.c.filing_id == filing_id, handovers.c.state != HandoverState.CLOSED.value)
        row = await self._statements.first(query.with_for_update(key_share=True) if lock else query)
        return None if row is None else _handover(row)

    async def by_receipt(self, receipt: str) -> Handover | None:
        """Find a hand-over by the authority's receipt."""
        return await self._handover(handovers.c.receipt == receipt)

    async def get_handover(self, handover_id: str) -> Handover | None:
        """Find a hand-over by its id."""
        return await self._handover(handovers.c.id == handover_id)

    async def _handover(self, condition: ColumnElement[bool]) -> Handover | None:
        row = await self._statements.first(_HANDOVERS.where(condition))
        return None if row is None else _handover(row)

    async def handover_ids_of(self, filing_id: str) -> tuple[str, ...]:
        """Return the ids of all hand-overs of a filing, oldest first."""
        query = select(handovers.c.id).where(handovers.c.filing_id == filing_id).order_by(handovers.c.id)
        return tuple(row.id for row in await self._statements.all(query))

    async def filings_of(self, provider_id: str, handover_ids: Sequence[str]) -> dict[str, str]:
        """Return the filing of each of these hand-overs that is a tenant's."""
        query = _HANDOVERS.where(handovers.c.provider_id == provider_id, handovers.c.id.in_(handover_ids))
        return {row.id: row.filing_id for row in await self._statements.all(query)}

    async def sent_of(self, filing_ids: Sequence[str]) -> frozenset[str]:
        """Return those filings whose open hand-over is marked as being sent, or was answered."""
        query = select(handovers.c.filing_id).where(
            handovers.c.filing_id.in_(filing_ids),
            handovers.c.state.in_([HandoverState.SENDING.value, HandoverState.ANSWERED.value]),
        )
        return frozenset(row.filing_id for row in await self._statements.all(query))

    async def save_handover(self, handover: Handover) -> None:
        """Save a hand-over."""
        await self._statements.change_one(
            update(handovers)
            .where(handovers.c.id == handover.id)
            .values(state=handover.state.value, receipt=handover.receipt)
        )

    async def add_sms(self, recipients: Sequence[SmsVerification]) -> None:
        """Add the recipients of a hand-over."""
        if recipients:
            await self._statements.run(insert(sms), [recipient_values(each, self._sealing) for each in recipients])

    async def sms_of(self, filing_id: str) -> tuple[SmsVerification, ...]:
        """Return the recipients of a filing's latest hand-over."""
        latest = select(handovers.c.id).where(handovers.c.filing_id == filing_id)
        latest = latest.order_by(handovers.c.id.desc()).limit(1)
        query = RECIPIENTS.where(sms.c.handover_id == latest.scalar_subquery()).order_by(sms.c.id)
        return tuple(recipient_of(row, self._sealing) for row in await self._statements.all(query))

    async def sms_by_person(self, phone: str, certificate_last6: str) -> tuple[SmsVerification, ...]:
        """Find the latest rows of a person across tenants, newest first, at most ten."""
        by_phone, by_last6 = person_indexes(phone, certificate_last6, self._sealing)
        query = RECIPIENTS.where(sms.c.phone_index == by_phone, sms.c.last6_index == by_last6)
        rows = await self._statements.all(query.order_by(sms.c.id.desc()).limit(_LATEST_OF_A_PERSON))
        return tuple(recipient_of(row, self._sealing) for row in rows)

    async def save_sms(self, recipient: SmsVerification) -> None:
        """Save one recipient."""
        await self._statements.change_one(
            update(sms)
            .where(sms.c.id == recipient.id)
            .values(
                state=recipient.state.value,
                expires_at=recipient.expires_at,
                resends_left=recipient.resends_left,
            )
        )

    async def add_callback(self, callback: Callback) -> bool:
        """Keep a message; False where it was kept before."""
        statement = upsert(callbacks).values(
            id=callback.id,
            receipt=callback.receipt,
            sequence=callback.sequence,
            type=callback.type,
            payload_sealed=self._sealing.seal_json(callback.payload, _place(callback.id)),
            received_at=callback.received_at,
            applied_at=callback.applied_at,
        )
        statement = statement.on_conflict_do_nothing(index_elements=[callbacks.c.id])
        return await self._statements.value(statement.returning(callbacks.c.id)) is not None

    async def callback(self, callback_id: str, *, lock: bool = False) -> Callback | None:
        """Find a message."""
        query = _CALLBACKS.where(callbacks.c.id == callback_id)
        row = await self._statements.first(query.with_for_update() if lock else query)
        if row is None:
            return None
        return Callback(
            id=row.id,
            receipt=row.receipt,
            sequence=row.sequence,
            type=row.type,
            payload=self._sealing.open_json(row.payload_sealed, _place(row.id)),
            received_at=row.received_at,
            applied_at=row.applied_at,
        )

    async def callback_applied(self, callback_id: str, now: datetime) -> None:
        """Mark a message as applied."""
        await self._statements.change_one(update(callbacks).where(callbacks.c.id == callback_id).values(applied_at=now))

    async def erase_of(self, filing_id: str) -> None:
        """Erase who had to enter codes, and what messages said; these stay known by their ids, and can't come twice."""
        await self._statements.run(delete(sms).where(sms.c.filing_id == filing_id))
        of_filing = select(handovers.c.receipt).where(handovers.c.filing_id == filing_id)
        for row in await self._statements.all(select(callbacks.c.id).where(callbacks.c.receipt.in_(of_filing))):
            nothing = self._sealing.seal_json({}, _place(row.id))
            await self._statements.run(update(callbacks).where(callbacks.c.id == row.id).values(payload_sealed=nothing))


def _handover(row: Row[Any]) -> Handover:
    return Handover(
        id=row.id,
        filing_id=row.filing_id,
        provider_id=row.provider_id,
        state=HandoverState(row.state),
        created_at=row.created_at,
        receipt=row.receipt,
    )


def _place(callback_id: str) -> str:
    return f"authority_callbacks.payload:{callback_id}"
