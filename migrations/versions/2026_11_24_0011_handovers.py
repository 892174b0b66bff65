"""Hand-overs of one purpose of a filing to a phone."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ID = sa.String(length=64, collation="C")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "phone_handovers",
        sa.Column("id", ID, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("filing_id", ID, nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("token_index", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_phone_handovers_account_id"),
        sa.ForeignKeyConstraint(["filing_id"], ["filings.id"], name="fk_phone_handovers_filing_id"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_phone_handovers_provider_id"),
        sa.PrimaryKeyConstraint("id", name="pk_phone_handovers"),
        sa.UniqueConstraint("token_index", name="uq_phone_handovers_token_index"),
    )
    op.create_index("ix_phone_handovers_filing", "phone_handovers", ["filing_id", "id"], unique=False)
    op.create_index(
        "uq_phone_handovers_open",
        "phone_handovers",
        ["filing_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at is null"),
    )


def downgrade() -> None:
    op.execute("delete from deadlines where kind = 'qr_handover'")
    op.drop_table("phone_handovers")
