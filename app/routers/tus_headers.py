"""What tus 1.0.0 says in headers, read and written."""

import base64
import binascii
import re
from datetime import datetime
from email.utils import format_datetime

from starlette.requests import Request

from app.domain.errors import ProblemCode, Refusal, invalid
from app.domain.texts import Text
from app.domain.uploads import Upload
from app.usecases.runtime import Limits
from app.usecases.upload_bodies import Checksum

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,termination,checksum,expiration"
ALGORITHMS = {"sha1": 20, "sha256": 32, "sha384": 48, "sha512": 64, "md5": 16}
"""Checksum algorithms, and how long their digests are."""

_WHOLE = re.compile(r"[0-9]{1,18}")
_METADATA_KEY = re.compile(r"[!-+\--~]{1,64}")
_LONGEST_METADATA = 4096
_MOST_ENTRIES = 32
_NOT_WHOLE = Text("须为非负整数（字节数）。", "It must be a whole number of bytes, not negative.")
_NO_LENGTH = Text(
    "请用 Upload-Length 说明文件大小；不支持稍后再说明。",
    "Say the size of the file as Upload-Length; it can't be deferred.",
)
_BAD_METADATA = Text(
    "格式应为“键 base64值”，以逗号分隔，键不重复，总长不超过 4096 字符。",
    "It must be `key base64` pairs with commas between, no key twice, 4096 characters at most.",
)
_BAD_ID = Text("不是编号。", "It is no id.")


def version_headers(limits: Limits) -> dict[str, str]:
    """Return what `OPTIONS` tells: which tus is spoken here."""
    return {
        "tus-resumable": VERSION,
        "tus-version": VERSION,
        "tus-extension": EXTENSIONS,
        "tus-max-size": str(limits.upload_max_bytes),
        "tus-checksum-algorithm": ",".join(ALGORITHMS),
    }


def progress_headers(upload: Upload) -> dict[str, str]:
    """Return how far an upload is and until when it may be carried on."""
    return {
        "tus-resumable": VERSION,
        "upload-offset": str(upload.received),
        "upload-expires": expiry(upload.expires_at),
    }


def expiry(moment: datetime) -> str:
    """Return a moment as HTTP writes dates."""
    return format_datetime(moment, usegmt=True)


def check_version(request: Request) -> None:
    """Refuse another version of the protocol; raises `precondition-failed`."""
    if request.headers.get("tus-resumable", "").strip() != VERSION:
        raise Refusal(
            ProblemCode.PRECONDITION_FAILED,
            detail=Text("请在 Tus-Resumable 请求头中写明 1.0.0。", "Send Tus-Resumable: 1.0.0."),
            remedy=Text("请使用支持 tus 1.0.0 的客户端。", "Use a client that speaks tus 1.0.0."),
        )


def length_of(request: Request) -> int:
    """Read the size of a new upload."""
    if "upload-defer-length" in request.headers or "upload-length" not in request.headers:
        raise invalid("/header/upload-length", "required", _NO_LENGTH)
    return _whole(request, "upload-length")


def offset_of(request: Request) -> int:
    """Read where the bytes of a request begin."""
    return _whole(request, "upload-offset")


def _whole(request: Request, name: str) -> int:
    given = request.headers.get(name, "").strip()
    if not _WHOLE.fullmatch(given):
        raise invalid(f"/header/{name}", "wrong_form", _NOT_WHOLE)
    return int(given)


def declared_bytes(request: Request) -> int | None:
    """Return how many bytes the request says it has; None where it says nothing."""
    given = request.headers.get("content-length", "")
    return int(given) if _WHOLE.fullmatch(given) else None


def checksum_of(request: Request) -> Checksum | None:
    """Read what the bytes come to; raises `malformed-request` for what can't be checked."""
    given = request.headers.get("upload-checksum")
    if given is None:
        return None
    algorithm, _, encoded = given.strip().partition(" ")
    digest = _decoded(encoded.strip())
    if digest is None or len(digest) != ALGORITHMS.get(algorithm):
        raise Refusal(
            ProblemCode.MALFORMED_REQUEST,
            detail=Text(
                "Upload-Checksum 须为“算法 base64摘要”，算法见 Tus-Checksum-Algorithm。",
                "Upload-Checksum must be an algorithm of Tus-Checksum-Algorithm and the digest in base64.",
            ),
        )
    return Checksum(algorithm, digest)


def metadata_of(request: Request) -> tuple[str, dict[str, str]]:
    """Read `Upload-Metadata`: as it was sent, and by key what is text in it. Raises `validation-failed`."""
    given = request.headers.get("upload-metadata", "").strip()
    if not given:
        return "", {}
    if len(given) > _LONGEST_METADATA or not given.isascii() or not given.isprintable():
        raise _refused_metadata()
    values: dict[str, str] = {}
    for entry in given.split(","):
        key, _, encoded = entry.strip().partition(" ")
        value = _decoded(encoded.strip())
        if value is None or key in values or not _METADATA_KEY.fullmatch(key) or len(values) >= _MOST_ENTRIES:
            raise _refused_metadata()
        values[key] = value.decode("utf-8", "replace")
    return given, values


def id_in(values: dict[str, str], name: str) -> str | None:
    """Return an id that the metadata name; raises `validation-failed` for what can be none."""
    given = values.get(name)
    if given is not None and not re.fullmatch(r"[0-9a-z_]{1,64}", given):
        raise invalid("/header/upload-metadata", "wrong_form", _BAD_ID)
    return given


def _refused_metadata() -> Refusal:
    return invalid("/header/upload-metadata", "wrong_form", _BAD_METADATA)


def _decoded(encoded: str) -> bytes | None:
    try:
        return base64.b64decode(encoded.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeError):
        return None
