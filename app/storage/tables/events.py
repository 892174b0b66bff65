"""What becomes of events: their order once they are published, who is told of them, and how that went."""

from sqlalchemy import BigInteger, Boolean, Column, Identity, Index, Integer, LargeBinary, String, Table, text
from sqlalchemy.dialects.postgresql import ARRAY

from app.storage.tables.columns import ID, MOMENT, belongs_to, metadata, own_id

# Events of transactions that are not over can't be seen, and their numbers lie among those that can: a reader that goes
# by `feed_events.seq` would pass them by. So each event waits here until one process gives it its place in the order.
unpublished_events = Table("unpublished_events", metadata, Column("seq", BigInteger, primary_key=True))

published_events = Table(
    "published_events",
    metadata,
    Column("position", BigInteger, Identity(always=True), primary_key=True),
    Column("seq", BigInteger, nullable=False, unique=True),
    Column("id", ID, nullable=False, unique=True),
    belongs_to("providers"),
    belongs_to("accounts"),
    Column("published_at", MOMENT, nullable=False),
    Index("ix_published_events_provider", "provider_id", "position"),
    Index("ix_published_events_account", "account_id", "position"),
    Index("ix_published_events_age", "published_at"),
)

webhook_endpoints = Table(
    "webhook_endpoints",
    metadata,
    own_id(),
    belongs_to("providers"),
    # Addresses may hold a secret of the receiver's.
    Column("url_sealed", LargeBinary, nullable=False),
    Column("event_types", ARRAY(String(64)), nullable=False),
    Column("description", String(200)),
    Column("secret_sealed", LargeBinary, nullable=False),
    Column("old_secret_sealed", LargeBinary),
    Column("old_secret_until", MOMENT),
    Column("created_at", MOMENT, nullable=False),
    Column("disabled_at", MOMENT),
    Column("disabled_because", String(32)),
    Index("ix_webhook_endpoints_provider", "provider_id", "id"),
)

webhook_deliveries = Table(
    "webhook_deliveries",
    metadata,
    own_id(),
    Column("number", BigInteger, Identity(always=True), nullable=False, unique=True),
    belongs_to("providers"),
    Column("endpoint_id", ID, nullable=False),
    Column("event_id", ID, nullable=False),
    Column("event_type", String(64), nullable=False),
    # Deliveries of one order to one endpoint go one after the other.
    Column("order_key", ID, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", MOMENT),
    Column("leased_until", MOMENT),
    Column("created_at", MOMENT, nullable=False),
    Column("finished_at", MOMENT),
    Column("last_status", Integer),
    Column("last_error", String(64)),
    Column("is_ping", Boolean, nullable=False, server_default=text("false")),
    Index("ix_webhook_deliveries_provider", "provider_id", "id"),
    Index("ix_webhook_deliveries_endpoint", "endpoint_id", "id"),
    Index("ix_webhook_deliveries_event", "event_id"),
    Index("ix_webhook_deliveries_dead", "provider_id", "id", postgresql_where=text("state = 'dead'")),
    Index("ix_webhook_deliveries_due", "endpoint_id", "next_at", postgresql_where=text("state = 'pending'")),
    Index(
        "ix_webhook_deliveries_order",
        "endpoint_id",
        "order_key",
        "number",
        postgresql_where=text("state = 'pending'"),
    ),
    Index("ix_webhook_deliveries_finished", "finished_at", postgresql_where=text("finished_at is not null")),
)
