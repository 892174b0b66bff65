"""What a machine says of a video (核验视频): its length, whose face is in it, and whether it follows its challenge."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain.challenges import Challenge, turns_made, was_followed
from app.domain.findings import Finding
from app.domain.portrait_measures import VideoMeasures
from app.domain.rulebook import Rulebook


class VideoRule(StrEnum):
    """The rules asked for here; the code of a finding is the last part of its id."""

    THRESHOLDS = "authenticity.video_thresholds"
    VIDEO_UNUSABLE = "authenticity.video_unusable"
    FACE_MISSING = "authenticity.video_face_missing"
    FACES_SEVERAL = "authenticity.video_faces_several"
    FACE_OFTEN_AWAY = "authenticity.video_face_away"
    LENGTH = "authenticity.video_length"
    SMALL = "authenticity.video_small"
    CHALLENGE_NONE = "authenticity.challenge_none"
    CHALLENGE_FOLLOWED = "authenticity.challenge_followed"
    CHALLENGE_NOT_FOLLOWED = "authenticity.challenge_not_followed"
    CHALLENGE_UNMEASURED = "authenticity.challenge_unmeasured"
    DIGITS_TO_HEAR = "authenticity.digits_to_hear"


def video_findings(
    measures: VideoMeasures, challenge: Challenge | None, as_of: date, rulebook: Rulebook, pointer: str
) -> tuple[Finding, ...]:
    """Return what is said of a video, the worst first."""
    limits = rulebook.at(VideoRule.THRESHOLDS, as_of).value
    spoken: list[tuple[VideoRule, dict[str, Any]]] = [(rule, {}) for rule in _picture(measures, limits)]
    if measures.faces_seen and any(measures.faces_seen):
        spoken += _movement(measures, challenge, limits)
    facts = {"seconds": f"{measures.seconds:.1f}", "least": limits["seconds_least"], "most": limits["seconds_most"]}
    return tuple(
        rulebook.finding(rule, as_of, pointer, **(facts if rule is VideoRule.LENGTH else more)) for rule, more in spoken
    )


def _picture(measures: VideoMeasures, limits: Mapping[str, Any]) -> Iterator[VideoRule]:
    looked_at = len(measures.faces_seen)
    if not any(measures.faces_seen):
        yield VideoRule.FACE_MISSING
        return
    if sum(1 for one in measures.faces_seen if one > 1) > limits["several_faces_most"] * looked_at:
        yield VideoRule.FACES_SEVERAL
    if sum(1 for one in measures.faces_seen if one == 1) < limits["one_face_least"] * looked_at:
        yield VideoRule.FACE_OFTEN_AWAY
    if not limits["seconds_least"] <= measures.seconds <= limits["seconds_most"]:
        yield VideoRule.LENGTH
    if min(measures.width, measures.height) < limits["side_least"]:
        yield VideoRule.SMALL


def _movement(
    measures: VideoMeasures, challenge: Challenge | None, limits: Mapping[str, Any]
) -> list[tuple[VideoRule, dict[str, Any]]]:
    if challenge is None:
        return [(VideoRule.CHALLENGE_NONE, {})]
    heard = (VideoRule.DIGITS_TO_HEAR, {"digits": challenge.digits})
    if not measures.tracked:
        return [(VideoRule.CHALLENGE_UNMEASURED, {}), heard]
    made = turns_made(measures.turns, limits["turn_least"])
    followed = was_followed(made, challenge.turns)
    return [(VideoRule.CHALLENGE_FOLLOWED if followed else VideoRule.CHALLENGE_NOT_FOLLOWED, {}), heard]
