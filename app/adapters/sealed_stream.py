"""Files sealed segment by segment: AES-256-GCM under a data key per file, in the STREAM construction.

A sealed file is a header and one or more segments:

    magic "ICPF" | version 2 (1 byte) | log2 of the segment size (1) | nonce prefix (7)
    segment: ciphertext of up to the segment size | tag (16)

A segment's nonce is prefix | number (4 bytes) | 1 for the last and 0 for every other; its associated data are the whole
header and the context. So a segment that was changed, moved, left out, repeated or taken from another file, a file that
ends early or goes on, and a file read as something else all fail at the segment concerned, before a byte of it is
handed out. (Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance, CRYPTO 2015, §7.) The data key lies apart (`wrapped_keys`).

Files of version 1 are still read. Their data key is in the header, wrapped under the master key named there with
everything before it and the context as associated data:

    magic "ICPF" | version 1 | log2 of the segment size (1) | length of key id (1) | key id
    | nonce prefix (7) | nonce of the wrapped key (12) | wrapped data key (32 + tag 16)
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
_VERSION = 2
_VERSION_OF_BEFORE = 1
_FIXED = len(_MAGIC) + 2
_PREFIX_BYTES = 7
_NONCE_BYTES = 12
_TAG_BYTES = 16
_WRAPPED_BYTES = _NONCE_BYTES + KEY_BYTES + _TAG_BYTES
_LOG2_RANGE = range(6, 21)  # At most 1 MiB, so that a forged header cannot make us hold more.
_MAX_SEGMENTS = 2**32
LONGEST_HEADER = _FIXED + 1 + 255 + _PREFIX_BYTES + _WRAPPED_BYTES


class KeyGoneError(SecrecyError):
    """The file's data key is not there any more: whoever took it away erased the file."""


def key_id_within(head: bytes) -> str | None:
    """Return the id of the master key that a file of version 1 names; None for later ones and for other things."""
    if head[: len(_MAGIC) + 1] != _MAGIC + bytes((_VERSION_OF_BEFORE,)) or len(head) <= _FIXED:
        return None
    return head[_FIXED + 1 : _FIXED + 1 + head[_FIXED]].decode("ascii", "replace")


class SealingStream:
    """Seals one file under a fresh data key: send `header` first, then what `push` yields, then `finish()`."""

    def __init__(self, secrets: Secrets, context: str, *, segment_log2: int = SEGMENT_BYTES_LOG2) -> None:
        if segment_log2 not in _LOG2_RANGE:
            message = f"the segment size must be 2 to the power of {_LOG2_RANGE.start} to {_LOG2_RANGE.stop - 1}"
            raise ValueError(message)
        self.data_key = secrets.random_bytes(KEY_BYTES)
        prefix = secrets.random_bytes(_PREFIX_BYTES)
        self.header = _MAGIC + bytes((_VERSION, segment_log2)) + prefix
        self._segments = _Segments(self.data_key, prefix, self.header + context.encode())
        # Filled in place and sealed from there: a segment is copied once on its way, and large chunks not at all.
        self._held = memoryview(bytearray(1 << segment_log2))
        self._filled = 0

    def push(self, chunk: bytes) -> Iterator[bytes]:
        """Take plaintext and yield the segments that are complete. Use up the iterator before the next call."""
        coming, size = memoryview(chunk), len(self._held)
        # One whole segment stays behind, since only more bytes can tell that it is not the last.
        while coming:
            if self._filled == size:
                yield self._segments.sealed(self._held, last=False)
                self._filled = 0
            if not self._filled and len(coming) > size:
                yield self._segments.sealed(coming[:size], last=False)
                coming = coming[size:]
                continue
            taken = min(len(coming), size - self._filled)
            self._held[self._filled : self._filled + taken] = coming[:taken]
            self._filled += taken
            coming = coming[taken:]

    def finish(self) -> bytes:
        """Return the last segment, which is empty for an empty file."""
        return self._segments.sealed(self._held[: self._filled], last=True)


class OpeningStream:
    """Opens one sealed file as its bytes come; nothing comes out that was not authenticated.

    `data_key` is that of the key object beside the file, None where there is none: files of version 1 need none. Raises
    `SecrecyError` at whatever is not exactly as it was sealed, and for a master key that is not held.
    """

    def __init__(self, keyring: Keyring, context: str, data_key: bytes | None) -> None:
        self._keyring = keyring
        self._data_key = data_key
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
        if len(held) <= _FIXED:
            return None
        version, segment_log2, id_bytes = held[len(_MAGIC) : _FIXED + 1]
        if version not in (_VERSION, _VERSION_OF_BEFORE) or segment_log2 not in _LOG2_RANGE:
            raise SecrecyError("a sealed file has no version known here")
        of_before = version == _VERSION_OF_BEFORE
        prefix_at = _FIXED + 1 + id_bytes if of_before else _FIXED
        prefix_end = prefix_at + _PREFIX_BYTES
        length = prefix_end + (_WRAPPED_BYTES if of_before else 0)
        if len(held) < length:
            return None
        header = bytes(held[:length])
        del held[:length]
        data_key = self._key_within(header, prefix_at, prefix_end) if of_before else self._data_key
        if data_key is None:
            raise KeyGoneError("the key of a sealed file is not there")
        return _Body(_Segments(data_key, header[prefix_at:prefix_end], header + self._context), 1 << segment_log2)

    def _key_within(self, header: bytes, prefix_at: int, wrap_at: int) -> bytes:
        key_id = header[_FIXED + 1 : prefix_at].decode("ascii", "replace")
        return self._unwrapped(key_id, header[:wrap_at], header[wrap_at:])

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

    def sealed(self, plaintext: memoryview, *, last: bool) -> bytes:
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
