"""The decision table: each row, their order, and that every combination of facts has exactly one outcome."""

from dataclasses import fields
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.domain_eligibility import DomainFact
from app.domain.filing_body import ServiceKind, SubjectNature
from app.domain.filing_types import FilingType
from app.domain.type_facts import TypeFacts
from app.domain.type_rules import RefusalCode
from app.domain.type_table import ROWS, deciding_row
from tests.domain.type_facts_builder import ACCESSED, HELD, ON_RECORD, OWNED, SHELL, facts

HOLDING: dict[int, dict[str, Any]] = {
    1: {"account_open_orders": 1},
    2: {"certificate_has_open_order_elsewhere": True},
    3: {"service_has_open_order": True},
    4: {"under_review_elsewhere": True},
    5: {"account_other_subjects": 1},
    6: {"subject_held_by_other_account": True},
    7: {"blacklisted": True},
    8: {"domain": DomainFact.EXPIRED},
    9: {},
    10: {"service_on_record": True},
    11: SHELL,
    12: HELD,
    13: ON_RECORD,
    14: OWNED,
    15: ACCESSED,
    16: ACCESSED | {"service_held_by_account_here": True},
    17: ON_RECORD | {"service_on_record": True},
    18: {"accessed_here": True},
}
OUTCOMES: dict[int, FilingType | RefusalCode] = {
    1: RefusalCode.ORDER_IN_PROGRESS,
    2: RefusalCode.CERTIFICATE_HAS_OPEN_ORDER,
    3: RefusalCode.SERVICE_HAS_OPEN_ORDER,
    4: RefusalCode.UNDER_REVIEW_ELSEWHERE,
    5: RefusalCode.ACCOUNT_BOUND_TO_OTHER_SUBJECT,
    6: RefusalCode.SUBJECT_IN_OTHER_ACCOUNT,
    7: RefusalCode.BLACKLISTED,
    8: RefusalCode.DOMAIN_NOT_ELIGIBLE,
    9: FilingType.FIRST_FILING,
    10: RefusalCode.DOMAIN_FILED_SUBJECT_NOT,
    11: RefusalCode.SHELL_SUBJECT,
    12: FilingType.ADD_SERVICE_HERE,
    13: FilingType.ADD_SERVICE_ELSEWHERE,
    14: FilingType.ADD_ACCESS,
    15: FilingType.CLAIM,
    16: RefusalCode.ALREADY_FILED_HERE,
    17: RefusalCode.DOMAIN_OWNED_BY_OTHER_SUBJECT,
    18: RefusalCode.INCONSISTENT_RECORD,
}


def any_facts() -> st.SearchStrategy[TypeFacts]:
    """Every combination of facts, the impossible ones too."""
    counts = st.integers(min_value=0, max_value=2)
    drawn: dict[str, st.SearchStrategy[Any]] = {
        "nature": st.sampled_from(SubjectNature),
        "region": st.sampled_from(["110000", "410105", "650100"]),
        "kind": st.sampled_from(ServiceKind),
        "domain": st.sampled_from(DomainFact),
        "account_open_orders": counts,
        "orders_per_account": counts,
        "account_other_subjects": counts,
        "subjects_per_account": counts,
    }
    drawn |= {field.name: st.booleans() for field in fields(TypeFacts) if field.type in (bool, "bool")}
    return st.fixed_dictionaries(drawn).map(lambda known: TypeFacts(**known))


@pytest.mark.fact("S2-01")
def test_there_are_four_ways_to_file_a_service_and_a_claim_for_what_is_filed_and_accessed_already() -> None:
    assert [row.outcome for row in ROWS if isinstance(row.outcome, FilingType)] == [
        FilingType.FIRST_FILING,
        FilingType.ADD_SERVICE_HERE,
        FilingType.ADD_SERVICE_ELSEWHERE,
        FilingType.ADD_ACCESS,
        FilingType.CLAIM,
    ]


@pytest.mark.parametrize("number", HOLDING)
def test_each_row_decides_where_nothing_above_it_holds(number: int) -> None:
    row = deciding_row(facts(**HOLDING[number]))

    assert row.number == number
    assert row.outcome is OUTCOMES[number]


@pytest.mark.fact("S1-02")
@pytest.mark.fact("S2-05")
@given(any_facts())
def test_every_combination_of_facts_has_exactly_one_outcome(known: TypeFacts) -> None:
    row = deciding_row(known)

    assert row.condition(known)
    assert not any(earlier.condition(known) for earlier in ROWS[: row.number - 1])
    assert row.outcome is OUTCOMES[row.number]
    assert deciding_row(known) is row


