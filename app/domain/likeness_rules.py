"""What a machine says of the likeness of a face and the photo on an id card: a distance and two thresholds."""

from datetime import date
from enum import StrEnum

from app.domain.findings import Finding
from app.domain.portrait_measures import Likeness
from app.domain.rulebook import Rulebook


class LikenessRule(StrEnum):
    """The rules asked for here; the code of a finding is the last part of its id."""

    THRESHOLDS = "authenticity.likeness_thresholds"
    ALIKE = "authenticity.faces_alike"
    UNCLEAR = "authenticity.likeness_unclear"
    UNLIKE = "authenticity.faces_unlike"
    NOT_INSTALLED = "authenticity.likeness_not_installed"
    NO_ID_PHOTO = "authenticity.id_photo_missing"
    NO_FACE_ON_CARD = "authenticity.id_face_not_found"
    FACE_NOT_COMPARED = "authenticity.face_not_compared"


def likeness_finding(likeness: Likeness | None, as_of: date, rulebook: Rulebook, pointer: str) -> Finding:
    """Return what is said of a likeness; `None` where there is no paper with a photo to compare with."""
    if likeness is None or likeness.distance is None:
        return rulebook.finding(_reason(likeness), as_of, pointer)
    limits = rulebook.at(LikenessRule.THRESHOLDS, as_of).value
    rule = LikenessRule.UNCLEAR
    if likeness.distance <= limits["alike_at_most"]:
        rule = LikenessRule.ALIKE
    elif likeness.distance >= limits["unlike_from"]:
        rule = LikenessRule.UNLIKE
    return rulebook.finding(rule, as_of, pointer, distance=f"{likeness.distance:.2f}", **limits)


def _reason(likeness: Likeness | None) -> LikenessRule:
    """Return why there is nothing to compare."""
    if likeness is None:
        return LikenessRule.NO_ID_PHOTO
    if not likeness.installed:
        return LikenessRule.NOT_INSTALLED
    return LikenessRule.FACE_NOT_COMPARED if likeness.card_face else LikenessRule.NO_FACE_ON_CARD
