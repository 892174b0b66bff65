"""What the registrar would say of a domain."""

from collections.abc import Sequence
from typing import Any

from authority_sandbox.control_wire import DomainFactsIn
from authority_sandbox.database import Connection


async def put(connection: Connection, facts: DomainFactsIn) -> dict[str, Any]:
    """Say it; whatever was said of the domain before is replaced."""
    await connection.execute(
        """insert into domain_facts (domain, holder, real_name, expires_on, registrar_approved, suffix_approved)
           values ($1, $2, $3, $4, $5, $6)
           on conflict (domain) do update set holder = excluded.holder, real_name = excluded.real_name,
               expires_on = excluded.expires_on, registrar_approved = excluded.registrar_approved,
               suffix_approved = excluded.suffix_approved""",
        facts.domain,
        facts.holder,
        facts.real_name,
        facts.expires_on,
        facts.registrar_approved,
        facts.suffix_approved,
    )
    return facts.model_dump(mode="json")


async def look_up(connection: Connection, domains: Sequence[str]) -> list[dict[str, Any]]:
    """Return what is known, in the order asked; of an unknown domain nothing is."""
    rows = await connection.fetch("select * from domain_facts where domain = any($1::text[])", list(domains))
    known = {row["domain"]: row for row in rows}
    answers = []
    for domain in domains:
        row = known.get(domain)
        answers.append(
            {
                "domain": domain,
                "known": row is not None,
                "holder": row["holder"] if row else None,
                "real_name": row["real_name"] if row else "unknown",
                "expires_on": row["expires_on"].isoformat() if row and row["expires_on"] else None,
                "registrar_approved": row["registrar_approved"] if row else None,
                "suffix_approved": row["suffix_approved"] if row else None,
            }
        )
    return answers
