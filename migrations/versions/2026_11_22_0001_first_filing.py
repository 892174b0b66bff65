"""Accounts, servers, codes, and filings with all that hangs on one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.String(length=64, collation="C")
NAME = sa.String(length=600, collation="C")
MOMENT = sa.DateTime(timezone=True)

TABLES = (
    "providers",
    "clients",
    "accounts",
    "resources",
    "authorization_codes",
    "type_verifications",
    "filings",
    "filing_names",
    "materials",
    "authenticity_checks",
    "deadlines",
    "timeline",
)


def upgrade() -> None:
    _create_tenants()
    _create_filings()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _create_tenants() -> None:
    op.create_table(
        "providers",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("profile", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_providers"),
        sa.UniqueConstraint("name", name="uq_providers_name"),
    )
    op.create_table(
        "clients",
        sa.Column("id", ID, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("secret_hash", sa.String(length=200), nullable=False),
        sa.Column("scopes", sa.ARRAY(sa.String(length=32)), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_clients_provider_id"),
        sa.PrimaryKeyConstraint("id", name="pk_clients"),
    )
    op.create_table(
        "accounts",
        sa.Column("id", ID, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("external_id", sa.String(length=255), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("real_name_verified", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_accounts_provider_id"),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("provider_id", "external_id", name="uq_accounts_provider_id_external_id"),
    )
    op.create_table(
        "resources",
        sa.Column("id", ID, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("external_id", sa.String(length=255), nullable=False),
        sa.Column("product", sa.String(length=100), nullable=False),
        sa.Column("location", sa.String(length=32), nullable=False),
        sa.Column("billing", sa.String(length=32), nullable=False),
        sa.Column("public_ips", sa.ARRAY(sa.String(length=45)), nullable=False),
        sa.Column("owner_account_id", ID, nullable=True),
        sa.Column("purchased_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("filing_capacity", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_account_id"], ["accounts.id"], name="fk_resources_owner_account_id"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_resources_provider_id"),
        sa.PrimaryKeyConstraint("id", name="pk_resources"),
        sa.UniqueConstraint("provider_id", "external_id", name="uq_resources_provider_id_external_id"),
    )
    op.create_index("ix_resources_provider", "resources", ["provider_id", "id"], unique=False)
    op.create_table(
        "authorization_codes",
        sa.Column("id", ID, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("resource_id", ID, nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("ip", sa.String(length=45), nullable=True),
        sa.Column("for_account_id", ID, nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["for_account_id"], ["accounts.id"], name="fk_authorization_codes_for_account_id"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_authorization_codes_provider_id"),
        sa.ForeignKeyConstraint(["resource_id"], ["resources.id"], name="fk_authorization_codes_resource_id"),
        sa.PrimaryKeyConstraint("id", name="pk_authorization_codes"),
        sa.UniqueConstraint("code_hash", name="uq_authorization_codes_code_hash"),
    )
    op.create_index("ix_authorization_codes_provider", "authorization_codes", ["provider_id", "id"], unique=False)
    op.create_index("ix_authorization_codes_resource", "authorization_codes", ["resource_id", "state"], unique=False)


def _create_filings() -> None:
    op.create_table(
        "type_verifications",
        sa.Column("id", ID, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("certificate_index", sa.LargeBinary(), nullable=False),
        sa.Column("filing_type", sa.String(length=32), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("rulebook_digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("filing_id", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_type_verifications"),
    )
    op.create_table(
        "filings",
        sa.Column("id", ID, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("filing_type", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("order_slot", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("type_verification_id", ID, nullable=False),
        sa.Column("resource_id", ID, nullable=False),
        sa.Column("resource_external_id", sa.String(length=255), nullable=False),
        sa.Column("authorization_code_id", ID, nullable=True),
        sa.Column("certificate_index", sa.LargeBinary(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed_revision", sa.Integer(), nullable=True),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.Column("submitted_digest", sa.String(length=64), nullable=True),
        sa.Column("returned_because", sa.String(length=32), nullable=True),
        sa.Column("abandoned_because", sa.String(length=32), nullable=True),
        sa.Column("held", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("findings_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("assignee", sa.String(length=64), nullable=True),
        sa.Column("record_id", ID, nullable=True),
        sa.Column("subject_number", sa.String(length=64), nullable=True),
        sa.Column("service_numbers", postgresql.JSONB(), nullable=False),
        sa.Column("rules_as_of", sa.Date(), nullable=False),
        sa.Column("rulebook_digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_filings_account_id"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_filings_provider_id"),
        sa.ForeignKeyConstraint(["resource_id"], ["resources.id"], name="fk_filings_resource_id"),
        sa.PrimaryKeyConstraint("id", name="pk_filings"),
        sa.UniqueConstraint("type_verification_id", name="uq_filings_type_verification_id"),
    )
    op.create_index("ix_filings_account", "filings", ["account_id", "id"], unique=False)
    op.create_index(
        "ix_filings_codeless",
        "filings",
        ["resource_id"],
        unique=False,
        postgresql_where=sa.text("authorization_code_id is null and state <> 'abandoned'"),
    )
    op.create_index("ix_filings_provider", "filings", ["provider_id", "id"], unique=False)
    op.create_index("ix_filings_state", "filings", ["provider_id", "state", "id"], unique=False)
    op.create_index(
        "uq_filings_open_certificate",
        "filings",
        ["certificate_index", "provider_id"],
        unique=True,
        postgresql_where=sa.text("is_open"),
    )
    op.create_index(
        "uq_filings_open_order",
        "filings",
        ["account_id", "order_slot"],
        unique=True,
        postgresql_where=sa.text("is_open"),
    )
    op.create_table(
        "filing_names",
        sa.Column("filing_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["filing_id"], ["filings.id"], name="fk_filing_names_filing_id"),
        sa.PrimaryKeyConstraint("filing_id", "kind", "name", name="pk_filing_names"),
    )
    op.create_index(
        "uq_filing_names_open",
        "filing_names",
        ["provider_id", "kind", "name"],
        unique=True,
        postgresql_where=sa.text("is_open"),
    )
    op.create_table(
        "materials",
        sa.Column("id", ID, nullable=False),
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("filing_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("for_pointer", sa.String(length=200), nullable=False),
        sa.Column("object_key", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=64), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_materials_account_id"),
        sa.ForeignKeyConstraint(["filing_id"], ["filings.id"], name="fk_materials_filing_id"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_materials_provider_id"),
        sa.PrimaryKeyConstraint("id", name="pk_materials"),
    )
    op.create_index("ix_materials_filing", "materials", ["filing_id", "id"], unique=False)
    op.create_table(
        "authenticity_checks",
        sa.Column("id", ID, nullable=False),
        sa.Column("filing_id", ID, nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("for_pointer", sa.String(length=200), nullable=False),
        sa.Column("material_id", ID, nullable=False),
        sa.Column("consent", postgresql.JSONB(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["filing_id"], ["filings.id"], name="fk_authenticity_checks_filing_id"),
        sa.PrimaryKeyConstraint("id", name="pk_authenticity_checks"),
    )
    op.create_index("ix_authenticity_checks_filing", "authenticity_checks", ["filing_id", "id"], unique=False)
    op.create_table(
        "deadlines",
        sa.Column("filing_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("fired_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["filing_id"], ["filings.id"], name="fk_deadlines_filing_id"),
        sa.PrimaryKeyConstraint("filing_id", "kind", name="pk_deadlines"),
    )
    op.create_index(
        "ix_deadlines_due", "deadlines", ["due_at"], unique=False, postgresql_where=sa.text("fired_at is null")
    )
    op.create_table(
        "timeline",
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("filing_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.String(length=16), nullable=False),
        sa.Column("actor_id", ID, nullable=True),
        sa.Column("event", sa.String(length=32), nullable=False),
        sa.Column("from_state", sa.String(length=32), nullable=True),
        sa.Column("to_state", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("deadline", postgresql.JSONB(), nullable=True),
        sa.ForeignKeyConstraint(["filing_id"], ["filings.id"], name="fk_timeline_filing_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_timeline"),
        sa.UniqueConstraint("id", name="uq_timeline_id"),
    )
    op.create_index("ix_timeline_filing", "timeline", ["filing_id", "seq"], unique=False)
