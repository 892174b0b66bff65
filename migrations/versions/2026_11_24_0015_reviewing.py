"""Claims run out; decisions of reviewers, their notes and what came by post are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ID = sa.String(length=64, collation="C")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("filings", sa.Column("claim_ends_at", MOMENT, nullable=True))
    op.add_column("filings", sa.Column("first_look_by", sa.String(length=64), nullable=True))
    # Whoever has claimed something when this runs keeps it for another day.
    op.execute("update filings set claim_ends_at = now() + interval '1 day' where assignee is not null")
    claimed = sa.text("claim_ends_at is not null")
    op.create_index("ix_filings_claims", "filings", ["claim_ends_at"], postgresql_where=claimed)
    _create_decisions()
    _create_notes()
    _create_posted()


def downgrade() -> None:
    for table in ("posted_papers", "review_notes", "review_decisions"):
        op.drop_table(table)
    op.drop_index("ix_filings_claims", table_name="filings")
    op.drop_column("filings", "first_look_by")
    op.drop_column("filings", "claim_ends_at")


def _of_a_filing(table: str) -> list[sa.schema.SchemaItem]:
    """Return what every row here has: an id of its own, its provider and its filing."""
    return [
        sa.Column("id", ID, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("filing_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name=f"fk_{table}_provider_id"),
        sa.ForeignKeyConstraint(["filing_id"], ["filings.id"], name=f"fk_{table}_filing_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    ]


def _create_decisions() -> None:
    op.create_table(
        "review_decisions",
        *_of_a_filing("review_decisions"),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("reviewer", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column("overdue", sa.Boolean(), nullable=False),
        sa.Column("codes", sa.ARRAY(sa.String(length=64)), nullable=False),
        sa.Column("reviewed_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("raised_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("batch", sa.LargeBinary(), nullable=True),
    )
    op.create_index("ix_review_decisions_filing", "review_decisions", ["filing_id", "seq"])
    op.create_index("ix_review_decisions_provider", "review_decisions", ["provider_id", "at"])


def _create_notes() -> None:
    op.create_table(
        "review_notes",
        *_of_a_filing("review_notes"),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("visible_to_applicant", sa.Boolean(), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("ix_review_notes_filing", "review_notes", ["filing_id", "id"])


def _create_posted() -> None:
    op.create_table(
        "posted_papers",
        *_of_a_filing("posted_papers"),
        sa.Column("direction", sa.String(length=16), nullable=False),
        sa.Column("tracking_number", sa.String(length=64), nullable=True),
        sa.Column("carrier", sa.String(length=64), nullable=True),
        sa.Column("noted_by", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("ix_posted_papers_filing", "posted_papers", ["filing_id", "id"])
