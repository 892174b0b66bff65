"""What can be measured of a short video of a face: its length, whose face is in it, how the head moves.

The head's movement is read off five landmarks, so it needs the extra `[faces]`; without it the frames are counted and
no more. This is no test of liveness: a recording played to a camera moves as well.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from app.papers.face_pictures import Colour, grey_of
from app.papers.faces import faces_in
from app.papers.landmarks import Landmarks, faces_with_landmarks, installed
from app.papers.likenesses import likeness_of

_MOST_SECONDS = 60.0
_MOST_FRAMES = 4000
_LOOKED_AT = 60
_SIDE = 480
_MOST_PIXELS = 4096 * 2304


@dataclass(frozen=True, slots=True)
class _Look:
    """One frame that was looked at."""

    at: float
    picture: Colour
    faces: int
    first: Landmarks | None


def video_measures(content: bytes, id_card: bytes | None = None) -> dict[str, Any]:
    """Return the measures of a video; where a card is given, the face in its most usual place is compared to its photo.

    `{seconds, width, height, frames, faces_seen: [how many faces in each frame looked at], track: [{at, turn, drop}],
    likeness}`. Raises ValueError for what can't be decoded.
    """
    cv2.setNumThreads(1)
    width, height, seconds, frames = _length(content)
    every = max(1, frames // _LOOKED_AT)
    looks = [_look(at, picture) for at, picture in _frames(content, every)]
    tracked = [(look, look.first) for look in looks if look.first is not None]
    return {
        "seconds": round(seconds, 2),
        "width": width,
        "height": height,
        "frames": frames,
        "faces_seen": [look.faces for look in looks],
        "tracked": installed(),
        "track": [
            {"at": round(look.at, 2), "turn": round(face.turn, 3), "drop": round(face.drop, 3)}
            for look, face in tracked
        ],
        "likeness": _likeness(tracked, id_card),
    }


def _likeness(tracked: list[tuple[_Look, Landmarks]], id_card: bytes | None) -> dict[str, Any] | None:
    if not tracked or id_card is None:
        return None
    usual = [float(np.median([getattr(face, way) for _, face in tracked])) for way in ("turn", "drop")]
    stillest, _ = min(tracked, key=lambda found: abs(found[1].turn - usual[0]) + abs(found[1].drop - usual[1]))
    return likeness_of(stillest.picture, id_card)


def _opened(source: io.BytesIO) -> cv2.VideoCapture:
    """Open a video from memory: whoever reads a stranger's file may write none. One thread, as everything here.

    OpenCV does not hold `source`: the caller must, for as long as there are frames to come.
    """
    options = [cv2.CAP_PROP_N_THREADS, 1]
    # Its stubs know none of Python's own readers.
    video: cv2.VideoCapture = cv2.VideoCapture(source, cv2.CAP_FFMPEG, options)  # type: ignore[call-overload]
    if not video.isOpened():
        problem = "the video can't be decoded"
        raise ValueError(problem)
    return video


def _length(content: bytes) -> tuple[int, int, float, int]:
    """Return width, height, seconds and frames, by going through the video: its header may say anything."""
    source = io.BytesIO(content)
    video = _opened(source)
    width, height = int(video.get(cv2.CAP_PROP_FRAME_WIDTH)), int(video.get(cv2.CAP_PROP_FRAME_HEIGHT))
    if width * height > _MOST_PIXELS:
        problem = "the video has too many pixels"
        raise ValueError(problem)
    frames, seconds = 0, 0.0
    while frames < _MOST_FRAMES and seconds < _MOST_SECONDS and video.grab():
        frames += 1
        seconds = max(seconds, video.get(cv2.CAP_PROP_POS_MSEC) / 1000)
    if frames == 0:
        problem = "the video has no frame"
        raise ValueError(problem)
    return width, height, seconds, frames


def _frames(content: bytes, every: int) -> Iterator[tuple[float, Colour]]:
    source = io.BytesIO(content)
    video = _opened(source)
    for number in range(_MOST_FRAMES):
        if not video.grab():
            return
        at = video.get(cv2.CAP_PROP_POS_MSEC) / 1000
        if at > _MOST_SECONDS:
            return
        if number % every == 0:
            there, frame = video.retrieve()
            if there:
                yield at, _small(np.asarray(frame, dtype=np.uint8))


def _small(frame: Colour) -> Colour:
    by = min(1.0, _SIDE / max(frame.shape[:2]))
    small = cv2.resize(frame, None, fx=by, fy=by, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2RGB), dtype=np.uint8)


def _look(at: float, picture: Colour) -> _Look:
    if not installed():
        return _Look(at, picture, sum(1 for face in faces_in(grey_of(picture)) if face.seen_by > 1), None)
    faces = faces_with_landmarks(picture)
    return _Look(at, picture, len(faces), faces[0] if len(faces) == 1 else None)
