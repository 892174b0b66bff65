"""A changed rulebook or profile over open filings: what would change is told, and nothing changes."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.demo.numbers import Numbers
from app.demo.people import other_enterprise
from app.domain.rule_changes import Aspect, RuleChange
from app.domain.rulebook import Rulebook
from app.rulebook import RULES_FOLDER, asked_rules, load_rulebook
from app.usecases import accounts, filing_steps, rule_dry_runs
from app.usecases.rule_dry_runs import Candidate, FilingSeen, ProfileGoneError
from tests.real_rules import PROFILES
from tests.usecases.a_world import RULES, World

Changed = Callable[[str, str, str], Rulebook]


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """Return the rulebook with one piece of one file replaced."""

    def make(file: str, old: str, new: str) -> Rulebook:
        folder = tmp_path / "rules"
        shutil.copytree(RULES_FOLDER, folder)
        path = folder / file
        content = path.read_text(encoding="utf-8")
        assert old in content
        path.write_text(content.replace(old, new), encoding="utf-8")
        return load_rulebook(folder, asked_rules())

    return make


async def seen(world: World, candidate: Candidate, on: date | None = None) -> list[FilingSeen]:
    return [one async for one in rule_dry_runs.dry_run(world.runtime, candidate, on)]


async def test_the_present_rules_change_nothing(world: World) -> None:
    filing = await world.filled_in()

    (one,) = await seen(world, Candidate(RULES, PROFILES))

    assert (one.filing_id, one.filing_type, one.state, one.changes) == (filing.id, filing.filing_type, filing.state, ())


async def test_a_changed_rule_is_listed_with_what_it_says_now_and_then_and_the_filing_stays(
    world: World, changed: Changed
) -> None:
    filing = await world.filled_in()
    without_henan = changed("sms/duty_provinces.yaml", '      - "410000"\n', "")

    (one,) = await seen(world, Candidate(without_henan, PROFILES))

    assert {change.aspect for change in one.changes} == {Aspect.SMS}
    assert all(change.then is None for change in one.changes)
    assert await world.filing(filing.id) == filing


async def test_another_profile_would_refuse_the_subject_and_call_the_state_otherwise(world: World) -> None:
    await world.filled_in()
    henan_refused = replace(PROFILES["fkw-reseller"], id="other", provinces_refused=("410000",))

    (one,) = await seen(world, Candidate(RULES, {**PROFILES, "other": henan_refused}, "other"))

    assert one.changes == (
        RuleChange(Aspect.SERVED, "/subject", "yes", "no"),
        RuleChange(Aspect.STATE_LABEL, "draft", "待完善备案信息", "正在填写备案信息"),
    )


async def test_another_day_is_judged_by_on_both_sides(world: World) -> None:
    await world.filled_in()

    (one,) = await seen(world, Candidate(RULES, PROFILES), date(2018, 9, 23))

    assert one.changes == ()


async def test_what_is_over_is_not_looked_at(world: World) -> None:
    filing = await world.filled_in()
    await filing_steps.abandon(world.runtime, world.applicant, filing.id, None, None)

    assert await seen(world, Candidate(RULES, PROFILES, "fkw-reseller")) == []


async def test_a_profile_that_would_be_gone_is_told_before_anything_is_judged(world: World) -> None:
    others = {name: profile for name, profile in PROFILES.items() if name != "national"}

    with pytest.raises(ProfileGoneError, match="has the profile national, which is gone"):
        await seen(world, Candidate(RULES, others))


async def test_filings_beyond_the_first_page_are_seen_too_and_each_once(world: World) -> None:
    other = other_enterprise(Numbers(world.provider.id))
    command = accounts.AccountCommand("another", other.principal.mobile, real_name_verified=True)
    account, _ = await accounts.register(world.runtime, world.backend, command)
    neighbour = replace(world, account=account, who=replace(other, first_name=None), server="server-2")
    filings = [await world.filled_in(), await neighbour.filled_in()]

    found = [one async for one in rule_dry_runs.dry_run(world.runtime, Candidate(RULES, PROFILES), at_once=1)]

    assert sorted(one.filing_id for one in found) == sorted(one.id for one in filings)
