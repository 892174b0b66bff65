"""How notices go out is read from the settings; what does not go together stops the start."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest

from app.adapters.push_webhook import PushWebhook
from app.adapters.smtp_notices import SmtpNotices
from app.adapters.system_clock import SystemClock
from app.adapters.tencentcloud_sms import TencentSms
from app.adapters.webhook_http import HttpWebhookSender
from app.domain.notice_causes import NoticeCause
from app.domain.notices import NoticeChannel
from app.settings import Settings, SettingsError
from app.storage.notice_outbox import SqlNoticeOutbox
from app.usecases.runtime import NoticeWays
from app.wiring import SANDBOX_REVIEWERS, notice_ways
from tests.real_rules import RULEBOOK
from tests.test_settings import PRODUCTION, WEBHOOK_SECRET

BY_SMS = {one.value: "1110" for one in NoticeCause if RULEBOOK.at(one.rule, SystemClock().now().date()).value.sms}
MAIL = {"FILING_SMTP_URL": "smtp://filing:s3cret@mail.example:587", "FILING_SMTP_FROM": "备案 <no@provider.example>"}
SMS = {
    "FILING_SMS_VENDOR": "tencentcloud",
    "FILING_SMS_SECRET_ID": "AKID",
    "FILING_SMS_SECRET_KEY": "key",
    "FILING_SMS_APP_ID": "1400006666",
    "FILING_SMS_SIGNATURE": "某某云",
    "FILING_SMS_TEMPLATES": json.dumps(BY_SMS),
}
PUSH = {"FILING_PUSH_URL": "https://push.provider.example/notices", "FILING_PUSH_SECRET": WEBHOOK_SECRET}
OUTBOX = cast(SqlNoticeOutbox, object())


@pytest.fixture
async def webhooks() -> AsyncIterator[HttpWebhookSender]:
    sender = HttpWebhookSender(SystemClock(), loopback_allowed=False)
    yield sender
    await sender.close()


def ways(webhooks: HttpWebhookSender, environ: dict[str, str]) -> NoticeWays:
    return notice_ways(Settings.from_environment(environ), webhooks, SystemClock(), RULEBOOK, OUTBOX)


async def test_in_sandbox_mode_everything_is_kept_and_nothing_needs_to_be_set(webhooks: HttpWebhookSender) -> None:
    found = ways(webhooks, {})

    assert found.kept == (NoticeChannel.SMS, NoticeChannel.EMAIL)
    assert found.reviewers_mailbox == SANDBOX_REVIEWERS
    assert set(ways(webhooks, PUSH).senders) == set(NoticeChannel)


async def test_in_production_each_channel_goes_out_that_is_set(webhooks: HttpWebhookSender) -> None:
    found = ways(webhooks, PRODUCTION | MAIL | SMS | PUSH | {"FILING_REVIEWERS_EMAIL": "team@provider.example"})

    made = {channel: type(sender) for channel, sender in found.senders.items()}
    assert made == {
        NoticeChannel.SMS: TencentSms,
        NoticeChannel.EMAIL: SmtpNotices,
        NoticeChannel.PUSH: PushWebhook,
    }
    assert (found.outbox, found.kept, found.reviewers_mailbox) == (None, (), "team@provider.example")
    nothing = ways(webhooks, PRODUCTION)
    assert (nothing.senders, nothing.reviewers_mailbox) == ({}, None)


async def test_a_cause_without_a_template_stops_the_start(webhooks: HttpWebhookSender) -> None:
    some = {name: id_ for name, id_ in BY_SMS.items() if name != "approved"}

    with pytest.raises(SettingsError, match="no template for approved") as fault:
        ways(webhooks, PRODUCTION | SMS | {"FILING_SMS_TEMPLATES": json.dumps(some)})

    assert fault.value.setting == "FILING_SMS_TEMPLATES"


def test_templates_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "templates.json"
    file.write_text(json.dumps(BY_SMS))

    settings = Settings.from_environment(PRODUCTION | SMS | {"FILING_SMS_TEMPLATES": file.as_uri()})

    assert json.loads(settings.sms_templates or "") == BY_SMS


@pytest.mark.parametrize(
    ("environ", "setting"),
    [
        (MAIL, "FILING_SMTP_URL"),
        (SMS, "FILING_SMS_VENDOR"),
        ({"FILING_PUSH_URL": PUSH["FILING_PUSH_URL"]}, "FILING_PUSH_SECRET"),
        (PRODUCTION | {"FILING_SMTP_URL": MAIL["FILING_SMTP_URL"]}, "FILING_SMTP_FROM"),
        (PRODUCTION | MAIL | {"FILING_SMTP_URL": "http://mail.example"}, "FILING_SMTP_URL"),
        (PRODUCTION | MAIL | {"FILING_SMTP_URL": "smtp://user:s3cret@mail:port"}, "FILING_SMTP_URL"),
        (PRODUCTION | MAIL | {"FILING_SMTP_URL": "smtp://"}, "FILING_SMTP_URL"),
        (PRODUCTION | MAIL | {"FILING_SMTP_URL": "smtp://user@mail.example"}, "FILING_SMTP_URL"),
        (PRODUCTION | MAIL | {"FILING_SMTP_URL": "smtp+plain://user:s3cret@mail.example"}, "FILING_SMTP_URL"),
        (PRODUCTION | MAIL | {"FILING_SMTP_FROM": "provider"}, "FILING_SMTP_FROM"),
        (PRODUCTION | MAIL | {"FILING_SMTP_FROM": "a\nBcc: b@example.cn <no@provider.example>"}, "FILING_SMTP_FROM"),
        (PRODUCTION | {"FILING_REVIEWERS_EMAIL": "审核@例子.cn"}, "FILING_REVIEWERS_EMAIL"),
        (PRODUCTION | SMS | {"FILING_SMS_TEMPLATES": "1110"}, "FILING_SMS_TEMPLATES"),
        (PRODUCTION | SMS | {"FILING_SMS_TEMPLATES": '{"approved": 1110}'}, "FILING_SMS_TEMPLATES"),
        (PRODUCTION | SMS | {"FILING_SMS_TEMPLATES": "file:///nowhere/templates.json"}, "FILING_SMS_TEMPLATES"),
    ],
)
def test_settings_that_do_not_go_together_name_the_one_to_change_and_no_secret(
    environ: dict[str, str], setting: str
) -> None:
    with pytest.raises(SettingsError) as fault:
        Settings.from_environment(environ)

    assert fault.value.setting == setting
    assert "s3cret" not in str(fault.value)
