"""The authority gateway over HTTP."""

import base64
from collections.abc import Sequence
from typing import Any, Literal
from urllib.parse import quote

from pydantic import AwareDatetime

from app.adapters.authority_connection import AuthorityConnection, Wire
from app.domain.exchange import SmsEntry
from app.ports.authority import (
    AskedService,
    AskedSubject,
    IntakeRefusal,
    LookupAnswer,
    ResendAnswer,
    ServiceOnRecord,
    SmsCheckAnswer,
    SubjectOnRecord,
    Submission,
    SubmissionAnswer,
    SubmissionState,
    SubmittedPaper,
)

_ROOT = "/authority/v1"
# What a 4xx to a wish for a new code comes to. `not_awaited`: this phone has confirmed already, or was never asked to.
_NO_RESEND = {
    "resends_spent": "resends_spent",
    "sms_expired": "expired",
    "no_code_awaited": "not_awaited",
    "unknown_recipient": "not_awaited",
}


_UNKNOWN_SUBMISSION = "unknown_submission"


class _Subject(Wire):
    subject_number: str
    nature: str
    name: str
    region: str
    services_left: int
    under_review: bool
    blacklisted: bool


class _Found(Wire):
    filed_name: str
    service_number: str
    subject_number: str
    provider_ids: tuple[str, ...]
    under_review: bool
    blacklisted: bool
    name: str | None
    only_access: bool


class _Service(Wire):
    found: _Found | None
    same_name_elsewhere: bool
    under_review: bool
    blacklisted: bool


class _Lookup(Wire):
    subject: _Subject | None
    services: tuple[_Service, ...]
    subject_blacklisted: bool
    subject_under_review: bool


class _Refusal(Wire):
    code: str
    message: str
    pointer: str | None
    our_fault: bool


class _Receipt(Wire):
    receipt: str
    sms_due: bool
    sms_expires_at: AwareDatetime | None
    refusal: _Refusal | None = None
    sms_entry: SmsEntry = SmsEntry.RELAY


class _Capabilities(Wire):
    sms_entry: SmsEntry = SmsEntry.RELAY


class _State(Wire):
    receipt: str
    state: str
    result: dict[str, Any] | None = None


class _SmsCheck(Wire):
    outcome: Literal["verified", "wrong", "returned", "expired", "already_verified"]
    tries_left: int
    all_verified: bool
    waiting_for: int


class _Resend(Wire):
    resends_left: int


class _Anything(Wire):
    pass


class HttpAuthority:
    """Implements `app.ports.authority.AuthorityGateway`.

    Every transport error, 5xx, unexpected 4xx and unreadable answer is AuthorityUnavailableError, whose message names
    the call, the status and the other side's code, never a value.
    """

    def __init__(self, connection: AuthorityConnection) -> None:
        self._connection = connection

    async def look_up(
        self, provider_number: str, subject: AskedSubject, services: Sequence[AskedService]
    ) -> LookupAnswer:
        """Ask the national record."""
        body = {
            "provider_id": provider_number,
            "certificate": {"type": subject.type, "number": subject.number, "family": subject.family},
            "services": [
                {"kind": service.kind, "domain" if service.kind == "website" else "name": service.name}
                for service in services
            ],
        }
        answer = await self._connection.call("lookup", "POST", f"{_ROOT}/lookups", body=body)
        lookup = answer.read(_Lookup)
        if len(lookup.services) != len(services):
            raise answer.refused()
        return _lookup_answer(lookup)

    async def submit(self, submission: Submission) -> SubmissionAnswer:
        """Hand a filing over; the same submission id is answered alike however often it is sent."""
        answer = await self._connection.call("submission", "POST", f"{_ROOT}/submissions", body=_submission(submission))
        return _submission_answer(answer.read(_Receipt))

    async def find(self, provider_number: str, submission_id: str) -> SubmissionAnswer | None:
        """Return what was answered to a submission, None where it never arrived."""
        query = {"provider_id": provider_number, "submission_id": submission_id}
        answer = await self._connection.call("submission by id", "GET", f"{_ROOT}/submissions", query=query)
        # Only the word for it counts: another 404 is an address that is wrong.
        if answer.status == 404 and answer.refusal()[0] == _UNKNOWN_SUBMISSION:
            return None
        return _submission_answer(answer.read(_Receipt))

    async def state_of(self, receipt: str) -> SubmissionState:
        """Ask where a submission stands."""
        answer = await self._connection.call("submission state", "GET", _of(receipt))
        state = answer.read(_State)
        return SubmissionState(state.receipt, state.state, state.result)

    async def sms_entry(self) -> SmsEntry:
        """Tell where codes are entered."""
        answer = await self._connection.call("capabilities", "GET", f"{_ROOT}/capabilities")
        return answer.read(_Capabilities).sms_entry

    async def check_sms(self, receipt: str, phone: str, certificate_last6: str, code: str) -> SmsCheckAnswer:
        """Relay a code that somebody entered."""
        body = {"phone": phone, "certificate_last6": certificate_last6, "code": code}
        answer = await self._connection.call("SMS check", "POST", _of(receipt, "/sms-checks"), body=body)
        check = answer.read(_SmsCheck)
        return SmsCheckAnswer(check.outcome, check.tries_left, check.all_verified, check.waiting_for)

    async def resend_sms(self, receipt: str, phone: str, resends_left: int) -> ResendAnswer:
        """Ask for a new code; beside the port's outcomes `not_awaited`: no code of this phone is awaited."""
        path = _of(receipt, "/sms-resends")
        body = {"phone": phone, "resends_left": resends_left}
        answer = await self._connection.call("SMS resend", "POST", path, body=body)
        if answer.status in (404, 409, 410):
            code, _ = answer.refusal()
            if code in _NO_RESEND:
                return ResendAnswer(_NO_RESEND[code], 0)
        return ResendAnswer("sent", answer.read(_Resend).resends_left)

    async def check(self) -> None:
        """Raise AuthorityUnavailableError unless the other side is there and lets us in."""
        # A question about nothing: unlike a health check it fails where the secret is wrong.
        answer = await self._connection.call("check", "POST", f"{_ROOT}/domain-facts/lookups", body={"domains": []})
        answer.read(_Anything)


