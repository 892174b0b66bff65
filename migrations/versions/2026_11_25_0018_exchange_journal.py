"""What went between us and the authority; open filings at the authority are asked about from time to time."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ID = sa.String(length=64, collation="C")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "exchange_journal",
        sa.Column("id", ID, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("filing_id", ID, nullable=False),
        sa.Column("handover_id", ID, nullable=False),
        sa.Column("exchanged", sa.String(length=16), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("detail", sa.String(length=96), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("first_at", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("unusual", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_exchange_journal_provider_id"),
        sa.ForeignKeyConstraint(["filing_id"], ["filings.id"], name="fk_exchange_journal_filing_id"),
        sa.ForeignKeyConstraint(["handover_id"], ["authority_handovers.id"], name="fk_exchange_journal_handover_id"),
        sa.PrimaryKeyConstraint("id", name="pk_exchange_journal"),
    )
    alike = ["handover_id", "exchanged", "outcome", "detail"]
    op.create_index("uq_exchange_journal_alike", "exchange_journal", alike, unique=True)
    op.create_index("ix_exchange_journal_filing", "exchange_journal", ["filing_id", "id"])
    op.create_index(
        "ix_exchange_journal_unusual", "exchange_journal", ["provider_id", "id"], postgresql_where=sa.text("unusual")
    )
    asking = sa.text("kind = 'authority_silence' and fired_at is not null")
    op.create_index("ix_deadlines_asking", "deadlines", ["fired_at"], postgresql_where=asking)
    # Spread over the four hours after which the first question would have been asked.
    op.execute(
        "insert into deadlines (owner_id, kind, due_at, provisional) "
        "select id, 'authority_silence', now() + random() * interval '4 hours', false "
        "from filings where state in ('awaiting_sms', 'authority_review')"
    )


def downgrade() -> None:
    op.execute("delete from deadlines where kind = 'authority_silence'")
    op.drop_index("ix_deadlines_asking", "deadlines")
    op.drop_table("exchange_journal")
