"""Settings for a stack that is thrown away."""

import dataclasses
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.settings import Settings

_KEPT = ("FILING_LOG_LEVEL", "FILING_PROFILE", "FILING_RECOGNITION")


@contextmanager
def demo_settings(folder: Path) -> Iterator[Settings]:
    """Give sandbox settings over an empty folder and free ports.

    What the environment says of other databases, ports and keys is put aside for as long as the block lasts, for
    the child processes read the environment too, and a demo must never touch real data.
    """
    aside = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("FILING_")}
    kept = {name: value for name, value in aside.items() if name in _KEPT}
    os.environ.update(kept)
    folder.chmod(0o711)  # the database's user passes through it
    try:
        yield dataclasses.replace(Settings.from_environment(kept), data_dir=folder / "data", port=0)
    finally:
        os.environ.update(aside)
