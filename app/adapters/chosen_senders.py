"""Who sends notices, by the settings: each channel that has what it needs gets its sender."""

from collections.abc import Collection, Mapping

from app.adapters.tencentcloud_sms import SdkMissingError, TencentAccount, TencentSms
from app.ports.notice_sender import NoticeSender


class SenderFaultError(Exception):
    """The settings name a sender that can't be made; `setting` is the one to change."""

    def __init__(self, setting: str, what: str) -> None:
        super().__init__(what)
        self.setting = setting


def sms_sender(
    vendor: str, account: TencentAccount, templates: Mapping[str, str | None], causes: Collection[str]
) -> NoticeSender:
    """Return the sender of SMS; `causes` are those that are told by SMS. Raises SenderFaultError.

    A second vendor is a second adapter, chosen here.
    """
    missing = sorted(set(causes) - templates.keys())
    if missing:
        what = f"has no template for {', '.join(missing)}; give the vendor's id, or null for a cause not told by SMS"
        raise SenderFaultError("FILING_SMS_TEMPLATES", what)
    unknown = sorted(templates.keys() - set(causes))
    if unknown:
        raise SenderFaultError("FILING_SMS_TEMPLATES", f"has {', '.join(unknown)}, which nobody is told of by SMS")
    try:
        return TencentSms(account, templates)
    except SdkMissingError as sdk:
        what = f"{vendor} needs the optional extra [sms]: pip install -r requirements-extras.txt"
        raise SenderFaultError("FILING_SMS_VENDOR", what) from sdk
