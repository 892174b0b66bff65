"""How like each other the face of a portrait and the photo on an id card are; not whether they are one person."""

from typing import Any

import numpy as np

from app.papers.face_pictures import Colour, picture_of
from app.papers.landmarks import Landmarks, described, faces_with_landmarks, installed

_CARD_SIDE = 1200


def likeness(portrait: bytes, id_card: bytes) -> dict[str, Any]:
    """Return `{installed, face, card_face, distance}`: the distance of the two faces, `None` where one is not found.

    Raises ValueError where one of the two is no picture.
    """
    if not installed():
        return {"installed": False, "face": False, "card_face": False, "distance": None}
    shown = picture_of(portrait)
    return likeness_of(shown, id_card)


def likeness_of(shown: Colour, id_card: bytes) -> dict[str, Any]:
    """Compare a decoded picture, perhaps a frame of a video, with the photo on a card."""
    card = picture_of(id_card, _CARD_SIDE)
    faces = faces_with_landmarks(shown) or faces_with_landmarks(shown, 1)
    turned, photo = _photo_on(card)
    answer = {"installed": True, "face": bool(faces), "card_face": photo is not None, "distance": None}
    if faces and photo is not None:
        apart = np.linalg.norm(described(shown, faces[0]) - described(turned, photo))
        return {**answer, "distance": round(float(apart), 3)}
    return answer


def _photo_on(card: Colour) -> tuple[Colour, Landmarks | None]:
    """Find the photo: at the card's own size, then enlarged, then with the card turned, as scanners give it."""
    for turns, enlarge in ((0, 0), (0, 1), (1, 0), (3, 0), (2, 0)):
        turned = np.ascontiguousarray(np.rot90(card, turns))
        faces = faces_with_landmarks(turned, enlarge)
        if faces:
            return turned, faces[0]
    return card, None
