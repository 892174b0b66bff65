"""Resumable uploads and the pieces that they came in."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, text

from app.storage.tables.columns import ID, MOMENT, belongs_to, metadata, own_id

uploads = Table(
    "uploads",
    metadata,
    own_id(),
    belongs_to("providers"),
    belongs_to("accounts"),
    belongs_to("filings", nullable=True),
    Column("bytes", BigInteger, nullable=False),
    Column("received", BigInteger, nullable=False),
    Column("metadata_sealed", LargeBinary, nullable=False),
    Column("lease", String(64)),
    Column("leased_until", MOMENT),
    Column("created_at", MOMENT, nullable=False),
    Column("expires_at", MOMENT, nullable=False),
    Column("ended_at", MOMENT),
    CheckConstraint("received between 0 and bytes", name="received"),
    Index("ix_uploads_open", "account_id", postgresql_where=text("ended_at is null")),
    Index("ix_uploads_expires", "expires_at", postgresql_where=text("ended_at is null")),
    Index("ix_uploads_ended", "ended_at", postgresql_where=text("ended_at is not null")),
    Index("ix_uploads_filing", "filing_id", postgresql_where=text("filing_id is not null")),
)

upload_pieces = Table(
    "upload_pieces",
    metadata,
    Column("upload_id", ID, ForeignKey("uploads.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("starts_at", BigInteger, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("object_key", String(200), nullable=False),
)
