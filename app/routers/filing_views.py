"""How a filing is shown."""

from typing import Any

from app.domain.deadlines import DeadlineKind, consequence
from app.domain.filing_body_json import body_to_json
from app.domain.filings import Deadline, Filing, Product, TimelineEntry
from app.domain.kept_data import kept_until
from app.domain.materials import AuthenticityCheck, AuthenticityStatus
from app.domain.profile import ItemState
from app.routers.views import Eyes, authenticity_view, masked_json
from app.usecases.call import Call
from app.usecases.filing_bodies import editable_now
from app.usecases.filing_details import FilingDetails
from app.usecases.offered_actions import actions_of
from app.usecases.review_findings import FindingShown, shown
from app.usecases.runtime import Runtime


def filing_view(runtime: Runtime, call: Call, details: FilingDetails, eyes: Eyes) -> dict[str, Any]:
    """Show a filing whole."""
    filing = details.filing
    return {
        **_standing(runtime, call, details, eyes),
        "returned_because": filing.returned_because,
        "abandoned_because": filing.abandoned_because,
        "held": filing.held,
        "findings": [_finding_view(one, eyes) for one in shown(runtime, call, filing)],
        **_body(filing, eyes),
        "product": next((_product_view(one) for one in filing.products), None),
        "products": [_product_view(one) for one in filing.products],
        "authenticity": [_authenticity(call, check, eyes) for check in details.authenticity],
        "numbers": {
            "subject": filing.subject_number,
            "services": [{"service_id": one.service_id, "number": one.number} for one in filing.service_numbers],
        },
        "record_id": filing.record_id,
        "type_verification_id": filing.type_verification_id,
        "transfer_id": filing.transfer_id,
        "reason_code": filing.reason_code,
        "acknowledged": list(filing.acknowledged),
        "assignee": filing.assignee,
        "rules_as_of": filing.rules_as_of,
        "submitted_at": filing.submitted_at,
        "created_at": filing.created_at,
        "updated_at": filing.updated_at,
        "data_kept_until": kept_until(filing, call.profile),
        "erased_at": filing.erased_at,
    }


def _standing(runtime: Runtime, call: Call, details: FilingDetails, eyes: Eyes) -> dict[str, Any]:
    """What it is, where it stands, what may be done, and what it waits for."""
    filing = details.filing
    allowed = actions_of(runtime, call, filing, handover_sent=details.handover_sent)
    label = call.profile.type_label(filing.filing_type, call.today, runtime.rulebook)
    return {
        "id": filing.id,
        "state": filing.state.value,
        "state_label": call.profile.state_label(filing.state, filing.filing_type).zh,
        "filing_type": filing.filing_type.value,
        "filing_type_label": label.in_language(eyes.language),
        "channel": filing.channel,
        "account_id": filing.account_id,
        "revision": filing.revision,
        "confirmed": filing.is_confirmed,
        "allowed_actions": [action.value for action in allowed],
        "editable": list(editable_now(filing, call.profile, runtime, call)),
        "deadlines": [deadline_view(runtime, call, deadline, eyes) for deadline in details.deadlines],
    }


def _authenticity(call: Call, check: AuthenticityCheck, eyes: Eyes) -> dict[str, Any]:
    shown = check.status is not AuthenticityStatus.FAILED
    label = call.profile.item_label(ItemState.FACE_SHOWN) if shown else None
    return authenticity_view(check, eyes) | {"state_label": label}


def _body(filing: Filing, eyes: Eyes) -> dict[str, Any]:
    body = body_to_json(filing.body)
    if not eyes.reads_personal_data:
        body = masked_json(body)
    return {
        "subject": body.get("subject", {}),
        "services": body.get("services", []),
        "emergency_contacts": body.get("emergency_contacts", []),
        "remark": body.get("remark"),
    }


def _product_view(product: Product) -> dict[str, Any]:
    return {
        "service_id": product.service_id,
        "resource_id": product.resource_id,
        "resource_external_id": product.resource_external_id,
        "authorization_code_id": product.authorization_code_id,
    }


def _finding_view(one: FindingShown, eyes: Eyes) -> dict[str, Any]:
    return {
        "pointer": one.finding.pointer,
        "code": one.finding.code,
        "message": one.message.in_language(eyes.language),
        "remedy": one.remedy.in_language(eyes.language),
        "retry": one.retry.value,
        "by": one.finding.by,
        "note": one.finding.note,
    }


def deadline_view(runtime: Runtime, call: Call, deadline: Deadline, eyes: Eyes) -> dict[str, Any]:
    """Show a deadline and what follows when it passes."""
    words = consequence(DeadlineKind(deadline.kind), call.today, runtime.rulebook)
    return {
        "kind": deadline.kind,
        "due_at": deadline.due_at,
        "consequence": words.in_language(eyes.language),
        "provisional": deadline.provisional,
    }


def timeline_view(runtime: Runtime, call: Call, entry: TimelineEntry, eyes: Eyes) -> dict[str, Any]:
    """Show an event."""
    return {
        "id": entry.id,
        "at": entry.at,
        "actor": entry.actor,
        "event": entry.event,
        "from": entry.from_state,
        "to": entry.to_state,
        "note": entry.note,
        "deadline": None if entry.deadline is None else deadline_view(runtime, call, entry.deadline, eyes),
    }
