"""Notices by e-mail, over SMTP (RFC 5321), with aiosmtplib."""

import asyncio
import ssl
from contextlib import suppress
from datetime import UTC
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

import aiosmtplib
from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
)

from app.domain.notices import SendingResult, Sent
from app.ports.clock import Clock
from app.ports.notice_sender import Letter

SECONDS = 20.0
_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
_FOR_GOOD = 500


class SmtpNotices:
    """Implements `app.ports.notice_sender.NoticeSender` for e-mail: one connection a mail, so that none goes stale.

    The `Message-ID` is made of the notice's id. That lets a mailbox drop a second copy, but no server promises it; so
    once the text has been handed over and the answer is lost, a mail is not sent again.
    """

    may_repeat = False

    def __init__(
        self, url: str, sender: str, clock: Clock, tls: ssl.SSLContext | None = None, seconds: float = SECONDS
    ) -> None:
        """Take the server's address and the sender; `tls` trusts the usual authorities unless given."""
        parts = urlsplit(url)
        self._host, self._scheme = parts.hostname or "", parts.scheme
        self._port = parts.port or _PORTS[parts.scheme]
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._name, self._address = parseaddr(sender)
        self._clock, self._seconds = clock, seconds
        self._tls = tls or ssl.create_default_context()

    async def send(self, letter: Letter) -> SendingResult:
        """Send one mail."""
        if not letter.to.isascii() or not letter.to.isprintable():
            return SendingResult(Sent.REFUSED, "address_not_ascii")
        message = self._message(letter).as_bytes(policy=SMTP)
        connection = self._connection()
        try:
            return await self._before_the_text(connection, letter.to) or await self._the_text(connection, message)
        finally:
            await _leave(connection)

    async def close(self) -> None:
        """Nothing is held open."""

    def _connection(self) -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            username=self._user,
            password=self._password,
            use_tls=self._scheme == "smtps",
            start_tls=self._scheme == "smtp",
            tls_context=None if self._scheme == "smtp+plain" else self._tls,
            timeout=self._seconds,
        )

    async def _before_the_text(self, connection: aiosmtplib.SMTP, to: str) -> SendingResult | None:
        """Say who writes to whom; whatever fails here, nothing has gone out."""
        try:
            async with asyncio.timeout(self._seconds):
                await connection.connect()
                await connection.mail(self._address)
                await connection.rcpt(to)
        except SMTPRecipientRefused as refused:
            return _refused(refused.code, "recipient_refused", our_fault=False)
        except SMTPAuthenticationError:
            return SendingResult(Sent.LATER, "sign_in_refused", our_fault=True)
        except SMTPResponseException as refused:
            return SendingResult(Sent.LATER, f"smtp_{refused.code}", our_fault=refused.code >= _FOR_GOOD)
        except (SMTPException, OSError) as error:
            return _not_begun(error)
        return None

    async def _the_text(self, connection: aiosmtplib.SMTP, message: bytes) -> SendingResult:
        """Hand the text over; an answer that is lost leaves open whether it was taken."""
        try:
            async with asyncio.timeout(self._seconds):
                await connection.data(message)
        except SMTPResponseException as refused:
            return _refused(refused.code, f"smtp_{refused.code}", our_fault=False)
        except (SMTPException, OSError):
            return SendingResult(Sent.UNCLEAR, "answer_lost")
        return SendingResult(Sent.TAKEN)

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        domain = self._address.rpartition("@")[2]
        message["From"] = Address(self._name, addr_spec=self._address)
        message["To"] = Address(addr_spec=letter.to)
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(self._clock.real_now().astimezone(UTC))
        message["Message-ID"] = f"<{letter.notice_id}@{domain}>"
        message["Content-Language"] = letter.language.value
        # RFC 3834: no answering machine answers this, and no robot takes it for a person's mail.
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        message.set_content(letter.text, cte="base64")
        return message


def _not_begun(error: Exception) -> SendingResult:
    """Tell a server that is away from one that does not fit the settings."""
    if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
        return SendingResult(Sent.LATER, "tls_failed", our_fault=True)
    if type(error) is SMTPException:
        # The library's word for a server that offers no encryption, or no way to sign in.
        return SendingResult(Sent.LATER, "not_offered_there", our_fault=True)
    return SendingResult(Sent.LATER, "not_reached")


def _refused(code: int, reason: str, *, our_fault: bool) -> SendingResult:
    """RFC 5321 §4.2.1: 4xx may be otherwise later, 5xx stays."""
    return SendingResult(Sent.REFUSED if code >= _FOR_GOOD else Sent.LATER, reason, our_fault)


async def _leave(connection: aiosmtplib.SMTP) -> None:
    with suppress(SMTPException, OSError):
        if connection.is_connected:
            await connection.quit()
    connection.close()
