"""What each service of a filing was verified against, kept in step with the filing by one statement."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import JSONB

from app.domain.filing_body import FilingBody
from app.domain.filing_states import State
from app.domain.filings import Filing, Product
from app.storage.statements import Statements
from app.storage.tables import filing_products as products
from app.storage.tables import filings

_EVERY_SERVICE = ""

# A column of the filing's own row, so that a page takes one statement however many products its filings have.
PRODUCTS = (
    select(
        func.jsonb_agg(
            func.jsonb_build_array(
                products.c.service_id,
                products.c.resource_id,
                products.c.resource_external_id,
                products.c.authorization_code_id,
            ),
            type_=JSONB,
        ).aggregate_order_by(products.c.place)
    )
    .where(products.c.filing_id == filings.c.id)
    .correlate(filings)
    .scalar_subquery()
    .label("products")
)

# The rows taken away and those written never overlap, so the order in which PostgreSQL does both is of no matter.
_WRITE = text("""
    with wanted as (
        select * from unnest(
            cast(:services as text[]), cast(:resources as text[]), cast(:external_ids as text[]), cast(:codes as text[])
        ) with ordinality as w (service_id, resource_id, resource_external_id, authorization_code_id, place)
    ), gone as (
        delete from filing_products p
        where p.filing_id = :filing_id and not exists (select from wanted w where w.service_id = p.service_id)
    )
    insert into filing_products
        (filing_id, service_id, place, resource_id, resource_external_id, authorization_code_id, is_held)
    select :filing_id, service_id, place, resource_id, resource_external_id, authorization_code_id, :is_held
    from wanted
    on conflict (filing_id, service_id) do update set
        place = excluded.place,
        resource_id = excluded.resource_id,
        resource_external_id = excluded.resource_external_id,
        authorization_code_id = excluded.authorization_code_id,
        is_held = excluded.is_held
""")


async def write_products(statements: Statements, filing: Filing) -> None:
    """Write the products of a filing in the place of those it had. An abandoned filing holds no place of a server."""
    of = filing.products
    await statements.run(
        _WRITE,
        {
            "filing_id": filing.id,
            "services": [product.service_id for product in of],
            "resources": [product.resource_id for product in of],
            "external_ids": [product.resource_external_id for product in of],
            "codes": [product.authorization_code_id for product in of],
            "is_held": is_held(filing),
        },
    )


def is_held(filing: Filing) -> bool:
    """Tell whether the filing's products take places of their servers, which only an abandoned one gives back."""
    return filing.state is not State.ABANDONED


def products_of(found: Sequence[Sequence[Any]] | None, body: FilingBody) -> tuple[Product, ...]:
    """Return the products of a value of `PRODUCTS`; one for the whole filing becomes one for each of its services."""
    made = (Product(*values) for values in found or ())
    return tuple(each for product in made for each in _each(product, body))


def _each(product: Product, body: FilingBody) -> tuple[Product, ...]:
    if product.service_id != _EVERY_SERVICE:
        return (product,)
    return tuple(
        Product(service.id, product.resource_id, product.resource_external_id, product.authorization_code_id)
        for service in body.services
    )
