"""The tables of the service. Personal data stand in `…_sealed` columns only; they are looked up by `…_index`."""

from app.storage.tables.columns import metadata
from app.storage.tables.duties import obligations, transfers
from app.storage.tables.exchange import authority_callbacks, handovers, sms_verifications
from app.storage.tables.filings import (
    authenticity_checks,
    filing_names,
    filing_products,
    filings,
    materials,
    type_verifications,
)
from app.storage.tables.history import deadlines, feed_events, timeline
from app.storage.tables.keys import attempt_counters, idempotency_keys, sandbox_clock
from app.storage.tables.records import mirror_services, mirror_subjects, record_names, record_services, records
from app.storage.tables.tenants import accounts, authorization_codes, clients, providers, resources

__all__ = [
    "accounts",
    "attempt_counters",
    "authenticity_checks",
    "authority_callbacks",
    "authorization_codes",
    "clients",
    "deadlines",
    "feed_events",
    "filing_names",
    "filing_products",
    "filings",
    "handovers",
    "idempotency_keys",
    "materials",
    "metadata",
    "mirror_services",
    "mirror_subjects",
    "obligations",
    "providers",
    "record_names",
    "record_services",
    "records",
    "resources",
    "sandbox_clock",
    "sms_verifications",
    "timeline",
    "transfers",
    "type_verifications",
]
