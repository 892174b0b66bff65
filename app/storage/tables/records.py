"""What is on file here, and the mirror of the national record."""

from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    text,
)

from app.storage.tables.columns import ID, MOMENT, NAME, belongs_to, metadata, own_id

records = Table(
    "records",
    metadata,
    own_id(),
    belongs_to("providers"),
    belongs_to("accounts"),
    Column("subject_number", String(64), nullable=False),
    Column("certificate_index", LargeBinary, nullable=False),
    Column("subject_sealed", LargeBinary, nullable=False),
    Column("filing_id", ID),
    Column("created_at", MOMENT, nullable=False),
    Column("updated_at", MOMENT, nullable=False),
    UniqueConstraint("provider_id", "account_id", "subject_number"),
    Index("ix_records_certificate", "certificate_index", "provider_id"),
    Index("ix_records_account", "account_id", "id"),
    Index("ix_records_provider", "provider_id", "id"),
)

record_services = Table(
    "record_services",
    metadata,
    own_id(),
    belongs_to("records"),
    Column("provider_id", ID, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("number", String(64), nullable=False),
    Column("name", String(512), nullable=False),
    Column("domains", ARRAY(String(253)), nullable=False),
    # Empty in rows of before the whole service was kept: kind, name and domains are all that is on file.
    Column("service_sealed", LargeBinary),
    Column("access_here", Boolean, nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("opened_told", Boolean, nullable=False),
    Column("filing_id", ID),
    Column("resource_id", ID),
    UniqueConstraint("provider_id", "number"),
    Index("ix_record_services_record", "record_id", "id"),
    Index("ix_record_services_resource", "resource_id", postgresql_where=text("access_here")),
)

record_names = Table(
    "record_names",
    metadata,
    Column("service_id", ID, ForeignKey("record_services.id", ondelete="CASCADE"), primary_key=True),
    Column("name", NAME, primary_key=True),
    Column("provider_id", ID, nullable=False),
    Column("kind", String(16), nullable=False),
    Index("ix_record_names_name", "provider_id", "kind", "name"),
)

domain_registrations = Table(
    "domain_registrations",
    metadata,
    Column("provider_id", ID, primary_key=True),
    Column("domain", NAME, primary_key=True),
    Column("expires_on", Date),
    Column("asked_at", MOMENT),
    Column("ask_at", MOMENT, nullable=False),
    Index("ix_domain_registrations_ask", "ask_at"),
)

mirror_subjects = Table(
    "mirror_subjects",
    metadata,
    Column("provider_id", ID, primary_key=True),
    Column("certificate_index", LargeBinary, primary_key=True),
    Column("answer_sealed", LargeBinary, nullable=False),
    Column("fetched_at", MOMENT, nullable=False),
    Index("ix_mirror_subjects_certificate", "certificate_index"),
)

mirror_services = Table(
    "mirror_services",
    metadata,
    Column("provider_id", ID, primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("place", NAME, primary_key=True),
    Column("answer_sealed", LargeBinary, nullable=False),
    Column("fetched_at", MOMENT, nullable=False),
    Index("ix_mirror_services_place", "kind", "place"),
)
