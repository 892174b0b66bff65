"""Transfers between accounts, what is due after an approval, and the events of both, which are append-only."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.String(length=64, collation="C")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_transfers()
    _create_obligations()
    _create_feed()


def downgrade() -> None:
    op.execute("delete from deadlines d where not exists (select from filings f where f.id = d.owner_id)")
    op.execute("drop trigger feed_events_append_only on feed_events")
    for table in ("feed_events", "obligations", "transfers"):
        op.drop_table(table)


def _create_transfers() -> None:
    op.create_table(
        "transfers",
        sa.Column("id", ID, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("record_id", ID, nullable=False),
        sa.Column("service_id", ID, nullable=True),
        sa.Column("source_account_id", ID, nullable=False),
        sa.Column("target_account_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("filing_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_transfers_provider_id"),
        sa.ForeignKeyConstraint(["source_account_id"], ["accounts.id"], name="fk_transfers_source_account_id"),
        sa.ForeignKeyConstraint(["target_account_id"], ["accounts.id"], name="fk_transfers_target_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_transfers"),
    )
    op.create_index(
        "uq_transfers_pending",
        "transfers",
        ["record_id"],
        unique=True,
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index("ix_transfers_record", "transfers", ["record_id", "id"], unique=False)
    op.create_index("ix_transfers_provider", "transfers", ["provider_id", "id"], unique=False)
    op.create_index("ix_transfers_source", "transfers", ["source_account_id", "id"], unique=False)
    op.create_index("ix_transfers_target", "transfers", ["target_account_id", "id"], unique=False)


def _create_obligations() -> None:
    op.create_table(
        "obligations",
        sa.Column("id", ID, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("record_id", ID, nullable=False),
        sa.Column("service_id", ID, nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("created_by", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("evidence_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("fulfilled_at", MOMENT, nullable=True),
        sa.Column("filing_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_obligations_account_id"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_obligations_provider_id"),
        sa.PrimaryKeyConstraint("id", name="pk_obligations"),
    )
    op.create_index(
        "uq_obligations_unmet",
        "obligations",
        ["record_id", "service_id", "kind"],
        unique=True,
        postgresql_where=sa.text("created_by = 'rule' and state in ('open', 'overdue', 'escalated')"),
        postgresql_nulls_not_distinct=True,
    )
    op.create_index("ix_obligations_record", "obligations", ["record_id", "id"], unique=False)
    op.create_index("ix_obligations_provider", "obligations", ["provider_id", "id"], unique=False)
    op.create_index("ix_obligations_account", "obligations", ["account_id", "id"], unique=False)


def _create_feed() -> None:
    op.create_table(
        "feed_events",
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("about_id", ID, nullable=False),
        sa.Column("record_id", ID, nullable=True),
        sa.Column("filing_id", ID, nullable=True),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_feed_events_account_id"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_feed_events_provider_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_feed_events"),
        sa.UniqueConstraint("id", name="uq_feed_events_id"),
    )
    op.create_index("ix_feed_events_about", "feed_events", ["about_id", "seq"], unique=False)
    op.create_index("ix_feed_events_provider", "feed_events", ["provider_id", "seq"], unique=False)
    op.execute(
        "create trigger feed_events_append_only before update or delete or truncate on feed_events "
        "for each statement execute function refuse_change()"
    )
