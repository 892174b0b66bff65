"""What a spot check of something filed finds, and what cures it."""

import pytest

from app.domain.rejections import rejection
from app.domain.spot_checks import Need, SpotCheckGroup, SpotCheckRule, need_in_words, spot_check, spot_checks
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK

ALL = {one.code: one for one in spot_checks(TODAY, RULEBOOK)}


def test_the_table_has_every_finding_once_and_no_other() -> None:
    assert sorted(ALL) == sorted(rule.code for rule in SpotCheckRule)


@pytest.mark.parametrize("rule", SpotCheckRule)
def test_every_finding_has_words_a_source_and_something_that_cures_it(rule: SpotCheckRule) -> None:
    found = spot_check(rule.code, TODAY, RULEBOOK)

    assert found is not None
    assert found == ALL[rule.code]
    assert found.rule == rule
    assert all((found.message.zh, found.message.en, found.remedy.zh, found.remedy.en, found.source, found.needs))
    assert "{" not in found.message.zh + found.message.en + found.remedy.zh + found.remedy.en


def test_there_is_something_to_find_in_every_group() -> None:
    assert {one.group for one in ALL.values()} == set(SpotCheckGroup)


@pytest.mark.parametrize("need", Need)
def test_every_cure_has_a_name_and_cures_something(need: Need) -> None:
    words = need_in_words(need, TODAY, RULEBOOK)

    assert words.zh
    assert words.en
    assert any(need in one.needs for one in ALL.values())


def test_there_is_no_finding_of_a_code_that_is_not_in_the_catalogue() -> None:
    assert spot_check("bad_mood", TODAY, RULEBOOK) is None


@pytest.mark.fact("S1-19")
@pytest.mark.fact("S1-43")
def test_a_dead_contact_is_cured_by_a_change_filing_with_a_new_one() -> None:
    dead, unconfirmed = ALL["contact_invalid"], ALL["contact_unconfirmed"]

    assert all(state in dead.message.zh for state in ("空号", "停机", "关机", "无法接通"))
    assert dead.needs == (Need.CHANGE_FILING,)
    assert "畅通" in dead.remedy.zh
    assert "核实联系方式" in unconfirmed.message.zh
    assert unconfirmed.needs == (Need.CALL_BACK, Need.CHANGE_FILING)
    assert {one.code for one in ALL.values() if one.group is SpotCheckGroup.CONTACTS} == {dead.code, unconfirmed.code}


@pytest.mark.fact("S1-30")
@pytest.mark.parametrize("code", ["footer_missing", "footer_number_wrong", "footer_link_missing"])
def test_how_the_number_is_shown_is_put_right_in_the_footer(code: str) -> None:
    assert (ALL[code].group, ALL[code].needs) == (SpotCheckGroup.NUMBER, (Need.FOOTER,))


@pytest.mark.fact("S1-30")
@pytest.mark.fact("S1-45")
def test_a_shell_is_found_be_it_a_subject_without_service_or_a_service_without_access() -> None:
    assert ("空壳主体" in ALL["shell_subject"].message.zh, "空壳网站" in ALL["shell_service"].message.zh) == (
        True,
        True,
    )
    assert ALL["shell_subject"].needs == (Need.DEREGISTRATION,)
    assert ALL["shell_service"].needs == (Need.ACCESS_FILING, Need.DEREGISTRATION)


@pytest.mark.fact("S4-31")
def test_untrue_or_vague_data_are_corrected_or_the_filing_is_deregistered() -> None:
    found = ALL["data_untrue"]

    assert "注销" in found.message.zh
    assert found.needs == (Need.CHANGE_FILING,)


@pytest.mark.fact("S4-33")
@pytest.mark.parametrize("code", ["domain_expired", "domain_expiring"])
def test_a_domain_that_is_not_renewed_is_to_be_deregistered(code: str) -> None:
    assert ALL[code].needs == (Need.RENEWAL, Need.DEREGISTRATION)


def test_days_are_told_for_data_out_of_date_and_nothing_else() -> None:
    assert {one.working_days for one in ALL.values() if Need.CHANGE_FILING in one.needs} == {10, None}
    assert ALL["subject_address_differs"].working_days == 10
    assert ALL["footer_missing"].working_days is None


@pytest.mark.parametrize("code", ["footer_missing", "domain_expired", "principal_not_legal_rep", "shell_subject"])
def test_what_a_review_finds_too_is_said_in_the_same_words(code: str) -> None:
    reviewed = rejection(code, TODAY, RULEBOOK)

    assert reviewed is not None
    assert (reviewed.rule, reviewed.message) == (ALL[code].rule, ALL[code].message)
