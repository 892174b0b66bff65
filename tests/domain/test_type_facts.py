"""The facts of a type verification, each for itself."""

import pytest

from app.domain.domain_eligibility import DomainFact
from app.domain.filing_body import SubjectNature
from app.domain.type_facts import TypeFacts, shell_may_add_directly
from tests.domain.type_facts_builder import TODAY, facts
from tests.real_rules import RULEBOOK

REFUSED = {
    DomainFact.NOT_REGISTRABLE,
    DomainFact.SUFFIX_UNAPPROVED,
    DomainFact.REGISTRAR_UNAPPROVED,
    DomainFact.EXPIRED,
    DomainFact.OWNED_BY_ANOTHER,
    DomainFact.GOVERNMENT_NAME_NOT_ALLOWED,
}


@pytest.mark.parametrize("domain", DomainFact)
def test_a_name_is_refused_for_what_is_known_against_it_and_not_for_what_is_unknown(domain: DomainFact) -> None:
    assert facts(domain=domain).domain_is_refused is (domain in REFUSED)


@pytest.mark.parametrize(("open_orders", "is_full"), [(0, False), (1, False), (2, True), (3, True), (300, True)])
def test_an_account_is_full_with_as_many_orders_as_it_may_have_and_with_more(open_orders: int, is_full: bool) -> None:
    assert facts(account_open_orders=open_orders, orders_per_account=2).account_is_full is is_full


@pytest.mark.parametrize(("others", "is_bound"), [(0, False), (1, False), (2, True), (3, True), (300, True)])
def test_an_account_is_bound_by_as_many_other_subjects_as_it_may_have_and_by_more(others: int, is_bound: bool) -> None:
    known = {"account_other_subjects": others, "subjects_per_account": 2}

    assert facts(**known).account_bound_to_other_subject is is_bound
    assert not facts(**known, subject_held_by_this_account=True).account_bound_to_other_subject


def test_nothing_is_taken_for_known_that_was_not_told() -> None:
    told = TypeFacts(nature=SubjectNature.ENTERPRISE, region="410100")

    counted = (
        told.account_open_orders,
        told.orders_per_account,
        told.account_other_subjects,
        told.subjects_per_account,
    )
    assert counted == (0, 1, 0, 1)
    assert not (told.account_is_full or told.account_bound_to_other_subject or told.domain_is_refused)


@pytest.mark.parametrize(("region", "may"), [("110105", True), ("530100", True), ("410100", False), ("650100", False)])
def test_a_shell_adds_a_service_directly_only_where_the_province_lets_it(region: str, may: bool) -> None:
    assert shell_may_add_directly(region, TODAY, RULEBOOK) is may
