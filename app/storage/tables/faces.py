"""Challenges for videos of faces."""

from sqlalchemy import Column, Index, String, Table
from sqlalchemy.dialects.postgresql import JSONB

from app.storage.tables.columns import MOMENT, belongs_to, metadata, own_id

authenticity_challenges = Table(
    "authenticity_challenges",
    metadata,
    own_id(),
    belongs_to("providers"),
    belongs_to("filings"),
    Column("for_pointer", String(200), nullable=False),
    Column("turns", JSONB, nullable=False),
    Column("digits", String(16), nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("expires_at", MOMENT, nullable=False),
    Column("used_at", MOMENT),
    Index("ix_authenticity_challenges_filing", "filing_id", "id"),
)
