"""Who calls, and what they may do."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import ProblemCode, Refusal, not_found


class Scope(StrEnum):
    """What a token permits."""

    ACCOUNTS = "accounts"
    RESOURCES = "resources"
    CODES = "codes"
    TYPE_VERIFICATIONS = "type-verifications"
    FILINGS = "filings"
    REVIEWS = "reviews"
    RECORDS_READ = "records:read"
    RECORDS_WRITE = "records:write"
    DOMAINS = "domains"
    WEBHOOKS = "webhooks"
    PII_READ = "pii:read"
    SANDBOX = "sandbox"


class CallerKind(StrEnum):
    """The kinds of `GET /v1/me`; a client with scope `reviews` acts as a reviewer in review calls."""

    CLIENT = "client"
    APPLICANT = "applicant"
    REVIEWER = "reviewer"


@dataclass(frozen=True, slots=True)
class Caller:
    """One authenticated caller of one provider (tenant)."""

    kind: CallerKind
    id: str
    provider_id: str
    scopes: frozenset[str]
    account_id: str | None = None

    @property
    def owner(self) -> str:
        """Return the name under which limits and idempotency keys are kept: the client or the account."""
        return self.account_id or self.id

    @property
    def reads_personal_data(self) -> bool:
        """Tell whether answers are unmasked."""
        return Scope.PII_READ in self.scopes

    def require(self, *any_of: Scope) -> None:
        """Raise `insufficient-scope` unless one of the scopes is there."""
        if self.scopes.isdisjoint(any_of):
            raise Refusal(ProblemCode.INSUFFICIENT_SCOPE, facts={"required": [scope.value for scope in any_of]})

    def require_account(self, account_id: str) -> None:
        """Raise `not-found` where an applicant reaches for another account."""
        if self.account_id is not None and self.account_id != account_id:
            raise not_found()
