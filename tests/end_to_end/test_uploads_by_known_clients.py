"""Resumable uploads by clients that nobody here wrote, over a network that fails and a service that dies."""

import asyncio
import contextlib
import hashlib
import io
import json
import os
import random
import re
import socket
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from PIL import Image
from tusclient.client import TusClient

from app.settings import Settings
from app.stack.local import local
from app.wiring import build
from tests.play.cutting_proxy import CuttingProxy, cutting
from tests.play.filing_case import FilingCase
from tests.play.javascript import run_node
from tests.play.processes import killed, part_of, until
from tests.play.running_service import SCOPES, RunningService, running
from tests.play.tus import OF_BYTES, Uploading, begun

MEGABYTE = 1_000_000
LARGE = 200 * MEGABYTE
# What is allowed beyond the memory before: pieces in flight, and what allocators keep.
MORE_MEMORY = 80


@dataclass(frozen=True, slots=True)
class Place:
    """A service that takes large files, with a filing that takes papers."""

    service: RunningService
    case: FilingCase


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    limits = {"FILING_UPLOAD_MAX_BYTES": str(LARGE + MEGABYTE), "FILING_UPLOADS_OPEN_BYTES": str(4 * LARGE)}
    with (
        tempfile.TemporaryDirectory(prefix="filing-large-", ignore_cleanup_errors=True) as folder,
        running(Path(folder), limits) as service,
    ):
        case = FilingCase(service, service.client("uploads", SCOPES))
        case.begin()
        yield Place(service, case)


def a_photo(seed: int) -> bytes:
    """Return a photograph of some 3 MB whose bytes can't be told beforehand."""
    pixels = random.Random(seed).randbytes(1000 * 750 * 3)
    file = io.BytesIO()
    Image.frombytes("RGB", (1000, 750), pixels).resize((2000, 1500)).save(file, "JPEG", quality=95)
    return file.getvalue()


def by_tus_js_client(place: Place, proxy: CuttingProxy, file: Path, **options: object) -> str:
    wanted = {
        "endpoint": f"{proxy.url}/v1/uploads",
        "token": place.case.app.token,
        "file": str(file),
        "metadata": {"filename": "照片.jpg", "filetype": "image/jpeg"},
        **options,
    }
    return run_node("upload.mjs", json.dumps(wanted)).rsplit("/", 1)[1]


def by_tuspy(place: Place, proxy: CuttingProxy, file: Path, **options: object) -> str:
    client = TusClient(f"{proxy.url}/v1/uploads", {"authorization": f"Bearer {place.case.app.token}"})
    with file.open("rb") as stream:
        uploader = client.uploader(
            file_stream=stream, chunk_size=MEGABYTE, retries=20, retry_delay=0.2, metadata={"filename": "a"}, **options
        )
        uploader.upload()
    return str(uploader.url).rsplit("/", 1)[1]


WAYS = {
    "tus-js-client": by_tus_js_client,
    "tus-js-client in chunks": lambda *to: by_tus_js_client(*to, chunkSize=700_000),
    "tus-js-client that can only POST": lambda *to: by_tus_js_client(*to, overridePatchMethod=True),
    "tus-js-client with the beginning": lambda *to: by_tus_js_client(*to, uploadDataDuringCreation=True),
    "tuspy": by_tuspy,
    "tuspy with checksums": lambda *to: by_tuspy(*to, upload_checksum=True),
}


@pytest.mark.parametrize("way", WAYS)
def test_over_connections_cut_at_random_bytes_the_file_arrives_as_it_was(
    place: Place, tmp_path: Path, way: str
) -> None:
    seed = sum(way.encode())
    content, file = a_photo(seed), tmp_path / "photo.jpg"
    file.write_bytes(content)
    with cutting(place.service.base_url, seed=seed, cuts=3 if "beginning" not in way else 1) as proxy:
        upload_id = WAYS[way](place, proxy, file)

        assert proxy.cut > 0
    assert sha256_of_stored(place, upload_id) == hashlib.sha256(content).hexdigest()
    form = {"kind": (None, "other"), "for": (None, "/subject"), "upload_id": (None, upload_id)}
    made = place.case.app.ok(place.case.app.post(f"{place.case.path}/materials", files=form))
    assert (made["sha256"], made["bytes"]) == (hashlib.sha256(content).hexdigest(), len(content))


