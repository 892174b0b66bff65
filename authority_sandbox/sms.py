"""SMS verification (短信核验): one code per phone, five wrong tries per order, two new codes per phone."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, time, timedelta, timezone
from typing import Any

import asyncpg

from authority_sandbox import callbacks, review, switches
from authority_sandbox.certificates import plain_number
from authority_sandbox.database import Connection
from authority_sandbox.errors import SandboxError
from authority_sandbox.submission_rows import State, SubmissionRow, lock, move
from authority_sandbox.wire import SmsCheckIn, SmsRecipientIn, SmsResendIn

VALIDITY = timedelta(hours=24)
VALIDITY_OF_THE_PILOT = timedelta(hours=48)
# From this day on every province verifies by SMS; before, the codes of the pilot provinces lived twice as long.
_CHINA = timezone(timedelta(hours=8))
EVERYWHERE_FROM = datetime(2020, 8, 17, tzinfo=_CHINA)
NOON = time(12, tzinfo=_CHINA)
WRONG_TRIES_BORNE = 5
RESENDS = 2

_OUTCOME_WHEN_OVER = {State.SMS_ATTEMPTS_SPENT: "returned", State.SMS_EXPIRED: "expired"}


def validity(now: datetime) -> timedelta:
    """Return how long a code that is sent now can be entered."""
    return VALIDITY if now >= EVERYWHERE_FROM else VALIDITY_OF_THE_PILOT


def first_due(sent_at: datetime) -> datetime:
    """Return when something happens to codes by itself: a new one at the next day's noon, unless they end before."""
    next_day = sent_at.astimezone(_CHINA).date() + timedelta(days=1)
    return min(datetime.combine(next_day, NOON), sent_at + validity(sent_at))


async def send_again(connection: Connection, row: SubmissionRow, now: datetime) -> None:
    """Send everybody who is still awaited a new code, of the authority's own accord; nothing else changes."""
    pending = await connection.fetch(
        "select phone from sms_recipients where receipt = $1 and state = 'pending' order by phone", row.receipt
    )
    for one in pending:
        code_hash = await _send_code(connection, row.receipt, one["phone"], now)
        await connection.execute(
            "update sms_recipients set code_hash = $3 where receipt = $1 and phone = $2",
            row.receipt,
            one["phone"],
            code_hash,
        )
    await connection.execute("update submissions set due_at = sms_expires_at where receipt = $1", row.receipt)


async def entry(connection: Connection) -> str:
    """Tell where codes are entered: relayed by the provider's side, or at the authority's own page."""
    at_authority = await switches.is_on(connection, switches.Switch.SMS_ENTERED_AT_AUTHORITY)
    return "authority_site" if at_authority else "relay"


async def start(connection: Connection, receipt: str, recipients: Sequence[SmsRecipientIn], now: datetime) -> None:
    """Send each distinct phone one code, whatever the number of roles behind it."""
    by_phone: dict[str, list[SmsRecipientIn]] = {}
    for recipient in recipients:
        by_phone.setdefault(recipient.phone, []).append(recipient)
    for phone, same_phone in by_phone.items():
        await connection.execute(
            """insert into sms_recipients (receipt, phone, roles, certificate_last6, state, code_hash, resends_left)
               values ($1, $2, $3, $4, 'pending', $5, $6)""",
            receipt,
            phone,
            list(dict.fromkeys(role for one in same_phone for role in one.roles)),
            list(dict.fromkeys(plain_number(one.certificate_last6) for one in same_phone)),
            await _send_code(connection, receipt, phone, now),
            RESENDS,
        )


