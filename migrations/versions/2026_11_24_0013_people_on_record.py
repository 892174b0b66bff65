"""People and certificates of records, to be found by what identifies them.

Who is on record already is not in it: a migration holds no keys. `filing records index-people` puts them in.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ID = sa.String(length=64, collation="C")


def upgrade() -> None:
    op.create_table(
        "record_people",
        sa.Column("holder_id", ID, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("record_id", ID, nullable=True),
        sa.Column("service_id", ID, nullable=True),
        sa.Column("certificate_index", sa.LargeBinary(), nullable=True),
        sa.Column("mobile_index", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_record_people_record_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["service_id"], ["record_services.id"], name="fk_record_people_service_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("holder_id", name="pk_record_people"),
    )
    for name, columns in (
        ("certificate", ["provider_id", "certificate_index"]),
        ("mobile", ["provider_id", "mobile_index"]),
        ("record", ["record_id"]),
        ("service", ["service_id"]),
    ):
        op.create_index(f"ix_record_people_{name}", "record_people", columns, unique=False)


def downgrade() -> None:
    op.drop_table("record_people")
