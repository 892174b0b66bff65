"""When domains end, by what their registrars said last: neither holders nor anything else of people."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import delete, func, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from app.domain.filing_body import ServiceKind
from app.ports.store.registrations import DomainUse, Registration
from app.storage.statements import Statements
from app.storage.tables import domain_registrations as rows
from app.storage.tables import filing_names, record_names, record_services

# Domains go in their order, so that two who write the same ones don't wait for each other.
_PUT = text("""
    with answers as (
        select * from unnest(cast(:domains as text[]), cast(:ends as date[]), cast(:ask_at as timestamptz[]))
            as a (domain, expires_on, ask_at)
    ), before as (
        select a.domain, d.expires_on from answers a
        join domain_registrations d on d.provider_id = :provider_id and d.domain = a.domain
        order by a.domain for update of d
    ), written as (
        insert into domain_registrations (provider_id, domain, expires_on, asked_at, ask_at)
        select :provider_id, domain, expires_on, :now, ask_at from answers order by domain
        on conflict (provider_id, domain) do update set
            expires_on = coalesce(excluded.expires_on, domain_registrations.expires_on),
            asked_at = excluded.asked_at,
            ask_at = excluded.ask_at
        returning domain, expires_on
    )
    select w.domain from written w left join before b using (domain)
    where w.expires_on is distinct from b.expires_on
    order by w.domain
""")


class SqlRegistrations:
    """The domains that are watched, by provider."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def watch(self, provider_id: str, ask_at: Mapping[str, datetime]) -> None:
        """Watch domains from now on, each asked about at its moment; those watched already stay as they are."""
        if not ask_at:
            return
        new = [{"provider_id": provider_id, "domain": one, "ask_at": ask_at[one]} for one in sorted(ask_at)]
        await self._statements.run(insert(rows).values(new).on_conflict_do_nothing())

    async def put(self, provider_id: str, answers: Sequence[Registration], now: datetime) -> tuple[str, ...]:
        """Keep what was answered, an end that is not told as it was before; return the domains whose end changed."""
        by_domain = {one.domain: one for one in answers}
        values = {
            "provider_id": provider_id,
            "domains": list(by_domain),
            "ends": [one.expires_on for one in by_domain.values()],
            "ask_at": [one.ask_at for one in by_domain.values()],
            "now": now,
        }
        return tuple(row.domain for row in await self._statements.all(_PUT, values))

    async def ask_now(self, domain: str, now: datetime) -> None:
        """Let a domain that is watched be asked about at once, whoever watches it."""
        await self._statements.run(update(rows).where(rows.c.domain == domain).values(ask_at=now))

    async def ends(self, provider_id: str, domains: Sequence[str]) -> Mapping[str, date]:
        """Return when domains end, of those of which it is known."""
        query = select(rows.c.domain, rows.c.expires_on).where(
            rows.c.provider_id == provider_id,
            rows.c.domain.in_(domains),
            rows.c.expires_on.is_not(None),
        )
        return {row.domain: row.expires_on for row in await self._statements.all(query)}

    async def take_due(self, now: datetime, again_at: datetime, limit: int) -> Mapping[str, tuple[str, ...]]:
        """Take what is to be asked about now, oldest first, by provider; it is due again then, if nobody answers."""
        key = tuple_(rows.c.provider_id, rows.c.domain)
        due = select(rows.c.provider_id, rows.c.domain).where(rows.c.ask_at <= now).order_by(rows.c.ask_at)
        taken = due.limit(limit).with_for_update(skip_locked=True).subquery()
        statement = update(rows).where(key.in_(select(taken.c.provider_id, taken.c.domain))).values(ask_at=again_at)
        found = defaultdict[str, list[str]](list)
        for row in await self._statements.all(statement.returning(rows.c.provider_id, rows.c.domain)):
            found[row.provider_id].append(row.domain)
        return {provider_id: tuple(sorted(domains)) for provider_id, domains in sorted(found.items())}

    async def uses(self, provider_id: str, domains: Sequence[str]) -> Mapping[str, DomainUse]:
        """Return who leans on domains; what nobody does is left out."""
        filings, records = await self._open_orders(provider_id, domains), await self._on_file(provider_id, domains)
        return {one: DomainUse(filings.get(one, ()), records.get(one, ())) for one in {*filings, *records}}

    async def _open_orders(self, provider_id: str, domains: Sequence[str]) -> dict[str, tuple[str, ...]]:
        query = select(filing_names.c.name, func.array_agg(filing_names.c.filing_id.distinct()).label("users")).where(
            filing_names.c.provider_id == provider_id,
            filing_names.c.kind == ServiceKind.WEBSITE.value,
            filing_names.c.name.in_(domains),
            filing_names.c.is_open,
        )
        found = await self._statements.all(query.group_by(filing_names.c.name))
        return {row.name: tuple(row.users) for row in found}

    async def _on_file(self, provider_id: str, domains: Sequence[str]) -> dict[str, tuple[str, ...]]:
        query = (
            select(record_names.c.name, func.array_agg(record_services.c.record_id.distinct()).label("users"))
            .join(record_services, record_services.c.id == record_names.c.service_id)
            .where(
                record_names.c.provider_id == provider_id,
                record_names.c.kind == ServiceKind.WEBSITE.value,
                record_names.c.name.in_(domains),
                record_services.c.access_here,
            )
        )
        found = await self._statements.all(query.group_by(record_names.c.name))
        return {row.name: tuple(row.users) for row in found}

    async def remove(self, provider_id: str, domains: Sequence[str]) -> None:
        """Watch domains no more."""
        await self._statements.run(delete(rows).where(rows.c.provider_id == provider_id, rows.c.domain.in_(domains)))
