"""Who answers for subjects and services on record, to be found by what identifies them; nobody can be read from it."""

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table

from app.storage.tables.columns import ID, metadata

record_people = Table(
    "record_people",
    metadata,
    # The record or the service that somebody answers for; one of the two references below is the same id.
    Column("holder_id", ID, primary_key=True),
    Column("provider_id", ID, nullable=False),
    Column("record_id", ID, ForeignKey("records.id", ondelete="CASCADE")),
    Column("service_id", ID, ForeignKey("record_services.id", ondelete="CASCADE")),
    Column("certificate_index", LargeBinary),
    Column("mobile_index", LargeBinary),
    Index("ix_record_people_certificate", "provider_id", "certificate_index"),
    Index("ix_record_people_mobile", "provider_id", "mobile_index"),
    Index("ix_record_people_record", "record_id"),
    Index("ix_record_people_service", "service_id"),
)
