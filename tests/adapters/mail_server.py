"""A mail server for tests: aiosmtpd in the test's own loop, with certificates that last a day."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "filing", "pass:w@rd/ 1"


@dataclass(slots=True)
class Mailbox:
    """What a server took; `answers` are what it says instead of taking, by command; `hangs_up` ends without a word."""

    answers: dict[str, str] = field(default_factory=dict)
    hangs_up: bool = False
    taken: list[tuple[str, list[str], EmailMessage]] = field(default_factory=list)
    port: int = 0

    async def handle_MAIL(self, _: Any, __: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802 - as aiosmtpd calls it
        """Take a sender."""
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(self, _: Any, __: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802 - as aiosmtpd calls it
        """Take a recipient."""
        answer = self.answers.get("RCPT", "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802 - as aiosmtpd calls it
        """Take a mail."""
        answer = self.answers.get("DATA", "250 OK")
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            mail = message_from_bytes(envelope.content, _class=EmailMessage, policy=default)
            self.taken.append((envelope.mail_from or "", envelope.rcpt_tos, mail))
        if self.hangs_up:
            assert server.transport is not None
            server.transport.abort()
        return answer


@asynccontextmanager
async def a_mail_server(
    mailbox: Mailbox, folder: Path, *, tls: bool = True, implicit: bool = False, signed_in: bool = True
) -> AsyncIterator[ssl.SSLContext]:
    """Serve on a free port and return the context that trusts it."""
    context, trusting = _certificates(folder)
    loop = asyncio.get_running_loop()

    def serving() -> SMTP:
        return SMTP(
            mailbox,
            hostname="mail.test",
            tls_context=context if tls and not implicit else None,
            authenticator=_authenticated,
            # It warns where it is told to want a password over what it does not know to be encrypted.
            auth_required=signed_in and not implicit,
            auth_require_tls=tls and not implicit,
            loop=loop,
        )

    server = await loop.create_server(serving, "127.0.0.1", 0, ssl=context if implicit else None)
    mailbox.port = server.sockets[0].getsockname()[1]
    try:
        yield trusting
    finally:
        server.close()
        await server.wait_closed()


def _authenticated(_: SMTP, __: Session, ___: Envelope, ____: str, given: Any) -> AuthResult:
    is_known = isinstance(given, LoginPassword) and (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_known, handled=is_known)


def _certificates(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "mail.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    serving.load_cert_chain(file)
    return serving, ssl.create_default_context(cafile=file)
