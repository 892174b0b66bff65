"""What an APP is recognised by on each platform: package name, public key, fingerprint of the signing certificate."""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from app.domain.rulebook import Rulebook
from app.domain.texts import Text


class AppIdentityRule(StrEnum):
    """The rules asked for here."""

    PLATFORMS = "services.app_platforms"
    PUBLIC_KEY_MIN_BITS = "services.public_key_min_bits"


@dataclass(frozen=True, slots=True)
class PlatformForms:
    """One row of the table of platforms: the forms that a package name and a fingerprint have there."""

    label: Text
    package: str
    example: str
    digest: str
    hex_digits: int

    def is_package_name(self, text: str) -> bool:
        """Tell whether this is a package name (Android, HarmonyOS) or a bundle id (iOS)."""
        return re.fullmatch(self.package, text, re.ASCII) is not None

    def is_fingerprint(self, text: str) -> bool:
        """Tell whether this has the length and the digits of the fingerprint that is filed."""
        plain = normalised_fingerprint(text)
        return len(plain) == self.hex_digits and _HEX.fullmatch(plain) is not None


_HEX = re.compile(r"[0-9a-f]+")
_PEM = re.compile(r"-----BEGIN ([A-Z ]+)-----(.+)-----END \1-----", re.DOTALL)
_SEPARATORS = re.compile(r"[\s:]")
_LINE_ENDS = re.compile(r"[\r\n]")
_BITS_OF_A_HEX_DIGIT, _BITS_OF_A_BYTE = 4, 8
# log2(10) is 3.32 and some: ten decimal digits hold at least 33 bits.
_BITS_OF_TEN_DECIMAL_DIGITS = 33


@lru_cache(maxsize=64)
def platform_forms(platform: str, as_of: date, rulebook: Rulebook) -> PlatformForms | None:
    """Return the row of a platform; None for one that the table does not have."""
    row = rulebook.at(AppIdentityRule.PLATFORMS, as_of).value.get(platform)
    if row is None:
        return None
    return PlatformForms(
        label=Text(row["label"]["zh"], row["label"]["en"]),
        package=row["package"],
        example=row["example"],
        digest=row["digest"],
        hex_digits=row["hex_digits"],
    )


def normalised_fingerprint(text: str) -> str:
    """Bring a fingerprint into the form in which two can be compared: lower case, no colons, no blanks."""
    return _SEPARATORS.sub("", text).lower()


def is_plausible_key(text: str, as_of: date, rulebook: Rulebook) -> bool:
    """Tell whether this looks like a public key: PEM, hexadecimal, decimal or Base64, and long enough to be one."""
    return _bits(text) >= rulebook.number(AppIdentityRule.PUBLIC_KEY_MIN_BITS, as_of)


def _bits(text: str) -> int:
    """Return about how many bits are written here; none where nothing can be read."""
    pem = _PEM.fullmatch(text.strip())
    if pem is not None:
        return _base64_bits(pem.group(2))
    compact = _SEPARATORS.sub("", text).lower().removeprefix("0x")
    if compact.isascii() and compact.isdigit():
        return len(compact) * _BITS_OF_TEN_DECIMAL_DIGITS // 10
    if _HEX.fullmatch(compact):
        return len(compact) * _BITS_OF_A_HEX_DIGIT
    return _base64_bits(text.strip())


def _base64_bits(text: str) -> int:
    """Return the bits of Base64, lines allowed; words with blanks between them are none."""
    try:
        return len(base64.b64decode(_LINE_ENDS.sub("", text), validate=True)) * _BITS_OF_A_BYTE
    except (binascii.Error, ValueError):
        return 0
