"""A filing as a row of `filings`, with its products."""

from dataclasses import asdict, replace
from typing import Any

import orjson
from sqlalchemy import Row, select

from app.domain.filing_body_json import body_from_json, body_to_json
from app.domain.filing_states import AbandonedBecause, ReturnedBecause, State, is_open
from app.domain.filing_types import FilingType
from app.domain.filings import Filing, OnFile, ReviewFinding, ServiceNumber
from app.storage.filing_products import PRODUCTS, products_of
from app.storage.sealing import Sealing
from app.storage.tables import filings

FILINGS = select(
    filings.c.id,
    filings.c.provider_id,
    filings.c.account_id,
    filings.c.filing_type,
    filings.c.channel,
    filings.c.state,
    filings.c.revision,
    filings.c.type_verification_id,
    filings.c.transfer_id,
    filings.c.reason_code,
    filings.c.acknowledged,
    PRODUCTS,
    filings.c.body_sealed,
    filings.c.on_file_sealed,
    filings.c.confirmed_revision,
    filings.c.submitted_at,
    filings.c.submitted_digest,
    filings.c.returned_because,
    filings.c.abandoned_because,
    filings.c.held,
    filings.c.findings_sealed,
    filings.c.assignee,
    filings.c.claim_ends_at,
    filings.c.first_look_by,
    filings.c.erased_at,
    filings.c.record_id,
    filings.c.subject_number,
    filings.c.service_numbers,
    filings.c.rules_as_of,
    filings.c.rulebook_digest,
    filings.c.created_at,
    filings.c.updated_at,
)


def fixed_values(filing: Filing) -> dict[str, Any]:
    """Return what never changes in a filing's life."""
    return {
        "id": filing.id,
        "provider_id": filing.provider_id,
        "account_id": filing.account_id,
        "type_verification_id": filing.type_verification_id,
        "transfer_id": filing.transfer_id,
        "reason_code": filing.reason_code,
        "acknowledged": list(filing.acknowledged),
        "created_at": filing.created_at,
    }


def changing_values(filing: Filing, sealing: Sealing) -> dict[str, Any]:
    """Return what a save writes, apart from the body and what was on file."""
    return {
        "filing_type": filing.filing_type.value,
        "channel": filing.channel,
        "state": filing.state.value,
        "is_open": is_open(filing.state),
        "revision": filing.revision,
        "confirmed_revision": filing.confirmed_revision,
        "submitted_at": filing.submitted_at,
        "submitted_digest": filing.submitted_digest,
        "returned_because": None if filing.returned_because is None else filing.returned_because.value,
        "abandoned_because": None if filing.abandoned_because is None else filing.abandoned_because.value,
        "held": filing.held,
        "findings_sealed": _findings(filing, sealing),
        "assignee": filing.assignee,
        "claim_ends_at": filing.claim_ends_at,
        "first_look_by": filing.first_look_by,
        "erased_at": filing.erased_at,
        "record_id": filing.record_id,
        "subject_number": filing.subject_number,
        "service_numbers": [asdict(number) for number in filing.service_numbers],
        "rules_as_of": filing.rules_as_of,
        "rulebook_digest": filing.rulebook_digest,
        "updated_at": filing.updated_at,
    }


def sealed_body(filing: Filing, sealing: Sealing) -> bytes:
    """Return the body as it is stored."""
    return sealing.seal(orjson.dumps(body_to_json(filing.body)), _place("body", filing.id))


def sealed_on_file(filing: Filing, sealing: Sealing) -> bytes | None:
    """Return what was on file as it is stored."""
    on_file = filing.on_file
    if on_file is None:
        return None
    content = {
        "body": body_to_json(on_file.body),
        "complete": on_file.complete,
        "subject_number": on_file.subject_number,
        "numbers": [asdict(number) for number in on_file.numbers],
        "only_access": on_file.only_access,
    }
    return sealing.seal_json(content, _place("on_file", filing.id))


def filing_of(row: Row[Any], sealing: Sealing) -> Filing:
    """Return the filing of a row of `FILINGS`."""
    filing = _of_columns(row, sealing)
    return replace(filing, products=products_of(row.products, filing.body))


def _of_columns(row: Row[Any], sealing: Sealing) -> Filing:
    return Filing(
        id=row.id,
        provider_id=row.provider_id,
        account_id=row.account_id,
        filing_type=FilingType(row.filing_type),
        channel=row.channel,
        state=State(row.state),
        revision=row.revision,
        type_verification_id=row.type_verification_id,
        products=(),
        body=body_from_json(sealing.open_json(row.body_sealed, _place("body", row.id))),
        created_at=row.created_at,
        updated_at=row.updated_at,
        rules_as_of=row.rules_as_of,
        rulebook_digest=row.rulebook_digest,
        confirmed_revision=row.confirmed_revision,
        submitted_at=row.submitted_at,
        submitted_digest=row.submitted_digest,
        returned_because=None if row.returned_because is None else ReturnedBecause(row.returned_because),
        abandoned_because=None if row.abandoned_because is None else AbandonedBecause(row.abandoned_because),
        held=row.held,
        findings=_found(row, sealing),
        assignee=row.assignee,
        claim_ends_at=row.claim_ends_at,
        first_look_by=row.first_look_by,
        erased_at=row.erased_at,
        record_id=row.record_id,
        subject_number=row.subject_number,
        service_numbers=tuple(ServiceNumber(**number) for number in row.service_numbers),
        on_file=_on_file(row, sealing),
        transfer_id=row.transfer_id,
        reason_code=row.reason_code,
        acknowledged=tuple(row.acknowledged),
    )


def _on_file(row: Row[Any], sealing: Sealing) -> OnFile | None:
    if row.on_file_sealed is None:
        return None
    content = sealing.open_json(row.on_file_sealed, _place("on_file", row.id))
    return OnFile(
        body=body_from_json(content["body"]),
        complete=content["complete"],
        subject_number=content["subject_number"],
        numbers=tuple(ServiceNumber(**number) for number in content["numbers"]),
        only_access=content["only_access"],
    )


def _findings(filing: Filing, sealing: Sealing) -> bytes | None:
    if not filing.findings:
        return None
    return sealing.seal_json([asdict(finding) for finding in filing.findings], _place("findings", filing.id))


def _found(row: Row[Any], sealing: Sealing) -> tuple[ReviewFinding, ...]:
    if row.findings_sealed is None:
        return ()
    found = sealing.open_json(row.findings_sealed, _place("findings", row.id))
    return tuple(ReviewFinding(**finding) for finding in found)


def _place(column: str, filing_id: str) -> str:
    return f"filings.{column}:{filing_id}"
