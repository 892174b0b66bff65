"""Transfers between accounts, and what is due after an approval. Records come and go, so nothing holds on to them."""

from sqlalchemy import Boolean, Column, Index, LargeBinary, String, Table, text

from app.storage.tables.columns import ID, MOMENT, belongs_to, metadata, own_id

PENDING = text("state = 'pending'")
UNMET_BY_RULE = text("created_by = 'rule' and state in ('open', 'overdue', 'escalated')")

transfers = Table(
    "transfers",
    metadata,
    own_id(),
    belongs_to("providers"),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("record_id", ID, nullable=False),
    Column("service_id", ID),
    belongs_to("accounts", "source_account_id"),
    belongs_to("accounts", "target_account_id"),
    Column("created_at", MOMENT, nullable=False),
    Column("expires_at", MOMENT, nullable=False),
    Column("decided_at", MOMENT),
    Column("filing_id", ID),
    Index("uq_transfers_pending", "record_id", unique=True, postgresql_where=PENDING),
    Index("ix_transfers_record", "record_id", "id"),
    Index("ix_transfers_provider", "provider_id", "id"),
    Index("ix_transfers_source", "source_account_id", "id"),
    Index("ix_transfers_target", "target_account_id", "id"),
)

obligations = Table(
    "obligations",
    metadata,
    own_id(),
    belongs_to("providers"),
    belongs_to("accounts"),
    Column("record_id", ID, nullable=False),
    Column("service_id", ID),
    Column("kind", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("due_at", MOMENT, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("created_by", ID, nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("code", String(64)),
    # What people wrote in their own words may name anybody.
    Column("note_sealed", LargeBinary),
    Column("evidence_sealed", LargeBinary),
    Column("fulfilled_at", MOMENT),
    Column("filing_id", ID),
    # A duty of the record itself has no service, and there is one of it all the same.
    Index(
        "uq_obligations_unmet",
        "record_id",
        "service_id",
        "kind",
        unique=True,
        postgresql_where=UNMET_BY_RULE,
        postgresql_nulls_not_distinct=True,
    ),
    Index("ix_obligations_record", "record_id", "id"),
    Index("ix_obligations_provider", "provider_id", "id"),
    Index("ix_obligations_account", "account_id", "id"),
)