@given(any_facts())
def test_no_type_is_ever_given_on_a_record_that_cannot_be(known: TypeFacts) -> None:
    row = deciding_row(known)

    if not known.record_is_possible:
        assert row.number <= 8 or row.outcome is RefusalCode.INCONSISTENT_RECORD
    else:
        assert row.outcome is not RefusalCode.INCONSISTENT_RECORD


@pytest.mark.parametrize(("earlier", "later"), list(combinations(range(1, 9), 2)))
def test_of_two_reasons_before_the_record_the_earlier_row_wins(earlier: int, later: int) -> None:
    assert deciding_row(facts(**HOLDING[later], **HOLDING[earlier])).number == earlier


@pytest.mark.parametrize(("earlier", "later"), list(product(range(1, 8), range(9, 19))))
def test_an_order_or_account_in_the_way_wins_over_whatever_is_on_record(earlier: int, later: int) -> None:
    # Who is bound to another subject, or finds it in another account, does not hold it in this one.
    known = HOLDING[later] | {"subject_held_by_this_account": False} if earlier in (5, 6) else HOLDING[later]

    assert deciding_row(facts(**(known | HOLDING[earlier]))).number == earlier


@pytest.mark.parametrize("later", [9, 11, 12, 13])
def test_a_name_that_cannot_be_filed_wins_over_every_type_that_would_file_it(later: int) -> None:
    assert deciding_row(facts(**HOLDING[later], **HOLDING[8])).number == 8


@pytest.mark.parametrize("later", [10, 14, 15, 16, 17])
def test_a_name_on_file_already_is_not_asked_whether_it_could_be_filed_anew(later: int) -> None:
    assert deciding_row(facts(**HOLDING[later], **HOLDING[8])).number == later


@pytest.mark.parametrize(
    ("known", "number"),
    [
        (SHELL | {"subject_held_by_this_account": True}, 11),
        (SHELL | {"service_on_record": True}, 11),
        (SHELL | {"region_on_direct_add_list": True}, 13),
        (SHELL | {"region_on_direct_add_list": True, "subject_held_by_this_account": True}, 12),
        (SHELL | {"region_on_direct_add_list": True, "service_on_record": True}, 17),
        (HELD | {"service_on_record": True}, 17),
        (OWNED | {"subject_held_by_this_account": True}, 14),
        (OWNED | {"service_held_by_account_here": True}, 14),
    ],
)
def test_of_two_rows_that_read_the_record_the_earlier_wins(known: dict[str, Any], number: int) -> None:
    assert deciding_row(facts(**known)).number == number


@pytest.mark.parametrize(
    "impossible",
    [
        {"subject_is_shell": True},
        {"subject_held_by_this_account": True},
        {"service_owned_by_subject": True},
        ON_RECORD | {"service_owned_by_subject": True},
        {"service_on_record": True, "service_owned_by_subject": True},
        OWNED | {"subject_is_shell": True},
        ON_RECORD | {"accessed_here": True},
        ON_RECORD | {"service_held_by_account_here": True},
        ON_RECORD | {"service_on_record": True, "kind": ServiceKind.APP},
    ],
)
def test_a_record_that_contradicts_itself_decides_nothing(impossible: dict[str, Any]) -> None:
    assert deciding_row(facts(**impossible)).outcome is RefusalCode.INCONSISTENT_RECORD


@pytest.mark.parametrize("domain", [DomainFact.ELIGIBLE, DomainFact.NOT_VERIFIED, DomainFact.UNKNOWN])
def test_a_name_that_nothing_is_known_against_is_not_refused(domain: DomainFact) -> None:
    assert deciding_row(facts(domain=domain)).outcome is FilingType.FIRST_FILING


def test_an_account_may_have_as_many_orders_and_subjects_as_the_profile_says() -> None:
    assert deciding_row(facts(account_open_orders=1, orders_per_account=2)).number == 9
    assert deciding_row(facts(account_other_subjects=1, subjects_per_account=2)).number == 9
    assert deciding_row(facts(account_open_orders=2, orders_per_account=2)).number == 1
    assert deciding_row(facts(account_other_subjects=2, subjects_per_account=2)).number == 5


def test_a_subject_that_this_account_holds_already_is_no_other_subject() -> None:
    assert deciding_row(facts(account_other_subjects=1, **HELD)).number == 12


def test_a_subject_that_this_account_holds_too_is_not_in_the_way_of_itself() -> None:
    assert deciding_row(facts(subject_held_by_other_account=True, **HELD)).number == 12
