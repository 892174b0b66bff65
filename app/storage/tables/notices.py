"""Notices to people, and what sandbox mode keeps of them."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from app.storage.tables.columns import ID, MOMENT, belongs_to, metadata, own_id

notices = Table(
    "notices",
    metadata,
    own_id(),
    Column("number", BigInteger, Identity(always=True), nullable=False, unique=True),
    belongs_to("providers"),
    belongs_to("accounts"),
    Column("cause", String(64), nullable=False),
    Column("cause_id", ID, nullable=False),
    Column("about_id", ID, nullable=False),
    Column("channel", String(16), nullable=False),
    # Whom it is for, never an address.
    Column("recipient", ID, nullable=False),
    Column("happened_at", MOMENT, nullable=False),
    Column("not_before", MOMENT, nullable=False),
    Column("next_at", MOMENT, nullable=False),
    Column("filing_id", ID),
    Column("record_id", ID),
    Column("data", JSONB, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("leased_until", MOMENT),
    Column("finished_at", MOMENT),
    Column("reason", String(64)),
    UniqueConstraint("cause_id", "cause", "recipient", "channel", name="uq_notices_cause"),
    Index("ix_notices_about", "about_id", "number"),
    Index("ix_notices_due", "channel", "next_at", postgresql_where=text("state in ('pending', 'sending')")),
    Index("ix_notices_finished", "finished_at", postgresql_where=text("finished_at is not null")),
)

notice_outbox = Table(
    "notice_outbox",
    metadata,
    Column("notice_id", ID, ForeignKey("notices.id", ondelete="CASCADE"), primary_key=True),
    Column("number", BigInteger, Identity(always=True), nullable=False, unique=True),
    Column("message_sealed", LargeBinary, nullable=False),
    Column("phone_indexes", ARRAY(LargeBinary), nullable=False),
    Column("sent_at", MOMENT, nullable=False),
    Index("ix_notice_outbox_phones", "phone_indexes", postgresql_using="gin"),
)
