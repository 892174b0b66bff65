"""Notices to people; what happened before the upgrade is not told of any more."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ID = sa.String(length=64, collation="C")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_notices()
    op.create_table(
        "notice_outbox",
        sa.Column("notice_id", ID, nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("message_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("phone_indexes", postgresql.ARRAY(sa.LargeBinary()), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name="fk_notice_outbox_notice_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("notice_id", name="pk_notice_outbox"),
        sa.UniqueConstraint("number", name="uq_notice_outbox_number"),
    )
    op.create_index("ix_notice_outbox_phones", "notice_outbox", ["phone_indexes"], postgresql_using="gin")


def downgrade() -> None:
    op.drop_table("notice_outbox")
    op.drop_table("notices")


def _create_notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("cause", sa.String(length=64), nullable=False),
        sa.Column("cause_id", ID, nullable=False),
        sa.Column("about_id", ID, nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("recipient", ID, nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.Column("not_before", MOMENT, nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("filing_id", ID, nullable=True),
        sa.Column("record_id", ID, nullable=True),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_notices_account_id"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_notices_provider_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.UniqueConstraint("number", name="uq_notices_number"),
        sa.UniqueConstraint("cause_id", "cause", "recipient", "channel", name="uq_notices_cause"),
    )
    op.create_index("ix_notices_about", "notices", ["about_id", "number"])
    waiting, finished = sa.text("state in ('pending', 'sending')"), sa.text("finished_at is not null")
    op.create_index("ix_notices_due", "notices", ["channel", "next_at"], postgresql_where=waiting)
    op.create_index("ix_notices_finished", "notices", ["finished_at"], postgresql_where=finished)
