"""Deadlines, and what triggers keep append-only: the timeline and the events beside it."""

from sqlalchemy import BigInteger, Boolean, Column, Identity, Index, LargeBinary, String, Table, text
from sqlalchemy.dialects.postgresql import JSONB

from app.storage.tables.columns import ID, MOMENT, belongs_to, metadata

deadlines = Table(
    "deadlines",
    metadata,
    # A filing, an obligation or a transfer.
    Column("owner_id", ID, primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("due_at", MOMENT, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("fired_at", MOMENT),
    Index("ix_deadlines_due", "due_at", postgresql_where=text("fired_at is null")),
    # Who is asking the authority now: a handful of rows.
    Index(
        "ix_deadlines_asking",
        "fired_at",
        postgresql_where=text("kind = 'authority_silence' and fired_at is not null"),
    ),
    Index("ix_deadlines_reviews", "due_at", "owner_id", postgresql_where=text("kind = 'first_review'")),
)

timeline = Table(
    "timeline",
    metadata,
    Column("seq", BigInteger, Identity(always=True), primary_key=True),
    Column("id", ID, nullable=False, unique=True),
    belongs_to("filings"),
    Column("at", MOMENT, nullable=False),
    Column("actor", String(16), nullable=False),
    Column("actor_id", ID),
    Column("event", String(32), nullable=False),
    Column("from_state", String(32)),
    Column("to_state", String(32), nullable=False),
    # What people wrote in their own words may name anybody.
    Column("note_sealed", LargeBinary),
    Column("deadline", JSONB(none_as_null=True)),
    Index("ix_timeline_filing", "filing_id", "seq"),
)

feed_events = Table(
    "feed_events",
    metadata,
    Column("seq", BigInteger, Identity(always=True), primary_key=True),
    Column("id", ID, nullable=False, unique=True),
    belongs_to("providers"),
    belongs_to("accounts"),
    Column("type", String(32), nullable=False),
    Column("at", MOMENT, nullable=False),
    Column("about_id", ID, nullable=False),
    Column("record_id", ID),
    Column("filing_id", ID),
    Column("data", JSONB, nullable=False),
    Index("ix_feed_events_about", "about_id", "seq"),
    Index("ix_feed_events_provider", "provider_id", "seq"),
)
