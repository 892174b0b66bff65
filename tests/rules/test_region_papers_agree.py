"""Papers and figures that regions ask for, where another rule of the rulebook acts upon them."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.domain.checks import checks
from app.domain.duties import DutyRule
from app.domain.filing_body import FilingBody, PreApproval, SubjectNature
from app.domain.filing_types import FilingType
from app.domain.frozen_fields import Standing, frozen_fields
from app.domain.material_places import PaperQuestion
from app.domain.materials import MaterialKind
from app.domain.papers_of_regions import PAPERS_OF_FAMILIES
from app.domain.prior_approvals import needs_of_name, prior_approval
from app.domain.region_checks import binds
from app.domain.region_rules import NATIONAL, RegionRule, Whom
from app.domain.requirements import Requirement, limits, requirements
from tests.domain.a_filing import REGIONS, an_app
from tests.domain.region_cases.a_case import Case, a_case, a_district
from tests.domain.region_cases.change import on_file
from tests.domain.region_cases.principal import another_principal
from tests.domain.samples import TODAY
from tests.real_rules import GENERAL_RULES, RULEBOOK
from tests.real_rules import NATIONAL as NATIONAL_PROFILE

K = MaterialKind
RULES = RULEBOOK.region_rules
# A region that asks for none of the papers below, and is of no family that tells of them.
PLAIN = "650000"


def rules_of(*families: str) -> list[RegionRule]:
    return [rule for region in RULES.regions.values() for name, rule in region.rules.items() if name in families]


def national(family: str) -> RegionRule:
    return RULES.regions[NATIONAL].rules[family]


def papers(case: Case, on_record: int = 0) -> tuple[Requirement, ...]:
    question = PaperQuestion(
        case.body, case.context.filing_type, REGIONS, case.context.on_file, services_on_file=on_record
    )
    return requirements(question, TODAY, RULEBOOK)


def required(case: Case, on_record: int = 0) -> set[tuple[MaterialKind, str]]:
    return {(one.kind, one.for_) for one in papers(case, on_record) if one.required}


def elsewhere(case: Case, province: str = PLAIN) -> Case:
    region = a_district(province)
    return case.subject(region=region).address(region=region)


def of_type(case: Case, filing_type: FilingType) -> Case:
    return replace(case, context=replace(case.context, filing_type=filing_type))


# --- papers that a region wants beside


@pytest.mark.parametrize("rule", rules_of("change.rename_letter"), ids=lambda rule: rule.region)
def test_the_letter_of_a_new_name_is_wanted_where_the_region_insists(rule: RegionRule) -> None:
    renamed = on_file(of_type(a_case(rule), FilingType.CHANGE_SUBJECT), name="旧名称有限公司")
    letter = (K.NAME_CHANGE_LETTER, "/subject")

    assert letter in required(renamed)
    assert letter not in required(elsewhere(renamed))
    assert letter not in required(of_type(a_case(rule), FilingType.CHANGE_SUBJECT))


@pytest.mark.parametrize("rule", rules_of("change.five_images"), ids=lambda rule: rule.region)
def test_every_change_brings_all_images_where_the_region_says_so(rule: RegionRule) -> None:
    case = of_type(a_case(rule), FilingType.CHANGE_SERVICE).somebody_else()
    found = required(case)

    assert len([kind for kind, _ in found if kind in (K.PRINCIPAL_ID_FRONT, K.PRINCIPAL_ID_BACK)]) == rule.value - 1
    assert (K.SUBJECT_CERTIFICATE, "/subject") in found
    assert (K.SUBJECT_CERTIFICATE, "/subject") not in required(
        elsewhere(of_type(a_case(rule), FilingType.CHANGE_SERVICE))
    )


@pytest.mark.parametrize(
    "rule",
    rules_of(
        "count_limit.plan_threshold_filed", "count_limit.plan_threshold_individual", "count_limit.plan_threshold_unit"
    ),
    ids=lambda rule: rule.id,
)
def test_from_as_many_sites_on_as_the_region_says_a_plan_is_wanted(rule: RegionRule) -> None:
    case, plan = a_case(rule), (K.CONSTRUCTION_PLAN, "/subject")
    case = of_type(case, FilingType.FIRST_FILING)

    assert plan in required(case, rule.value - 1)
    assert plan not in required(case, rule.value - 2)
    assert plan not in required(elsewhere(case), rule.value - 1)


@pytest.mark.parametrize("rule", rules_of("materials.commitment_letter"), ids=lambda rule: rule.id)
@pytest.mark.parametrize("whom", [Whom.UNIT, Whom.INDIVIDUAL])
def test_the_commitment_letter_is_wanted_of_units_and_of_persons(rule: RegionRule, whom: Whom) -> None:
    case = a_case(replace(rule, applies_to=frozenset({whom})))
    letter = (K.COMMITMENT_LETTER, "/subject")

    assert letter in required(case)
    assert letter not in required(elsewhere(case))


@pytest.mark.parametrize(
    ("family", "words"),
    [
        ("materials.letter_signer_unit", "单位由法定代表人签字"),
        ("materials.letter_signer_individual", "个人由本人签字"),
        ("other.resubmit_after_21_june", "6月21日"),
    ],
)
def test_the_commitment_letter_says_who_signs_it_and_of_which_orders_it_is_wanted(family: str, words: str) -> None:
    (rule,) = rules_of(family)
    (letter,) = [one for one in papers(a_case(rule)) if one.kind is K.COMMITMENT_LETTER]

    assert words in letter.notes.zh


@pytest.mark.parametrize(
    ("family", "kind"),
    [("materials.truth_notice", K.COMMITMENT_LETTER), ("materials.commitment_video", K.VIDEO)],
)
def test_service_principals_commit_themselves_where_the_region_says_so(family: str, kind: MaterialKind) -> None:
    (rule,) = rules_of(family)
    case = a_case(rule)

    assert (kind, "/services/0/principal") in {(one.kind, one.for_) for one in papers(case)}
    assert (kind, "/services/0/principal") not in {(one.kind, one.for_) for one in papers(elsewhere(case))}


@pytest.mark.parametrize(
    "rule", rules_of("materials.staffing_form", "prior_approval.staffing_office"), ids=lambda rule: rule.id
)
def test_the_staffing_offices_paper_is_wanted_of_government_sites(rule: RegionRule) -> None:
    case, paper = a_case(rule), (K.STAFFING_CERTIFICATE, "/services/0")

    assert paper in required(case)
    assert paper not in required(elsewhere(case))
    assert paper not in required(case.subject(nature=SubjectNature.ENTERPRISE))


@pytest.mark.parametrize("family", ["materials.unit", "materials.individual", "materials.government"])
def test_the_papers_that_all_want_are_asked_for_everywhere(family: str) -> None:
    rule = national(family)
    kinds = {one.kind.value for one in papers(a_case(rule))}

    assert set(rule.value) <= kinds


def test_a_new_name_asks_for_its_proof_everywhere() -> None:
    rule = national("materials.name_change")
    renamed = on_file(elsewhere(a_case(rule)), name="旧名称有限公司")

    assert set(rule.value) <= {one.kind.value for one in papers(renamed)}


def test_papers_are_as_large_as_the_regions_say() -> None:
    icon, image = national("materials.app_icon_max_size"), national("materials.image_max_size")

    assert limits(K.APP_ICON, TODAY, RULEBOOK).max_bytes == icon.value * 1024
    assert limits(K.SUBJECT_CERTIFICATE, TODAY, RULEBOOK).max_bytes == image.value * 1024 * 1024


# --- what regions say of papers that are wanted anyway


TOLD = [rule for rule in rules_of(*PAPERS_OF_FAMILIES) if binds(rule, RULES.families[rule.family])]


def with_paper(rule: RegionRule) -> Case:
    """Return a filing that the rule is about and that brings every kind of paper it may speak of."""
    case = another_principal(a_case(rule), rule)
    if rule.family.startswith("change."):
        return on_file(case, name="旧名称有限公司")
    return case.service(pre_approvals=(PreApproval.NEWS,))


def noted(case: Case, rule: RegionRule) -> Iterator[str]:
    """Give the notes of the papers that a rule speaks of."""
    for one in papers(case):
        if one.kind in PAPERS_OF_FAMILIES[rule.family]:
            yield one.notes.zh


@pytest.mark.parametrize("rule", TOLD, ids=lambda rule: rule.id)
def test_what_a_region_says_of_a_paper_stands_in_its_notes(rule: RegionRule) -> None:
    said = RULES.message(rule).zh

    assert list(noted(with_paper(rule), rule))
    assert all(said in notes for notes in noted(with_paper(rule), rule))
    without = [
        one
        for one in requirements(
            PaperQuestion(with_paper(rule).body, with_paper(rule).context.filing_type, REGIONS), TODAY, GENERAL_RULES
        )
        if said in one.notes.zh
    ]
    assert without == []


@pytest.mark.parametrize("rule", [one for one in TOLD if one.region != NATIONAL], ids=lambda rule: rule.id)
def test_of_the_same_paper_elsewhere_nothing_is_said(rule: RegionRule) -> None:
    other = next(code for code in RULES.regions if code != NATIONAL and rule.family not in RULES.regions[code].rules)
    said = RULES.message(rule).zh

    assert all(said not in notes for notes in noted(elsewhere(with_paper(rule), other), rule))


# --- figures, and what is refused


def test_the_days_of_the_public_security_filing_are_those_of_the_duty() -> None:
    rules = rules_of("other.psb_filing_days")
    from_approval = RULEBOOK.names(DutyRule.FROM_APPROVAL_PROVINCES, TODAY)

    assert {rule.value for rule in rules} == {RULEBOOK.number(DutyRule.PUBLIC_SECURITY_DAYS, TODAY)}
    assert {rule.region for rule in rules if rule.region != NATIONAL} == set(from_approval)


def test_planned_changes_are_told_as_early_as_the_duty_says() -> None:
    assert national("change.deadline_days_ahead").value == RULEBOOK.number(DutyRule.PLANNED_CHANGE_DAYS, TODAY)


def test_an_account_has_as_many_open_orders_as_the_rule_says() -> None:
    assert NATIONAL_PROFILE.orders_per_account == national("count_limit.open_orders").value


def said_of(case: Case) -> set[str]:
    return {one.rule for one in checks(case.body, case.context)}


def test_nothing_migrates_to_a_person() -> None:
    case = a_case(replace(national("migration.target_not_individual"), applies_to=frozenset({Whom.INDIVIDUAL})))

    assert "transfers.not_to_individuals" in said_of(case)
    assert "transfers.not_to_individuals" not in said_of(of_type(case, FilingType.FIRST_FILING))


def test_a_person_has_no_prior_approval() -> None:
    case, rule = a_case(national("prior_approval.individual_none")), "findings.prior_approval_not_for_individual"

    assert rule in said_of(case.service(pre_approvals=(PreApproval.NEWS,)))
    assert rule not in said_of(case)


@pytest.mark.parametrize("family", ["change.frozen_fields", "change.region_move"])
def test_a_change_leaves_region_holder_and_domains_as_they_are(family: str) -> None:
    case = of_type(a_case(national(family)), FilingType.CHANGE_BOTH)
    frozen = frozen_fields(FilingType.CHANGE_BOTH, case.body, case.context.on_file, TODAY, RULEBOOK)

    assert frozen.standing("/subject/region") is Standing.FIXED
    assert frozen.standing("/subject/name") is Standing.FREE
    assert frozen.fault("/services/0/domains", ["other.cn"]) is not None
    assert frozen.fault("/services/0/domains", ["example.cn"]) is None


@pytest.mark.parametrize("word", ["新闻", "出版", "教育", "文化", "宗教", "校外培训"])
def test_a_category_that_needs_an_approval_is_told_by_its_word_in_a_name(word: str) -> None:
    assert word in national("prior_approval.categories").value
    assert [need.cause for need in needs_of_name(f"示例{word}网", TODAY, RULEBOOK)] == [word]


def test_every_category_but_the_abolished_bulletin_boards_is_a_kind_of_approval() -> None:
    kinds = [prior_approval(kind, TODAY, RULEBOOK) for kind in PreApproval if kind is not PreApproval.BULLETIN_BOARD]

    assert len(national("prior_approval.categories").value) == len(kinds)


def test_an_app_is_no_matter_of_the_staffing_office() -> None:
    (rule,) = rules_of("prior_approval.staffing_office")
    case = a_case(rule)
    body = FilingBody(subject=case.body.subject, services=(an_app(),))

    assert (K.STAFFING_CERTIFICATE, "/services/0") not in required(replace(case, body=body))
