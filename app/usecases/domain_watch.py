"""When domains end: kept from every answer of a registrar, and asked anew in time while somebody leans on it.

Asked outside any transaction, some domains at a time. What is taken is due again after a while, so that neither a crash
nor a registrar that can't be reached loses a domain, or has it asked about without pause.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

import structlog

from app.domain.expiries import LOOK_AGAIN
from app.domain.filing_body import Service, ServiceKind
from app.domain.filings import Deadline
from app.domain.registry_questions import registry_pauses, spread, within
from app.ports.authority import AuthorityUnavailableError
from app.ports.domain_registry import DomainRegistration
from app.ports.store.registrations import DomainUse, Registration
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import day_in_china
from app.usecases.runtime import Runtime

_AT_ONCE = 50
_log = structlog.get_logger("registrars")


def domains_of(services: Iterable[Service]) -> tuple[str, ...]:
    """Return the domains of websites, each once: what an APP names besides itself is not filed with it."""
    named = (domain for one in services if one.kind is ServiceKind.WEBSITE for domain in one.domains)
    return tuple(dict.fromkeys(named))


async def watch_domains(
    uow: UnitOfWork, provider_id: str, domains: Sequence[str], now: datetime, *, over: timedelta = timedelta()
) -> Mapping[str, date]:
    """Watch domains, those that are new from some moment of a time on; return when they end, where that is known."""
    await uow.registrations.watch(provider_id, {one: within(one, over, now) for one in domains})
    return await uow.registrations.ends(provider_id, domains)


async def keep_answers(
    runtime: Runtime, uow: UnitOfWork, provider_id: str, answers: Sequence[DomainRegistration], now: datetime
) -> None:
    """Keep when domains end, and let the worker look anew at whatever leans on one that ends another day."""
    if not answers:
        return
    uses = await uow.registrations.uses(provider_id, [one.domain for one in answers])
    kept = [_kept(runtime, one, uses.get(one.domain), now) for one in answers]
    changed = await uow.registrations.put(provider_id, kept, now)
    touched = [uses[one] for one in changed if one in uses]
    owners = {owner for use in touched for owner in (*use.filing_ids, *use.record_ids)}
    await uow.history.set_deadlines([Deadline(owner, LOOK_AGAIN, now) for owner in sorted(owners)])


def _kept(runtime: Runtime, answer: DomainRegistration, use: DomainUse | None, now: datetime) -> Registration:
    pauses = registry_pauses(day_in_china(now), runtime.rulebook)
    on_record_only = use is not None and not use.filing_ids
    pause = spread(answer.domain, pauses.on_record if on_record_only else pauses.open_order)
    return Registration(answer.domain, answer.expires_on if answer.known else None, now + pause)


async def ask_due(runtime: Runtime) -> int:
    """Ask about what is due, up to some fifty domains, and return how many were; nobody answering is no failure."""
    now = runtime.clock.now()
    pauses = registry_pauses(day_in_china(now), runtime.rulebook)
    async with runtime.unit_of_work() as uow:
        due = await uow.registrations.take_due(now, now + pauses.not_reached, _AT_ONCE)
        await uow.commit()
    for provider_id, domains in due.items():
        await ask(runtime, provider_id, domains)
    return sum(len(domains) for domains in due.values())


async def ask(runtime: Runtime, provider_id: str, domains: Sequence[str]) -> None:
    """Ask about domains that somebody leans on; others are watched no more."""
    async with runtime.unit_of_work() as uow:
        uses = await uow.registrations.uses(provider_id, domains)
        await uow.registrations.remove(provider_id, [one for one in domains if one not in uses])
        await uow.commit()
    if not uses:
        return
    try:
        answers = await runtime.domains.look_up(sorted(uses))
    except AuthorityUnavailableError:
        _log.warning("registrars can't be reached", domains=len(uses))
        return
    async with runtime.unit_of_work() as uow:
        await keep_answers(runtime, uow, provider_id, answers, runtime.clock.now())
        await uow.commit()


async def ask_now(runtime: Runtime, domain: str) -> None:
    """Let the worker ask about a domain at its next look: somebody knows that it ends another day."""
    async with runtime.unit_of_work() as uow:
        await uow.registrations.ask_now(domain, runtime.clock.now())
        await uow.commit()
