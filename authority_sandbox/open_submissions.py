"""Which submissions are still under way for a subject, or for a name."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from authority_sandbox.certificates import family_of, plain_number
from authority_sandbox.database import Connection


@dataclass(frozen=True, slots=True)
class UnderWay:
    """Whether the asking provider, and whether another one, has a submission open."""

    own: bool
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class OpenSubmission:
    """A submission under way, and the filing numbers that it is about."""

    provider_id: str
    filing_type: str
    numbers: frozenset[str]


NOTHING = UnderWay(own=False, elsewhere=False)


async def touching(
    connection: Connection, certificate: tuple[str, str], numbers: Collection[str]
) -> list[OpenSubmission]:
    """Return what is open of this certificate (type, number) or about one of these filing numbers, oldest first."""
    rows = await connection.fetch(
        """select s.provider_id, s.body ->> 'filing_type' as filing_type,
                  array(select t.number from submission_targets t where t.receipt = s.receipt) as numbers
           from submissions s
           where s.state in ('awaiting_sms', 'authority_review')
             and (s.certificate_family = $1 and s.certificate_number = $2
                  or s.receipt in (select t.receipt from submission_targets t where t.number = any($3::text[])))
           order by s.received_at, s.receipt""",
        family_of(certificate[0]),
        plain_number(certificate[1]),
        list(numbers),
    )
    return [OpenSubmission(row["provider_id"], row["filing_type"], frozenset(row["numbers"])) for row in rows]


async def for_subject(
    connection: Connection, provider_id: str, certificate: tuple[str, str], subject_number: str | None
) -> UnderWay:
    """Tell who has a submission of this certificate (type, number), or about the subject that bears it, open."""
    numbers = () if subject_number is None else (subject_number,)
    opened = await touching(connection, certificate, numbers)
    return _under_way(provider_id, [one.provider_id for one in opened])


async def for_names(
    connection: Connection, provider_id: str, kind: str, names: Iterable[str], number: str | None = None
) -> UnderWay:
    """Tell who has a submission open that asks for one of these names, or is about the service of this number."""
    rows = await connection.fetch(
        """select distinct s.provider_id from submissions s
           where s.state in ('awaiting_sms', 'authority_review')
             and (s.receipt in (select n.receipt from submission_names n
                                where n.kind = $1 and n.name = any($2::text[]))
                  or s.receipt in (select t.receipt from submission_targets t where t.number = $3))""",
        kind,
        list(names),
        number,
    )
    return _under_way(provider_id, [row["provider_id"] for row in rows])


async def for_app(
    connection: Connection,
    provider_id: str,
    app: tuple[str, str],
    certificate: tuple[str, str],
    number: str | None = None,
) -> UnderWay:
    """Tell who has a submission open that asks for this APP (kind, name) of this subject (certificate type, number).

    `number` is the APP's own where it is on record: a submission about it counts too.
    """
    rows = await connection.fetch(
        """select distinct s.provider_id from submissions s
           where s.state in ('awaiting_sms', 'authority_review')
             and (s.certificate_family = $3 and s.certificate_number = $4
                  and s.receipt in (select n.receipt from submission_names n where n.kind = $1 and n.name = $2)
                  or s.receipt in (select t.receipt from submission_targets t where t.number = $5))""",
        *app,
        family_of(certificate[0]),
        plain_number(certificate[1]),
        number,
    )
    return _under_way(provider_id, [row["provider_id"] for row in rows])


def _under_way(provider_id: str, providers: list[str]) -> UnderWay:
    return UnderWay(own=provider_id in providers, elsewhere=any(one != provider_id for one in providers))
