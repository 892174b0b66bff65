"""Resumable uploads and the pieces that they came in."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.String(length=64, collation="C")
MOMENT = sa.DateTime(timezone=True)
OPEN, ENDED = sa.text("ended_at is null"), sa.text("ended_at is not null")


def upgrade() -> None:
    op.create_table(
        "uploads",
        sa.Column("id", ID, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("filing_id", ID, nullable=True),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("metadata_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("lease", sa.String(length=64), nullable=True),
        sa.Column("leased_until", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("received between 0 and bytes", name=op.f("ck_uploads_received")),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_uploads_provider_id"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_uploads_account_id"),
        sa.ForeignKeyConstraint(["filing_id"], ["filings.id"], name="fk_uploads_filing_id"),
        sa.PrimaryKeyConstraint("id", name="pk_uploads"),
    )
    op.create_index("ix_uploads_open", "uploads", ["account_id"], postgresql_where=OPEN)
    op.create_index("ix_uploads_expires", "uploads", ["expires_at"], postgresql_where=OPEN)
    op.create_index("ix_uploads_ended", "uploads", ["ended_at"], postgresql_where=ENDED)
    op.create_index("ix_uploads_filing", "uploads", ["filing_id"], postgresql_where=sa.text("filing_id is not null"))
    op.create_table(
        "upload_pieces",
        sa.Column("upload_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("object_key", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name="fk_upload_pieces_upload_id"),
        sa.PrimaryKeyConstraint("upload_id", "number", name="pk_upload_pieces"),
    )


def downgrade() -> None:
    op.drop_table("upload_pieces")
    op.drop_table("uploads")
