"""Idempotency keys, counters of attempts, and the offset of sandbox time."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, LargeBinary, String, Table

from app.storage.tables.columns import ID, MOMENT, metadata

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("owner", ID, primary_key=True),
    Column("operation", String(400), primary_key=True),
    Column("key_index", LargeBinary, primary_key=True),
    Column("body_digest", LargeBinary, nullable=False),
    Column("lease", String(64), nullable=False),
    Column("leased_until", MOMENT, nullable=False),
    Column("answer_sealed", LargeBinary),
    Column("expires_at", MOMENT, nullable=False),
    Index("ix_idempotency_keys_expires", "expires_at"),
)

attempt_counters = Table(
    "attempt_counters",
    metadata,
    Column("scope", String(32), primary_key=True),
    Column("subject_index", LargeBinary, primary_key=True),
    Column("window_start", MOMENT, primary_key=True),
    Column("count", Integer, nullable=False),
    Index("ix_attempt_counters_window", "window_start"),
)

sandbox_clock = Table(
    "sandbox_clock",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("offset_microseconds", BigInteger, nullable=False),
    CheckConstraint("id = 1", name="single"),
)
