"""The names that filings put on file, kept in step with the filing by one statement."""

from sqlalchemy import text

from app.domain.filing_states import is_open
from app.domain.filings import Filing
from app.storage.name_keys import names_of
from app.storage.statements import Statements

# The names taken away and those added never overlap, so the order in which PostgreSQL does both is of no matter.
_WRITE = text("""
    with wanted as (
        select * from unnest(cast(:kinds as text[]), cast(:names as text[])) as w (kind, name)
    ), gone as (
        delete from filing_names f
        where f.filing_id = :filing_id
          and not exists (select from wanted w where w.kind = f.kind and w.name = f.name)
    )
    insert into filing_names (filing_id, provider_id, kind, name, is_open)
    select :filing_id, :provider_id, kind, name, :is_open from wanted
    on conflict (filing_id, kind, name) do update set is_open = excluded.is_open
    where filing_names.is_open <> excluded.is_open
""")


async def write_names(statements: Statements, filing: Filing, certificate_index: bytes) -> None:
    """Write the names of a filing in the place of those it had; IntegrityError where another filing has one open."""
    names = names_of(filing.body, certificate_index)
    await statements.run(
        _WRITE,
        {
            "filing_id": filing.id,
            "provider_id": filing.provider_id,
            "kinds": [kind for kind, _ in names],
            "names": [name for _, name in names],
            "is_open": is_open(filing.state),
        },
    )