async def check_at_page(connection: Connection, tried: SmsCheckIn, now: datetime) -> dict[str, Any]:
    """Judge a code that somebody entered at the authority's own page, which knows no receipts.

    Raises SandboxError 404 for a phone of which no code is awaited.
    """
    receipts = await connection.fetch(
        """select r.receipt from sms_recipients r join submissions s using (receipt)
           where r.phone = $1 and s.state = 'awaiting_sms' order by s.received_at, r.receipt""",
        tried.phone,
    )
    answers = [await check(connection, row["receipt"], tried, now) for row in receipts]
    if not answers:
        raise SandboxError(404, "no_code_awaited", "No code of this phone is awaited.")
    return next((one for one in answers if one["outcome"] == "verified"), answers[-1])


async def check(connection: Connection, receipt: str, tried: SmsCheckIn, now: datetime) -> dict[str, Any]:
    """Judge an entered code.

    A try counts against the order only when the phone and the last six characters are right: whoever does not know
    them can't bring an order down. A try that counts is stored before it is answered.
    """
    async with connection.transaction():
        row = await _lock_unexpired(connection, receipt, now)
        recipient = await connection.fetchrow(
            "select * from sms_recipients where receipt = $1 and phone = $2", receipt, tried.phone
        )
        if recipient is None or not _is_one_of(tried.certificate_last6, recipient["certificate_last6"]):
            outcome = _OUTCOME_WHEN_OVER.get(row.state, "wrong")
        else:
            outcome = await _judge(connection, row, recipient, tried.code, now)
        return await _answer(connection, receipt, outcome)


async def resend(connection: Connection, receipt: str, wish: SmsResendIn, now: datetime) -> dict[str, Any]:
    """Send a new code; the old one is void, the deadline and the wrong tries stay.

    A wish that expects more codes to be left than there are came before: it is answered again, and nothing is sent.

    Raises SandboxError 404 for a phone that is no recipient, 410 after the deadline, 409 otherwise.
    """
    async with connection.transaction():
        row = await _lock_unexpired(connection, receipt, now)
        if row.state is not State.SMS_EXPIRED:
            return {"resends_left": await _resend(connection, row, wish, now)}
    # Raised after the commit, so that the expiry found here is not undone.
    raise SandboxError(410, "sms_expired", "The time for entering codes is over.")


async def pass_all(connection: Connection, receipt: str, now: datetime) -> bool:
    """Take every code as entered at once; False where none is awaited."""
    async with connection.transaction():
        if (await lock(connection, receipt)).state is not State.AWAITING_SMS:
            return False
        await connection.execute("update sms_recipients set state = 'verified' where receipt = $1", receipt)
        await _pass(connection, receipt, now)
        return True


async def expire(connection: Connection, row: SubmissionRow, deadline: datetime) -> None:
    """Return a locked order whose deadline has passed with codes missing."""
    await _close(connection, row.receipt, State.SMS_EXPIRED, "sms_expired", deadline)


async def _resend(connection: Connection, row: SubmissionRow, wish: SmsResendIn, now: datetime) -> int:
    phone = wish.phone
    recipient = await connection.fetchrow(
        "select state, resends_left from sms_recipients where receipt = $1 and phone = $2", row.receipt, phone
    )
    if recipient is None:
        raise SandboxError(404, "unknown_recipient", "This phone gets no code for this submission.")
    if row.state is not State.AWAITING_SMS or recipient["state"] != "pending":
        raise SandboxError(409, "no_code_awaited", "No code of this phone is awaited.")
    left: int = recipient["resends_left"]
    if wish.resends_left is not None and left < wish.resends_left:
        return left
    if not left:
        raise SandboxError(409, "resends_spent", "Both new codes have been sent.")
    code_hash = await _send_code(connection, row.receipt, phone, now)
    await connection.execute(
        """update sms_recipients set code_hash = $3, resends_left = resends_left - 1
           where receipt = $1 and phone = $2""",
        row.receipt,
        phone,
        code_hash,
    )
    return left - 1


