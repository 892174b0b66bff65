"""Mails go out over real SMTP: encrypted, signed in, once; whatever a server answers has its meaning."""

import asyncio
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest

from app.adapters.smtp_notices import SmtpNotices
from app.domain.notices import NoticeChannel, SendingResult, Sent
from app.domain.texts import Language
from app.ports.notice_sender import Letter
from tests.adapters.mail_server import PASSWORD, USER, Mailbox, a_mail_server
from tests.fakes.clock import StillClock

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
LETTER = Letter(
    notice_id="ntc_1",
    channel=NoticeChannel.EMAIL,
    template="sent_back",
    language=Language.ZH,
    to="someone@example.cn",
    subject="备案初审未通过（尾号AB12CD） / Filing AB12CD did not pass the first review",
    text="您的备案未通过初审。\n.一行以点开头\n" + "意见" * 600,
    at=NOW,
)
SENDER = "备案平台 <noreply@provider.example>"
SIGNED_IN = f"{USER}:{quote(PASSWORD, safe='')}@"


def sender(mailbox: Mailbox, tls: ssl.SSLContext | None, scheme: str = "smtp", who: str = SIGNED_IN) -> SmtpNotices:
    return SmtpNotices(f"{scheme}://{who}127.0.0.1:{mailbox.port}", SENDER, StillClock(NOW), tls)


@pytest.mark.parametrize("implicit", [False, True])
async def test_a_mail_arrives_whole_encrypted_and_marked_as_nobodys_own(tmp_path: Path, implicit: bool) -> None:
    mailbox = Mailbox()
    async with a_mail_server(mailbox, tmp_path, implicit=implicit) as tls:
        result = await sender(mailbox, tls, "smtps" if implicit else "smtp").send(LETTER)

    assert result == SendingResult(Sent.TAKEN)
    ((by, to, mail),) = mailbox.taken
    assert (by, to) == ("noreply@provider.example", ["someone@example.cn"])
    assert mail["From"] == "备案平台 <noreply@provider.example>"
    assert mail["Subject"] == LETTER.subject
    assert mail.get_content().replace("\r\n", "\n").rstrip("\n") == LETTER.text
    assert mail["Message-ID"] == "<ntc_1@provider.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == NOW
    assert mail.get_content_type() == "text/plain"


async def test_a_relay_of_the_house_may_want_neither_encryption_nor_a_password(tmp_path: Path) -> None:
    mailbox = Mailbox()
    async with a_mail_server(mailbox, tmp_path, tls=False, signed_in=False):
        result = await sender(mailbox, None, "smtp+plain", "").send(LETTER)

    assert result.sent is Sent.TAKEN
    assert len(mailbox.taken) == 1


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ({"RCPT": "550 no such user"}, SendingResult(Sent.REFUSED, "recipient_refused")),
        ({"RCPT": "450 greylisted"}, SendingResult(Sent.LATER, "recipient_refused")),
        ({"MAIL": "550 not you"}, SendingResult(Sent.LATER, "smtp_550", our_fault=True)),
        ({"MAIL": "421 too busy"}, SendingResult(Sent.LATER, "smtp_421")),
        ({"DATA": "554 looks like spam"}, SendingResult(Sent.REFUSED, "smtp_554")),
        ({"DATA": "452 no room"}, SendingResult(Sent.LATER, "smtp_452")),
    ],
)
async def test_what_a_server_answers_is_for_good_or_for_later(
    tmp_path: Path, answers: dict[str, str], result: SendingResult
) -> None:
    mailbox = Mailbox(answers)
    async with a_mail_server(mailbox, tmp_path) as tls:
        assert await sender(mailbox, tls).send(LETTER) == result

    assert mailbox.taken == []


async def test_a_mail_whose_answer_was_lost_may_have_arrived(tmp_path: Path) -> None:
    mailbox = Mailbox(hangs_up=True)
    async with a_mail_server(mailbox, tmp_path) as tls:
        result = await sender(mailbox, tls).send(LETTER)

    assert result == SendingResult(Sent.UNCLEAR, "answer_lost")
    assert len(mailbox.taken) == 1


async def test_a_wrong_password_is_for_the_operator(tmp_path: Path) -> None:
    mailbox = Mailbox()
    async with a_mail_server(mailbox, tmp_path) as tls:
        result = await sender(mailbox, tls, who=f"{USER}:wrong@").send(LETTER)

    assert result == SendingResult(Sent.LATER, "sign_in_refused", our_fault=True)


async def test_without_encryption_no_password_is_said(tmp_path: Path) -> None:
    mailbox = Mailbox()
    async with a_mail_server(mailbox, tmp_path, tls=False, signed_in=False) as tls:
        result = await sender(mailbox, tls).send(LETTER)

    assert result == SendingResult(Sent.LATER, "not_offered_there", our_fault=True)
    assert mailbox.taken == []


@pytest.mark.parametrize("implicit", [False, True])
async def test_a_certificate_that_nobody_vouches_for_is_not_trusted(tmp_path: Path, implicit: bool) -> None:
    mailbox = Mailbox()
    async with a_mail_server(mailbox, tmp_path, implicit=implicit):
        result = await sender(mailbox, None, "smtps" if implicit else "smtp").send(LETTER)

    assert result == SendingResult(Sent.LATER, "tls_failed", our_fault=True)


async def test_a_server_that_is_away_is_tried_later(unused_port: int) -> None:
    result = await SmtpNotices(f"smtp://127.0.0.1:{unused_port}", SENDER, StillClock(NOW)).send(LETTER)

    assert result == SendingResult(Sent.LATER, "not_reached")


async def test_a_server_that_says_nothing_is_tried_later() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        sent = SmtpNotices(f"smtp://127.0.0.1:{port}", SENDER, StillClock(NOW), seconds=0.05)
        result = await sent.send(LETTER)

    assert result == SendingResult(Sent.LATER, "not_reached")


async def test_an_address_that_smtp_cannot_carry_is_refused() -> None:
    letter = Letter("ntc_1", NoticeChannel.EMAIL, "idle", Language.ZH, "张三@例子.cn", "s", "t", NOW)

    assert await SmtpNotices("smtp://nowhere.invalid", SENDER, StillClock(NOW)).send(letter) == SendingResult(
        Sent.REFUSED, "address_not_ascii"
    )


@pytest.fixture
def unused_port() -> Iterator[int]:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]
