"""Deliveries are looked for by their event, and by having been given up."""

from alembic import op
from sqlalchemy import text

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index both."""
    op.create_index("ix_webhook_deliveries_event", "webhook_deliveries", ["event_id"])
    op.create_index(
        "ix_webhook_deliveries_dead",
        "webhook_deliveries",
        ["provider_id", "id"],
        postgresql_where=text("state = 'dead'"),
    )


def downgrade() -> None:
    """Drop both."""
    op.drop_index("ix_webhook_deliveries_dead", "webhook_deliveries")
    op.drop_index("ix_webhook_deliveries_event", "webhook_deliveries")
