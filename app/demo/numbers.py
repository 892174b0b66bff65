"""Certificate numbers and phones of people who do not exist, right by every check digit."""

import hashlib
from dataclasses import dataclass

RESIDENT_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
RESIDENT_ID_CHECKS = "10X98765432"
CREDIT_CODE_SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_CODE_MODULUS = 31
DISTRICT = "410105"  # 河南省郑州市金水区


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers that differ from run to run with `seed`, so that the demo can be shown twice to one service."""

    seed: str

    def resident_id(self, role: str, born: str) -> str:
        """Return a resident identity number (GB 11643); `born` is YYYYMMDD."""
        body = f"{DISTRICT}{born}{self._digits(role, 3)}"
        total = sum(int(digit) * weight for digit, weight in zip(body, RESIDENT_ID_WEIGHTS, strict=True))
        return body + RESIDENT_ID_CHECKS[total % len(RESIDENT_ID_CHECKS)]

    def credit_code(self, role: str) -> str:
        """Return a unified social credit code (GB 32100) of an enterprise, over an organisation code (GB 11714)."""
        body = f"91{DISTRICT}{self._organisation_code(role)}"
        total = sum(CREDIT_CODE_SYMBOLS.index(symbol) * pow(3, place, 31) for place, symbol in enumerate(body))
        return body + CREDIT_CODE_SYMBOLS[-total % CREDIT_CODE_MODULUS]

    def mobile(self, role: str) -> str:
        """Return a mobile number."""
        return f"138{self._digits(role, 8)}"

    def hexadecimal(self, role: str, count: int) -> str:
        """Return so many hexadecimal digits, as keys and fingerprints are written."""
        return hashlib.shake_256(f"{self.seed}/{role}".encode()).hexdigest(count // 2)

    def label(self, role: str) -> str:
        """Return a few letters and digits for names that must be new."""
        return hashlib.sha256(f"{self.seed}/{role}".encode()).hexdigest()[:8]

    def _organisation_code(self, role: str) -> str:
        # Letters too: of a million numbers, two of a thousand filings would have the same one in four runs of ten.
        body = f"MA{self._symbols(role, 6)}"
        weights = (3, 7, 9, 10, 5, 8, 4, 2)
        check = 11 - sum(int(symbol, 36) * weight for symbol, weight in zip(body, weights, strict=True)) % 11
        return body + {10: "X", 11: "0"}.get(check, str(check))

    def _symbols(self, role: str, count: int) -> str:
        drawn = hashlib.shake_256(f"{self.seed}/{role}".encode()).digest(count)
        return "".join(CREDIT_CODE_SYMBOLS[one % CREDIT_CODE_MODULUS] for one in drawn)

    def _digits(self, role: str, count: int) -> str:
        number = int(hashlib.sha256(f"{self.seed}/{role}".encode()).hexdigest(), 16)
        return f"{number % 10**count:0{count}d}"