def _of(receipt: str, part: str = "") -> str:
    return f"{_ROOT}/submissions/{quote(receipt, safe='')}{part}"


def _submission_answer(receipt: _Receipt) -> SubmissionAnswer:
    refusal = receipt.refusal
    return SubmissionAnswer(
        receipt.receipt,
        receipt.sms_due,
        receipt.sms_expires_at,
        None if refusal is None else IntakeRefusal(refusal.code, refusal.message, refusal.pointer, refusal.our_fault),
        receipt.sms_entry,
    )


def _submission(submission: Submission) -> dict[str, Any]:
    body: dict[str, Any] = {
        "submission_id": submission.submission_id,
        "provider_id": submission.provider_number,
        "filing_type": submission.filing_type,
        "province": submission.province,
        "subject": submission.subject,
        "services": submission.services,
        "sms_recipients": [
            {"roles": one.roles, "phone": one.phone, "certificate_last6": one.certificate_last6}
            for one in submission.sms_recipients
        ],
    }
    if submission.subject_number is not None:
        body["subject_number"] = submission.subject_number
    if submission.reason_code is not None:
        body["reason_code"] = submission.reason_code
    if submission.papers:
        body["papers"] = [_paper(paper) for paper in submission.papers]
    return body


def _paper(paper: SubmittedPaper) -> dict[str, Any]:
    return {
        "kind": paper.kind,
        "for": paper.for_,
        "sha256": paper.sha256,
        "bytes": len(paper.content),
        "media_type": paper.media_type,
        "content": base64.b64encode(paper.content).decode("ascii"),
    }


def _lookup_answer(lookup: _Lookup) -> LookupAnswer:
    subject = lookup.subject
    return LookupAnswer(
        subject=None if subject is None else SubjectOnRecord(**subject.model_dump()),
        services=tuple(None if service.found is None else _service(service.found) for service in lookup.services),
        same_name_elsewhere=tuple(service.same_name_elsewhere for service in lookup.services),
        services_under_review=tuple(service.under_review for service in lookup.services),
        services_blacklisted=tuple(service.blacklisted for service in lookup.services),
        subject_blacklisted=lookup.subject_blacklisted,
        subject_under_review=lookup.subject_under_review,
    )


def _service(found: _Found) -> ServiceOnRecord:
    return ServiceOnRecord(
        found.filed_name,
        found.service_number,
        found.subject_number,
        found.provider_ids,
        found.under_review,
        found.blacklisted,
        found.name,
        found.only_access,
    )
