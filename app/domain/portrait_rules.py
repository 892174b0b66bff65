"""What a machine says of a portrait (人像照片), by the thresholds of the rulebook.

Only what is certain is an error: no face, several faces, no picture. All else is a warning for the person who reviews,
since a face, a wall and a shirt are measured by models that err.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum

from app.domain.findings import Finding
from app.domain.portrait_measures import PersonMeasures, PortraitMeasures
from app.domain.rulebook import Rulebook


class PortraitRule(StrEnum):
    """The rules asked for here; the code of a finding is the last part of its id."""

    THRESHOLDS = "authenticity.portrait_thresholds"
    PICTURE_UNUSABLE = "authenticity.picture_unusable"
    FACE_MISSING = "authenticity.face_missing"
    FACES_SEVERAL = "authenticity.faces_several"
    FACE_UNCLEAR = "authenticity.face_unclear"
    FACE_SMALL = "authenticity.face_small"
    EYES_HIDDEN = "authenticity.eyes_hidden"
    HEAD_ROOM_SMALL = "authenticity.head_room_small"
    SHOULDERS_CUT = "authenticity.shoulders_cut"
    BACKGROUND_NOT_WHITE = "authenticity.background_not_white"
    BACKGROUND_CLUTTERED = "authenticity.background_cluttered"
    CLOTHES_WHITE = "authenticity.clothes_white"
    FACE_GLARE = "authenticity.face_glare"
    FACE_BLURRED = "authenticity.face_blurred"


def portrait_findings(measures: PortraitMeasures, as_of: date, rulebook: Rulebook, pointer: str) -> tuple[Finding, ...]:
    """Return what speaks against a portrait, the worst first."""
    thresholds = rulebook.at(PortraitRule.THRESHOLDS, as_of).value
    return tuple(rulebook.finding(rule, as_of, pointer) for rule in _spoken(measures, thresholds))


def _spoken(measures: PortraitMeasures, thresholds: Mapping[str, float | None]) -> Iterator[PortraitRule]:
    person = measures.person
    if person is None:
        yield PortraitRule.FACE_MISSING
        return
    if measures.certain_faces > 1:
        yield PortraitRule.FACES_SEVERAL
    elif measures.certain_faces + measures.possible_faces != 1 or measures.certain_faces != 1:
        yield PortraitRule.FACE_UNCLEAR
    for rule, name, measured, is_least in _rows(person):
        limit = thresholds[name]
        # A limit that is not there is not asked for on that day; what can't be measured speaks as if it were bad.
        if limit is not None and (measured is None or (measured < limit if is_least else measured > limit)):
            yield rule


def _rows(person: PersonMeasures) -> tuple[tuple[PortraitRule, str, float | None, bool], ...]:
    """Return each measure with its rule, the name of its threshold, and whether that is the least or the most."""
    shoulder = min(person.left_shoulder, person.right_shoulder)
    return (
        (PortraitRule.FACE_SMALL, "face_pixels_least", person.face_pixels, True),
        (PortraitRule.FACE_BLURRED, "sharpness_least", person.sharpness, True),
        (PortraitRule.EYES_HIDDEN, "eyes_least", person.eyes, True),
        (PortraitRule.FACE_GLARE, "glare_most", person.glare, False),
        (PortraitRule.HEAD_ROOM_SMALL, "head_room_least", person.head_room, True),
        (PortraitRule.SHOULDERS_CUT, "shoulder_least", shoulder, True),
        (PortraitRule.BACKGROUND_NOT_WHITE, "background_white_least", person.background_white, True),
        (PortraitRule.BACKGROUND_CLUTTERED, "background_clutter_most", person.background_clutter, False),
        # Clothes out of the picture are the shoulders' matter.
        (PortraitRule.CLOTHES_WHITE, "clothes_white_most", person.clothes_white or 0.0, False),
    )
