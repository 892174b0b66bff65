"""The recipient of an SMS as a row: phone and certificate are sealed, and found by their keyed hashes."""

from typing import Any

from sqlalchemy import Row, select

from app.domain.exchange import SmsState, SmsVerification
from app.storage.sealing import Sealing
from app.storage.tables import sms_verifications as sms

RECIPIENTS = select(
    sms.c.id,
    sms.c.filing_id,
    sms.c.handover_id,
    sms.c.roles,
    sms.c.phone_sealed,
    sms.c.last6_sealed,
    sms.c.state,
    sms.c.expires_at,
    sms.c.resends_left,
    sms.c.entered_at_authority,
)


def person_indexes(phone: str, certificate_last6: str, sealing: Sealing) -> tuple[bytes, bytes]:
    """Return the hashes of a phone and of the last six characters of a certificate.

    Those characters alone have few values; the hash is keyed, and the phone must be known beside it.
    """
    return sealing.index("phone", phone), sealing.index("certificate_last6", certificate_last6)


def recipient_values(recipient: SmsVerification, sealing: Sealing) -> dict[str, Any]:
    """Return a recipient's row."""
    by_phone, by_last6 = person_indexes(recipient.phone, recipient.certificate_last6, sealing)
    return {
        "id": recipient.id,
        "filing_id": recipient.filing_id,
        "handover_id": recipient.handover_id,
        "roles": list(recipient.roles),
        "phone_sealed": sealing.seal_text(recipient.phone, _place("phone", recipient.id)),
        "phone_index": by_phone,
        "last6_sealed": sealing.seal_text(recipient.certificate_last6, _place("last6", recipient.id)),
        "last6_index": by_last6,
        "state": recipient.state.value,
        "expires_at": recipient.expires_at,
        "resends_left": recipient.resends_left,
        "entered_at_authority": recipient.entered_at_authority,
    }


def recipient_of(row: Row[Any], sealing: Sealing) -> SmsVerification:
    """Return the recipient of a row of `RECIPIENTS`."""
    return SmsVerification(
        id=row.id,
        filing_id=row.filing_id,
        handover_id=row.handover_id,
        roles=tuple(row.roles),
        phone=sealing.open_text(row.phone_sealed, _place("phone", row.id)),
        certificate_last6=sealing.open_text(row.last6_sealed, _place("last6", row.id)),
        state=SmsState(row.state),
        expires_at=row.expires_at,
        resends_left=row.resends_left,
        entered_at_authority=row.entered_at_authority,
    )


def _place(column: str, recipient_id: str) -> str:
    return f"sms_verifications.{column}:{recipient_id}"
