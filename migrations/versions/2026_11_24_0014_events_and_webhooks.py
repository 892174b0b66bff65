"""Events get a place in one order, and webhooks tell of them; what happened before is published first."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ID = sa.String(length=64, collation="C")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "unpublished_events",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_unpublished_events"),
    )
    op.execute("insert into unpublished_events (seq) select seq from feed_events")
    _create_published()
    _create_endpoints()
    _create_deliveries()


def downgrade() -> None:
    for table in ("webhook_deliveries", "webhook_endpoints", "published_events", "unpublished_events"):
        op.drop_table(table)


def _create_published() -> None:
    op.create_table(
        "published_events",
        sa.Column("position", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_published_events_account_id"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_published_events_provider_id"),
        sa.PrimaryKeyConstraint("position", name="pk_published_events"),
        sa.UniqueConstraint("seq", name="uq_published_events_seq"),
        sa.UniqueConstraint("id", name="uq_published_events_id"),
    )
    op.create_index("ix_published_events_provider", "published_events", ["provider_id", "position"])
    op.create_index("ix_published_events_account", "published_events", ["account_id", "position"])
    op.create_index("ix_published_events_age", "published_events", ["published_at"])


def _create_endpoints() -> None:
    op.create_table(
        "webhook_endpoints",
        sa.Column("id", ID, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("url_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("event_types", postgresql.ARRAY(sa.String(length=64)), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=True),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("old_secret_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("old_secret_until", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("disabled_at", MOMENT, nullable=True),
        sa.Column("disabled_because", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_webhook_endpoints_provider_id"),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_endpoints"),
    )
    op.create_index("ix_webhook_endpoints_provider", "webhook_endpoints", ["provider_id", "id"])


def _create_deliveries() -> None:
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("endpoint_id", ID, nullable=False),
        sa.Column("event_id", ID, nullable=False),
        sa.Column("event_type", sa.String(length=64), nullable=False),
        sa.Column("order_key", ID, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.Column("leased_until", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("last_status", sa.Integer(), nullable=True),
        sa.Column("last_error", sa.String(length=64), nullable=True),
        sa.Column("is_ping", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_webhook_deliveries_provider_id"),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_deliveries"),
        sa.UniqueConstraint("number", name="uq_webhook_deliveries_number"),
    )
    pending, finished = sa.text("state = 'pending'"), sa.text("finished_at is not null")
    op.create_index("ix_webhook_deliveries_provider", "webhook_deliveries", ["provider_id", "id"])
    op.create_index("ix_webhook_deliveries_endpoint", "webhook_deliveries", ["endpoint_id", "id"])
    op.create_index(
        "ix_webhook_deliveries_due", "webhook_deliveries", ["endpoint_id", "next_at"], postgresql_where=pending
    )
    op.create_index(
        "ix_webhook_deliveries_order",
        "webhook_deliveries",
        ["endpoint_id", "order_key", "number"],
        postgresql_where=pending,
    )
    op.create_index("ix_webhook_deliveries_finished", "webhook_deliveries", ["finished_at"], postgresql_where=finished)
