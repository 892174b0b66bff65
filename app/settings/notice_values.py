"""How the settings of notices are read, and which of them go together."""

import json
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from app.domain.checks_people import is_email
from app.settings.values import Setting, read_one_of, read_text, read_url, read_webhook_secret, refuse

NONE = "none"
"""The SMS vendor of whoever sends no SMS."""


def read_mailbox(name: str, value: str) -> str:
    """Read a mail address."""
    if not value.isascii() or not value.isprintable() or not is_email(value):
        refuse(name, "must be a mail address such as reviewers@example.cn")
    return value


def read_sender(name: str, value: str) -> str:
    """Read a sender: a mail address, or a name with the address in angle brackets."""
    if not value.isprintable():
        refuse(name, "must be one line")
    read_mailbox(name, parseaddr(value)[1])
    return value


def read_smtp(name: str, value: str) -> str:
    """Read the address of a mail server; the value stays out of every message, for it has a password."""
    try:
        parts = urlsplit(value)
        is_whole = bool(parts.hostname) and (parts.port or 0) >= 0 and not parts.path.strip("/")
    except ValueError:
        is_whole = False
    if not is_whole or parts.scheme not in ("smtp", "smtps", "smtp+plain"):
        refuse(name, "must be smtp://user:password@host:587, smtps://user:password@host:465 or smtp+plain://host:25")
    if parts.scheme == "smtp+plain" and (parts.username or parts.password):
        refuse(name, "smtp+plain:// sends a password to whoever listens; use smtp:// (STARTTLS) or smtps://")
    if bool(parts.username) != bool(parts.password):
        refuse(name, "must have both user and password, or neither")
    return value


def read_sms_templates(name: str, value: str) -> str:
    """Read the vendor's template ids; a file is read once, and its text stands for it."""
    text = value
    if value.startswith("file:///"):
        try:
            text = Path(urlsplit(value).path).read_text(encoding="utf-8")
        except OSError as fault:
            refuse(name, f"the file can't be read: {fault.strerror}")
    sms_templates_of(name, text)
    return text


def sms_templates_of(name: str, text: str) -> dict[str, str | None]:
    """Return the vendor's template id of each cause, None where a cause is not told by SMS. Raises SettingsError."""
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(one is None or (isinstance(one, str) and one) for one in found.values()):
        refuse(name, 'must be JSON such as {"approved": "1234567", "transfer_offered": null}, or file:///path of it')
    return found


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class NoticeSettings:
    """The settings of notices to people."""

    app_url: Annotated[
        str | None,
        Setting(read_url("http", "https"), "where applicants sign in, named in e-mails; absent: no address is named"),
    ] = None
    reviewers_email: Annotated[
        str | None,
        Setting(read_mailbox, "mailbox of the reviewers' team; absent: reviewers get no notices"),
    ] = None
    smtp_url: Annotated[
        str | None,
        Setting(
            read_smtp,
            "mail server: smtp://user:password@host:587 (STARTTLS), smtps://…:465 (TLS), smtp+plain://host:25 (a relay "
            "that wants neither); absent: no e-mails",
            secret=True,
        ),
    ] = None
    smtp_from: Annotated[
        str | None, Setting(read_sender, "sender of e-mails: name <address>, or the address alone")
    ] = None
    sms_vendor: Annotated[
        str,
        Setting(read_one_of("none", "tencentcloud"), "who sends SMS notices; tencentcloud needs the extra [sms]"),
    ] = "none"
    sms_secret_id: Annotated[str | None, Setting(read_text, "the SMS vendor's access key", secret=True)] = None
    sms_secret_key: Annotated[str | None, Setting(read_text, "the secret that belongs to it", secret=True)] = None
    sms_app_id: Annotated[str | None, Setting(read_text, "the SMS application at the vendor (SmsSdkAppId)")] = None
    sms_signature: Annotated[
        str | None, Setting(read_text, "approved signature (短信签名) of the SMS, without 【】")
    ] = None
    sms_region: Annotated[str, Setting(read_text, "the vendor's region")] = "ap-guangzhou"
    sms_templates: Annotated[
        str | None,
        Setting(
            read_sms_templates,
            'its template ids as JSON or file:///path: {"approved": "1234567", …}; null: that cause not by SMS',
        ),
    ] = None
    push_url: Annotated[
        str | None,
        Setting(
            read_url("http", "https"),
            "address of the provider's push service, told of notices by webhook; absent: no push",
            secret=True,
        ),
    ] = None
    push_secret: Annotated[
        str | None, Setting(read_webhook_secret, "whsec_… with which those webhooks are signed", secret=True)
    ] = None

    def check_notices(self, *, in_sandbox: bool) -> None:
        """Check what goes together. Raises SettingsError."""
        if in_sandbox and self.smtp_url is not None:
            refuse("FILING_SMTP_URL", "only for FILING_MODE=production: in the sandbox no notice goes out")
        if in_sandbox and self.sms_vendor != NONE:
            refuse("FILING_SMS_VENDOR", "only for FILING_MODE=production: in the sandbox no notice goes out")
        if self.smtp_url is not None and self.smtp_from is None:
            refuse("FILING_SMTP_FROM", "is missing: FILING_SMTP_URL needs a sender")
        if self.push_url is not None and self.push_secret is None:
            refuse("FILING_PUSH_SECRET", "is missing: FILING_PUSH_URL needs a secret, by which receivers know us")
        if self.sms_vendor != NONE:
            self._check_sms()

    def _check_sms(self) -> None:
        for name in ("sms_secret_id", "sms_secret_key", "sms_app_id", "sms_signature", "sms_templates"):
            if getattr(self, name) is None:
                refuse(f"FILING_{name.upper()}", f"is missing: FILING_SMS_VENDOR={self.sms_vendor} needs it")
