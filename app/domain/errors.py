"""What the service refuses, as codes and facts. Statuses and default words are known to `app.problems` alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.domain.findings import Finding
from app.domain.texts import Text


class ProblemCode(StrEnum):
    """Every problem that a client can be told of."""

    MALFORMED_REQUEST = "malformed-request"
    UNAUTHENTICATED = "unauthenticated"
    INSUFFICIENT_SCOPE = "insufficient-scope"
    NOT_FOUND = "not-found"
    METHOD_NOT_ALLOWED = "method-not-allowed"
    ACTION_NOT_ALLOWED = "action-not-allowed"
    ORDER_IN_PROGRESS = "order-in-progress"
    TYPE_VERIFICATION_REFUSED = "type-verification-refused"
    TYPE_VERIFICATION_USED = "type-verification-used"
    TYPE_VERIFICATION_EXPIRED = "type-verification-expired"
    TYPE_VERIFICATION_CHANGED = "type-verification-changed"
    FIELD_FROZEN = "field-frozen"
    NOT_EDITABLE = "not-editable"
    CONFIRMATION_REQUIRED = "confirmation-required"
    NOTHING_CHANGED = "nothing-changed"
    TRANSFER_REFUSED = "transfer-refused"
    CLAIMED_BY_ANOTHER = "claimed-by-another"
    NOT_CLAIMED = "not-claimed"
    SMS_RETURNED = "sms-returned"
    SMS_ENTERED_AT_AUTHORITY = "sms-entered-at-authority"
    IDEMPOTENCY_KEY_IN_PROGRESS = "idempotency-key-in-progress"
    ACCOUNT_NOT_VERIFIED = "account-not-verified"
    RESENDS_SPENT = "resends-spent"
    SMS_CODE_EXPIRED = "sms-code-expired"
    CURSOR_TOO_OLD = "cursor-too-old"
    PRECONDITION_FAILED = "precondition-failed"
    PAYLOAD_TOO_LARGE = "payload-too-large"
    MEDIA_TYPE_UNSUPPORTED = "media-type-unsupported"
    VALIDATION_FAILED = "validation-failed"
    CHECKS_FAILED = "checks-failed"
    MASKED_VALUE = "masked-value"
    AUTHORIZATION_CODE_UNUSABLE = "authorization-code-unusable"
    RESOURCE_UNUSABLE = "resource-unusable"
    MATERIAL_UNREADABLE = "material-unreadable"
    CONSENT_REQUIRED = "consent-required"
    SMS_CODE_WRONG = "sms-code-wrong"
    IDEMPOTENCY_KEY_REUSED = "idempotency-key-reused"
    PRECONDITION_REQUIRED = "precondition-required"
    RATE_LIMITED = "rate-limited"
    INTERNAL_ERROR = "internal-error"
    AUTHORITY_UNAVAILABLE = "authority-unavailable"
    SERVICE_UNAVAILABLE = "service-unavailable"


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong at one place of the request or of the filing."""

    pointer: str
    code: str
    message: Text
    rule: str | None = None
    source: str | None = None
    remedy: Text | None = None

    @classmethod
    def of(cls, finding: Finding) -> "FieldError":
        """Turn a finding into a field error."""
        return cls(finding.pointer, finding.code, finding.message, finding.rule, finding.source, finding.remedy)


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error of ours
    """The service says no.

    `facts` become members of the problem (`reason`, `state`, `tries_left`, …); `detail` and `remedy` replace the
    default words of the code where there is something better to say; `retry_after` is in seconds of real time.
    """

    def __init__(
        self,
        code: ProblemCode,
        *,
        errors: tuple[FieldError, ...] = (),
        facts: Mapping[str, Any] | None = None,
        detail: Text | None = None,
        remedy: Text | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(code.value)
        self.code = code
        self.errors = errors
        self.facts = dict(facts or {})
        self.detail = detail
        self.remedy = remedy
        self.retry_after = retry_after


def not_found() -> Refusal:
    """Say that a thing is not there, or not the caller's: the two look alike."""
    return Refusal(ProblemCode.NOT_FOUND)


def invalid(pointer: str, code: str, message: Text, remedy: Text | None = None) -> Refusal:
    """Refuse one field of a request."""
    return Refusal(ProblemCode.VALIDATION_FAILED, errors=(FieldError(pointer, code, message, remedy=remedy),))
