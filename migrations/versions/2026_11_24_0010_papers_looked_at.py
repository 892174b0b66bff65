"""What was found in papers, their renditions, and who looked at them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ID = sa.String(length=64, collation="C")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _add_renditions()
    _add_paper_views()
    _add_erasure()
    _add_inspection()


def downgrade() -> None:
    for name in ("findings", "measures", "stored_bytes"):
        op.drop_column("materials", name)
    op.drop_index("ix_materials_kind", table_name="materials")
    op.drop_column("materials", "erased_at")
    op.drop_table("paper_views")
    op.drop_table("renditions")


def _add_renditions() -> None:
    op.create_table(
        "renditions",
        sa.Column("id", ID, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("source_key", sa.String(length=200), nullable=False),
        sa.Column("max_bytes", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("object_key", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=64), nullable=False),
        sa.Column("is_stored", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_renditions_provider_id"),
        sa.PrimaryKeyConstraint("id", name="pk_renditions"),
    )
    op.create_index("uq_renditions_source", "renditions", ["source_key", "max_bytes", "page"], unique=True)


def _add_paper_views() -> None:
    op.create_table(
        "paper_views",
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("filing_id", ID, nullable=False),
        sa.Column("material_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("viewer_kind", sa.String(length=16), nullable=False),
        sa.Column("viewer_id", ID, nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["filing_id"], ["filings.id"], name="fk_paper_views_filing_id"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_paper_views_provider_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_paper_views"),
        sa.UniqueConstraint("id", name="uq_paper_views_id"),
    )
    op.create_index("ix_paper_views_filing", "paper_views", ["filing_id", "seq"], unique=False)
    op.create_index("ix_paper_views_material", "paper_views", ["material_id", "seq"], unique=False)
    op.execute(
        "create trigger paper_views_append_only before update or delete or truncate on paper_views "
        "for each statement execute function refuse_change()"
    )


def _add_erasure() -> None:
    op.add_column("materials", sa.Column("erased_at", MOMENT, nullable=True))
    op.create_index(
        "ix_materials_kind",
        "materials",
        ["kind", "filing_id"],
        unique=False,
        postgresql_where=sa.text("erased_at is null"),
    )


def _add_inspection() -> None:
    op.add_column("materials", sa.Column("stored_bytes", sa.BigInteger(), nullable=True))
    op.add_column("materials", sa.Column("measures", JSONB(), nullable=False, server_default=sa.text("'{}'::jsonb")))
    op.add_column("materials", sa.Column("findings", JSONB(), nullable=False, server_default=sa.text("'[]'::jsonb")))
