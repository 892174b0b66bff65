"""Where a code is entered; servers find their open orders; open orders get their reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_filing_products_resource", "filing_products", ["resource_id"])
    op.add_column(
        "sms_verifications",
        sa.Column("entered_at_authority", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    # The worker then looks what each waits for, and when it is to be reminded of.
    op.execute(
        "insert into deadlines (owner_id, kind, due_at, provisional) select id, 'look_again', created_at, false "
        "from filings where state not in ('approved', 'abandoned')"
    )


def downgrade() -> None:
    op.execute("delete from deadlines where kind in ('look_again', 'authority_question') or kind like 'reminder\\_%'")
    op.drop_column("sms_verifications", "entered_at_authority")
    op.drop_index("ix_filing_products_resource", table_name="filing_products")
