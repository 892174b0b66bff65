"""The local mirror of the national record.

Answers name the holders of certificates and domains, so they are sealed; they are found by hashes and by domains.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.dialects.postgresql import insert

from app.domain.filing_body import ServiceKind
from app.ports.store.records import MirroredService
from app.storage.name_keys import end_of, mirror_place
from app.storage.sealing import Sealing
from app.storage.statements import Statements
from app.storage.tables import mirror_services, mirror_subjects


class SqlMirror:
    """Answers of the national record, kept a while."""

    def __init__(self, statements: Statements, sealing: Sealing) -> None:
        self._statements = statements
        self._sealing = sealing

    async def put(
        self,
        provider_id: str,
        certificate_index: bytes,
        subject: dict[str, Any],
        services: Sequence[MirroredService],
        now: datetime,
    ) -> None:
        """Keep fresh answers in the place of older ones."""
        sealed = self._sealing.seal_json(subject, subject_place(provider_id, certificate_index))
        statement = insert(mirror_subjects).values(
            provider_id=provider_id, certificate_index=certificate_index, answer_sealed=sealed, fetched_at=now
        )
        await self._statements.run(
            statement.on_conflict_do_update(
                index_elements=[mirror_subjects.c.provider_id, mirror_subjects.c.certificate_index],
                set_={"answer_sealed": sealed, "fetched_at": now},
            )
        )
        for service in services:
            await self._put_service(provider_id, certificate_index, service, now)

    async def _put_service(
        self, provider_id: str, certificate_index: bytes, service: MirroredService, now: datetime
    ) -> None:
        place = mirror_place(service.kind, service.asked, certificate_index)
        sealed = self._sealing.seal_json(service.answer, service_place(provider_id, service.kind, place))
        statement = insert(mirror_services).values(
            provider_id=provider_id, kind=service.kind, place=place, answer_sealed=sealed, fetched_at=now
        )
        key = [mirror_services.c.provider_id, mirror_services.c.kind, mirror_services.c.place]
        await self._statements.run(
            statement.on_conflict_do_update(index_elements=key, set_={"answer_sealed": sealed, "fetched_at": now})
        )

    async def of_domains(
        self, provider_id: str, domains: Sequence[str], since: datetime
    ) -> Mapping[str, dict[str, Any]]:
        """Return the answers about websites by domain, of those asked for since a moment."""
        website = ServiceKind.WEBSITE.value
        # The place of a domain does not depend on anybody's certificate.
        places = {mirror_place(website, domain, b""): domain for domain in domains}
        rows = await self._statements.all(
            select(mirror_services.c.place, mirror_services.c.answer_sealed).where(
                mirror_services.c.provider_id == provider_id,
                mirror_services.c.kind == website,
                mirror_services.c.place.in_(places),
                mirror_services.c.fetched_at > since,
            )
        )
        return {
            places[row.place]: self._sealing.open_json(
                row.answer_sealed, service_place(provider_id, website, row.place)
            )
            for row in rows
        }

    async def forget(self, certificate_index: bytes, names: Sequence[str]) -> None:
        """Drop what is known to be out of date, of every provider.

        That is the answers about the certificate, about all its APPs, and about the domains of `names` and all below.
        """
        await self._statements.run(
            delete(mirror_subjects).where(mirror_subjects.c.certificate_index == certificate_index)
        )
        place = mirror_services.c.place
        website = ServiceKind.WEBSITE.value
        starts = [(website, mirror_place(website, name, certificate_index)) for name in names]
        starts += [(kind.value, f"{certificate_index.hex()}:") for kind in ServiceKind if kind.value != website]
        below = [and_(mirror_services.c.kind == kind, place >= start, place < end_of(start)) for kind, start in starts]
        await self._statements.run(delete(mirror_services).where(or_(*below)))


def subject_place(provider_id: str, certificate_index: bytes) -> str:
    """Return the context that the answer about a certificate is sealed for."""
    return f"mirror_subjects.answer:{provider_id}:{certificate_index.hex()}"


def service_place(provider_id: str, kind: str, place: str) -> str:
    """Return the context that the answer about a name is sealed for."""
    return f"mirror_services.answer:{provider_id}:{kind}:{place}"
