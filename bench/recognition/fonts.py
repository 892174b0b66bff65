"""The fonts of the cards: found on the machine by name, never shipped with the service."""

import subprocess
from functools import cache
from pathlib import Path

# Debian's package of each family.
PACKAGES = {
    "WenQuanYi Zen Hei": "fonts-wqy-zenhei",
    "AR PL UMing CN": "fonts-arphic-uming",
    "AR PL UKai CN": "fonts-arphic-ukai",
    "Noto Sans CJK SC": "fonts-noto-cjk",
    "Noto Serif CJK SC": "fonts-noto-cjk",
    "LXGW WenKai": "fonts-lxgw-wenkai",
}


class FontMissingError(Exception):
    """A family is not installed; the message says how to get it."""


@cache
def font_file(family: str) -> tuple[Path, int]:
    """Return file and index of a family, as fontconfig finds it. Raises FontMissingError."""
    package = PACKAGES.get(family)
    advice = f"apt-get install {package}" if package else "install it"
    try:
        answer = subprocess.run(
            ["fc-match", f"{family}:style=Regular", "-f", "%{family}\t%{file}\t%{index}"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError) as fault:
        raise FontMissingError(f"fc-match can't be run ({fault}): apt-get install fontconfig") from fault
    families, file, index = answer.split("\t")
    if family not in families.split(","):
        raise FontMissingError(f"The font {family} is not installed: {advice}")
    return Path(file), int(index)
