"""multipart/form-data read as it comes: fields collected, the file handed on in chunks, nothing ever on disk."""

from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from hashlib import sha256

from app.routers.multipart_reader import MultipartError, MultipartFault, MultipartLimits, MultipartReader

__all__ = [
    "FileChunks",
    "FilePart",
    "FormField",
    "MultipartError",
    "MultipartFault",
    "MultipartLimits",
    "MultipartStream",
]


@dataclass(frozen=True, slots=True)
class FormField:
    """A small field: its name and its text."""

    name: str
    value: str


class FileChunks:
    """The content of a file part: iterate it once; what is not taken is skipped when the next part is asked for."""

    def __init__(self, reader: MultipartReader) -> None:
        self._reader = reader
        self._held: deque[bytes] = deque()
        self._ended = False

    def __aiter__(self) -> "FileChunks":
        """Return itself."""
        return self

    async def __anext__(self) -> bytes:
        """Return the next bytes, read from the client only now. Raises `MultipartError`."""
        if self._held:
            return self._held.popleft()
        chunk = await self._read()
        if chunk is None:
            raise StopAsyncIteration
        return chunk

    async def head(self, size: int) -> bytes:
        """Return the first `size` bytes (fewer if the file is shorter) without taking them out of the iteration."""
        while sum(map(len, self._held)) < size and (chunk := await self._read()) is not None:
            self._held.append(chunk)
        return b"".join(self._held)[:size]

    async def _read(self) -> bytes | None:
        # Asked again after its end, it must not run on into the next part.
        chunk = None if self._ended else await self._reader.content()
        self._ended = chunk is None
        return chunk


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file: the field's name, what the client calls the file (never trusted) and its content."""

    name: str
    filename: str
    chunks: FileChunks


class MultipartStream:
    """One multipart body. A part whose disposition has a `filename` is a file, every other one a field; any order goes.

    Bytes are taken from `source` only when the next part or chunk is asked for, so a slow taker slows the client down.
    """

    def __init__(
        self,
        content_type: str | None,
        source: AsyncIterator[bytes],
        limits: MultipartLimits = MultipartLimits(),  # noqa: B008 - frozen, so sharing it is safe
    ) -> None:
        self._reader = MultipartReader(content_type, source, limits)
        self._limits = limits
        self._digests: list[tuple[bytes, bytes, bytes]] = []
        self._names: set[str] = set()
        self._ended = False

    async def parts(self) -> AsyncIterator[FormField | FilePart]:
        """Yield the parts in the order of the body. Raises `MultipartError` at the first fault."""
        files = 0
        while (disposition := await self._reader.next_part()) is not None:
            if disposition.name in self._names:
                raise MultipartError(MultipartFault.FIELD_REPEATED, disposition.name)
            self._names.add(disposition.name)
            if disposition.filename is None:
                if len(self._names) - files > self._limits.fields:
                    raise MultipartError(MultipartFault.TOO_MANY_FIELDS)
                yield await self._field(disposition.name)
            else:
                files += 1
                if files > self._limits.files:
                    raise MultipartError(MultipartFault.TOO_MANY_FILES)
                chunks = FileChunks(self._reader)
                yield FilePart(disposition.name, disposition.filename, chunks)
                async for _ in chunks:
                    pass
            kind = b"field" if disposition.filename is None else b"file"
            self._digests.append((disposition.name.encode(), kind, self._reader.content_digest()))
        self._ended = True

    def parts_digest(self) -> str:
        """Return the SHA-256 (hex) of the parts, by which a repeated request is known. Only once all parts were read.

        It covers name, kind (field or file) and content of each part, sorted by name: the boundary, the file's name and
        the order differ between two sendings of the same form by the same client, and change nothing of what we do.
        """
        if not self._ended:
            message = "the digest of a body is known once its parts were all read"
            raise RuntimeError(message)
        whole = sha256()
        for name, kind, digest in sorted(self._digests):
            whole.update(len(name).to_bytes(4, "big") + name + kind.ljust(5) + digest)
        return whole.hexdigest()

    async def _field(self, name: str) -> FormField:
        value = bytearray()
        while (chunk := await self._reader.content()) is not None:
            value += chunk
            if len(value) > self._limits.field_bytes:
                raise MultipartError(MultipartFault.FIELD_TOO_LARGE, name)
        try:
            text = value.decode("utf-8")
        except UnicodeDecodeError:
            raise MultipartError(MultipartFault.FIELD_NOT_TEXT, name) from None
        if "\0" in text:
            # No text of ours has NUL, and PostgreSQL cannot keep it.
            raise MultipartError(MultipartFault.FIELD_NOT_TEXT, name)
        return FormField(name, text)
