"""How the service, the fork server and its children speak. What a child says is read with mistrust."""

import asyncio
import json
import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

LENGTH = struct.Struct("!I")
_HEAD = struct.Struct("!II")
_CONTROL = struct.Struct("!BQi")
CONTROL_BYTES = _CONTROL.size
MOST_WORDS = 4 << 20
MOST_BYTES = 96 << 20
_MOST_BLOBS = 256


class Signal(IntEnum):
    """What is said between the service and the fork server."""

    READY = 1
    BEGIN = 2
    KILL = 3
    ENDED = 4


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one child may use: address space in bytes, seconds of the processor."""

    memory_bytes: int
    seconds: int


class AnswerError(Exception):
    """A child's answer is not in the form agreed on."""


def signal_of(kind: Signal, job: int, value: int = 0) -> bytes:
    """Return one message of the control channel."""
    return _CONTROL.pack(kind, job, value)


def read_signal(message: bytes) -> tuple[Signal, int, int]:
    """Read one message of the control channel."""
    kind, job, value = _CONTROL.unpack(message)
    return Signal(kind), job, value


def packed(answer: Any) -> list[bytes]:
    """Return plain data as what a child sends: its lengths, JSON in which numbers stand for bytes, and the bytes.

    Raises TypeError or ValueError for what is no plain data.
    """
    blobs: list[bytes] = []
    words = json.dumps(_without_bytes(answer, blobs), allow_nan=False).encode()
    lengths = json.dumps([len(blob) for blob in blobs]).encode()
    return [_HEAD.pack(len(lengths), len(words)), lengths, words, *blobs]


def _without_bytes(value: Any, blobs: list[bytes]) -> Any:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        blobs.append(bytes(value))
        return {"bytes": len(blobs) - 1}
    if isinstance(value, dict):
        return {"dict": [[_key(key), _without_bytes(item, blobs)] for key, item in value.items()]}
    if isinstance(value, (list, tuple)):
        return [_without_bytes(item, blobs) for item in value]
    message = f"a {type(value).__name__} is no plain data"
    raise TypeError(message)


def _key(key: Any) -> str:
    if not isinstance(key, str):
        message = "the keys of a dict must be text"
        raise TypeError(message)
    return str(key)


async def read_answer(reader: asyncio.StreamReader) -> Any:
    """Read what a child sent. Raises AnswerError, and IncompleteReadError where it ended before."""
    blobs_at, words_at = _HEAD.unpack(await reader.readexactly(_HEAD.size))
    if blobs_at > MOST_WORDS or words_at > MOST_WORDS:
        raise AnswerError
    lengths = _json(await reader.readexactly(blobs_at))
    words = _json(await reader.readexactly(words_at))
    if not isinstance(lengths, list) or len(lengths) > _MOST_BLOBS:
        raise AnswerError
    if not all(type(one) is int and one >= 0 for one in lengths) or sum(lengths) > MOST_BYTES:
        raise AnswerError
    blobs = [await reader.readexactly(length) for length in lengths]
    try:
        return _with_bytes(words, blobs)
    except (LookupError, TypeError, ValueError, RecursionError) as odd:
        raise AnswerError from odd


def _json(text: bytes) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as odd:
        raise AnswerError from odd


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def _with_bytes(value: Any, blobs: list[bytes]) -> Any:
    if isinstance(value, list):
        return [_with_bytes(item, blobs) for item in value]
    if not isinstance(value, dict):
        return value
    ((kind, held),) = value.items()
    if kind == "bytes":
        return blobs[held]
    if kind == "dict":
        return {str(key): _with_bytes(item, blobs) for key, item in held}
    raise ValueError(kind)
