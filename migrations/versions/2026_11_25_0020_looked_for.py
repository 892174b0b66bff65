"""Deliveries are looked for by their event, and by having been given up; verifications by having come to nothing."""

from alembic import op
from sqlalchemy import text

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index all three."""
    op.create_index("ix_webhook_deliveries_event", "webhook_deliveries", ["event_id"])
    op.create_index(
        "ix_webhook_deliveries_dead",
        "webhook_deliveries",
        ["provider_id", "id"],
        postgresql_where=text("state = 'dead'"),
    )
    op.create_index(
        "ix_type_verifications_unused",
        "type_verifications",
        ["expires_at"],
        postgresql_where=text("filing_id is null and addition_to is null"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_type_verifications_unused", "type_verifications")
    op.drop_index("ix_webhook_deliveries_dead", "webhook_deliveries")
    op.drop_index("ix_webhook_deliveries_event", "webhook_deliveries")