async def _judge(
    connection: Connection, row: SubmissionRow, recipient: asyncpg.Record, code: str, now: datetime
) -> str:
    if row.state in _OUTCOME_WHEN_OVER:
        return _OUTCOME_WHEN_OVER[row.state]
    is_right = hmac.compare_digest(_hash(row.receipt, recipient["phone"], code), recipient["code_hash"])
    if recipient["state"] == "verified":
        return "already_verified" if is_right else "wrong"
    if not is_right:
        return await _count_wrong(connection, row, now)
    await connection.execute(
        "update sms_recipients set state = 'verified' where receipt = $1 and phone = $2",
        row.receipt,
        recipient["phone"],
    )
    if await _count_pending(connection, row.receipt) == 0:
        await _pass(connection, row.receipt, now)
    return "verified"


async def _pass(connection: Connection, receipt: str, now: datetime) -> None:
    await callbacks.enqueue(connection, receipt, "sms_all_passed", now)
    await review.enter(connection, receipt, now)


async def _count_wrong(connection: Connection, row: SubmissionRow, now: datetime) -> str:
    await connection.execute("update submissions set wrong_tries = wrong_tries + 1 where receipt = $1", row.receipt)
    if row.wrong_tries < WRONG_TRIES_BORNE:
        return "wrong"
    await _close(connection, row.receipt, State.SMS_ATTEMPTS_SPENT, "sms_attempts_spent", now)
    return "returned"


async def _close(
    connection: Connection, receipt: str, state: State, callback: callbacks.CallbackType, at: datetime
) -> None:
    await connection.execute(
        "update sms_recipients set state = 'expired' where receipt = $1 and state = 'pending'", receipt
    )
    await move(connection, receipt, state)
    await callbacks.enqueue(connection, receipt, callback, at)


async def _lock_unexpired(connection: Connection, receipt: str, now: datetime) -> SubmissionRow:
    """Lock an order that has codes; one whose deadline has passed is returned first, whoever notices."""
    row = await lock(connection, receipt)
    if row.sms_expires_at is None:
        raise SandboxError(409, "no_code_awaited", "This submission needs no codes.")
    if row.state is State.AWAITING_SMS and now >= row.sms_expires_at:
        await expire(connection, row, row.sms_expires_at)
        row = await lock(connection, receipt)
    return row


async def _answer(connection: Connection, receipt: str, outcome: str) -> dict[str, Any]:
    wrong_tries: int = await connection.fetchval("select wrong_tries from submissions where receipt = $1", receipt)
    waiting_for: int = await connection.fetchval(
        "select count(*) from sms_recipients where receipt = $1 and state <> 'verified'", receipt
    )
    return {
        "outcome": outcome,
        "tries_left": max(0, WRONG_TRIES_BORNE - wrong_tries),
        "all_verified": waiting_for == 0,
        "waiting_for": waiting_for,
    }


async def _count_pending(connection: Connection, receipt: str) -> int:
    count: int = await connection.fetchval(
        "select count(*) from sms_recipients where receipt = $1 and state = 'pending'", receipt
    )
    return count


async def _send_code(connection: Connection, receipt: str, phone: str, now: datetime) -> bytes:
    """Put a message with a new code into the inbox; return what is stored of it with the recipient."""
    code = f"{secrets.randbelow(1_000_000):06d}"
    text = f"【ICP备案】您的短信核验码为 {code}。请填写手机号、核验码和证件号码后六位，逾期未完成核验，备案将被退回。"
    await connection.execute(
        "insert into messages (phone, code, text, sent_at) values ($1, $2, $3, $4)", phone, code, text, now
    )
    return _hash(receipt, phone, code)


def _hash(receipt: str, phone: str, code: str) -> bytes:
    return hashlib.sha256(f"{receipt}\n{phone}\n{code}".encode()).digest()


def _is_one_of(last6: str, known: Sequence[str]) -> bool:
    given = plain_number(last6).encode()
    # No early end: how long it takes must not tell which of them was near.
    return sum(hmac.compare_digest(given, one.encode()) for one in known) > 0
