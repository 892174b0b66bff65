"""The exchange with the authority."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    text,
)

from app.storage.tables.columns import MOMENT, belongs_to, metadata, own_id

handovers = Table(
    "authority_handovers",
    metadata,
    own_id(),
    belongs_to("filings"),
    belongs_to("providers"),
    Column("state", String(16), nullable=False),
    Column("receipt", String(64), unique=True),
    Column("created_at", MOMENT, nullable=False),
    Index("ix_authority_handovers_filing", "filing_id", "id"),
    Index(
        "uq_authority_handovers_open",
        "filing_id",
        unique=True,
        postgresql_where=text("state in ('queued', 'sending', 'answered')"),
    ),
    CheckConstraint("state in ('queued', 'sending', 'answered', 'closed')", name="state"),
)

sms_verifications = Table(
    "sms_verifications",
    metadata,
    own_id(),
    belongs_to("filings"),
    belongs_to("authority_handovers", "handover_id"),
    Column("roles", ARRAY(String(64)), nullable=False),
    Column("phone_sealed", LargeBinary, nullable=False),
    Column("phone_index", LargeBinary, nullable=False),
    Column("last6_index", LargeBinary, nullable=False),
    Column("last6_sealed", LargeBinary, nullable=False),
    Column("state", String(16), nullable=False),
    Column("expires_at", MOMENT, nullable=False),
    Column("resends_left", Integer, nullable=False),
    Column("entered_at_authority", Boolean, server_default=text("false"), nullable=False),
    Index("ix_sms_verifications_handover", "handover_id", "id"),
    Index("ix_sms_verifications_person", "phone_index", "last6_index", "id"),
)

authority_callbacks = Table(
    "authority_callbacks",
    metadata,
    Column("id", String(128), primary_key=True),
    Column("receipt", String(64), nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("type", String(32), nullable=False),
    Column("payload_sealed", LargeBinary, nullable=False),
    Column("received_at", MOMENT, nullable=False),
    Column("applied_at", MOMENT),
    Index("ix_authority_callbacks_receipt", "receipt", "sequence"),
)

# What is alike about one hand-over is one row with a count.
exchange_journal = Table(
    "exchange_journal",
    metadata,
    own_id(),
    belongs_to("providers"),
    belongs_to("filings"),
    belongs_to("authority_handovers", "handover_id"),
    Column("exchanged", String(16), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("detail", String(96), nullable=False),
    Column("times", Integer, nullable=False),
    Column("first_at", MOMENT, nullable=False),
    Column("last_at", MOMENT, nullable=False),
    Column("unusual", Boolean, nullable=False),
    Index("uq_exchange_journal_alike", "handover_id", "exchanged", "outcome", "detail", unique=True),
    Index("ix_exchange_journal_filing", "filing_id", "id"),
    Index("ix_exchange_journal_unusual", "provider_id", "id", postgresql_where=text("unusual")),
)
