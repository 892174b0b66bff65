"""Providers, their clients, accounts, servers and authorization codes."""

from sqlalchemy import ARRAY, Boolean, Column, Index, Integer, LargeBinary, String, Table, UniqueConstraint

from app.storage.tables.columns import MOMENT, belongs_to, metadata, own_id

providers = Table(
    "providers",
    metadata,
    own_id(),
    Column("name", String(200), nullable=False, unique=True),
    Column("number", String(32), nullable=False),
    Column("profile", String(64), nullable=False),
    Column("created_at", MOMENT, nullable=False),
)

clients = Table(
    "clients",
    metadata,
    own_id(),
    belongs_to("providers"),
    Column("name", String(200), nullable=False),
    Column("secret_hash", String(200), nullable=False),
    Column("scopes", ARRAY(String(32)), nullable=False),
    Column("created_at", MOMENT, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    own_id(),
    belongs_to("providers"),
    Column("external_id", String(255), nullable=False),
    Column("phone_sealed", LargeBinary, nullable=False),
    Column("real_name_verified", Boolean, nullable=False),
    Column("site", String(16), nullable=False, server_default="domestic"),
    Column("created_at", MOMENT, nullable=False),
    Column("updated_at", MOMENT, nullable=False),
    UniqueConstraint("provider_id", "external_id"),
)

resources = Table(
    "resources",
    metadata,
    own_id(),
    belongs_to("providers"),
    Column("external_id", String(255), nullable=False),
    Column("product", String(100), nullable=False),
    Column("location", String(32), nullable=False),
    Column("billing", String(32), nullable=False),
    Column("public_ips", ARRAY(String(45)), nullable=False),
    belongs_to("accounts", "owner_account_id", nullable=True),
    Column("purchased_at", MOMENT, nullable=False),
    Column("expires_at", MOMENT),
    Column("filing_capacity", Integer, nullable=False),
    UniqueConstraint("provider_id", "external_id"),
    Index("ix_resources_provider", "provider_id", "id"),
)

authorization_codes = Table(
    "authorization_codes",
    metadata,
    own_id(),
    belongs_to("providers"),
    belongs_to("resources"),
    Column("code_hash", LargeBinary, nullable=False, unique=True),
    Column("ip", String(45)),
    belongs_to("accounts", "for_account_id", nullable=True),
    Column("state", String(16), nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("expires_at", MOMENT),
    Index("ix_authorization_codes_resource", "resource_id", "state"),
    Index("ix_authorization_codes_provider", "provider_id", "id"),
)
