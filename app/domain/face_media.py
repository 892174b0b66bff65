"""Pictures of faces (人像、视频): which papers they are, and in which states of a filing they are erased."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.filing_states import State
from app.domain.rulebook import Rulebook


class FaceMediaRule(StrEnum):
    """The rules asked for here."""

    FACE_MEDIA = "materials.face_media"


@dataclass(frozen=True, slots=True)
class FaceMedia:
    """The kinds of papers that show a face, and the states that end what they are kept for."""

    kinds: tuple[str, ...]
    erased_in: tuple[str, ...]


def face_media(as_of: date, rulebook: Rulebook) -> FaceMedia:
    """Return what is in force."""
    value = rulebook.at(FaceMediaRule.FACE_MEDIA, as_of).value
    return FaceMedia(tuple(value["kinds"]), tuple(value["erased_in"]))


def kinds_to_erase(state: State, as_of: date, rulebook: Rulebook) -> tuple[str, ...]:
    """Return the kinds of papers that a filing loses as it comes to a state."""
    rule = face_media(as_of, rulebook)
    return rule.kinds if state.value in rule.erased_in else ()
