"""The tables of the service. Personal data stand in `…_sealed` columns only; they are looked up by `…_index`."""

from app.storage.tables.columns import metadata
from app.storage.tables.duties import obligations, transfers
from app.storage.tables.events import (
    published_events,
    unpublished_events,
    webhook_deliveries,
    webhook_endpoints,
)
from app.storage.tables.exchange import authority_callbacks, exchange_journal, handovers, sms_verifications
from app.storage.tables.faces import authenticity_challenges
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
from app.storage.tables.notices import notice_outbox, notices
from app.storage.tables.paper_copies import paper_views, renditions
from app.storage.tables.people import record_people
from app.storage.tables.phones import phone_handovers
from app.storage.tables.recognitions import recognition_workers, recognitions
from app.storage.tables.records import (
    domain_registrations,
    mirror_services,
    mirror_subjects,
    record_names,
    record_services,
    records,
)
from app.storage.tables.reviewing import posted_papers, review_decisions, review_notes, review_turns
from app.storage.tables.tenants import accounts, authorization_codes, clients, providers, resources
from app.storage.tables.uploads import upload_pieces, uploads

__all__ = [
    "accounts",
    "attempt_counters",
    "authenticity_challenges",
    "authenticity_checks",
    "authority_callbacks",
    "authorization_codes",
    "clients",
    "deadlines",
    "domain_registrations",
    "exchange_journal",
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
    "notice_outbox",
    "notices",
    "obligations",
    "paper_views",
    "phone_handovers",
    "posted_papers",
    "providers",
    "published_events",
    "recognition_workers",
    "recognitions",
    "record_names",
    "record_people",
    "record_services",
    "records",
    "renditions",
    "resources",
    "review_decisions",
    "review_notes",
    "review_turns",
    "sandbox_clock",
    "sms_verifications",
    "timeline",
    "transfers",
    "type_verifications",
    "unpublished_events",
    "upload_pieces",
    "uploads",
    "webhook_deliveries",
    "webhook_endpoints",
]
