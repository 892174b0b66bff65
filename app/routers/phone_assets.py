"""Script and style of the phone's page: the service's own, named by their content, so that phones keep them."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parents[1] / "web" / "phone"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent."""

    media_type: str
    content: bytes
    compressed: bytes


@cache
def assets() -> Mapping[str, Asset]:
    """Return the files by the names under which they are served, such as `phone.1f2e3d4c.js`."""
    found = {}
    for file in sorted(_FOLDER.iterdir()):
        content = file.read_bytes()
        name = f"{file.stem}.{hashlib.sha256(content).hexdigest()[:12]}{file.suffix}"
        found[name] = Asset(_TYPES[file.suffix], content, gzip.compress(content, 9, mtime=0))
    return found


@cache
def asset_addresses() -> Mapping[str, str]:
    """Return where each file is, by its suffix: `css`, `js`."""
    return {name.rsplit(".", 1)[1]: f"/h/assets/{name}" for name in assets()}
