"""The decision table of automatic type verification (验证备案类型). Nobody chooses a type; this table does.

Read from the top: the first row whose condition holds decides. Rows 1 to 8 speak of orders, accounts and the name; rows
9 to 17 read the national record, and are asked only of a record that can be; the last row takes all that is left, which
is the impossible, so that every combination of facts has exactly one outcome.
"""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.filing_types import FilingType
from app.domain.type_facts import TypeFacts
from app.domain.type_rules import RefusalCode

Condition = Callable[[TypeFacts], bool]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: a condition, and the type that is given or the reason why none is."""

    number: int
    condition: Condition
    outcome: FilingType | RefusalCode


def _recorded(condition: Condition) -> Condition:
    """Ask a condition only of a record that can be."""
    return lambda f: f.record_is_possible and condition(f)


# fmt: off
ROWS: tuple[Row, ...] = (
    # Orders and accounts.
    Row(1, lambda f: f.account_is_full, RefusalCode.ORDER_IN_PROGRESS),
    Row(2, lambda f: f.certificate_has_open_order_elsewhere, RefusalCode.CERTIFICATE_HAS_OPEN_ORDER),
    Row(3, lambda f: f.service_has_open_order, RefusalCode.SERVICE_HAS_OPEN_ORDER),
    Row(4, lambda f: f.under_review_elsewhere, RefusalCode.UNDER_REVIEW_ELSEWHERE),
    Row(5, lambda f: f.account_bound_to_other_subject, RefusalCode.ACCOUNT_BOUND_TO_OTHER_SUBJECT),
    Row(6, lambda f: f.subject_held_by_other_account and not f.subject_held_by_this_account,
        RefusalCode.SUBJECT_IN_OTHER_ACCOUNT),
    Row(7, lambda f: f.blacklisted, RefusalCode.BLACKLISTED),
    # The name, where it goes on file anew.
    Row(8, lambda f: f.domain_is_refused and not f.service_on_record, RefusalCode.DOMAIN_NOT_ELIGIBLE),
    # The subject is not on record.
    Row(9, _recorded(lambda f: not f.subject_on_record and not f.service_on_record), FilingType.FIRST_FILING),
    Row(10, _recorded(lambda f: not f.subject_on_record), RefusalCode.DOMAIN_FILED_SUBJECT_NOT),
    # The subject is on record, the service is not.
    Row(11, _recorded(lambda f: f.subject_is_shell and not f.region_on_direct_add_list), RefusalCode.SHELL_SUBJECT),
    Row(12, _recorded(lambda f: not f.service_on_record and f.subject_held_by_this_account),
        FilingType.ADD_SERVICE_HERE),
    Row(13, _recorded(lambda f: not f.service_on_record), FilingType.ADD_SERVICE_ELSEWHERE),
    # Both are on record.
    Row(14, _recorded(lambda f: f.service_owned_by_subject and not f.accessed_here), FilingType.ADD_ACCESS),
    Row(15, _recorded(lambda f: f.service_owned_by_subject and not f.service_held_by_account_here), FilingType.CLAIM),
    Row(16, _recorded(lambda f: f.service_owned_by_subject), RefusalCode.ALREADY_FILED_HERE),
    Row(17, _recorded(lambda f: not f.service_owned_by_subject), RefusalCode.DOMAIN_OWNED_BY_OTHER_SUBJECT),
    # What is left cannot be.
    Row(18, lambda _: True, RefusalCode.INCONSISTENT_RECORD),
)
# fmt: on


def deciding_row(facts: TypeFacts) -> Row:
    """Return the row that decides: the first whose condition holds. There always is one."""
    return next(row for row in ROWS if row.condition(facts))
