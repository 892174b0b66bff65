"""Verdicts put together: a service's domains, an order's services, an addition to a draft."""

from dataclasses import replace

import pytest

from app.domain.domain_eligibility import DomainFact
from app.domain.filing_body import SubjectNature
from app.domain.filing_types import FilingType
from app.domain.type_rules import RefusalCode, TypeRule
from app.domain.type_verification import Draft, Verdict, decide_service, decide_together
from tests.domain.type_facts_builder import HELD, OWNED, TODAY, verdict
from tests.real_rules import NATIONAL, RULEBOOK

FIRST, ADDED = verdict(), verdict(**HELD)


def added_to(draft: Draft, *verdicts: Verdict, nature: SubjectNature = SubjectNature.ENTERPRISE) -> Verdict:
    return decide_together(verdicts, nature, NATIONAL, TODAY, RULEBOOK, draft)


def rules(given: Verdict) -> list[str]:
    return [each.rule for each in given.reasons]


def test_the_verdict_of_one_is_said_as_it_is() -> None:
    assert decide_service([FIRST], TODAY, RULEBOOK) is FIRST


def test_one_refused_among_several_refuses_all_and_the_earlier_row_speaks() -> None:
    expired, full = verdict(domain=DomainFact.EXPIRED), verdict(account_open_orders=1)

    assert decide_service([FIRST, expired], TODAY, RULEBOOK) is expired
    assert decide_service([expired, full], TODAY, RULEBOOK) is full
    assert decide_service([full, expired], TODAY, RULEBOOK) is full


def test_a_service_of_the_drafts_type_joins_it() -> None:
    assert added_to(Draft(FilingType.FIRST_FILING, 1), FIRST) is FIRST


@pytest.mark.parametrize(
    ("draft", "given"),
    [
        (FilingType.ADD_SERVICE_HERE, FIRST),
        (FilingType.FIRST_FILING, ADDED),
        (FilingType.ADD_ACCESS, ADDED),
        (FilingType.ADD_SERVICE_HERE, verdict(**OWNED)),
    ],
)
def test_a_service_of_another_type_than_the_draft_needs_an_order_of_its_own(draft: FilingType, given: Verdict) -> None:
    found = added_to(Draft(draft, 1), given)

    assert found.refusal is not None
    assert found.refusal.code is RefusalCode.SPLIT_ORDER
    assert rules(found) == [TypeRule.SPLIT_ORDER, TypeRule.DIFFERENT_TYPES]


@pytest.mark.parametrize(("there", "more", "fits"), [(0, 10, True), (9, 1, True), (6, 6, False), (8, 3, False)])
def test_what_a_draft_has_and_what_is_added_share_the_room_of_one_order(there: int, more: int, fits: bool) -> None:
    found = added_to(Draft(FilingType.FIRST_FILING, there), *[FIRST] * more)

    assert (found.refusal is None) is fits
    if not fits:
        assert rules(found) == [TypeRule.SPLIT_ORDER, TypeRule.TOO_MANY_SERVICES]


def test_a_persons_draft_has_room_for_one() -> None:
    found = added_to(Draft(FilingType.FIRST_FILING, 1), FIRST, nature=SubjectNature.INDIVIDUAL)

    assert rules(found) == [TypeRule.SPLIT_ORDER, TypeRule.TOO_MANY_SERVICES]


def test_a_refused_addition_says_its_own_reason_and_not_that_of_the_draft() -> None:
    expired = verdict(domain=DomainFact.EXPIRED)

    assert added_to(Draft(FilingType.ADD_ACCESS, 10), expired) is expired


def test_several_of_one_type_keep_what_the_first_says_and_each_reason_once() -> None:
    alike = replace(FIRST)

    found = decide_service([FIRST, alike], TODAY, RULEBOOK)

    assert found == FIRST


def test_a_refusal_with_a_cause_names_the_causes_source_and_remedy() -> None:
    found = verdict(domain=DomainFact.SUFFIX_UNAPPROVED)
    cause = RULEBOOK.at("type.domain.suffix_unapproved", TODAY)

    assert found.refusal is not None
    assert found.refusal.source == cause.source
    assert found.refusal.source != RULEBOOK.at("type.refusals.domain_not_eligible", TODAY).source
    assert found.refusal.remedy == cause.value["remedy"]


def test_a_refusal_promises_nothing() -> None:
    found = verdict(account_open_orders=1)

    assert (found.filing_type, found.warnings, found.channels) == (None, (), ())
    assert not (found.must_be_offline or found.may_be_served_meanwhile or found.sms_required)
