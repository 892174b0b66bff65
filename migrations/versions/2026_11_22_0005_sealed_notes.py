"""Notes of the timeline are sealed: what people write in their own words may name anybody.

A migration has no keys, so notes of before can't be sealed; they are dropped. No release has written any.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("timeline", sa.Column("note_sealed", sa.LargeBinary()))
    op.drop_column("timeline", "note")


def downgrade() -> None:
    op.add_column("timeline", sa.Column("note", sa.Text()))
    op.drop_column("timeline", "note_sealed")
