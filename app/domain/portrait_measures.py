"""What is measured of a portrait and of a video: plain numbers, without a word on what is good enough.

They are read from what a bounded process answered, which a file may have taken over: what is not of this form is none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any


class MeasuresError(ValueError):
    """What was answered are no measures."""


@dataclass(frozen=True, slots=True)
class PersonMeasures:
    """The person that belongs to the biggest face, and what is around; lengths are in widths or heights of the face.

    `face_pixels` is the face's height in a picture of at most 800 pixels, `eyes` how many are seen. `head_room` is from
    the top of the picture to the crown, `left_shoulder` and `right_shoulder` how far the body reaches from the middle
    of the face to the left and right of the picture below the chin. Shares are from 0 to 1: of the background that is
    white and that is cluttered, of the clothes that are white, of the face that is washed out. `clothes_white` is
    `None` where the picture shows no clothes, and the two of the background where it shows none. `sharpness` is the
    variance of the Laplacian over the face at a fixed size.
    """

    face_pixels: float
    eyes: float
    head_room: float
    left_shoulder: float
    right_shoulder: float
    background_white: float | None
    background_clutter: float | None
    clothes_white: float | None
    glare: float
    sharpness: float


@dataclass(frozen=True, slots=True)
class PortraitMeasures:
    """One picture: `certain_faces` are seen by two detectors, `possible_faces` by one alone; `person` of the first."""

    certain_faces: float
    possible_faces: float
    person: PersonMeasures | None


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two faces beside each other: `distance` is `None` where one of them was not found, or nothing is installed."""

    installed: bool
    face: bool
    card_face: bool
    distance: float | None


@dataclass(frozen=True, slots=True)
class VideoMeasures:
    """One video: faces in each frame looked at, and of frames with a single face how far the nose stands sideways.

    `turns` are in distances between the eyes, positive to the right of the picture; empty where `tracked` is false.
    """

    seconds: float
    width: float
    height: float
    faces_seen: tuple[float, ...]
    tracked: bool
    turns: tuple[float, ...]
    likeness: Likeness | None


def portrait_of(plain: Any) -> PortraitMeasures:
    """Read the measures of a portrait; raises MeasuresError."""
    held = _mapping(plain)
    person = held.get("person")
    return PortraitMeasures(
        certain_faces=_number(held.get("certain_faces")),
        possible_faces=_number(held.get("possible_faces")),
        person=None if person is None else _person(_mapping(person)),
    )


def _person(held: Mapping[str, Any]) -> PersonMeasures:
    return PersonMeasures(
        face_pixels=_number(held.get("face_pixels")),
        eyes=_number(held.get("eyes")),
        head_room=_number(held.get("head_room")),
        left_shoulder=_number(held.get("left_shoulder")),
        right_shoulder=_number(held.get("right_shoulder")),
        background_white=_number_or_none(held.get("background_white")),
        background_clutter=_number_or_none(held.get("background_clutter")),
        clothes_white=_number_or_none(held.get("clothes_white")),
        glare=_number(held.get("glare")),
        sharpness=_number(held.get("sharpness")),
    )


def likeness_of(plain: Any) -> Likeness:
    """Read how like each other two faces are; raises MeasuresError."""
    held = _mapping(plain)
    return Likeness(
        installed=held.get("installed") is True,
        face=held.get("face") is True,
        card_face=held.get("card_face") is True,
        distance=_number_or_none(held.get("distance")),
    )


def video_of(plain: Any) -> VideoMeasures:
    """Read the measures of a video; raises MeasuresError."""
    held = _mapping(plain)
    likeness = held.get("likeness")
    return VideoMeasures(
        seconds=_number(held.get("seconds")),
        width=_number(held.get("width")),
        height=_number(held.get("height")),
        faces_seen=tuple(_number(one) for one in _items(held.get("faces_seen"))),
        tracked=held.get("tracked") is True,
        turns=tuple(_number(_mapping(one).get("turn")) for one in _items(held.get("track"))),
        likeness=None if likeness is None else likeness_of(likeness),
    )


def _mapping(plain: Any) -> Mapping[str, Any]:
    if not isinstance(plain, dict):
        raise MeasuresError
    return plain


def _items(plain: Any) -> list[Any]:
    if not isinstance(plain, list):
        raise MeasuresError
    return plain


def _number(plain: Any) -> float:
    if isinstance(plain, bool) or not isinstance(plain, int | float) or not isfinite(plain) or plain < -1e9:
        raise MeasuresError
    return plain


def _number_or_none(plain: Any) -> float | None:
    return None if plain is None else _number(plain)
