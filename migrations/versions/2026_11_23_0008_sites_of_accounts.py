"""On which of a provider's sites an account was opened; those of before are of its domestic one."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts", sa.Column("site", sa.String(length=16), server_default="domestic", nullable=False))


def downgrade() -> None:
    op.drop_column("accounts", "site")
