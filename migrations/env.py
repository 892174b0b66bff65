"""What alembic runs for each migration: one connection, one migration at a time, no waiting for locks without end."""

import os

from alembic import context
from sqlalchemy import Connection, text

from app.storage.migrations import LOCK_TIMEOUT, connection_to, is_ours
from app.storage.tables import metadata


def _run(connection: Connection) -> None:
    # A migration that waits for a lock holds up everything behind it, so it gives up instead and is run again.
    connection.execute(text(f"set lock_timeout = '{LOCK_TIMEOUT}'"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_object=is_ours,
        compare_type=True,
        compare_server_default=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _run_with_own_connection() -> None:
    dsn = context.get_x_argument(as_dictionary=True).get("dsn") or os.environ.get("FILING_DATABASE_URL")
    if not dsn:
        raise SystemExit("give FILING_DATABASE_URL, or -x dsn=postgresql://…")
    with connection_to(dsn) as connection:
        _run(connection)


given = context.config.attributes.get("connection")
if context.is_offline_mode():
    raise SystemExit("migrations ask the database what is there, and can't be printed as SQL")
if given is not None:
    _run(given)
else:
    _run_with_own_connection()
