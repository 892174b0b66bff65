"""Obligations that begin, move, follow what they are about, and end with it: all within the caller's transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.duties import Duty, Terms, code_of, due_once_opened, duties_begun, filed_address_left
from app.domain.obligations import BY_RULE, Obligation, ObligationKind, ObligationState
from app.domain.records import Record, RecordedService
from app.domain.resources import Resource
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import day_in_china
from app.usecases.obligation_deadlines import deadlines_for, kinds_of
from app.usecases.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Ground:
    """What obligations of one moment are begun in: the transaction, the time, and what their terms are counted by."""

    runtime: Runtime
    uow: UnitOfWork
    now: datetime
    terms: Terms


async def ground_of(runtime: Runtime, uow: UnitOfWork, provider_id: str, now: datetime) -> Ground:
    """Return the ground of a provider at a moment."""
    provider = await runtime.providers.get(provider_id)
    profile = runtime.profiles[provider.profile]
    return Ground(runtime, uow, now, Terms(profile, runtime.calendar, runtime.rulebook, day_in_china(now)))


async def add_obligations(ground: Ground, obligations: Sequence[Obligation]) -> tuple[Obligation, ...]:
    """Add obligations with their deadlines; return those added, without a rule's that are there and unmet."""
    added = await ground.uow.obligations.add(obligations)
    for obligation in added:
        await ground.uow.history.set_deadlines(deadlines_for(obligation, ground.terms.profile, ground.now))
    return added


async def begin_duties(
    ground: Ground, kinds: Sequence[str], record: Record, services: Sequence[RecordedService]
) -> None:
    """Begin what an approval obliges to; `kinds` are those of the filing type's row."""
    province = province_of(ground, record)
    begun = [
        begun_by_rule(ground, record, service.id, duty)
        for service in services
        for duty in duties_begun(kinds, service, province, ground.terms)
    ]
    await add_obligations(ground, begun)


async def give_shell_notice(ground: Ground, record: Record, service: RecordedService | None) -> None:
    """Tell of a subject without services, or of a service without access: the authority deregisters it in the end."""
    await _begin_today(ground, ObligationKind.SHELL_NOTICE, record, service)


async def require_updates(ground: Ground, resource: Resource, before: Sequence[str]) -> None:
    """Oblige to a change filing whose services lost an address that they are on file with."""
    for record in await ground.uow.records.on_server(resource.provider_id, resource.id):
        for service in record.services:
            on_it = service.resource_id == resource.id and service.access_here
            if on_it and filed_address_left(service.service, before, resource.public_ips):
                await _begin_today(ground, ObligationKind.UPDATE, record, service)


async def _begin_today(ground: Ground, kind: ObligationKind, record: Record, service: RecordedService | None) -> None:
    service_kind = None if service is None else service.kind
    code = code_of(kind, service_kind, province_of(ground, record), ground.terms.as_of, ground.terms.rulebook)
    duty = Duty(kind, code, ground.terms.due(kind, ground.terms.as_of))
    await add_obligations(ground, [begun_by_rule(ground, record, None if service is None else service.id, duty)])


def begun_by_rule(ground: Ground, record: Record, service_id: str | None, duty: Duty) -> Obligation:
    """Return a duty of a record as an obligation that a rule began."""
    return Obligation(
        id=ground.runtime.ids.new("obl"),
        provider_id=record.provider_id,
        account_id=record.account_id,
        record_id=record.id,
        service_id=service_id,
        kind=duty.kind,
        state=ObligationState.OPEN,
        due_at=duty.due.due_at,
        provisional=duty.due.provisional,
        created_by=BY_RULE,
        created_at=ground.now,
        code=duty.code,
    )


def province_of(ground: Ground, record: Record) -> str:
    """Return the province whose administration has the subject on file."""
    return ground.runtime.regions.province_of(record.subject.region or "")


async def cancel_obligations(
    ground: Ground,
    record_id: str,
    service_ids: Collection[str | None],
    kinds: Collection[ObligationKind] = tuple(ObligationKind),
) -> None:
    """Cancel what is unmet of services of a record; None among their ids stands for the record itself."""
    for obligation in await ground.uow.obligations.unmet_of(record_id, lock=True):
        if obligation.service_id in service_ids and obligation.kind in kinds:
            await end_obligation(ground.uow, replace(obligation, state=ObligationState.CANCELLED))


async def meet_by_filing(
    ground: Ground, kind: ObligationKind, record_id: str, service_ids: Collection[str | None], filing_id: str
) -> None:
    """Take what is unmet of one kind as done: a filing of these services was approved that does it."""
    for obligation in await ground.uow.obligations.unmet_of(record_id, lock=True):
        if obligation.kind is kind and obligation.service_id in service_ids:
            met = replace(obligation, state=ObligationState.FULFILLED, fulfilled_at=ground.now, evidence=filing_id)
            await end_obligation(ground.uow, met)


async def end_obligation(uow: UnitOfWork, obligation: Obligation) -> None:
    """Save a locked obligation that is met or cancelled, and take its deadlines away."""
    await uow.obligations.save(obligation)
    await uow.history.clear_deadlines(obligation.id, kinds_of(obligation))


async def move_due_days(ground: Ground, record: Record, service: RecordedService) -> None:
    """Count anew what is counted from the opening of a service; what was overdue by the old day may not be any more."""
    for obligation in await ground.uow.obligations.unmet_of(record.id, lock=True):
        if obligation.service_id != service.id:
            continue
        due = due_once_opened(obligation, service.opened_on, ground.terms)
        if due is None or due.due_at == obligation.due_at:
            continue
        state = ObligationState.OPEN if due.due_at > ground.now else obligation.state
        moved = replace(obligation, state=state, due_at=due.due_at, provisional=due.provisional)
        await ground.uow.obligations.save(moved)
        await ground.uow.history.clear_deadlines(moved.id, kinds_of(moved))
        await ground.uow.history.set_deadlines(deadlines_for(moved, ground.terms.profile, ground.now))
