"""Files sealed segment by segment: AES-256-GCM under a data key per file, in the STREAM construction.

A sealed file is a header and one or more segments:

    magic "ICPF" | version (1 byte) | log2 of the segment size (1) | length of key id (1) | key id
    | nonce prefix (7) | nonce of the wrapped key (12) | wrapped data key (32 + tag 16)
    segment: ciphertext of up to the segment size | tag (16)

The data key is wrapped under the master key named in the header, with everything before it and the context as
associated data. A segment's nonce is prefix | number (4 bytes) | 1 for the last and 0 for every other; its associated
data are the whole header and the context. So a segment that was changed, moved, left out, repeated or taken from
another file, a file that ends early or goes on, and a file read as something else all fail at the segment concerned,
before a byte of it is handed out. (Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and its
Nonce-Reuse Misuse-Resistance, CRYPTO 2015, §7.)
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.adapters.keyring import KEY_BYTES, Keyring, Purpose
from app.ports.secrecy import SecrecyError, Secrets

SEGMENT_BYTES_LOG2 = 18
"""256 KiB: the tags cost 0.006 %, and one segment takes well under a millisecond of the event loop."""

_MAGIC = b"ICPF"
_VERSION = 1
_FIXED = len(_MAGIC) + 3
_PREFIX_BYTES = 7
_NONCE_BYTES = 12
_TAG_BYTES = 16
_WRAPPED_BYTES = _NONCE_BYTES + KEY_BYTES + _TAG_BYTES
_LOG2_RANGE = range(6, 21)  # At most 1 MiB, so that a forged header cannot make us hold more.
_MAX_SEGMENTS = 2**32


class SealingStream:
    """Seals one file: send `header` first, then what `push` yields, then `finish()`."""

    def __init__(
        self, keyring: Keyring, secrets: Secrets, context: str, *, segment_log2: int = SEGMENT_BYTES_LOG2
    ) -> None:
        if segment_log2 not in _LOG2_RANGE:
            message = f"the segment size must be 2 to the power of {_LOG2_RANGE.start} to {_LOG2_RANGE.stop - 1}"
            raise ValueError(message)
        self.key_id = keyring.active_id
        data_key = secrets.random_bytes(KEY_BYTES)
        prefix, wrap_nonce = secrets.random_bytes(_PREFIX_BYTES), secrets.random_bytes(_NONCE_BYTES)
        fixed = _MAGIC + bytes((_VERSION, segment_log2, len(self.key_id))) + self.key_id.encode("ascii") + prefix
        master = AESGCM(keyring.key(Purpose.FILES, self.key_id))
        self.header = fixed + wrap_nonce + master.encrypt(wrap_nonce, data_key, fixed + context.encode())
        self._segments = _Segments(data_key, prefix, self.header + context.encode())
        self._segment_bytes = 1 << segment_log2
        self._held = bytearray()

    def push(self, chunk: bytes) -> Iterator[bytes]:
        """Take plaintext and yield the segments that are complete. Use up the iterator before the next call."""
        self._held += chunk
        # One whole segment stays behind, since only more bytes can tell that it is not the last.
        while len(self._held) > self._segment_bytes:
            plaintext = bytes(self._held[: self._segment_bytes])
            del self._held[: self._segment_bytes]
            yield self._segments.sealed(plaintext, last=False)

    def finish(self) -> bytes:
        """Return the last segment, which is empty for an empty file."""
        return self._segments.sealed(bytes(self._held), last=True)


class OpeningStream:
    """Opens one sealed file as its bytes come; nothing comes out that was not authenticated.

    Raises `SecrecyError` at whatever is not exactly as it was sealed, and for a master key that is not held.
    """

    def __init__(self, keyring: Keyring, context: str) -> None:
        self._keyring = keyring
        self._context = context.encode()
        self._held = bytearray()
        self._body: _Body | None = None

    def push(self, chunk: bytes) -> Iterator[bytes]:
        """Take sealed bytes and yield the plaintext of complete segments. Use up the iterator before the next call."""
        self._held += chunk
        if self._body is None:
            self._body = self._read_header()
        if self._body is not None:
            sealed_bytes = self._body.segment_bytes + _TAG_BYTES
            while len(self._held) > sealed_bytes:
                sealed = bytes(self._held[:sealed_bytes])
                del self._held[:sealed_bytes]
                yield self._body.segments.opened(sealed, last=False)

    def finish(self) -> bytes:
        """Return the plaintext of the last segment. Raises `SecrecyError` if the file was cut short anywhere."""
        if self._body is None:
            raise SecrecyError("a sealed file ends within its header")
        return self._body.segments.opened(bytes(self._held), last=True)

    def _read_header(self) -> "_Body | None":
        held = self._held
        if not _MAGIC.startswith(held[: len(_MAGIC)]):
            raise SecrecyError("not a sealed file")
        if len(held) < _FIXED:
            return None
        version, segment_log2, id_bytes = held[len(_MAGIC) : _FIXED]
        if version != _VERSION or segment_log2 not in _LOG2_RANGE:
            raise SecrecyError("a sealed file has no version known here")
        wrap_at = _FIXED + id_bytes + _PREFIX_BYTES
        if len(held) < wrap_at + _WRAPPED_BYTES:
            return None
        header = bytes(held[: wrap_at + _WRAPPED_BYTES])
        del held[: len(header)]
        key_id = header[_FIXED : _FIXED + id_bytes].decode("ascii", "replace")
        data_key = self._unwrapped(key_id, header[:wrap_at], header[wrap_at:])
        segments = _Segments(data_key, header[wrap_at - _PREFIX_BYTES : wrap_at], header + self._context)
        return _Body(segments, 1 << segment_log2)

    def _unwrapped(self, key_id: str, fixed: bytes, wrapped: bytes) -> bytes:
        master = AESGCM(self._keyring.key(Purpose.FILES, key_id))
        try:
            return master.decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], fixed + self._context)
        except InvalidTag:
            raise SecrecyError("a sealed file's header was changed, or the file is another one") from None


class _Segments:
    """Counts and ciphers the segments of one file. The data key is new for each file, so no nonce repeats under it."""

    def __init__(self, data_key: bytes, prefix: bytes, associated: bytes) -> None:
        self._cipher = AESGCM(data_key)
        self._prefix = prefix
        self._associated = associated
        self._number = 0

    def sealed(self, plaintext: bytes, *, last: bool) -> bytes:
        return self._cipher.encrypt(self._next_nonce(last=last), plaintext, self._associated)

    def opened(self, sealed: bytes, *, last: bool) -> bytes:
        number = self._number
        try:
            return self._cipher.decrypt(self._next_nonce(last=last), sealed, self._associated)
        except InvalidTag:
            raise SecrecyError(f"segment {number} of a sealed file was changed, moved, cut or is missing") from None

    def _next_nonce(self, *, last: bool) -> bytes:
        if self._number >= _MAX_SEGMENTS:
            raise SecrecyError("a sealed file has more segments than can be numbered")
        nonce = self._prefix + self._number.to_bytes(4, "big") + bytes((last,))
        self._number += 1
        return nonce


@dataclass(frozen=True, slots=True)
class _Body:
    segments: _Segments
    segment_bytes: int
