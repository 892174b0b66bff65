"""The names of services on record, kept in step with the services by one statement."""

from collections.abc import Mapping

from sqlalchemy import text

from app.domain.records import RecordedService
from app.storage.name_keys import keys_of
from app.storage.statements import Statements

# The names taken away and those written never overlap, so the order in which PostgreSQL does both is of no matter.
_WRITE = text("""
    with wanted as (
        select * from unnest(cast(:services as text[]), cast(:kinds as text[]), cast(:names as text[]))
            as w (service_id, kind, name)
    ), gone as (
        delete from record_names n
        where n.service_id = any(cast(:all_services as text[]))
          and not exists (select from wanted w where w.service_id = n.service_id and w.name = n.name)
    )
    insert into record_names (service_id, name, provider_id, kind)
    select service_id, name, :provider_id, kind from wanted
    on conflict (service_id, name) do update set kind = excluded.kind
""")


async def write_names(
    statements: Statements, provider_id: str, services: Mapping[str, RecordedService], certificate_index: bytes
) -> None:
    """Write the names of services, given by the ids of their rows, in the place of those they had."""
    names = [
        (service_id, kind, name)
        for service_id, service in services.items()
        for kind, name in dict.fromkeys(keys_of(service.kind, service.domains, service.name, certificate_index))
    ]
    await statements.run(
        _WRITE,
        {
            "provider_id": provider_id,
            "all_services": list(services),
            "services": [service_id for service_id, _, _ in names],
            "kinds": [kind for _, kind, _ in names],
            "names": [name for _, _, name in names],
        },
    )
