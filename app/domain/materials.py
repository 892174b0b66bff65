"""Papers (材料) of a filing, and authenticity checks (真实性核验)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.findings import Finding
from app.domain.paper_inspection import PaperMeasures


class MaterialKind(StrEnum):
    """材料种类."""

    SUBJECT_CERTIFICATE = "subject_certificate"
    PRINCIPAL_ID_FRONT = "principal_id_front"
    PRINCIPAL_ID_BACK = "principal_id_back"
    AGENT_ID_FRONT = "agent_id_front"
    AGENT_ID_BACK = "agent_id_back"
    AUTHORIZATION_LETTER = "authorization_letter"
    DOMAIN_CERTIFICATE = "domain_certificate"
    COMMITMENT_LETTER = "commitment_letter"
    VERIFICATION_SHEET = "verification_sheet"
    PRE_APPROVAL = "pre_approval"
    APP_ICON = "app_icon"
    PORTRAIT = "portrait"
    VIDEO = "video"
    SIGNED_SHEET = "signed_sheet"
    GOV_DOMAIN_REVIEW_FORM = "gov_domain_review_form"
    STAFFING_CERTIFICATE = "staffing_certificate"
    NAME_CHANGE_LETTER = "name_change_letter"
    CONSTRUCTION_PLAN = "construction_plan"
    RESIDENCE_PERMIT = "residence_permit"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Material:
    """One paper as received: `sha256` (hex) and `bytes` are of the file as the client sent it.

    A paper that is used again is the same object: `sealed_as` is the id of the paper that it was first, under which it
    is sealed. `from_record` tells one that was taken over from what is on file. Of an erased one the row alone is left,
    with `erased_at`. What is kept is a clean copy of `media_type`, `stored_bytes` long; `measures` are of the picture
    or the document, and `findings` what was said of it for its kind when it came.
    """

    id: str
    provider_id: str
    account_id: str
    filing_id: str
    kind: MaterialKind
    for_pointer: str
    object_key: str
    sha256: str
    media_type: str
    bytes: int
    created_at: datetime
    sealed_as: str
    from_record: bool = False
    erased_at: datetime | None = None
    stored_bytes: int | None = None
    measures: PaperMeasures = field(default_factory=PaperMeasures)
    findings: tuple[Finding, ...] = ()


class AuthenticityMethod(StrEnum):
    """How a principal shows to be who the papers say."""

    PORTRAIT = "portrait"
    VIDEO = "video"
    MANUAL = "manual"


class AuthenticityStatus(StrEnum):
    """What came of a check; `needs_review` is decided by the reviewer's `pass`."""

    PASSED = "passed"
    FAILED = "failed"
    NEEDS_REVIEW = "needs_review"


@dataclass(frozen=True, slots=True)
class Consent:
    """The person's consent to the use of a picture: the version of the wording, and when it was given."""

    version: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class AuthenticityCheck:
    """One check of one principal, over a picture that was uploaded first.

    `findings` are what was said of it by `judge`, the name of a machine or of a vendor, whose own name for the case is
    `reference`; `challenge_id` tells the challenge that a video follows.
    """

    id: str
    filing_id: str
    method: AuthenticityMethod
    for_pointer: str
    material_id: str
    consent: Consent | None
    status: AuthenticityStatus
    created_at: datetime
    findings: tuple[Finding, ...] = ()
    judge: str | None = None
    reference: str | None = None
    challenge_id: str | None = None
