"""What reviewers decided, wrote down, and received by post."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
)

from app.storage.tables.columns import ID, MOMENT, belongs_to, metadata, own_id

review_decisions = Table(
    "review_decisions",
    metadata,
    own_id(),
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    belongs_to("providers"),
    belongs_to("filings"),
    Column("reviewer", String(64), nullable=False),
    Column("outcome", String(32), nullable=False),
    Column("at", MOMENT, nullable=False),
    Column("working_days", Integer, nullable=False),
    Column("overdue", Boolean, nullable=False),
    Column("codes", ARRAY(String(64)), nullable=False),
    # The body and the papers as the reviewer had them; what was raised over them, by the reviewer or the authority.
    Column("reviewed_sealed", LargeBinary, nullable=False),
    Column("raised_sealed", LargeBinary),
    # The keyed hash of a call that decided several at once.
    Column("batch", LargeBinary),
    Index("ix_review_decisions_filing", "filing_id", "seq"),
    Index("ix_review_decisions_provider", "provider_id", "at"),
)

review_notes = Table(
    "review_notes",
    metadata,
    own_id(),
    belongs_to("providers"),
    belongs_to("filings"),
    Column("kind", String(16), nullable=False),
    Column("text_sealed", LargeBinary, nullable=False),
    Column("outcome", String(32)),
    Column("visible_to_applicant", Boolean, nullable=False),
    Column("author", String(64), nullable=False),
    Column("at", MOMENT, nullable=False),
    Index("ix_review_notes_filing", "filing_id", "id"),
)

review_turns = Table(
    "review_turns",
    metadata,
    Column("account_id", ID, ForeignKey("accounts.id"), primary_key=True),
    # When a filing of the account was last taken for review.
    Column("at", MOMENT, nullable=False),
)

posted_papers = Table(
    "posted_papers",
    metadata,
    own_id(),
    belongs_to("providers"),
    belongs_to("filings"),
    Column("direction", String(16), nullable=False),
    # Number and carrier; the two columns below are those of rows of before they were sealed.
    Column("parcel_sealed", LargeBinary),
    Column("tracking_number", String(64)),
    Column("carrier", String(64)),
    Column("noted_by", String(64), nullable=False),
    Column("at", MOMENT, nullable=False),
    Index("ix_posted_papers_filing", "filing_id", "id"),
)
