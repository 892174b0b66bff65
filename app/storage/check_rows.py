"""Authenticity checks as rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from app.domain.materials import AuthenticityCheck, AuthenticityMethod, AuthenticityStatus, Consent
from app.storage.stored_findings import findings_json, findings_of
from app.storage.tables import authenticity_checks as checks

CHECKS = select(
    checks.c.id,
    checks.c.filing_id,
    checks.c.method,
    checks.c.for_pointer,
    checks.c.material_id,
    checks.c.consent,
    checks.c.status,
    checks.c.created_at,
    checks.c.findings,
    checks.c.judge,
    checks.c.reference,
    checks.c.challenge_id,
)


def check_values(check: AuthenticityCheck) -> dict[str, Any]:
    """Return the columns of a check."""
    return {
        "id": check.id,
        "filing_id": check.filing_id,
        "method": check.method.value,
        "for_pointer": check.for_pointer,
        "material_id": check.material_id,
        "consent": None if check.consent is None else _consent_json(check.consent),
        "status": check.status.value,
        "created_at": check.created_at,
        "findings": findings_json(check.findings),
        "judge": check.judge,
        "reference": check.reference,
        "challenge_id": check.challenge_id,
    }


def _consent_json(consent: Consent) -> dict[str, str]:
    return {"version": consent.version, "given_at": consent.given_at.isoformat()}


def check_of(row: Row[Any]) -> AuthenticityCheck:
    """Return the check of a row."""
    consent = row.consent
    return AuthenticityCheck(
        id=row.id,
        filing_id=row.filing_id,
        method=AuthenticityMethod(row.method),
        for_pointer=row.for_pointer,
        material_id=row.material_id,
        consent=None if consent is None else Consent(consent["version"], datetime.fromisoformat(consent["given_at"])),
        status=AuthenticityStatus(row.status),
        created_at=row.created_at,
        findings=findings_of(row.findings, row.for_pointer),
        judge=row.judge,
        reference=row.reference,
        challenge_id=row.challenge_id,
    )
