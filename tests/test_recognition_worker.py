"""The worker that reads certificates: an extra, which nobody has to have."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.recognition import CertificateDocument
from app.settings import Settings
from app.wiring import certificate_reader

_WITHOUT = "import sys; sys.modules['rapidocr'] = None; from app.cli import main; main()"


def test_without_its_extra_the_worker_says_how_to_get_it_and_starts_nothing(tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("FILING_")}

    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT, "worker", "--queue", "recognition"],
        env={**environ, "FILING_DATA_DIR": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "pip install -r requirements-extras.txt" in done.stderr
    assert not (tmp_path / "data").exists()


def test_what_reads_is_named_without_loading_it() -> None:
    loaded = "import sys; from app.settings import Settings; from app.wiring import certificate_reader; " + (
        "r = certificate_reader(Settings()); r.is_installed(); r.name; "
        "assert not {'rapidocr', 'onnxruntime', 'cv2', 'numpy'} & set(sys.modules), sorted(sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0
    assert certificate_reader(Settings()).name.startswith("rapidocr")


@pytest.mark.parametrize("document", list(CertificateDocument))
def test_every_document_is_read_at_sizes_that_the_memory_allows(document: CertificateDocument) -> None:
    from app.adapters.rapid_ocr import _SIDES

    assert len(_SIDES[document]) > 1
    assert max(_SIDES[document]) <= 2000
