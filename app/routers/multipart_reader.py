"""Below `multipart_stream`: pulls parts and their bytes out of a multipart body, one slice at a time."""

from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

_SLICE_BYTES = 64 * 1024
_EPILOGUE_BYTES = 4096
_PLAIN_ENCODINGS = frozenset((b"", b"7bit", b"8bit", b"binary"))


class MultipartFault(StrEnum):
    """What can be wrong with a multipart body."""

    NOT_MULTIPART = "not_multipart"
    MALFORMED = "malformed"
    TRUNCATED = "truncated"
    TOO_MANY_FIELDS = "too_many_fields"
    TOO_MANY_FILES = "too_many_files"
    FIELD_TOO_LARGE = "field_too_large"
    FIELD_NOT_TEXT = "field_not_text"
    FIELD_REPEATED = "field_repeated"


class MultipartError(Exception):
    """The body cannot be read. `code` says why; `name` is the field concerned, where there is one. Never a value."""

    def __init__(self, code: MultipartFault, name: str | None = None) -> None:
        super().__init__(code.value if name is None else f"{code.value}: {name}")
        self.code = code
        self.name = name


@dataclass(frozen=True, slots=True)
class MultipartLimits:
    """How much is read before a body is refused. The file's size is limited by whoever takes its chunks."""

    fields: int = 10
    files: int = 1
    field_bytes: int = 64 * 1024
    headers_a_part: int = 8
    header_bytes: int = 4096


@dataclass(frozen=True, slots=True)
class Disposition:
    """What a part says it is. `filename` is `None` for a field, and possibly empty for a file."""

    name: str
    filename: str | None


class MultipartReader:
    """Hands out the parts of a body and the bytes of the present part, reading from `source` only when asked."""

    def __init__(self, content_type: str | None, source: AsyncIterator[bytes], limits: MultipartLimits) -> None:
        self._events = _Events()
        self._parser = _parser(_boundary(content_type), self._events, limits)
        self._source = source
        self._pending = memoryview(b"")
        self._in_part = False
        self._digest = sha256()

    async def next_part(self) -> Disposition | None:
        """Skip what is left of the present part and return the next one, or `None` after the last."""
        while await self.content() is not None:
            pass
        match await self._next():
            case list(headers):
                self._in_part = True
                self._digest = sha256()
                return _disposition(headers)
            case _:
                await self._read_epilogue()
                return None

    async def content(self) -> bytes | None:
        """Return the next bytes of the present part, or `None` at its end."""
        event = await self._next() if self._in_part else None
        if not isinstance(event, bytes):
            self._in_part = False
            return None
        self._digest.update(event)
        return event

    def content_digest(self) -> bytes:
        """Return the SHA-256 of the bytes of the present part that were read."""
        return self._digest.digest()

    async def _next(self) -> "_Event":
        while not self._events.seen:
            if self._events.ended:
                return None
            piece = await self._slice()
            if piece is None:
                raise MultipartError(MultipartFault.TRUNCATED)
            try:
                self._parser.write(piece)
            except FormParserError:
                raise MultipartError(MultipartFault.MALFORMED) from None
        return self._events.seen.popleft()

    async def _slice(self) -> bytes | None:
        # A server may hand over the whole body at once; the parser gets it in slices, so that what it has seen and
        # nobody has asked for yet stays small.
        while not self._pending:
            chunk = await anext(self._source, None)
            if chunk is None:
                return None
            self._pending = memoryview(chunk)
        piece, self._pending = bytes(self._pending[:_SLICE_BYTES]), self._pending[_SLICE_BYTES:]
        return piece

    async def _read_epilogue(self) -> None:
        # Read to the end, so that the connection can serve the next request, but not without end.
        left = _EPILOGUE_BYTES
        while left >= 0 and (piece := await self._slice()) is not None:
            left -= len(piece)
        if left < 0:
            raise MultipartError(MultipartFault.MALFORMED)


_Headers = list[tuple[bytes, bytes]]
_Event = _Headers | bytes | None


@dataclass(slots=True)
class _Events:
    """What the parser saw in the last slice: the headers of a part, bytes of it, `None` for its end."""

    seen: deque[_Event] = field(default_factory=deque)
    headers: _Headers = field(default_factory=list)
    header_name: bytearray = field(default_factory=bytearray)
    header_value: bytearray = field(default_factory=bytearray)
    ended: bool = False

    def header_end(self) -> None:
        self.headers.append((bytes(self.header_name).lower(), bytes(self.header_value)))
        self.header_name.clear()
        self.header_value.clear()

    def headers_finished(self) -> None:
        self.seen.append(self.headers)
        self.headers = []

    def end(self) -> None:
        self.ended = True


def _parser(boundary: bytes, events: _Events, limits: MultipartLimits) -> MultipartParser:
    return MultipartParser(
        boundary,
        {
            "on_header_field": lambda data, start, end: events.header_name.extend(data[start:end]),
            "on_header_value": lambda data, start, end: events.header_value.extend(data[start:end]),
            "on_header_end": events.header_end,
            "on_headers_finished": events.headers_finished,
            "on_part_data": lambda data, start, end: events.seen.append(data[start:end]),
            "on_part_end": lambda: events.seen.append(None),
            "on_end": events.end,
        },
        max_header_count=limits.headers_a_part,
        max_header_size=limits.header_bytes,
    )


def _boundary(content_type: str | None) -> bytes:
    try:
        media_type, options = parse_options_header(content_type)
    except UnicodeEncodeError:
        raise MultipartError(MultipartFault.NOT_MULTIPART) from None
    if media_type != b"multipart/form-data":
        raise MultipartError(MultipartFault.NOT_MULTIPART)
    boundary = options.get(b"boundary", b"")
    if not 1 <= len(boundary) <= 70:  # RFC 2046 §5.1.1
        raise MultipartError(MultipartFault.MALFORMED)
    return boundary


def _disposition(headers: _Headers) -> Disposition:
    values = dict(headers)
    if len(values) != len(headers) or values.get(b"content-transfer-encoding", b"").lower() not in _PLAIN_ENCODINGS:
        # Repeated headers can be read in two ways; encoded parts (deprecated, RFC 7578 §4.7) would be stored encoded.
        raise MultipartError(MultipartFault.MALFORMED)
    kind, options = parse_options_header(values.get(b"content-disposition", b"").decode("latin-1"))
    name = options.get(b"name", b"")
    filename = options.get(b"filename")
    try:
        field_name = name.decode("utf-8")
    except UnicodeDecodeError:
        raise MultipartError(MultipartFault.MALFORMED) from None
    if kind != b"form-data" or not field_name:
        raise MultipartError(MultipartFault.MALFORMED)
    return Disposition(field_name, None if filename is None else filename.decode("utf-8", "replace"))
