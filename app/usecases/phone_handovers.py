"""Handing one purpose of a filing over to a phone: making the link, taking it back, and seeing how far the phone is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.domain.callers import Caller, CallerKind, Scope
from app.domain.deadlines import DeadlineKind
from app.domain.errors import not_found
from app.domain.filing_states import Actor
from app.domain.filings import Deadline, Filing
from app.domain.materials import AuthenticityCheck, Material
from app.domain.phone_handovers import HandoverPurpose, HandoverStanding, PhoneHandover, expires_at
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import Call
from app.usecases.filing_checks import wanted
from app.usecases.filing_details import found, locked
from app.usecases.filing_reminders import with_reminder_kinds, with_reminders
from app.usecases.review_findings import require_editable
from app.usecases.runtime import Runtime
from app.usecases.timeline_notes import note_event

_TOKEN_BYTES = 18
"""144 random bits: nobody tries them all, and the QR code stays coarse enough for a poor camera."""
MADE = "phone_handover_made"
OPENED = "phone_handover_opened"
REVOKED = "phone_handover_revoked"


@dataclass(frozen=True, slots=True)
class HandoverMade:
    """A new hand-over with its token, which is shown this once."""

    handover: PhoneHandover
    token: str


@dataclass(frozen=True, slots=True)
class HandoverSeen:
    """How far the phone is: what it brought since, how many papers are wanted, and how many of them are there."""

    handover: PhoneHandover
    standing: HandoverStanding
    papers: tuple[Material, ...]
    checks: tuple[AuthenticityCheck, ...]
    wanted: int
    there: int


async def make(runtime: Runtime, call: Call, filing_id: str, purpose: HandoverPurpose) -> HandoverMade:
    """Make a link for one purpose; the filing's last one is void from then on. Raises `not-editable`."""
    token = runtime.secrets.token(_TOKEN_BYTES)
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, filing_id)
        require_editable(runtime, call, filing)
        await uow.phone_handovers.revoke_open(filing.id, call.now)
        handover = PhoneHandover(
            id=runtime.ids.new("hov"),
            provider_id=filing.provider_id,
            account_id=filing.account_id,
            filing_id=filing.id,
            purpose=purpose,
            token_index=_index_of(runtime, token),
            created_at=call.now,
            expires_at=expires_at(call.now, call.today, runtime.rulebook),
        )
        await uow.phone_handovers.add(handover)
        deadlines = with_reminders(runtime, call.profile, [_deadline(handover)], call.now)
        await uow.history.set_deadlines(deadlines)
        await note_event(runtime, uow, filing, call.now, MADE, Actor.APPLICANT, call.caller.owner)
        made = HandoverMade(handover, token)
        await call.commit(uow, made)
    return made


def _deadline(handover: PhoneHandover) -> Deadline:
    return Deadline(handover.filing_id, DeadlineKind.QR_HANDOVER.value, handover.expires_at)


def _index_of(runtime: Runtime, token: str) -> bytes:
    return runtime.index.of("phone_handover.token", token)


async def revoke(runtime: Runtime, call: Call, filing_id: str, handover_id: str) -> None:
    """Take a link back; one that is void already stays so."""
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, filing_id)
        handover = await _of_filing(uow, filing, handover_id)
        if handover.revoked_at is None:
            await end_open(uow, filing.id, call)
            await note_event(runtime, uow, filing, call.now, REVOKED, Actor.APPLICANT, call.caller.owner)
        await call.commit(uow, None)


async def end_open(uow: UnitOfWork, filing_id: str, call: Call) -> None:
    """End the link that a filing has open, if any; the caller commits."""
    if await uow.phone_handovers.revoke_open(filing_id, call.now):
        await uow.history.clear_deadlines(filing_id, with_reminder_kinds([DeadlineKind.QR_HANDOVER.value]))


async def _of_filing(uow: UnitOfWork, filing: Filing, handover_id: str) -> PhoneHandover:
    handover = await uow.phone_handovers.get(filing.provider_id, filing.id, handover_id)
    if handover is None:
        raise not_found()
    return handover


async def seen(runtime: Runtime, call: Call, filing_id: str, handover_id: str) -> HandoverSeen:
    """Tell whoever shows the QR code how far the phone is."""
    async with runtime.unit_of_work() as uow:
        filing = await found(uow, call, filing_id)
        handover = await _of_filing(uow, filing, handover_id)
        materials = await uow.materials.of(filing.id)
        asked = await wanted(runtime, call, uow, filing, materials)
        checks = await uow.materials.checks_of(filing.id)
    allowed = [one for one in asked if handover.purpose.allows(one.requirement.kind) and one.requirement.required]
    return HandoverSeen(
        handover=handover,
        standing=handover.standing(call.now),
        papers=tuple(one for one in materials if _was_brought(one, handover)),
        checks=tuple(one for one in checks if one.created_at >= handover.created_at and _is_of_face(handover, one)),
        wanted=len(allowed),
        there=sum(one.satisfied for one in allowed),
    )


def _was_brought(paper: Material, handover: PhoneHandover) -> bool:
    return paper.created_at >= handover.created_at and handover.purpose.allows(paper.kind)


def _is_of_face(handover: PhoneHandover, check: AuthenticityCheck) -> bool:
    return handover.purpose.value == check.method.value


@dataclass(frozen=True, slots=True)
class PhoneCall:
    """A call of a phone: what its link permits, and the applicant in whose place it calls."""

    handover: PhoneHandover
    call: Call


async def opened(runtime: Runtime, token: str) -> PhoneCall | None:
    """Admit a phone by the token of its link; None for whatever is not, or no longer, one.

    The caller is the account, with nothing but its filings; which of its calls may be made is for whoever asks to keep
    to the purpose.
    """
    now = runtime.clock.now()
    async with runtime.unit_of_work() as uow:
        handover = await uow.phone_handovers.by_token(_index_of(runtime, token))
    if handover is None or not handover.is_usable(now):
        return None
    provider = await runtime.providers.get(handover.provider_id)
    caller = Caller(
        CallerKind.APPLICANT,
        handover.id,
        handover.provider_id,
        frozenset({Scope.FILINGS.value}),
        account_id=handover.account_id,
    )
    call = Call(
        caller, provider, runtime.profiles[provider.profile], now, stays_admitted=_open_still(runtime, handover)
    )
    return PhoneCall(handover, call)


def _open_still(runtime: Runtime, handover: PhoneHandover) -> Callable[[UnitOfWork], Awaitable[None]]:
    """Refuse what a phone began while its link was good and would end afterwards, such as a form that came slowly."""

    async def open_still(uow: UnitOfWork) -> None:
        now = await uow.phone_handovers.get(handover.provider_id, handover.filing_id, handover.id)
        if now is None or not now.is_usable(runtime.clock.now()):
            raise not_found()

    return open_still


async def note_opened(runtime: Runtime, phone: PhoneCall) -> None:
    """Note in the timeline that a phone opened the link for the first time."""
    if phone.handover.opened_at is not None:
        return
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, phone.call, phone.handover.filing_id)
        if await uow.phone_handovers.note_opened(phone.handover.id, phone.call.now):
            await note_event(runtime, uow, filing, phone.call.now, OPENED, Actor.APPLICANT, phone.handover.id)
        await uow.commit()


async def set_done(runtime: Runtime, phone: PhoneCall, *, is_done: bool) -> None:
    """Note that whoever holds the phone says to be done, or goes on after all."""
    async with runtime.unit_of_work() as uow:
        await uow.phone_handovers.set_done(phone.handover.id, phone.call.now if is_done else None)
        await uow.commit()
