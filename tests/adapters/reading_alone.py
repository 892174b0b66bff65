"""Reads pages in a process of its own that may not use the network; what was read goes to stdout as JSON.

Asked on stdin: a list of `[document, media type, base64]`.
"""

import asyncio
import base64
import json
import sys
from typing import Any

from app.adapters.rapid_ocr import RapidOcrReader
from app.domain.recognition import CertificateDocument
from app.ports.certificate_reader import PageUnreadableError


def _no_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.getaddrinfo"):
        raise RuntimeError(f"{event} {arguments[1:]}")


async def main() -> None:
    """Read everything that is asked."""
    asked = json.load(sys.stdin)
    reader = RapidOcrReader(threads=1)
    loaded_before = sorted({"rapidocr", "onnxruntime", "cv2"} & set(sys.modules))
    sys.addaudithook(_no_network)
    answers: list[Any] = []
    for document, media_type, content in asked:
        try:
            reading = await reader.read(base64.b64decode(content), media_type, CertificateDocument(document))
        except PageUnreadableError:
            answers.append(None)
        else:
            answers.append({name: field.value for name, field in reading.fields.items()})
    json.dump({"installed": reader.is_installed(), "loaded_before": loaded_before, "read": answers}, sys.stdout)


if __name__ == "__main__":
    asyncio.run(main())
