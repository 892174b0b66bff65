"""The authority in memory: the same port, the same behaviour, and levers to play what networks do.

Held to the same contract as the HTTP adapter by `tests/adapters/test_authority_contract.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from app.domain.exchange import SmsEntry
from app.ports.authority import (
    AskedService,
    AskedSubject,
    AuthorityUnavailableError,
    IntakeRefusal,
    LookupAnswer,
    ResendAnswer,
    SmsCheckAnswer,
    Submission,
    SubmissionAnswer,
    SubmissionState,
)
from app.ports.clock import Clock
from tests.fakes.intake import Intake
from tests.fakes.national_record import FakeRecord
from tests.fakes.record_changes import write

BEIJING = timedelta(hours=8)
CODES_LIVE = timedelta(hours=24)
WRONG_TRIES_BORNE = 5
RESENDS = 2
_OPEN = ("awaiting_sms", "authority_review")


@dataclass(slots=True)
class _Recipient:
    last6: set[str]
    code: str
    verified: bool = False
    resends_left: int = RESENDS


@dataclass(slots=True)
class _Case:
    submission: Submission
    answer: SubmissionAnswer
    state: str
    recipients: dict[str, _Recipient] = field(default_factory=dict)
    wrong_tries: int = 0
    result: dict[str, Any] | None = None

    @property
    def waiting_for(self) -> int:
        return sum(not one.verified for one in self.recipients.values())


class FakeAuthority:
    """Implements `app.ports.authority.AuthorityGateway` over dicts.

    `codes` has the latest code of each phone; `unavailable` makes every call fail before anything happens;
    `lose_answers` makes the next so many calls fail after everything has happened; `record` is the national record.
    Reviews are ended by hand. `entry` says where codes are entered, `refuse_cancelling_only_access` is the authority's
    switch.
    """

    def __init__(self, clock: Clock) -> None:
        self.codes: dict[str, str] = {}
        self.unavailable = False
        self.lose_answers = 0
        self.lookups = 0
        self.refuse_cancelling_only_access = False
        self.entry = SmsEntry.RELAY
        self.record = FakeRecord()
        self._clock = clock
        self._cases: dict[str, _Case] = {}
        self._receipts: dict[tuple[str, str], str] = {}
        self._sent = 0

    # What a test does

    def submissions(self) -> list[Submission]:
        """Return what was handed over, each once, in the order of arrival."""
        return [case.submission for case in self._cases.values()]

    def approve(self, receipt: str) -> dict[str, Any]:
        """End a review well; returns the result that a callback would carry."""
        case = self._in_review(receipt)
        case.state = "approved"
        case.result = write(self.record, case.submission, (self._clock.now() + BEIJING).date().isoformat())
        return case.result

    def reject(self, receipt: str, code: str = "1002", pointer: str | None = None) -> dict[str, Any]:
        """End a review badly; returns the result that a callback would carry."""
        case = self._in_review(receipt)
        case.state = "rejected"
        case.result = {"code": code, "message": "管局审核不通过", "pointer": pointer}
        return case.result

    # The port

    async def look_up(
        self, provider_number: str, subject: AskedSubject, services: Sequence[AskedService]
    ) -> LookupAnswer:
        """Ask the national record."""
        self._reach()
        self.lookups += 1
        busy = self._under_review_elsewhere(provider_number, subject)
        answer = self.record.look_up(provider_number, subject, services, under_review=busy)
        self._answer()
        return answer

    async def submit(self, submission: Submission) -> SubmissionAnswer:
        """Hand a filing over; the same submission id is answered alike however often it is sent."""
        self._reach()
        key = (submission.provider_number, submission.submission_id)
        if key not in self._receipts:
            self._take_in(key, submission)
        case = self._cases[self._receipts[key]]
        if case.submission != submission:
            raise AuthorityUnavailableError("submission: unexpected status 409 (submission_id_reused)")
        self._answer()
        return case.answer

    async def find(self, provider_number: str, submission_id: str) -> SubmissionAnswer | None:
        """Return what was answered to a submission, None where it never arrived."""
        self._reach()
        receipt = self._receipts.get((provider_number, submission_id))
        self._answer()
        return None if receipt is None else self._cases[receipt].answer

    async def state_of(self, receipt: str) -> SubmissionState:
        """Ask where a submission stands."""
        self._reach()
        case = self._case(receipt)
        self._answer()
        return SubmissionState(receipt, case.state, case.result)

    async def sms_entry(self) -> SmsEntry:
        """Tell where codes are entered."""
        self._reach()
        return self.entry

    async def check_sms(self, receipt: str, phone: str, certificate_last6: str, code: str) -> SmsCheckAnswer:
        """Relay a code that somebody entered."""
        self._reach()
        case = self._case(receipt)
        outcome = self._judge(case, phone, certificate_last6, code)
        self._answer()
        left = max(0, WRONG_TRIES_BORNE - case.wrong_tries)
        return SmsCheckAnswer(outcome, left, case.waiting_for == 0, case.waiting_for)

    async def resend_sms(self, receipt: str, phone: str, resends_left: int) -> ResendAnswer:
        """Ask for a new code; a wish that came before is answered again."""
        self._reach()
        case = self._case(receipt)
        answer = self._resend(case, phone, resends_left)
        self._answer()
        return answer

    async def check(self) -> None:
        """Raise AuthorityUnavailableError unless the other side is there."""
        self._reach()

    # How it works

    def _reach(self) -> None:
        if self.unavailable:
            raise AuthorityUnavailableError("the fake authority is away")

    def _answer(self) -> None:
        if self.lose_answers > 0:
            self.lose_answers -= 1
            raise AuthorityUnavailableError("the fake authority's answer was lost")

    def _case(self, receipt: str) -> _Case:
        try:
            case = self._cases[receipt]
        except KeyError:
            raise AuthorityUnavailableError("unexpected status 404 (unknown_receipt)") from None
        expires_at = case.answer.sms_expires_at
        if case.state == "awaiting_sms" and expires_at is not None and self._clock.now() >= expires_at:
            case.state = "sms_expired"
        return case

    def _in_review(self, receipt: str) -> _Case:
        case = self._case(receipt)
        assert case.state == "authority_review", f"no review to end in {case.state}"
        return case

    def _take_in(self, key: tuple[str, str], submission: Submission) -> None:
        receipt = f"rcpt_{len(self._cases) + 1:08d}"
        refusal = self._refusal(submission)
        due = refusal is None and bool(submission.sms_recipients)
        expires_at = self._clock.now() + CODES_LIVE if due else None
        answer = SubmissionAnswer(receipt, due, expires_at, refusal, self.entry)
        state = "refused" if refusal else "awaiting_sms" if due else "authority_review"
        case = _Case(submission, answer, state)
        self._receipts[key] = receipt
        self._cases[receipt] = case
        for one in submission.sms_recipients if due else ():
            known = case.recipients.get(one.phone)
            if known is None:
                known = case.recipients[one.phone] = _Recipient(set(), self._send(one.phone))
            known.last6.add(one.certificate_last6.upper())

    def _refusal(self, submission: Submission) -> IntakeRefusal | None:
        opened = [case.submission for case in self._cases.values() if case.state in _OPEN]
        return Intake(self.record, submission, opened, self.refuse_cancelling_only_access).refusal()

    def _send(self, phone: str) -> str:
        self._sent += 1
        code = f"{self._sent * 7919 % 1_000_000:06d}"
        self.codes[phone] = code
        return code

    def _judge(self, case: _Case, phone: str, last6: str, code: str) -> str:
        over = {"sms_expired": "expired", "sms_attempts_spent": "returned"}.get(case.state)
        recipient = case.recipients.get(phone)
        if recipient is None or last6.upper() not in recipient.last6:
            return over or "wrong"
        if over is not None or recipient.verified:
            return over or ("already_verified" if code == recipient.code else "wrong")
        if code != recipient.code:
            case.wrong_tries += 1
            if case.wrong_tries <= WRONG_TRIES_BORNE:
                return "wrong"
            case.state = "sms_attempts_spent"
            return "returned"
        recipient.verified = True
        if case.waiting_for == 0:
            case.state = "authority_review"
        return "verified"

    def _resend(self, case: _Case, phone: str, expected: int) -> ResendAnswer:
        recipient = case.recipients.get(phone)
        if case.state == "sms_expired":
            return ResendAnswer("expired", 0)
        if recipient is None or recipient.verified or case.state != "awaiting_sms":
            return ResendAnswer("not_awaited", 0)
        if recipient.resends_left < expected:
            return ResendAnswer("sent", recipient.resends_left)
        if recipient.resends_left == 0:
            return ResendAnswer("resends_spent", 0)
        recipient.resends_left -= 1
        recipient.code = self._send(phone)
        return ResendAnswer("sent", recipient.resends_left)

    def _under_review_elsewhere(self, provider_number: str, asked: AskedSubject) -> bool:
        return any(
            case.state in _OPEN
            and case.submission.provider_number != provider_number
            and case.submission.subject["certificate"]["number"] == asked.number
            for case in self._cases.values()
        )
