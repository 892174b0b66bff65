"""A day that no rule speaks of: an error of ours with an alarm that names rule and day, never another day's rule."""

from dataclasses import replace
from datetime import date

import pytest
from structlog.testing import capture_logs

from app.domain.need_rules import NeedRule
from app.domain.rulebook import Rulebook
from tests.routers.rule_calls import without_token, world
from tests.usecases.a_world import NOW, World

__all__ = ["world"]

LATER = date(2999, 1, 1)
A_DOMAIN = {"hosting": "mainland_here", "scenario": "domain_only"}


@pytest.mark.parametrize(("begins_on", "told"), [(LATER, "2999-01-01"), (None, None)])
async def test_a_rule_that_is_missing_on_a_day_is_a_fault_of_ours_and_an_alarm_that_names_both(
    world: World, begins_on: date | None, told: str | None
) -> None:
    rule_id = NeedRule.DOMAIN_ALONE.value
    rules = dict(world.runtime.rulebook.rules)
    rule = rules.pop(rule_id)
    if begins_on is not None:
        rules[rule_id] = replace(rule, versions=(replace(rule.versions[-1], in_force_from=begins_on),))
    rulebook = Rulebook.of(rules, "incomplete", world.runtime.rulebook.region_rules)
    broken = replace(world, runtime=replace(world.runtime, rulebook=rulebook))

    with capture_logs() as logged:
        async with without_token(broken) as client:
            answer = await client.post("/v1/filing-needs", json=A_DOMAIN)

    assert (answer.status_code, answer.json()["code"]) == (500, "internal-error")
    assert rule_id not in answer.text
    (alarm,) = (line for line in logged if line["event"] == "rule missing")
    assert (alarm["log_level"], alarm["alarm"], alarm["exc_info"]) == ("critical", True, True)
    assert (alarm["rule"], alarm["day"], alarm["begins_on"]) == (rule_id, NOW.date().isoformat(), told)


async def test_with_the_rule_in_force_the_same_question_is_answered_and_nobody_is_alarmed(world: World) -> None:
    with capture_logs() as logged:
        async with without_token(world) as client:
            answer = await client.post("/v1/filing-needs", json=A_DOMAIN)

    assert answer.status_code == 200, answer.text
    assert not [line for line in logged if line["event"] == "rule missing"]
