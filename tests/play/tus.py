"""Resumable uploads over HTTP, step by step."""

import base64
from collections.abc import Mapping

import httpx

from tests.play.running_service import Caller

RESUMABLE = {"tus-resumable": "1.0.0"}
OF_BYTES = {**RESUMABLE, "content-type": "application/offset+octet-stream"}


def metadata(**values: str) -> str:
    """Return `Upload-Metadata`."""
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items())


def checksum(algorithm: str, digest: bytes) -> dict[str, str]:
    """Return `Upload-Checksum` as a header."""
    return {"upload-checksum": f"{algorithm} {base64.b64encode(digest).decode()}"}


class Uploading:
    """One upload of a caller."""

    def __init__(self, caller: Caller, location: str) -> None:
        self.caller = caller
        self.location = location
        self.id = location.rsplit("/", 1)[1]

    def send(
        self, offset: int | str, content: bytes, headers: Mapping[str, str] | None = None, caller: Caller | None = None
    ) -> httpx.Response:
        """PATCH."""
        sent = {**OF_BYTES, "upload-offset": str(offset), **(headers or {})}
        return (caller or self.caller).call("PATCH", self.location, content=content, headers=sent)

    def look(self, caller: Caller | None = None) -> httpx.Response:
        """HEAD."""
        return (caller or self.caller).call("HEAD", self.location, headers=RESUMABLE)

    def give_up(self, caller: Caller | None = None) -> httpx.Response:
        """DELETE."""
        return (caller or self.caller).call("DELETE", self.location, headers=RESUMABLE)

    @property
    def offset(self) -> int:
        """Return how far it is."""
        return int(self.look().headers["upload-offset"])


def begin(caller: Caller, size: int | str, **headers: str) -> httpx.Response:
    """POST; names of headers with _ for -."""
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return caller.call("POST", "/v1/uploads", headers={**RESUMABLE, "upload-length": str(size), **more})


def begun(caller: Caller, size: int, **headers: str) -> Uploading:
    """POST, which must succeed."""
    answer = begin(caller, size, **headers)
    assert answer.status_code == 201, answer.text
    return Uploading(caller, answer.headers["location"])
