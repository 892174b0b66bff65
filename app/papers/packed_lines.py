"""How much a packed stream holds: counted piece by piece, so that a bomb is noticed before it fills the memory."""

import struct
import zlib

_PIECE = 1 << 20
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# Where each of the seven passes of an interlaced picture begins, and its step (PNG §8.2): down, across.
_PASSES = ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1))


def unpacked_length(packed: bytes, most: int) -> int:
    """Return how long a zlib stream is unpacked; not much more than `most`, where it is more."""
    unpacker, length, rest = zlib.decompressobj(), 0, packed
    try:
        while rest and not unpacker.eof and length <= most:
            length += len(unpacker.decompress(rest, _PIECE))
            rest = unpacker.unconsumed_tail
    except zlib.error:
        pass  # what can be unpacked up to the fault is all that anybody gets
    return length


def has_all_lines(png: bytes) -> bool:
    """Tell whether a PNG's data reach to its last line: decoders fill up in silence what a short stream leaves out."""
    width, height, depth, colour, _, _, interlaced = struct.unpack_from(">IIBBBBB", png, 16)
    packed, at = [], 8
    while at + 12 <= len(png):
        size, kind = struct.unpack_from(">I4s", png, at)
        if kind == b"IDAT":
            packed.append(png[at + 8 : at + 8 + size])
        elif kind == b"IEND":
            break
        at += 12 + size
    bits = depth * _CHANNELS.get(colour, 1)
    wanted = _length_of_lines(width, height, bits, interlaced=bool(interlaced))
    return unpacked_length(b"".join(packed), wanted) >= wanted


def _length_of_lines(width: int, height: int, bits: int, *, interlaced: bool) -> int:
    passes = _PASSES if interlaced else ((0, 0, 1, 1),)
    length = 0
    for top, left, down, across in passes:
        columns, rows = (width - left + across - 1) // across, (height - top + down - 1) // down
        if columns > 0 and rows > 0:
            length += ((columns * bits + 7) // 8 + 1) * rows
    return length
