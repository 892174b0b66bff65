"""SMS go out through the vendor's own SDK, to a server that answers as the vendor's documentation says."""

import asyncio
import json
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.adapters.chosen_senders import SenderFaultError, sms_sender
from app.adapters.tencentcloud_sms import TencentAccount, TencentSms
from app.domain.notices import NoticeChannel, SendingResult, Sent
from app.domain.texts import Language
from app.ports.notice_sender import Letter
from app.settings import Settings, SettingsError
from tests.adapters.played_sms_vendor import SECRET_ID, SECRET_KEY, a_vendor, refused, taken
from tests.test_settings import PRODUCTION

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
LETTER = Letter(
    notice_id="ntc_1",
    channel=NoticeChannel.SMS,
    template="sms_waiting",
    language=Language.ZH,
    to="13812345678",
    subject="",
    text="您的备案（尾号AB12CD）尚未完成短信核验，请于3月2日18:00前完成，逾期将被退回。",
    at=NOW,
    parameters=("AB12CD", "3月2日18:00"),
)
TEMPLATES = {"sms_waiting": "1110", "idle": None}
ACCOUNT = TencentAccount(SECRET_ID, SECRET_KEY, "1400006666", "某某云", "ap-guangzhou")


async def sent(address: str, letter: Letter = LETTER, seconds: float = 5) -> SendingResult:
    sender = TencentSms(replace(ACCOUNT, endpoint=address), TEMPLATES, seconds)
    try:
        return await sender.send(letter)
    finally:
        await sender.close()


async def test_an_sms_is_asked_for_as_the_vendor_wants_it() -> None:
    with a_vendor() as vendor:
        result = await sent(vendor.address)

    assert result == SendingResult(Sent.TAKEN)
    ((headers, asked),) = vendor.asked
    assert (headers["x-tc-action"], headers["x-tc-version"]) == ("SendSms", "2021-01-11")
    assert headers["x-tc-region"] == "ap-guangzhou"
    assert headers["authorization"].startswith(f"TC3-HMAC-SHA256 Credential={SECRET_ID}/")
    assert asked == {
        "PhoneNumberSet": ["+8613812345678"],
        "SmsSdkAppId": "1400006666",
        "SignName": "某某云",
        "TemplateId": "1110",
        "TemplateParamSet": ["AB12CD", "3月2日18:00"],
        "SessionContext": "ntc_1",
    }


@pytest.mark.parametrize(
    ("answer", "sent_", "our_fault"),
    [
        (taken("LimitExceeded.PhoneNumberDailyLimit"), Sent.LATER, False),
        (taken("LimitExceeded.PhoneNumberThirtySecondLimit"), Sent.LATER, False),
        (refused("RequestLimitExceeded"), Sent.LATER, False),
        (taken("InvalidParameterValue.IncorrectPhoneNumber"), Sent.REFUSED, False),
        (taken("FailedOperation.PhoneNumberInBlacklist"), Sent.REFUSED, False),
        (taken("FailedOperation.ContainSensitiveWord"), Sent.REFUSED, False),
        (taken("FailedOperation.TemplateIncorrectOrUnapproved"), Sent.LATER, True),
        (taken("FailedOperation.TemplateParamSetNotMatchApprovedTemplate"), Sent.LATER, True),
        (taken("FailedOperation.SignatureIncorrectOrUnapproved"), Sent.LATER, True),
        (taken("FailedOperation.InsufficientBalanceInSmsPackage"), Sent.LATER, True),
        (refused("AuthFailure.SecretIdNotFound"), Sent.LATER, True),
        (refused("AuthFailure.SignatureFailure"), Sent.LATER, True),
        (refused("UnauthorizedOperation.SmsSdkAppIdVerifyFail"), Sent.LATER, True),
        (refused("InternalError.SigVerificationFail"), Sent.LATER, True),
        (refused("InternalError.Timeout"), Sent.UNCLEAR, False),
        (taken("InternalError.OtherError"), Sent.UNCLEAR, False),
        (refused("SomethingNew"), Sent.UNCLEAR, False),
    ],
    ids=lambda value: str(value).partition("'Code': '")[2].partition("'")[0] or None,
)
async def test_each_answer_has_its_meaning(answer: dict[str, Any], sent_: Sent, our_fault: bool) -> None:
    with a_vendor(answer=answer) as vendor:
        result = await sent(vendor.address)

    assert (result.sent, result.our_fault) == (sent_, our_fault)
    assert result.reason


@pytest.mark.parametrize(
    ("answer", "status"),
    [({"message": "bad gateway"}, 502), ({"Response": {"SendStatusSet": [], "RequestId": "r"}}, 200), ({}, 200)],
)
async def test_an_answer_that_is_none_of_the_vendors_leaves_open_whether_it_went_out(
    answer: dict[str, Any], status: int
) -> None:
    with a_vendor(answer=answer, status=status) as vendor:
        assert await sent(vendor.address) == SendingResult(Sent.UNCLEAR, "odd_answer")


async def test_an_answer_that_never_comes_leaves_open_whether_it_went_out() -> None:
    with a_vendor(waits=threading.Event()) as vendor:
        assert await sent(vendor.address, seconds=0.1) == SendingResult(Sent.UNCLEAR, "answer_lost")


async def test_a_vendor_that_hangs_up_leaves_open_whether_it_went_out() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server:
        result = await sent(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")

    assert result == SendingResult(Sent.UNCLEAR, "answer_lost")


async def test_a_vendor_that_is_away_is_tried_later() -> None:
    with a_vendor() as vendor:
        address = vendor.address

    assert await sent(address) == SendingResult(Sent.LATER, "not_reached")


async def test_a_cause_without_a_template_is_told_otherwise() -> None:
    result = await sent("http://127.0.0.1:1", replace(LETTER, template="idle"))

    assert result == SendingResult(Sent.REFUSED, "no_template")


def test_a_template_that_is_missing_or_unknown_stops_the_start() -> None:
    for templates, said in (({}, "sms_waiting"), ({"sms_waiting": "1", "sms_wating": "2"}, "sms_wating")):
        with pytest.raises(SenderFaultError, match=said) as fault:
            sms_sender("tencentcloud", ACCOUNT, templates, ["sms_waiting"])
        assert fault.value.setting == "FILING_SMS_TEMPLATES"


def test_without_its_extra_the_start_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tencentcloud.sms.v20210111.sms_client", None)

    with pytest.raises(SenderFaultError, match=r"extra \[sms\]: pip install -r requirements-extras.txt"):
        sms_sender("tencentcloud", ACCOUNT, {"sms_waiting": "1110"}, ["sms_waiting"])


SMS = {
    "FILING_SMS_VENDOR": "tencentcloud",
    "FILING_SMS_SECRET_ID": SECRET_ID,
    "FILING_SMS_SECRET_KEY": SECRET_KEY,
    "FILING_SMS_APP_ID": "1400006666",
    "FILING_SMS_SIGNATURE": "某某云",
    "FILING_SMS_TEMPLATES": json.dumps(TEMPLATES),
}


@pytest.mark.parametrize("missing", [name for name in SMS if name != "FILING_SMS_VENDOR"])
def test_settings_of_the_vendor_go_together(missing: str) -> None:
    assert Settings.from_environment(PRODUCTION | SMS).sms_vendor == "tencentcloud"

    with pytest.raises(SettingsError) as fault:
        Settings.from_environment(PRODUCTION | {name: value for name, value in SMS.items() if name != missing})

    assert fault.value.setting == missing
