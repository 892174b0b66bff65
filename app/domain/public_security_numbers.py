"""Numbers of the public-security filing (公安备案号): 粤公网安备44030502008569号."""

import re

from app.domain.regions import ABBREVIATIONS

# Filing numbers of the authority keep 蜀, 黔, 滇, 陇 and 陕; the police write 川, 贵, 云 and 甘 beside them.
_PROVINCES = "".join(ABBREVIATIONS.values()) + "川贵云甘"
_NUMBER = re.compile(rf"([{_PROVINCES}])公网安备\s?([0-9]{{14}})号")


def public_security_number(text: str) -> str | None:
    """Return a number in the form without a blank; None for what is none."""
    found = _NUMBER.fullmatch(text.strip())
    return f"{found[1]}公网安备{found[2]}号" if found is not None else None
