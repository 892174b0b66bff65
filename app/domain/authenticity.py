"""What comes of an authenticity check (真实性核验) by a machine: never more than what was shown."""

from collections.abc import Sequence
from enum import StrEnum

from app.domain.findings import Finding, Severity
from app.domain.likeness_rules import LikenessRule
from app.domain.materials import AuthenticityMethod
from app.domain.video_rules import VideoRule


class AuthenticityRule(StrEnum):
    """What is said of a check as a whole; the code of a finding is the last part of its id."""

    PERSON_DECIDES = "authenticity.person_decides"
    MACHINE_AWAY = "authenticity.machine_away"


_NEEDED: dict[AuthenticityMethod, frozenset[str]] = {
    AuthenticityMethod.PORTRAIT: frozenset({LikenessRule.ALIKE}),
    AuthenticityMethod.VIDEO: frozenset({LikenessRule.ALIKE, VideoRule.CHALLENGE_FOLLOWED}),
}


def speaks_against(findings: Sequence[Finding]) -> bool:
    """Tell findings that are certain: with one of them nobody can take the picture."""
    return any(one.severity is Severity.ERROR for one in findings)


def was_shown(method: AuthenticityMethod, findings: Sequence[Finding]) -> bool:
    """Tell whether all that a face has to show was shown, and nothing raises a doubt."""
    if any(one.severity is not Severity.INFO for one in findings):
        return False
    return _NEEDED.get(method, frozenset({""})) <= {one.rule for one in findings}
