"""What must be done with the bytes of a file, by hand: hash, encrypt in segments, write, sync."""

import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SEGMENT = 256 * 1024


class SealedFile:
    """One file on its way to the disk; nothing of the format but its work."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb", buffering=0)
        self._cipher = AESGCM(os.urandom(32))
        self._prefix = os.urandom(8)
        self._number = 0
        self._segment = bytearray(SEGMENT)
        self._view = memoryview(self._segment)
        self._filled = 0
        self.digest = sha256()

    def add(self, chunk: bytes | memoryview) -> None:
        """Hash the bytes, and seal and write each segment that is full."""
        self.digest.update(chunk)
        coming = memoryview(chunk)
        while coming:
            if not self._filled and len(coming) >= SEGMENT:
                self._seal(coming[:SEGMENT])
                coming = coming[SEGMENT:]
                continue
            taken = min(len(coming), SEGMENT - self._filled)
            self._view[self._filled : self._filled + taken] = coming[:taken]
            self._filled += taken
            coming = coming[taken:]
            if self._filled == SEGMENT:
                self._seal(self._view)
                self._filled = 0

    def close(self) -> str:
        """Write what is left and make it durable; return the digest."""
        self._seal(self._view[: self._filled])
        os.fsync(self._file.fileno())
        self._file.close()
        return self.digest.hexdigest()

    def _seal(self, segment: memoryview) -> None:
        nonce = self._prefix + self._number.to_bytes(4, "big")
        self._number += 1
        self._file.write(self._cipher.encrypt(nonce, segment, b""))


def in_a_loop(chunks: Iterable[bytes | memoryview], path: Path) -> str:
    """Do it without any HTTP, from memory."""
    file = SealedFile(path)
    for chunk in chunks:
        file.add(chunk)
    return file.close()
