"""Sending notices: what is due is marked, written and handed over, and what came of it is written down.

A notice is marked before it is handed over. Whoever dies in between leaves it marked: where the other side knows
notices by their ids it is handed over again, elsewhere never, for nobody can tell whether it went out.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import structlog

from app.domain.notices import (
    Notice,
    NoticeChannel,
    NoticeState,
    SendingResult,
    Sent,
    after,
    suppressed,
)
from app.ports.notice_sender import Letter, NoticeSender
from app.ports.store.unit_of_work import StoreUnavailableError, UnitOfWork
from app.usecases.notice_letters import NotNeededError, letter_of
from app.usecases.notice_planning import not_before, template_of
from app.usecases.runtime import Runtime

_log = structlog.get_logger("notices")
_AT_ONCE = 20
# Longer than handing over takes at most; what may be repeated is taken up sooner.
_HELD = timedelta(minutes=1)
_HELD_IF_REPEATED = timedelta(seconds=20)


async def send_all_due(runtime: Runtime, channel: NoticeChannel) -> int:
    """Send what is due on a channel until nothing is left; return how many notices that were."""
    sent = 0
    while taken := await send_due(runtime, channel):
        sent += taken
    return sent


async def send_due(runtime: Runtime, channel: NoticeChannel) -> int:
    """Send some of what is due on a channel, and return how many notices were looked at."""
    sender = runtime.notices.senders.get(channel)
    if sender is None:
        return 0
    taken = await _taken(runtime, channel, sender)
    if not taken:
        return 0
    prepared = await _prepared(runtime, taken)
    settled = await asyncio.gather(*(_sent(runtime, sender, notice, letter) for notice, letter in prepared))
    await _settle(runtime, settled)
    return len(taken)


async def take_up_lost(runtime: Runtime) -> None:
    """Deal with what was being sent by somebody who died: once more where that does no harm, never again elsewhere."""
    now = runtime.clock.real_now()
    for channel, sender in runtime.notices.senders.items():
        async with runtime.unit_of_work() as uow:
            lost = await uow.notices.lost(channel, now)
            settled = [_lost(notice, sender, runtime) for notice in lost]
            await uow.notices.settle(settled)
            await uow.commit()
        for notice in settled:
            _tell(notice, our_fault=False)


def _lost(notice: Notice, sender: NoticeSender, runtime: Runtime) -> Notice:
    if sender.may_repeat:
        return replace(notice, state=NoticeState.PENDING)
    return after(notice, SendingResult(Sent.UNCLEAR, "sender_died"), runtime.clock.real_now())


async def _taken(runtime: Runtime, channel: NoticeChannel, sender: NoticeSender) -> tuple[Notice, ...]:
    real_now = runtime.clock.real_now()
    if not await runtime.hot.notices_wait(channel.value, real_now):
        return ()
    held_until = real_now + (_HELD_IF_REPEATED if sender.may_repeat else _HELD)
    async with runtime.unit_of_work() as uow:
        taken = await uow.notices.take_due(channel, runtime.clock.now(), real_now, held_until, _AT_ONCE)
        if taken:
            await uow.commit()
    return taken


async def _prepared(runtime: Runtime, taken: Sequence[Notice]) -> list[tuple[Notice, Letter | None]]:
    """Write the notices; one without a letter is settled as it stands."""
    async with runtime.unit_of_work() as uow:
        return [await _written(runtime, uow, notice) for notice in taken]


async def _written(runtime: Runtime, uow: UnitOfWork, notice: Notice) -> tuple[Notice, Letter | None]:
    now = max(runtime.clock.now(), notice.happened_at)
    provider = await runtime.providers.get(notice.provider_id)
    template = template_of(runtime, notice.cause, notice.happened_at)
    # A later try may fall into the quiet hours that the first one kept clear of.
    may_go_at = not_before(runtime.profiles[provider.profile], template, notice.channel, now)
    if may_go_at > now:
        return replace(notice, state=NoticeState.PENDING, not_before=may_go_at), None
    try:
        return notice, await letter_of(runtime, uow, provider, notice, template, now)
    except NotNeededError as not_needed:
        return suppressed(notice, not_needed.reason, runtime.clock.real_now()), None
    except StoreUnavailableError:
        raise
    except Exception:
        # A fault of ours in one notice must not keep the others of its batch, again and again.
        _log.exception("notice not written", notice_id=notice.id, cause=notice.cause)
        return after(notice, SendingResult(Sent.LATER, "not_written"), runtime.clock.real_now()), None


async def _sent(runtime: Runtime, sender: NoticeSender, notice: Notice, letter: Letter | None) -> Notice:
    if letter is None:
        return notice
    result = await _handed_over(sender, letter)
    settled = after(notice, result, runtime.clock.real_now())
    _tell(settled, our_fault=result.our_fault)
    return settled


async def _handed_over(sender: NoticeSender, letter: Letter) -> SendingResult:
    """Hand a letter over; what a sender fails with concerns no other letter."""
    try:
        return await sender.send(letter)
    except Exception:
        _log.exception("sender failed", notice_id=letter.notice_id, channel=letter.channel.value)
        sent = Sent.LATER if sender.may_repeat else Sent.UNCLEAR
        return SendingResult(sent, "sender_failed", our_fault=True)


async def _settle(runtime: Runtime, settled: Sequence[Notice]) -> None:
    async with runtime.unit_of_work() as uow:
        await uow.notices.settle(settled)
        await uow.commit()


def _tell(notice: Notice, *, our_fault: bool) -> None:
    """Tell operators what did not go out; who it was for stands nowhere but in the tables."""
    said = {"notice_id": notice.id, "cause": notice.cause, "channel": notice.channel.value, "reason": notice.reason}
    if our_fault or notice.state is NoticeState.DEAD:
        _log.error("notice not sent", state=notice.state.value, attempts=notice.attempts, **said)
    elif notice.state not in (NoticeState.SENT, NoticeState.SUPPRESSED):
        _log.warning("notice not sent", state=notice.state.value, attempts=notice.attempts, **said)
