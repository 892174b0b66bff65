"""What a database held before it was migrated is still there after, and after the way back."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.config import Config

ROOT = Path(__file__).parents[2]
FILING = """
    insert into filings (
        id, provider_id, account_id, filing_type, channel, state, is_open, order_slot, revision, type_verification_id,
        resource_id, resource_external_id, authorization_code_id, certificate_index, body_sealed, service_numbers,
        rules_as_of, rulebook_digest, created_at, updated_at
    ) values (
        %(id)s, 'prv_1', 'acct_1', 'first_filing', 'app', %(state)s, false, 0, 1, %(id)s,
        'res_1', 'server-1', %(code)s, '', '', '[]', now(), '', now(), now()
    )
"""
PLAIN = (
    "insert into providers values ('prv_1', 'one', '3300', 'national', now())",
    "insert into accounts values ('acct_1', 'prv_1', 'customer', '', true, now(), now())",
    "insert into resources values "
    "('res_1', 'prv_1', 'server-1', 'ecs', 'mainland', 'prepaid', '{}', null, now(), null, 5)",
)
DEPENDING = (
    "insert into deadlines values ('fil_1', 'idle', now(), false)",
    "insert into materials values ('mat_1', 'prv_1', 'acct_1', 'fil_1', 'other', '/subject', 'o', '', '', 1, now())",
    "insert into records values ('rec_1', 'prv_1', 'acct_1', 'number', '', '', now(), now())",
    "insert into record_services values ('svc_1', 'rec_1', 'prv_1', 'website', 'number-1', 'name', '{}', true, now())",
)
SEEN = {
    "0005": """
        select f.id, f.resource_id, f.resource_external_id, f.authorization_code_id
        from filings f, deadlines, materials, record_services order by f.id
    """,
    "0006": """
        select f.id, p.resource_id, p.resource_external_id, p.authorization_code_id, p.service_id, p.is_held
        from filings f join filing_products p on p.filing_id = f.id, deadlines, materials m, record_services
        where m.sealed_as = m.id order by f.id
    """,
}


def test_filings_keep_their_product_and_go_back_with_it(
    empty_database: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    dsn = empty_database()
    monkeypatch.setenv("FILING_DATABASE_URL", dsn)
    config = Config(ROOT / "alembic.ini")
    command.upgrade(config, "0005")
    with psycopg.connect(dsn) as connection:
        for statement in PLAIN:
            connection.execute(statement)
        connection.execute(FILING, {"id": "fil_1", "state": "approved", "code": "ac_1"})
        connection.execute(FILING, {"id": "fil_2", "state": "abandoned", "code": None})
        for statement in DEPENDING:
            connection.execute(statement)
    seen = []
    for revision, change in (("0006", command.upgrade), ("0005", command.downgrade), ("0006", command.upgrade)):
        change(config, revision)
        with psycopg.connect(dsn) as connection:
            seen.append(connection.execute(SEEN[revision]).fetchall())
    product, codeless = ("fil_1", "res_1", "server-1", "ac_1"), ("fil_2", "res_1", "server-1", None)
    with_places = [(*product, "", True), (*codeless, "", False)]
    assert seen == [with_places, [product, codeless], with_places]
