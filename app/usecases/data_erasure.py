"""Erasing what was entered for orders that were given up, once the time is over for which the provider keeps it."""

from collections.abc import Sequence
from datetime import datetime

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_states import Actor
from app.domain.filings import Deadline, Filing
from app.domain.kept_data import ERASURE, kept_until, shell_of
from app.domain.materials import MaterialKind
from app.domain.profile import Profile
from app.domain.texts import Text
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import Call
from app.usecases.filing_details import found
from app.usecases.paper_erasure import erase_papers
from app.usecases.runtime import Runtime
from app.usecases.timeline_notes import note_event

DATA_ERASED = "data_erased"
_EVERY_KIND: Sequence[str] = tuple(kind.value for kind in MaterialKind)
_ERASED = Text(
    "订单已放弃，填写的内容和材料已按保存期限删除。",
    "The order was given up, and what was entered and uploaded is erased, as its time was over.",
)
_BEGIN_ANEW = Text("如需备案，请重新发起。", "To file, begin a new order.")


def erasure_of(filing: Filing, profile: Profile) -> tuple[Deadline, ...]:
    """Return the row that erases what was entered for an order; none for one that was not given up."""
    at = kept_until(filing, profile)
    return () if at is None else (Deadline(filing.id, ERASURE, at),)


async def erase(runtime: Runtime, uow: UnitOfWork, filing: Filing, now: datetime) -> None:
    """Erase what was entered for a locked order that was given up; the caller commits.

    One that is to be kept longer by now waits on. The bytes of papers go by jobs of this transaction, tried until they
    are done: after a crash at any moment either nothing is erased, or whoever comes next does what is left.
    """
    provider = await runtime.providers.get(filing.provider_id)
    rows = erasure_of(filing, runtime.profiles[provider.profile])
    if not rows or rows[0].due_at > now:
        await uow.history.set_deadlines(rows)
        return
    shell = shell_of(filing, now)
    await erase_papers(uow, filing.id, _EVERY_KIND, now)
    await uow.filings.save(shell)
    await uow.filings.forget_certificate(filing.id)
    await uow.verifications.erase_of(filing.id)
    await uow.exchange.erase_of(filing.id)
    await uow.reviews.erase_of(filing.id)
    await uow.history.erase_notes(filing.id)
    await note_event(runtime, uow, shell, now, DATA_ERASED, Actor.CLOCK, None)


async def found_whole(uow: UnitOfWork, call: Call, filing_id: str) -> Filing:
    """Find a filing of the caller with what was entered for it; raises `not-found`, also for what was erased."""
    filing = await found(uow, call, filing_id)
    require_whole(filing)
    return filing


def require_whole(filing: Filing) -> None:
    """Raise `not-found` for a filing whose data was erased: nothing is written about its people any more either."""
    if filing.erased_at is not None:
        raise Refusal(ProblemCode.NOT_FOUND, detail=_ERASED, remedy=_BEGIN_ANEW)
