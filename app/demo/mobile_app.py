"""An APP of somebody in the demo: what it is asked about and filed with differs from a website."""

from dataclasses import dataclass, fields
from typing import Any

from app.demo.numbers import Numbers
from app.demo.people import Applicant

_KEY_DIGITS = 512  # 2,048 bits
_MD5_DIGITS = 32


@dataclass(frozen=True, slots=True)
class AppOwner(Applicant):
    """A subject with an APP, which is asked about by its name; `site_name` is that name."""

    public_key: str = ""
    fingerprint: str = ""

    @property
    def asked_service(self) -> dict[str, Any]:
        """Return by what type verification knows the APP."""
        return {"kind": "app", "name": self.site_name}

    def service(self, service_id: str) -> dict[str, Any]:
        """Return what is entered of the APP beside what was verified."""
        website = Applicant.service(self, service_id)
        shared = ("id", "contents", "languages", "pre_approvals", "paid_service", "principal", "access")
        android = {
            "platform": "android",
            "name": self.site_name,
            "package_name": "cn.example.chenxing",
            "public_key": self.public_key,
            "fingerprint": self.fingerprint,
        }
        return {name: website[name] for name in shared} | {"platforms": [android]}


def with_app(who: Applicant, numbers: Numbers) -> AppOwner:
    """Return the same subject with an APP, for which the same person answers."""
    same = {field.name: getattr(who, field.name) for field in fields(Applicant)}
    changed = {"site_name": "晨星助手", "first_name": None}
    key, fingerprint = numbers.hexadecimal("public key", _KEY_DIGITS), numbers.hexadecimal("fingerprint", _MD5_DIGITS)
    return AppOwner(**same | changed, public_key=key, fingerprint=fingerprint)
