"""What stands in the files of the regions and in another rule of the rulebook as well is the same in both."""

from collections.abc import Callable
from datetime import date

import pytest

from app.domain.filing_types import FilingType
from app.domain.material_rows import RequirementRule
from app.domain.region_rules import NATIONAL, RegionRule
from app.domain.sms_duty import SmsDutyRule, sms_required
from app.domain.sms_recipients import SmsRule
from app.domain.transfer_rules import TransferRule
from app.domain.type_rules import TypeRule
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK

RULES = RULEBOOK.region_rules
PROVINCES = [code for code in RULES.regions if code != NATIONAL]
EVERYWHERE_SINCE = date(2020, 8, 17)
FIRST_PILOTS, SECOND_PILOTS = date(2018, 9, 10), date(2018, 9, 24)


def rules_of(family: str) -> list[RegionRule]:
    return [RULES.regions[code].rules[family] for code in PROVINCES if family in RULES.regions[code].rules]


def provinces_with(family: str, holds: Callable[[RegionRule], bool] = lambda rule: bool(rule.value)) -> set[str]:
    return {rule.region for rule in rules_of(family) if holds(rule)}


def provinces_of_papers(table: RequirementRule, kind: str, place: str, type_: str) -> set[str]:
    """Return the provinces for which a requirement table asks for a paper of that kind at that place."""
    rows = [row for row in RULEBOOK.at(table, TODAY).value if row["kind"] == kind and row["for"] == place]
    return {province for row in rows if type_ in row["types"] for province in row["provinces"]}


def test_the_provinces_that_let_a_shell_add_a_service_are_those_of_type_verification() -> None:
    listed = set(RULEBOOK.names(TypeRule.SHELL_DIRECT_ADD_PROVINCES, TODAY))

    assert provinces_with("change.shell_subject_may_add") == listed
    assert {rule.region for rule in rules_of("change.shell_subject_may_add")} == set(PROVINCES)


def test_the_provinces_that_take_migrations_are_those_of_transfers() -> None:
    assert provinces_with("migration.supported") == set(RULEBOOK.names(TransferRule.MIGRATION_PROVINCES, TODAY))


@pytest.mark.parametrize("rule", rules_of("sms.early_start"), ids=lambda rule: rule.region)
def test_a_province_that_began_early_verifies_by_sms_from_its_day_on(rule: RegionRule) -> None:
    begins = rule.in_force_from or FIRST_PILOTS

    def required(day: date) -> bool:
        return sms_required(rule.region, FilingType.FIRST_FILING, day, RULEBOOK)

    assert required(begins)
    assert not required(date(2017, 12, 17))
    if rule.in_force_from is not None:
        assert not required(date.fromordinal(begins.toordinal() - 1))


@pytest.mark.parametrize(
    ("day", "begun_by"), [(FIRST_PILOTS, FIRST_PILOTS), (SECOND_PILOTS, SECOND_PILOTS)], ids=["first", "second"]
)
def test_no_other_province_began_early(day: date, begun_by: date) -> None:
    begun = provinces_with("sms.early_start", lambda rule: (rule.in_force_from or FIRST_PILOTS) <= begun_by)

    assert begun == set(RULEBOOK.names(SmsDutyRule.PROVINCES, day))


def test_since_then_every_province_verifies_every_type_that_the_rule_names() -> None:
    rule = RULES.regions[NATIONAL].rules["sms.required"]

    assert rule.in_force_from == EVERYWHERE_SINCE
    assert set(RULEBOOK.names(SmsDutyRule.PROVINCES, EVERYWHERE_SINCE)) == set(PROVINCES)
    for filing_type in FilingType:
        expected = filing_type in rule.filing_types
        assert sms_required("410000", filing_type, EVERYWHERE_SINCE, RULEBOOK) is expected


@pytest.mark.parametrize(
    ("family", "other"),
    [
        ("sms.valid_hours", SmsRule.VALIDITY),
        ("sms.max_wrong_tries", SmsRule.WRONG_TRIES),
        ("sms.max_resends", SmsRule.RESENDS),
        ("principal.certificate_last_months", "checks.cert_expiring_months"),
    ],
)
def test_figures_are_the_same(family: str, other: str) -> None:
    rule = RULES.regions[NATIONAL].rules[family]

    assert rule.value == RULEBOOK.number(other, TODAY)
    assert rule.said_by == other


def test_the_letters_of_principals_are_wanted_in_the_provinces_that_ask_for_them() -> None:
    table = RequirementRule.PRINCIPALS_LETTERS
    first = FilingType.FIRST_FILING.value
    also_others = provinces_with("principal.legal_rep_letter")

    of_services = provinces_of_papers(table, "authorization_letter", "service_principal", first)
    of_subjects = provinces_of_papers(table, "authorization_letter", "subject_principal", first)

    assert provinces_with("principal.service_letter") | also_others == of_services
    assert provinces_with("principal.subject_letter") | also_others == of_subjects


def test_the_letter_of_a_new_name_is_wanted_in_the_provinces_that_ask_for_it() -> None:
    wanted = provinces_of_papers(RequirementRule.CHANGE_PAPERS, "name_change_letter", "subject", "change_subject")

    assert provinces_with("change.rename_letter") == wanted


def test_the_proof_of_residence_is_wanted_in_the_provinces_that_ask_for_it() -> None:
    rows = RULEBOOK.at(RequirementRule.RESIDENCE_PERMITS, TODAY).value
    asking = provinces_with("cross_region.individual_proof")

    assert {province for row in rows for province in row["provinces"]} == asking


def test_a_rule_that_another_acts_upon_names_one_of_the_rulebook() -> None:
    said = {rule.said_by for region in RULES.regions.values() for rule in region.rules.values() if rule.said_by}

    assert said <= set(RULEBOOK.rules)
