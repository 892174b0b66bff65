"""Hand-overs of a filing to a phone."""

from sqlalchemy import Column, Index, LargeBinary, String, Table, text

from app.storage.tables.columns import MOMENT, belongs_to, metadata, own_id

phone_handovers = Table(
    "phone_handovers",
    metadata,
    own_id(),
    belongs_to("providers"),
    belongs_to("accounts"),
    belongs_to("filings"),
    Column("purpose", String(16), nullable=False),
    Column("token_index", LargeBinary, nullable=False, unique=True),
    Column("created_at", MOMENT, nullable=False),
    Column("expires_at", MOMENT, nullable=False),
    Column("opened_at", MOMENT),
    Column("done_at", MOMENT),
    Column("revoked_at", MOMENT),
    Index("ix_phone_handovers_filing", "filing_id", "id"),
    Index("uq_phone_handovers_open", "filing_id", unique=True, postgresql_where=text("revoked_at is null")),
)
