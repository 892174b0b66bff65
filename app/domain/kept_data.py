"""How long what was entered for an order that was given up is kept, and what is left of the order afterwards."""

from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.filing_body import FilingBody, Service, Subject
from app.domain.filing_states import State
from app.domain.filings import Filing
from app.domain.profile import Profile

ERASURE = "data_erasure"
"""The row that lets the worker erase what was entered; nobody's deadline."""


def kept_until(filing: Filing, profile: Profile) -> datetime | None:
    """Return until when what was entered is kept; None for an order that was not given up, or has lost it already.

    Nothing changes an order that was given up, so that its last change is the day that counts.
    """
    if filing.state is not State.ABANDONED or filing.erased_at is not None:
        return None
    return filing.updated_at + timedelta(days=profile.abandoned_data_days)


def shell_of(filing: Filing, now: datetime) -> Filing:
    """Return what stays of an order: what it was and how it went, but nothing that somebody entered."""
    services = tuple(Service(one.id, one.kind) for one in filing.body.services)
    return replace(
        filing,
        body=FilingBody(Subject(nature=filing.body.subject.nature), services),
        on_file=None,
        findings=(),
        submitted_digest=None,
        revision=filing.revision + 1,
        updated_at=now,
        erased_at=now,
    )
