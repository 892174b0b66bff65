"""Taking a submission in, once and for all, and telling where it stands."""

import hashlib
import json
import uuid
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from authority_sandbox import intake, result_codes, review, sms
from authority_sandbox.certificates import family_of, plain_number
from authority_sandbox.database import Connection, lock_record
from authority_sandbox.errors import SandboxError
from authority_sandbox.refusals import Refusal
from authority_sandbox.submission_rows import State, SubmissionRow, find
from authority_sandbox.targets import targets_of
from authority_sandbox.wire import SubmissionIn


async def submit(connection: Connection, submission: SubmissionIn, now: datetime) -> dict[str, Any]:
    """Take a submission in and return the answer; the same id is answered alike however often it is sent.

    Raises SandboxError 409 where the id was used for another body.
    """
    body = submission.model_dump(mode="json", by_alias=True, exclude_unset=True)
    body_hash = hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).digest()
    async with connection.transaction():
        # The lock also makes twins of one submission wait for each other.
        await lock_record(connection)
        earlier = await find(connection, submission.provider_id, submission.submission_id)
        if earlier is not None:
            same = _same_answer(earlier, body_hash)
            await connection.execute(
                "update submissions set times_sent = times_sent + 1 where receipt = $1", earlier.receipt
            )
            return same
        targets = await targets_of(connection, submission)
        refusal = await intake.refusal_of(connection, submission, targets)
        answer = _answer(submission, refusal, now) | {"sms_entry": await sms.entry(connection)}
        await _store(connection, submission, _without_pictures(body), body_hash, answer, now)
        await _store_subject_matter(connection, submission, answer["receipt"], targets.numbers(submission.filing_type))
        receipt: str = answer["receipt"]
        if refusal is None and submission.sms_recipients:
            await sms.start(connection, receipt, submission.sms_recipients, now)
        elif refusal is None:
            await review.enter(connection, receipt, now)
        return answer


async def status(connection: Connection, row: SubmissionRow) -> dict[str, Any]:
    """Tell where a submission stands."""
    recipients = await connection.fetch(
        "select phone, roles, state, resends_left from sms_recipients where receipt = $1 order by phone", row.receipt
    )
    out: dict[str, Any] = {
        **row.answer,
        "submission_id": row.submission_id,
        "provider_id": row.provider_id,
        "state": row.state,
        "recipients": [
            {
                "phone_last4": one["phone"][-4:],
                "roles": one["roles"],
                "state": one["state"],
                "expires_at": _text(row.sms_expires_at),
                "resends_left": one["resends_left"],
            }
            for one in recipients
        ],
    }
    return out if row.result is None else {**out, "result": row.result}


async def about(connection: Connection, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Tell what was handed over under one of these ids, the submission's own or a service's, oldest first."""
    rows = await connection.fetch(
        """select submission_id, receipt, state, times_sent, received_at from submissions
           where submission_id = any($1::text[])
              or exists (select from jsonb_array_elements(body -> 'services') one where one ->> 'id' = any($1::text[]))
           order by received_at, receipt""",
        list(ids),
    )
    return [{**dict(row), "received_at": _text(row["received_at"])} for row in rows]


def _same_answer(earlier: SubmissionRow, body_hash: bytes) -> dict[str, Any]:
    if earlier.body_hash != body_hash:
        raise SandboxError(409, "submission_id_reused", "This submission id was used for another body.")
    return earlier.answer


def _answer(submission: SubmissionIn, refusal: Refusal | None, now: datetime) -> dict[str, Any]:
    sms_due = refusal is None and bool(submission.sms_recipients)
    answer: dict[str, Any] = {
        "receipt": f"rcpt_{uuid.uuid4().hex}",
        "outcome": "accepted" if refusal is None else "refused",
        "sms_due": sms_due,
        "sms_expires_at": _text(now + sms.validity(now)) if sms_due else None,
    }
    if refusal is not None:
        answer["refusal"] = {
            "code": refusal.code,
            "message": result_codes.message_of(refusal.code),
            "pointer": refusal.pointer,
            "our_fault": refusal.our_fault,
        }
    return answer


def _without_pictures(body: dict[str, Any]) -> dict[str, Any]:
    """Leave out what only the check at the door needs: a sandbox has no use for anybody's papers."""
    if "papers" not in body:
        return body
    papers = [{name: value for name, value in paper.items() if name != "content"} for paper in body["papers"]]
    return {**body, "papers": papers}


async def _store(
    connection: Connection,
    submission: SubmissionIn,
    body: dict[str, Any],
    body_hash: bytes,
    answer: dict[str, Any],
    now: datetime,
) -> None:
    state = State.REFUSED if "refusal" in answer else State.AWAITING_SMS
    expires_at = now + sms.validity(now) if answer["sms_due"] else None
    await connection.execute(
        """insert into submissions (receipt, provider_id, submission_id, body_hash, body, answer, certificate_family,
                                    certificate_number, state, sms_expires_at, due_at, received_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)""",
        answer["receipt"],
        submission.provider_id,
        submission.submission_id,
        body_hash,
        body,
        answer,
        family_of(submission.subject.certificate.type),
        plain_number(submission.subject.certificate.number),
        state,
        expires_at,
        sms.first_due(now) if answer["sms_due"] else None,
        now,
    )


async def _store_subject_matter(
    connection: Connection, submission: SubmissionIn, receipt: str, numbers: Collection[str]
) -> None:
    """Note what a submission asks for by name and which filing numbers it is about, for others to run against."""
    await connection.executemany(
        "insert into submission_names (receipt, kind, name) values ($1, $2, $3)",
        [(receipt, kind, name) for kind, name in _names(submission)],
    )
    await connection.executemany(
        "insert into submission_targets (receipt, number) values ($1, $2)", [(receipt, number) for number in numbers]
    )


def _names(submission: SubmissionIn) -> set[tuple[str, str]]:
    return {
        (service.kind, name)
        for service in submission.services
        for name in (service.domains if service.kind == "website" else [service.written_name])
        if name is not None
    }


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()
