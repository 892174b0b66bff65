"""Notices by SMS through Tencent Cloud (腾讯云短信, SendSms of 2021-01-11), behind the vendor's own SDK: extra [sms].

In mainland China an SMS is a template that the vendor approved (正文模板), filled with parameters in their order, under
an approved signature (签名). The vendor knows no request by an id of ours, so nothing is handed over twice.
"""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from app.domain.notices import SendingResult, Sent
from app.ports.notice_sender import Letter

ANSWER_SECONDS = 10
_AT_ONCE = 10
_OK = "Ok"
_NOT_REACHED = "not_reached"
_FOR_GOOD = frozenset(
    {
        "FailedOperation.ContainSensitiveWord",
        "FailedOperation.PhoneNumberInBlacklist",
        "FailedOperation.PhoneNumberParseFail",
        "InvalidParameterValue.IncorrectPhoneNumber",
        "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter",
    }
)
# Something broke over there, before or after the SMS went out.
_UNCLEAR = frozenset({"FailedOperation.OtherError", "FailedOperation.ParametersOtherError"})
# The vendor says by these that it took nothing, and may tomorrow.
_LATER = frozenset({"LimitExceeded", "RequestLimitExceeded"})
# What an operator has to mend: keys, application, signature, template, money.
_OURS = frozenset(
    {
        "AuthFailure",
        "FailedOperation",
        "InternalError.RequestTimeException",
        "InternalError.SigFieldMissing",
        "InternalError.SigVerificationFail",
        "InvalidAction",
        "InvalidParameter",
        "InvalidParameterValue",
        "MissingParameter",
        "NoSuchVersion",
        "ResourceInsufficient",
        "ResourceNotFound",
        "UnauthorizedOperation",
        "UnknownParameter",
        "UnsupportedOperation",
        "UnsupportedRegion",
    }
)


class SdkMissingError(Exception):
    """The extra [sms] is not installed."""


@dataclass(frozen=True, slots=True, repr=False)
class TencentAccount:
    """What the vendor knows us by; `endpoint` is another address than the vendor's, for tests."""

    secret_id: str
    secret_key: str
    app_id: str
    signature: str
    region: str
    endpoint: str | None = None


class TencentSms:
    """Implements `app.ports.notice_sender.NoticeSender` for SMS."""

    may_repeat = False

    def __init__(
        self, account: TencentAccount, templates: Mapping[str, str | None], seconds: float = ANSWER_SECONDS
    ) -> None:
        """Take the vendor's template ids by cause. Raises SdkMissingError."""
        self._account, self._templates = account, dict(templates)
        self._client = _client(account, seconds)
        # The SDK waits for its answers; threads of its own keep it from everybody else's.
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="sms")

    async def send(self, letter: Letter) -> SendingResult:
        """Send one SMS."""
        template = self._templates.get(letter.template)
        if template is None:
            return SendingResult(Sent.REFUSED, "no_template")
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._sent, letter, template)

    async def close(self) -> None:
        """Let what is under way end."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _sent(self, letter: Letter, template: str) -> SendingResult:
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
        from tencentcloud.sms.v20210111.models import SendSmsRequest

        request = SendSmsRequest()
        request.PhoneNumberSet = [f"+86{letter.to}"]
        request.SmsSdkAppId = self._account.app_id
        request.SignName = self._account.signature
        request.TemplateId = template
        request.TemplateParamSet = list(letter.parameters)
        # Comes back in the vendor's reports, so that its records and ours can be laid side by side.
        request.SessionContext = letter.notice_id
        try:
            answer = self._client.SendSms(request)
        except TencentCloudSDKException as error:
            return _of_error(error)
        statuses = answer.SendStatusSet or []
        return _of_code(statuses[0].Code) if len(statuses) == 1 else SendingResult(Sent.UNCLEAR, "odd_answer")


def _client(account: TencentAccount, seconds: float) -> Any:
    try:
        from tencentcloud.common.credential import Credential
        from tencentcloud.common.profile.client_profile import ClientProfile
        from tencentcloud.common.profile.http_profile import HttpProfile
        from tencentcloud.sms.v20210111.sms_client import SmsClient
    except ImportError as missing:
        raise SdkMissingError from missing
    http = HttpProfile(reqTimeout=seconds)
    if account.endpoint is not None:
        parts = urlsplit(account.endpoint)
        http = HttpProfile(protocol=parts.scheme, endpoint=parts.netloc, reqTimeout=seconds)
    profile = ClientProfile(httpProfile=http)
    return SmsClient(Credential(account.secret_id, account.secret_key), account.region, profile)


def _of_error(error: Any) -> SendingResult:
    """Translate what the SDK raises: the vendor's refusal of the whole call, or a fault on the way."""
    code = str(error.get_code())
    if code == "ClientNetworkError":
        # The SDK wraps what went wrong on the way; below it stands whether anything was sent at all.
        return _of_network(error.__context__)
    if "." in code or code in _LATER or code in _OURS:
        return _of_code(code)
    # An answer that is none of the vendor's, as a server in between gives it: what became of the SMS is not known.
    return SendingResult(Sent.UNCLEAR, "odd_answer")


def _of_network(error: BaseException | None) -> SendingResult:
    from requests.exceptions import ConnectTimeout, SSLError
    from urllib3.exceptions import NewConnectionError

    reason = getattr(error.args[0], "reason", None) if error is not None and error.args else None
    if isinstance(error, SSLError):
        return SendingResult(Sent.LATER, "tls_failed", our_fault=True)
    if isinstance(error, ConnectTimeout) or isinstance(reason, NewConnectionError):
        return SendingResult(Sent.LATER, _NOT_REACHED)
    return SendingResult(Sent.UNCLEAR, "answer_lost")


def _of_code(code: str) -> SendingResult:
    if code == _OK:
        return SendingResult(Sent.TAKEN)
    family = code.partition(".")[0]
    if code in _FOR_GOOD:
        return SendingResult(Sent.REFUSED, code[:64])
    if family in _LATER:
        return SendingResult(Sent.LATER, code[:64])
    if code in _OURS or (family in _OURS and code not in _UNCLEAR):
        return SendingResult(Sent.LATER, code[:64], our_fault=True)
    return SendingResult(Sent.UNCLEAR, code[:64])