def sha256_of_stored(place: Place, upload_id: str) -> str:
    """Read an upload as the service would."""
    return asyncio.run(_sha256_of_stored(place, upload_id))


async def _sha256_of_stored(place: Place, upload_id: str) -> str:
    digest = hashlib.sha256()
    with local(Settings.from_environment(place.service.environment)) as settings:
        async with build(settings) as runtime:
            async with runtime.unit_of_work() as uow:
                pieces = await uow.uploads.pieces_of(upload_id)
            provider_id = pieces[0].object_key.split("/")[0]
            for piece in pieces:
                context = f"upload:{provider_id}:{upload_id}:{piece.number}"
                async for chunk in await runtime.objects.stream(piece.object_key, context):
                    digest.update(chunk)
    return digest.hexdigest()


def memory(pid: int, what: str) -> int:
    found = re.search(rf"{what}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1]) // 1024


def a_large_file(folder: Path) -> tuple[Path, str]:
    file, digest = folder / "large", hashlib.sha256()
    with file.open("wb") as target:
        for _ in range(LARGE // MEGABYTE):
            content = os.urandom(MEGABYTE)
            digest.update(content)
            target.write(content)
    return file, digest.hexdigest()


def test_200_megabytes_over_cut_connections_arrive_as_they_were_and_memory_stays_flat(
    place: Place, tmp_path: Path
) -> None:
    file, digest = a_large_file(tmp_path)
    api = part_of(place.service.pid, "api")
    Path(f"/proc/{api}/clear_refs").write_text("5")  # forget the highest mark so far
    before = memory(api, "VmRSS")

    with cutting(place.service.base_url, seed=4, cuts=3, least=10 * MEGABYTE, most=70 * MEGABYTE) as proxy:
        upload_id = by_tus_js_client(place, proxy, file)

        assert proxy.cut == 3
    assert memory(api, "VmHWM") - before < MORE_MEMORY
    assert sha256_of_stored(place, upload_id) == digest
    Uploading(place.case.app, f"/v1/uploads/{upload_id}").give_up()


def test_a_service_killed_while_bytes_come_has_kept_what_it_told_and_the_client_goes_on(
    place: Place, tmp_path: Path
) -> None:
    content = os.urandom(60 * MEGABYTE)
    upload = begun(place.case.app, len(content))
    address = urlsplit(place.service.base_url)
    with socket.create_connection((address.hostname, address.port), 30) as sender:
        sender.sendall(_head(upload, len(content)))
        threading.Thread(target=_pour, args=(sender, content[: 50 * MEGABYTE]), daemon=True).start()
        until(lambda: upload.offset > 0)
        killed(place.service.pid, "api")
    until(lambda: _is_well(place))

    offset = upload.offset
    until(lambda: upload.send(offset, content[offset:]).status_code == 204)

    assert 0 < offset < len(content)
    assert sha256_of_stored(place, upload.id) == hashlib.sha256(content).hexdigest()
    upload.give_up()


def _is_well(place: Place) -> bool:
    try:
        return place.service.http.get("/healthz").status_code == 200
    except httpx.TransportError:
        return False


def _head(upload: Uploading, length: int) -> bytes:
    headers = {**OF_BYTES, "authorization": f"Bearer {upload.caller.token}", "upload-offset": "0"}
    lines = [f"PATCH {upload.location} HTTP/1.1", "host: here", f"content-length: {length}"]
    return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items()), "", ""]).encode()


def _pour(sender: socket.socket, content: bytes) -> None:
    with contextlib.suppress(OSError):
        sender.sendall(content)
