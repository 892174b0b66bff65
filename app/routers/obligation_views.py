"""How an obligation is shown."""

from typing import Any

from app.domain.duties import duty_words, kind_label
from app.domain.feed import FeedEvent
from app.routers.filing_views import deadline_view
from app.routers.views import Eyes
from app.usecases.call import Call
from app.usecases.obligations import ObligationDetails
from app.usecases.runtime import Runtime

_TOLD = ("days_left", "overdue", "escalated", "gave_up")


def obligation_view(runtime: Runtime, call: Call, details: ObligationDetails, eyes: Eyes) -> dict[str, Any]:
    """Show an obligation with its words of today."""
    one, footer = details.obligation, details.footer
    words = duty_words(one, call.profile, call.today, runtime.rulebook)
    return {
        "id": one.id,
        "account_id": one.account_id,
        "record_id": one.record_id,
        "service_id": one.service_id,
        "kind": one.kind.value,
        "kind_label": kind_label(one.kind, call.today, runtime.rulebook).in_language(eyes.language),
        "state": one.state.value,
        "due_at": one.due_at,
        "deadlines": [deadline_view(runtime, call, deadline, eyes) for deadline in details.deadlines],
        "code": words.code,
        "message": words.message.in_language(eyes.language),
        "remedy": words.remedy.in_language(eyes.language),
        "source": words.source,
        "footer": None if footer is None else {"number": footer.number, "link": footer.link},
        "note": one.note,
        "evidence": one.evidence,
        "created_by": one.created_by,
        "created_at": one.created_at,
        "fulfilled_at": one.fulfilled_at,
        "filing_id": one.filing_id,
        "events": [_event_view(event) for event in details.events],
    }


def _event_view(event: FeedEvent) -> dict[str, Any]:
    return {"at": event.at, "type": event.type.value, **{name: event.data.get(name) for name in _TOLD}}
