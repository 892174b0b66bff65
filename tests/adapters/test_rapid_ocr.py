"""The local model reads real pictures of certificates, and asks nobody on any network."""

import base64
import io
import json
import subprocess
import sys
from typing import Any

import pytest
from PIL import Image

from app.adapters.rapid_ocr import RapidOcrReader
from app.demo.numbers import Numbers
from app.demo.people import enterprise
from tests.play.certificates import id_back, id_front, license_of, photo, scan

WHO = enterprise(Numbers("reading"))
FRONT, BACK, LICENCE = id_front(WHO.principal), id_back(), license_of(WHO)
needs_extra = pytest.mark.skipif(
    not RapidOcrReader(1).is_installed(),
    reason="LEFT OUT: the extra [recognition] is not installed (pip install -r requirements-extras.txt)",
)


def upside_down(picture: bytes) -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(picture)).rotate(180).save(out, "PNG")
    return out.getvalue()


def too_large() -> bytes:
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    return out.getvalue()


ASKED = (
    (FRONT.document, "image/jpeg", photo(FRONT)),
    (BACK.document, "image/png", upside_down(photo(BACK))),
    (LICENCE.document, "application/pdf", scan(LICENCE)),
    (FRONT.document, "image/jpeg", b"no picture"),
    (FRONT.document, "image/png", too_large()),
    (LICENCE.document, "application/pdf", b"%PDF-1.7 no document"),
)


@pytest.fixture(scope="module")
def answered() -> dict[str, Any]:
    asked = json.dumps([(kind, media, base64.b64encode(content).decode()) for kind, media, content in ASKED])
    done = subprocess.run(
        [sys.executable, "-m", "tests.adapters.reading_alone"], input=asked, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@needs_extra
def test_nothing_is_loaded_before_the_first_page(answered: dict[str, Any]) -> None:
    assert (answered["installed"], answered["loaded_before"]) == (True, [])


@needs_extra
def test_a_photo_of_a_card_is_read(answered: dict[str, Any]) -> None:
    assert answered["read"][0] == FRONT.fields


@needs_extra
def test_a_card_that_stands_on_its_head_is_turned(answered: dict[str, Any]) -> None:
    assert answered["read"][1] == BACK.fields


@needs_extra
def test_the_first_page_of_a_pdf_is_read(answered: dict[str, Any]) -> None:
    assert answered["read"][2] == LICENCE.fields


@needs_extra
def test_what_is_no_picture_or_too_large_is_refused(answered: dict[str, Any]) -> None:
    assert answered["read"][3:] == [None, None, None]
