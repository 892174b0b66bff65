"""Reading certificates with RapidOCR on ONNX Runtime, whose models come in their wheel: nothing leaves the machine.

Importing this module loads none of it; the first page read does, some 700 MB. So only the worker of the recognition
queue reads.
"""

import asyncio
import importlib.util
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from threading import Lock
from typing import Any

from app.domain.certificate_reading import is_sure, merged, read_certificate
from app.domain.recognition import CertificateDocument, Reading, TextBox
from app.ports.certificate_reader import PageUnreadableError

_NEEDED = ("rapidocr", "onnxruntime", "cv2", "pypdfium2")
# The longer side of what the model sees, try by try: licences bear smaller text than cards. More costs memory.
_SIDES = {
    CertificateDocument.RESIDENT_ID_FRONT: (1280, 1700, 1000),
    CertificateDocument.RESIDENT_ID_BACK: (1280, 1700, 1000),
    CertificateDocument.BUSINESS_LICENSE: (1600, 1280, 1920),
}
_MOST_PIXELS = 60_000_000
_PAGE_SIDE = 2000
_SURE = 0.9
_SEEN = 0.5
_LEAST_SCORE = 0.3
_UPRIGHT = 1.5


class RapidOcrReader:
    """`threads` of each session; one page is read at a time."""

    def __init__(self, threads: int) -> None:
        self._threads = threads
        self._lock = Lock()
        self._engine: Any = None

    @property
    def name(self) -> str:
        """The package with its version; the models are those of its wheel."""
        try:
            return f"rapidocr {version('rapidocr')}"
        except PackageNotFoundError:
            return "rapidocr"

    def is_installed(self) -> bool:
        """Look for the packages without importing them."""
        return all(importlib.util.find_spec(name) is not None for name in _NEEDED)

    async def read(self, content: bytes, media_type: str, document: CertificateDocument) -> Reading:
        """Read in a thread, so that the process goes on saying that it lives."""
        return await asyncio.to_thread(self.read_now, content, media_type, document)

    def read_now(self, content: bytes, media_type: str, document: CertificateDocument) -> Reading:
        """Try at several sizes until the reading is sure; the best of all tries counts."""
        picture, sides = _opened(content, media_type), _SIDES[document]
        with self._lock:
            reading, stands = self._once(_tried(picture, sides, 0), document)
            if not reading.fields:
                picture, reading = self._turned(picture, document, stands)
            readings = [reading]
            for place in range(1, len(sides)):
                if is_sure(merged(readings), _SURE):
                    break
                readings.append(self._once(_tried(picture, sides, place), document)[0])
        return merged(readings)

    def _turned(self, picture: Any, document: CertificateDocument, stands: bool) -> tuple[Any, Reading]:
        """Return the picture turned so that most is read, and what is; text that `stands` means it lies on its side."""
        import cv2

        ways = (cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_90_COUNTERCLOCKWISE, cv2.ROTATE_180)
        best = (picture, Reading(document, {}))
        for way in ways if stands else reversed(ways):
            turned = cv2.rotate(picture, way)
            reading, _ = self._once(_tried(turned, _SIDES[document], 0), document)
            if len(reading.fields) > len(best[1].fields):
                best = (turned, reading)
            if is_sure(reading, _SEEN):
                break
        return best

    def _once(self, picture: Any, document: CertificateDocument) -> tuple[Reading, bool]:
        """Read one picture; also tell whether most texts stand upright, one character over the other."""
        found = self._loaded()(picture)
        if found.txts is None or found.boxes is None:
            return Reading(document, {}), False
        boxes = [_box(*one) for one in zip(found.txts, found.boxes.tolist(), found.scores, strict=True)]
        standing = sum(_is_standing(box) for box in boxes)
        return read_certificate(document, boxes), standing * 2 > len(boxes)

    def _loaded(self) -> Any:
        if self._engine is None:
            self._engine = _engine(self._threads)
        return self._engine


def _engine(threads: int) -> Any:
    """Load the models from the wheel; their paths are given, so that nothing is looked for on any network."""
    import onnxruntime
    import rapidocr

    onnxruntime.disable_telemetry_events()
    models = Path(rapidocr.__file__).parent / "models"
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,
            "Global.text_score": _LEAST_SCORE,
            "Global.max_side_len": max(max(sides) for sides in _SIDES.values()),
            "Det.model_path": str(_model(models, "det")),
            "Rec.model_path": str(_model(models, "rec")),
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _model(folder: Path, task: str) -> Path:
    return next(iter(sorted(folder.glob(f"*_{task}_*.onnx"))))


def _opened(content: bytes, media_type: str) -> Any:
    if media_type == "application/pdf":
        return _first_page(content)
    import cv2
    import numpy as np

    _require_size(content)
    picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise PageUnreadableError
    return picture


def _require_size(content: bytes) -> None:
    """Look at the header before anything is decoded."""
    import io

    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as opened:
            width, height = opened.size
    except (OSError, ValueError, Image.DecompressionBombError) as fault:
        raise PageUnreadableError from fault
    if width * height > _MOST_PIXELS:
        raise PageUnreadableError


def _first_page(content: bytes) -> Any:
    import cv2
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(content) as opened:
            page = opened[0]
            rendered = page.render(scale=_PAGE_SIDE / max(page.get_size())).to_numpy().copy()
    except (pypdfium2.PdfiumError, IndexError, ZeroDivisionError) as fault:
        raise PageUnreadableError from fault
    if rendered.ndim == 2 or rendered.shape[2] == 1:
        return cv2.cvtColor(rendered, cv2.COLOR_GRAY2BGR)
    return rendered if rendered.shape[2] == 3 else cv2.cvtColor(rendered, cv2.COLOR_BGRA2BGR)


def _tried(picture: Any, sides: tuple[int, ...], place: int) -> Any:
    """Return the picture for a try: at its size, and from the second on evenly lit and a little sharper."""
    sized = _sized(picture, sides[place])
    return sized if place == 0 else _evenly_lit(sized)


def _sized(picture: Any, side: int) -> Any:
    import cv2

    height, width = picture.shape[:2]
    share = side / max(height, width)
    if 1 <= share < 1.15:
        return picture
    how = cv2.INTER_AREA if share < 1 else cv2.INTER_CUBIC
    share = min(share, 2.0)
    return cv2.resize(picture, (max(1, round(width * share)), max(1, round(height * share))), interpolation=how)


def _evenly_lit(picture: Any) -> Any:
    """Divide by what the light does over large distances, and sharpen a little."""
    import cv2
    import numpy as np

    light = cv2.GaussianBlur(picture, (0, 0), max(picture.shape[:2]) / 30)
    even = cv2.divide(picture, np.maximum(light, 1), scale=235)
    return cv2.addWeighted(even, 1.5, cv2.GaussianBlur(even, (0, 0), 1.5), -0.5, 0)


def _box(text: str, corners: list[list[float]], score: float) -> TextBox:
    one, two, three, four = ((float(x), float(y)) for x, y in corners)
    return TextBox(text, (one, two, three, four), float(score))


def _is_standing(box: TextBox) -> bool:
    (left, top), (right, _), _, (_, bottom) = box.corners
    return len(box.text) > 1 and abs(bottom - top) > _UPRIGHT * abs(right - left)
