"""Certificates, domains, servers and codes that end while a filing is on its way, under review too.

Such a deadline is shown, and told, from its first reminder on: what ends in years is nobody's business now. Before it
is told, the worker looks anew, for a server or a certificate may have been renewed.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from app.domain.deadlines import DeadlineKind
from app.domain.expiries import EXPIRY_KINDS, LOOK_AGAIN, first_certificate_end, first_end
from app.domain.filings import Deadline, Filing
from app.domain.profile import Profile
from app.domain.reminders import is_shown, reminder_kind, reminders_of
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases import filing_reminders
from app.usecases.call import day_in_china
from app.usecases.domain_watch import domains_of, watch_domains
from app.usecases.filing_reminders import next_reminder, with_reminder_kinds
from app.usecases.runtime import Runtime

EXPIRY_ROWS = (*with_reminder_kinds([kind.value for kind in EXPIRY_KINDS]), LOOK_AGAIN)


async def watch(
    runtime: Runtime,
    uow: UnitOfWork,
    filing: Filing,
    profile: Profile,
    now: datetime,
    told: DeadlineKind | None = None,
) -> None:
    """Set anew when what a filing leans on ends, but for what `cleared` leaves; the caller holds it, and commits."""
    kinds = await cleared(uow, filing.id, EXPIRY_KINDS, told, now)
    ends = await _ends(uow, filing, now)
    of_kinds = [rows_of_end(runtime, filing.id, profile, kind, ends[kind], now) for kind in kinds if kind in ends]
    await uow.history.set_deadlines([row for rows in of_kinds for row in rows])


async def cleared(
    uow: UnitOfWork, owner_id: str, kinds: Iterable[DeadlineKind], told: DeadlineKind | None, now: datetime
) -> tuple[DeadlineKind, ...]:
    """Take away what is to be set anew, and return its kinds.

    A kind that has fallen due and is not the one being told stays: it is looked at when it fires, and would never be
    told if it were set anew.
    """
    waiting = (await uow.history.deadlines_of([owner_id]))[owner_id]
    due = {one.kind for one in waiting if one.due_at <= now}
    anew = tuple(kind for kind in kinds if kind is told or due.isdisjoint(with_reminder_kinds([kind.value])))
    await uow.history.clear_deadlines(owner_id, with_reminder_kinds([kind.value for kind in anew]))
    return anew


async def look_again(uow: UnitOfWork, owner_ids: Sequence[str], now: datetime) -> None:
    """Let the worker look anew when what these filings and records lean on ends."""
    await uow.history.set_deadlines([Deadline(owner_id, LOOK_AGAIN, now) for owner_id in sorted(owner_ids)])


async def tell_anew(
    runtime: Runtime, uow: UnitOfWork, filing: Filing, kind: DeadlineKind | None, now: datetime
) -> None:
    """Look anew, and tell of a kind that is near or has passed; of one that has moved away nothing is told.

    Without a kind nothing is told, and every reminder of what the filing waits for is set as the rules are now.
    """
    provider = await runtime.providers.get(filing.provider_id)
    profile = runtime.profiles[provider.profile]
    await watch(runtime, uow, filing, profile, now, told=kind)
    if kind is None:
        waiting = (await uow.history.deadlines_of([filing.id]))[filing.id]
        due = {one.kind for one in waiting if one.due_at <= now}
        shown = [one for one in waiting if is_shown(one.kind) and reminder_kind(one.kind) not in due]
        await uow.history.set_deadlines([row for one in shown for row in next_reminder(runtime, profile, one, now)])
        return
    at = (await _ends(uow, filing, now)).get(kind)
    if at is not None and (at <= now or is_near(runtime, kind, at, now)):
        await filing_reminders.tell(runtime, uow, filing, Deadline(filing.id, kind.value, at), now)


def rows_of_end(
    runtime: Runtime, owner_id: str, profile: Profile, kind: DeadlineKind, at: datetime, now: datetime
) -> tuple[Deadline, ...]:
    """Return the rows of one end: itself once it is near, and its next reminder; what has passed is told by checks."""
    deadline = Deadline(owner_id, kind.value, at)
    if at <= now:
        return ()
    shown = (deadline,) if is_near(runtime, kind, at, now) else ()
    return (*shown, *next_reminder(runtime, profile, deadline, now))


def is_near(runtime: Runtime, kind: DeadlineKind, at: datetime, now: datetime) -> bool:
    """Tell whether the first reminder of an end is over."""
    reminders = reminders_of(kind, day_in_china(now), runtime.rulebook)
    first = None if reminders is None else reminders.first_before(at, runtime.calendar)
    return first is None or first <= now


async def _ends(uow: UnitOfWork, filing: Filing, now: datetime) -> Mapping[DeadlineKind, datetime]:
    """Return when the first of each kind ends, of those that are known to."""
    of_resources, of_codes = await _product_ends(uow, filing)
    ends = {
        DeadlineKind.CERTIFICATE_EXPIRY: first_certificate_end(filing.body),
        DeadlineKind.DOMAIN_EXPIRY: await _domain_end(uow, filing, now),
        DeadlineKind.RESOURCE_EXPIRY: min(of_resources, default=None),
        # A code that ends with its server is nothing to be told of twice.
        DeadlineKind.CODE_EXPIRY: min(of_codes - of_resources, default=None),
    }
    return {kind: at for kind, at in ends.items() if at is not None}


async def _product_ends(uow: UnitOfWork, filing: Filing) -> tuple[set[datetime], set[datetime]]:
    of_resources, of_codes = set(), set()
    for resource_id in {one.resource_id for one in filing.products}:
        resource = await uow.resources.get(filing.provider_id, resource_id)
        if resource is not None and resource.expires_at is not None:
            of_resources.add(resource.expires_at)
    for code_id in {one.authorization_code_id for one in filing.products} - {None}:
        assert code_id is not None
        code = await uow.codes.get(filing.provider_id, code_id)
        if code is not None and code.expires_at is not None:
            of_codes.add(code.expires_at)
    return of_resources, of_codes


async def _domain_end(uow: UnitOfWork, filing: Filing, now: datetime) -> datetime | None:
    """Return when the first domain ends, by what its registrar said last."""
    ends = await watch_domains(uow, filing.provider_id, domains_of(filing.body.services), now)
    return first_end(ends.values())
