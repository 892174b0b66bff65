"""Servers of a provider, and how much of their capacity is taken."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Row, func, literal_column, select, union_all
from sqlalchemy.dialects.postgresql import insert

from app.domain.authorization_codes import TAKES_A_PLACE
from app.domain.resources import Billing, Location, Resource
from app.ports.store.paging import Page, PageWanted
from app.storage.pages import newest_first
from app.storage.statements import Statements
from app.storage.tables import authorization_codes, filing_products, resources

_RESOURCES = select(
    resources.c.id,
    resources.c.provider_id,
    resources.c.external_id,
    resources.c.product,
    resources.c.location,
    resources.c.billing,
    resources.c.public_ips,
    resources.c.owner_account_id,
    resources.c.purchased_at,
    resources.c.expires_at,
    resources.c.filing_capacity,
)
_KEPT = ("id", "provider_id", "external_id")


class SqlResources:
    """Servers (资源)."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def put(self, resource: Resource) -> tuple[Resource, bool]:
        """Add a server, or update the one of the same external id; True where it is new."""
        values = _row(resource)
        statement = (
            insert(resources)
            .values(values)
            .on_conflict_do_update(
                index_elements=[resources.c.provider_id, resources.c.external_id],
                set_={name: value for name, value in values.items() if name not in _KEPT},
            )
            # A row version without a deleter was inserted, not updated.
            .returning(resources.c.id, literal_column("(resources.xmax = 0)").label("is_new"))
        )
        row = (await self._statements.run(statement)).one()
        return replace(resource, id=row.id), row.is_new

    async def by_external_id(self, provider_id: str, external_id: str, *, lock: bool = False) -> Resource | None:
        """Find a server by the provider's own id."""
        return await self._find(provider_id, resources.c.external_id == external_id, lock)

    async def get(self, provider_id: str, resource_id: str, *, lock: bool = False) -> Resource | None:
        """Find a server by our id."""
        return await self._find(provider_id, resources.c.id == resource_id, lock)

    async def _find(self, provider_id: str, condition: ColumnElement[bool], lock: bool) -> Resource | None:
        query = _RESOURCES.where(resources.c.provider_id == provider_id, condition)
        row = await self._statements.first(query.with_for_update(key_share=True) if lock else query)
        return None if row is None else _made(row)

    async def list(self, provider_id: str, page: PageWanted) -> Page[Resource]:
        """List servers, newest first."""
        query = _RESOURCES.where(resources.c.provider_id == provider_id)
        return await newest_first(self._statements, query, resources.c.id, page, _made)

    async def used_capacity(self, resource_ids: Sequence[str]) -> dict[str, int]:
        """Count what is taken of each server's capacity: codes not revoked, and services verified without a code.

        The code of a service stands for the service, so only services without one are counted beside the codes.
        """
        codes = select(authorization_codes.c.resource_id).where(
            authorization_codes.c.resource_id.in_(resource_ids),
            authorization_codes.c.state.in_([state.value for state in TAKES_A_PLACE]),
        )
        without_code = select(filing_products.c.resource_id).where(
            filing_products.c.resource_id.in_(resource_ids),
            filing_products.c.authorization_code_id.is_(None),
            filing_products.c.is_held,
        )
        places = union_all(codes, without_code).subquery()
        query = select(places.c.resource_id, func.count().label("taken")).group_by(places.c.resource_id)
        taken = {row.resource_id: row.taken for row in await self._statements.all(query)}
        return {resource_id: taken.get(resource_id, 0) for resource_id in resource_ids}


def _row(resource: Resource) -> dict[str, Any]:
    return {
        "id": resource.id,
        "provider_id": resource.provider_id,
        "external_id": resource.external_id,
        "product": resource.product,
        "location": resource.location.value,
        "billing": resource.billing.value,
        "public_ips": list(resource.public_ips),
        "owner_account_id": resource.owner_account_id,
        "purchased_at": resource.purchased_at,
        "expires_at": resource.expires_at,
        "filing_capacity": resource.filing_capacity,
    }


def _made(row: Row[Any]) -> Resource:
    return Resource(
        id=row.id,
        provider_id=row.provider_id,
        external_id=row.external_id,
        product=row.product,
        location=Location(row.location),
        billing=Billing(row.billing),
        public_ips=tuple(row.public_ips),
        owner_account_id=row.owner_account_id,
        purchased_at=row.purchased_at,
        expires_at=row.expires_at,
        filing_capacity=row.filing_capacity,
    )
