"""The exchange with the authority, records, the mirror, keys and counters."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.String(length=64, collation="C")
NAME = sa.String(length=600, collation="C")
MOMENT = sa.DateTime(timezone=True)

TABLES = (
    "authority_handovers",
    "sms_verifications",
    "authority_callbacks",
    "records",
    "record_services",
    "record_names",
    "mirror_subjects",
    "mirror_services",
    "idempotency_keys",
    "attempt_counters",
    "sandbox_clock",
)


def upgrade() -> None:
    _create_exchange()
    _create_records()
    _create_keys()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _create_exchange() -> None:
    op.create_table(
        "authority_handovers",
        sa.Column("id", ID, nullable=False),
        sa.Column("filing_id", ID, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("receipt", sa.String(length=64), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("state in ('queued', 'sending', 'answered', 'closed')", name="ck_authority_handovers_state"),
        sa.ForeignKeyConstraint(["filing_id"], ["filings.id"], name="fk_authority_handovers_filing_id"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_authority_handovers_provider_id"),
        sa.PrimaryKeyConstraint("id", name="pk_authority_handovers"),
        sa.UniqueConstraint("receipt", name="uq_authority_handovers_receipt"),
    )
    op.create_index("ix_authority_handovers_filing", "authority_handovers", ["filing_id", "id"], unique=False)
    op.create_index(
        "uq_authority_handovers_open",
        "authority_handovers",
        ["filing_id"],
        unique=True,
        postgresql_where=sa.text("state in ('queued', 'sending', 'answered')"),
    )
    op.create_table(
        "sms_verifications",
        sa.Column("id", ID, nullable=False),
        sa.Column("filing_id", ID, nullable=False),
        sa.Column("handover_id", ID, nullable=False),
        sa.Column("roles", sa.ARRAY(sa.String(length=64)), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("phone_index", sa.LargeBinary(), nullable=False),
        sa.Column("last6_index", sa.LargeBinary(), nullable=False),
        sa.Column("last6_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("resends_left", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["filing_id"], ["filings.id"], name="fk_sms_verifications_filing_id"),
        sa.ForeignKeyConstraint(["handover_id"], ["authority_handovers.id"], name="fk_sms_verifications_handover_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sms_verifications"),
    )
    op.create_index("ix_sms_verifications_handover", "sms_verifications", ["handover_id", "id"], unique=False)
    op.create_index(
        "ix_sms_verifications_person", "sms_verifications", ["phone_index", "last6_index", "id"], unique=False
    )
    op.create_table(
        "authority_callbacks",
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("receipt", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("payload_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("applied_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_authority_callbacks"),
    )
    op.create_index("ix_authority_callbacks_receipt", "authority_callbacks", ["receipt", "sequence"], unique=False)


def _create_records() -> None:
    op.create_table(
        "records",
        sa.Column("id", ID, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("subject_number", sa.String(length=64), nullable=False),
        sa.Column("certificate_index", sa.LargeBinary(), nullable=False),
        sa.Column("subject_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_records_account_id"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_records_provider_id"),
        sa.PrimaryKeyConstraint("id", name="pk_records"),
        sa.UniqueConstraint("provider_id", "subject_number", name="uq_records_provider_id_subject_number"),
    )
    op.create_index("ix_records_account", "records", ["account_id", "id"], unique=False)
    op.create_index("ix_records_certificate", "records", ["certificate_index", "provider_id"], unique=False)
    op.create_index("ix_records_provider", "records", ["provider_id", "id"], unique=False)
    op.create_table(
        "record_services",
        sa.Column("id", ID, nullable=False),
        sa.Column("record_id", ID, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=512), nullable=False),
        sa.Column("domains", sa.ARRAY(sa.String(length=253)), nullable=False),
        sa.Column("access_here", sa.Boolean(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_record_services_record_id"),
        sa.PrimaryKeyConstraint("id", name="pk_record_services"),
        sa.UniqueConstraint("provider_id", "number", name="uq_record_services_provider_id_number"),
    )
    op.create_index("ix_record_services_record", "record_services", ["record_id", "id"], unique=False)
    op.create_table(
        "record_names",
        sa.Column("service_id", ID, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["record_services.id"], name="fk_record_names_service_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("service_id", "name", name="pk_record_names"),
    )
    op.create_index("ix_record_names_name", "record_names", ["provider_id", "kind", "name"], unique=False)
    op.create_table(
        "mirror_subjects",
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("certificate_index", sa.LargeBinary(), nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("fetched_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("provider_id", "certificate_index", name="pk_mirror_subjects"),
    )
    op.create_index("ix_mirror_subjects_certificate", "mirror_subjects", ["certificate_index"], unique=False)
    op.create_table(
        "mirror_services",
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("place", NAME, nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("fetched_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("provider_id", "kind", "place", name="pk_mirror_services"),
    )
    op.create_index("ix_mirror_services_place", "mirror_services", ["kind", "place"], unique=False)


def _create_keys() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("owner", ID, nullable=False),
        sa.Column("operation", sa.String(length=400), nullable=False),
        sa.Column("key_index", sa.LargeBinary(), nullable=False),
        sa.Column("body_digest", sa.LargeBinary(), nullable=False),
        sa.Column("lease", sa.String(length=64), nullable=False),
        sa.Column("leased_until", MOMENT, nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("owner", "operation", "key_index", name="pk_idempotency_keys"),
    )
    op.create_index("ix_idempotency_keys_expires", "idempotency_keys", ["expires_at"], unique=False)
    op.create_table(
        "attempt_counters",
        sa.Column("scope", sa.String(length=32), nullable=False),
        sa.Column("subject_index", sa.LargeBinary(), nullable=False),
        sa.Column("window_start", MOMENT, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "subject_index", "window_start", name="pk_attempt_counters"),
    )
    op.create_index("ix_attempt_counters_window", "attempt_counters", ["window_start"], unique=False)
    op.create_table(
        "sandbox_clock",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("offset_microseconds", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_sandbox_clock_single"),
        sa.PrimaryKeyConstraint("id", name="pk_sandbox_clock"),
    )
