"""Type verifications, filings, their names, products and papers."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from app.storage.tables.columns import ID, MOMENT, NAME, belongs_to, metadata, own_id

type_verifications = Table(
    "type_verifications",
    metadata,
    own_id(),
    Column("provider_id", ID, nullable=False),
    Column("account_id", ID, nullable=False),
    Column("channel", String(8), nullable=False),
    Column("content_sealed", LargeBinary, nullable=False),
    Column("certificate_index", LargeBinary, nullable=False),
    Column("filing_type", String(32)),
    Column("as_of", Date, nullable=False),
    Column("rulebook_digest", String(64), nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("expires_at", MOMENT, nullable=False),
    Column("filing_id", ID),
    Column("addition_to", ID),
)

filings = Table(
    "filings",
    metadata,
    own_id(),
    belongs_to("providers"),
    belongs_to("accounts"),
    Column("filing_type", String(32), nullable=False),
    Column("channel", String(8), nullable=False),
    Column("state", String(32), nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("order_slot", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("type_verification_id", ID, unique=True),
    Column("transfer_id", ID),
    Column("reason_code", String(64)),
    Column("acknowledged", ARRAY(String(64)), nullable=False),
    Column("certificate_index", LargeBinary, nullable=False),
    Column("body_sealed", LargeBinary, nullable=False),
    Column("on_file_sealed", LargeBinary),
    Column("confirmed_revision", Integer),
    Column("submitted_at", MOMENT),
    Column("submitted_digest", String(64)),
    Column("returned_because", String(32)),
    Column("abandoned_because", String(32)),
    Column("held", Boolean, nullable=False, server_default=text("false")),
    Column("findings_sealed", LargeBinary),
    Column("assignee", String(64)),
    Column("record_id", ID),
    Column("subject_number", String(64)),
    Column("service_numbers", JSONB, nullable=False),
    Column("rules_as_of", Date, nullable=False),
    Column("rulebook_digest", String(64), nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("updated_at", MOMENT, nullable=False),
    Index("uq_filings_open_order", "account_id", "order_slot", unique=True, postgresql_where=text("is_open")),
    Index(
        "uq_filings_open_certificate",
        "certificate_index",
        "provider_id",
        unique=True,
        postgresql_where=text("is_open"),
    ),
    Index("ix_filings_provider", "provider_id", "id"),
    Index("ix_filings_account", "account_id", "id"),
    Index("ix_filings_state", "provider_id", "state", "id"),
)

filing_names = Table(
    "filing_names",
    metadata,
    Column("filing_id", ID, ForeignKey("filings.id"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("name", NAME, primary_key=True),
    Column("provider_id", ID, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Index("uq_filing_names_open", "provider_id", "kind", "name", unique=True, postgresql_where=text("is_open")),
)

filing_products = Table(
    "filing_products",
    metadata,
    Column("filing_id", ID, ForeignKey("filings.id"), primary_key=True),
    # Empty in rows of before filings had a product for each service: it stands for every service of the filing.
    Column("service_id", ID, primary_key=True),
    Column("place", Integer, nullable=False),
    belongs_to("resources"),
    Column("resource_external_id", String(255), nullable=False),
    Column("authorization_code_id", ID),
    Column("is_held", Boolean, nullable=False),
    Index(
        "ix_filing_products_codeless",
        "resource_id",
        postgresql_where=text("authorization_code_id is null and is_held"),
    ),
)

materials = Table(
    "materials",
    metadata,
    own_id(),
    belongs_to("providers"),
    belongs_to("accounts"),
    belongs_to("filings"),
    Column("kind", String(32), nullable=False),
    Column("for_pointer", String(200), nullable=False),
    Column("object_key", String(200), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("media_type", String(64), nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("sealed_as", ID, nullable=False),
    Column("from_record", Boolean, nullable=False),
    # Set where the file was erased and the row stays to tell of it.
    Column("erased_at", MOMENT),
    # Of the clean copy that is kept; measures and findings are as they were when the file came.
    Column("stored_bytes", BigInteger),
    Column("measures", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Column("findings", JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    Index("ix_materials_filing", "filing_id", "id"),
    Index("ix_materials_object", "object_key"),
    Index("ix_materials_kind", "kind", "filing_id", postgresql_where=text("erased_at is null")),
)

authenticity_checks = Table(
    "authenticity_checks",
    metadata,
    own_id(),
    belongs_to("filings"),
    Column("method", String(16), nullable=False),
    Column("for_pointer", String(200), nullable=False),
    Column("material_id", ID, nullable=False),
    Column("consent", JSONB(none_as_null=True)),
    Column("status", String(16), nullable=False),
    Column("created_at", MOMENT, nullable=False),
    # Empty in checks of before a machine looked at them.
    Column("findings", JSONB(none_as_null=True)),
    Column("judge", String(64)),
    Column("reference", String(200)),
    Column("challenge_id", ID),
    Index("ix_authenticity_checks_filing", "filing_id", "id"),
)
