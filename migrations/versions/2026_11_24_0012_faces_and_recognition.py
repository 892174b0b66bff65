"""What the machine made of portraits and certificates."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ID = sa.String(length=64, collation="C")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _add_faces()
    _add_recognitions()


def downgrade() -> None:
    op.drop_table("recognition_workers")
    op.drop_table("recognitions")
    _remove_faces()


def _add_faces() -> None:
    op.add_column("authenticity_checks", sa.Column("findings", postgresql.JSONB(none_as_null=True), nullable=True))
    op.add_column("authenticity_checks", sa.Column("judge", sa.String(length=64), nullable=True))
    op.add_column("authenticity_checks", sa.Column("reference", sa.String(length=200), nullable=True))
    op.add_column("authenticity_checks", sa.Column("challenge_id", ID, nullable=True))
    op.create_table(
        "authenticity_challenges",
        sa.Column("id", ID, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("filing_id", ID, nullable=False),
        sa.Column("for_pointer", sa.String(length=200), nullable=False),
        sa.Column("turns", postgresql.JSONB(), nullable=False),
        sa.Column("digits", sa.String(length=16), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["filing_id"], ["filings.id"], name="fk_authenticity_challenges_filing_id"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_authenticity_challenges_provider_id"),
        sa.PrimaryKeyConstraint("id", name="pk_authenticity_challenges"),
    )
    op.create_index("ix_authenticity_challenges_filing", "authenticity_challenges", ["filing_id", "id"], unique=False)


def _remove_faces() -> None:
    op.drop_table("authenticity_challenges")
    for name in ("challenge_id", "reference", "judge", "findings"):
        op.drop_column("authenticity_checks", name)


def _add_recognitions() -> None:
    op.create_table(
        "recognitions",
        sa.Column("object_key", sa.String(length=200), nullable=False),
        sa.Column("document", sa.String(length=32), nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("sealed_as", ID, nullable=False),
        sa.Column("media_type", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fields_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reader", sa.String(length=64), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_recognitions_provider_id"),
        sa.PrimaryKeyConstraint("object_key", "document", name="pk_recognitions"),
    )
    op.create_table(
        "recognition_workers",
        sa.Column("id", ID, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_recognition_workers"),
    )
