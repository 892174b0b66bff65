"""Which submissions are still under way for a certificate or for a name."""

from collections.abc import Iterable
from dataclasses import dataclass

from authority_sandbox.certificates import family_of, plain_number
from authority_sandbox.database import Connection


@dataclass(frozen=True, slots=True)
class UnderWay:
    """Whether the asking provider, and whether another one, has a submission open."""

    own: bool
    elsewhere: bool


NOTHING = UnderWay(own=False, elsewhere=False)


async def for_certificate(
    connection: Connection, provider_id: str, certificate_type: str, certificate_number: str
) -> UnderWay:
    """Tell who has a submission of this certificate open."""
    rows = await connection.fetch(
        """select distinct provider_id from submissions
           where certificate_family = $1 and certificate_number = $2
             and state in ('awaiting_sms', 'authority_review')""",
        family_of(certificate_type),
        plain_number(certificate_number),
    )
    return _under_way(provider_id, [row["provider_id"] for row in rows])


async def for_names(connection: Connection, provider_id: str, kind: str, names: Iterable[str]) -> UnderWay:
    """Tell who has a submission open that asks for one of these names."""
    rows = await connection.fetch(
        """select distinct s.provider_id
           from submission_names n join submissions s on s.receipt = n.receipt
           where n.kind = $1 and n.name = any($2::text[]) and s.state in ('awaiting_sms', 'authority_review')""",
        kind,
        list(names),
    )
    return _under_way(provider_id, [row["provider_id"] for row in rows])


async def for_app(
    connection: Connection, provider_id: str, kind: str, name: str, certificate: tuple[str, str]
) -> UnderWay:
    """Tell who has a submission open that asks for this APP of this subject (certificate type, number)."""
    rows = await connection.fetch(
        """select distinct s.provider_id
           from submission_names n join submissions s on s.receipt = n.receipt
           where n.kind = $1 and n.name = $2 and s.certificate_family = $3 and s.certificate_number = $4
             and s.state in ('awaiting_sms', 'authority_review')""",
        kind,
        name,
        family_of(certificate[0]),
        plain_number(certificate[1]),
    )
    return _under_way(provider_id, [row["provider_id"] for row in rows])


def _under_way(provider_id: str, providers: list[str]) -> UnderWay:
    return UnderWay(own=provider_id in providers, elsewhere=any(one != provider_id for one in providers))
