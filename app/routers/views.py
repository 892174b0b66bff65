"""How domain objects are shown: masked unless the token reads personal data, in the language of the request."""

from dataclasses import dataclass
from typing import Any

from app.domain.accounts import Account
from app.domain.authorization_codes import AuthorizationCode
from app.domain.filing_body import FilingBody
from app.domain.filing_body_json import body_to_json
from app.domain.filing_changes import MASKED_PLACES
from app.domain.findings import Finding
from app.domain.materials import AuthenticityCheck, Material
from app.domain.phone_numbers import masked
from app.domain.records import Record
from app.domain.texts import Language
from app.usecases.resources import ResourceSeen


@dataclass(frozen=True, slots=True)
class Eyes:
    """For whom something is shown."""

    language: Language
    reads_personal_data: bool


def masked_json(value: Any, pointer: str = "") -> Any:
    """Return a copy with certificate numbers and phones masked."""
    if isinstance(value, dict):
        return {name: masked_json(item, f"{pointer}/{name}") for name, item in value.items()}
    if isinstance(value, list):
        return [masked_json(item, f"{pointer}/{place}") for place, item in enumerate(value)]
    if isinstance(value, str) and MASKED_PLACES.fullmatch(pointer):
        return masked(value)
    return value


def account_view(account: Account, eyes: Eyes) -> dict[str, Any]:
    """Show an account."""
    return {
        "id": account.id,
        "external_id": account.external_id,
        "phone": account.phone if eyes.reads_personal_data else masked(account.phone),
        "real_name_verified": account.real_name_verified,
        "site": account.site.value,
        "created_at": account.created_at,
        "updated_at": account.updated_at,
    }


def resource_view(seen: ResourceSeen) -> dict[str, Any]:
    """Show a server."""
    resource = seen.resource
    return {
        "id": resource.id,
        "external_id": resource.external_id,
        "product": resource.product,
        "location": resource.location.value,
        "billing": resource.billing.value,
        "public_ips": list(resource.public_ips),
        "owner_account_id": resource.owner_account_id,
        "purchased_at": resource.purchased_at,
        "expires_at": resource.expires_at,
        "filing_capacity": resource.filing_capacity,
        "eligible": not seen.reasons,
        "reasons": [reason.value for reason in seen.reasons],
    }


def code_view(code: AuthorizationCode) -> dict[str, Any]:
    """Show a code without its characters."""
    return {
        "id": code.id,
        "resource_id": code.resource_id,
        "state": code.state.value,
        "for_account_id": code.for_account_id,
        "ip": code.ip,
        "created_at": code.created_at,
        "expires_at": code.expires_at,
    }


def finding_view(finding: Finding, eyes: Eyes) -> dict[str, Any]:
    """Show a rule that spoke."""
    return {
        "rule": finding.rule,
        "code": finding.code,
        "severity": finding.severity.value,
        "pointer": finding.pointer,
        "message": finding.message.in_language(eyes.language),
        "remedy": finding.remedy.in_language(eyes.language),
        "source": finding.source,
    }


def material_view(material: Material, eyes: Eyes) -> dict[str, Any]:
    """Show a paper, with what the machine says of it."""
    return {
        "id": material.id,
        "kind": material.kind.value,
        "for": material.for_pointer,
        "sha256": material.sha256,
        "media_type": material.media_type,
        "bytes": material.bytes,
        "findings": [finding_view(one, eyes) for one in material.findings],
        "created_at": material.created_at,
        "erased_at": material.erased_at,
    }


def authenticity_view(check: AuthenticityCheck, eyes: Eyes) -> dict[str, Any]:
    """Show an authenticity check, with what was said of it."""
    consent = check.consent
    return {
        "id": check.id,
        "for": check.for_pointer,
        "method": check.method.value,
        "status": check.status.value,
        "material_id": check.material_id,
        "created_at": check.created_at,
        "judge": check.judge,
        "reference": check.reference,
        "consent": None if consent is None else {"version": consent.version, "given_at": consent.given_at},
        "challenge_id": check.challenge_id,
        "findings": [finding_view(one, eyes) for one in check.findings],
    }


def record_view(record: Record, eyes: Eyes) -> dict[str, Any]:
    """Show what is on file."""
    subject = body_to_json(FilingBody(subject=record.subject))["subject"]
    return {
        "id": record.id,
        "account_id": record.account_id,
        "subject_number": record.subject_number,
        "subject": subject if eyes.reads_personal_data else masked_json(subject, "/subject"),
        "services": [
            {
                "id": service.id,
                "kind": service.kind.value,
                "number": service.number,
                "name": service.service.name,
                "domains": list(service.domains),
                "access_here": service.access_here,
                "opened_on": service.opened_on,
            }
            for service in record.services
        ],
    }


def message_view(message: dict[str, Any], eyes: Eyes) -> dict[str, Any]:
    """Show a message that would have been sent."""
    return message if eyes.reads_personal_data else {**message, "to": masked(message["to"])}
