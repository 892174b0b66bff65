"""What a changed rulebook would change for one filing."""

from app.domain.rule_changes import Aspect, Judged, RuleChange, rule_changes

NOTHING: dict[Aspect, dict[str, str]] = {aspect: {} for aspect in Aspect}


def judged(**said: dict[str, str]) -> Judged:
    return Judged({**NOTHING, **{Aspect(aspect): places for aspect, places in said.items()}})


def test_what_is_said_the_same_is_no_change() -> None:
    same = judged(check={"checks.email_bad /subject": "error"}, sms={"subject_principal": "code"})

    assert rule_changes(same, same) == ()


def test_what_goes_what_comes_and_what_changes_is_told_by_aspect_and_place() -> None:
    now = judged(check={"a": "error", "b": "error"}, paper={"portrait /subject": "required"})
    then = judged(check={"b": "warning", "c": "info"}, paper={"portrait /subject": "required"})

    assert rule_changes(now, then) == (
        RuleChange(Aspect.CHECK, "a", "error", None),
        RuleChange(Aspect.CHECK, "b", "error", "warning"),
        RuleChange(Aspect.CHECK, "c", None, "info"),
    )
