"""What may move between accounts, and what speaks against it."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.filing_body import ServiceKind
from app.domain.records import RecordedService
from app.domain.transfer_rules import TransferRule, is_bound_to_other, offer_faults
from app.domain.transfers import TransferKind, TransferScope
from tests.domain.a_record import a_record, a_recorded_service
from tests.domain.type_facts_builder import TODAY
from tests.real_rules import NATIONAL, RULEBOOK

SITE = a_recorded_service("a")
WHOLE_ONLY = replace(NATIONAL, transfer_scopes=(TransferScope.SUBJECT,))


@pytest.mark.fact("S1-17")
def test_who_names_an_account_that_is_none_of_the_providers_is_told_so() -> None:
    fault = RULEBOOK.finding(TransferRule.UNKNOWN_ACCOUNT, TODAY, "/target_external_id")

    assert fault.message.zh == "没有这个目标账号。"
    assert "本接入商" in fault.remedy.zh


@pytest.mark.fact("S1-14")
def test_a_subject_or_one_service_moves_where_the_profile_lets_it() -> None:
    record = a_record(SITE)

    assert offer_faults(TransferKind.TRANSFER, record, None, NATIONAL, TODAY, RULEBOOK) == ()
    assert offer_faults(TransferKind.TRANSFER, record, SITE, NATIONAL, TODAY, RULEBOOK) == ()
    assert offer_faults(TransferKind.TRANSFER, record, None, WHOLE_ONLY, TODAY, RULEBOOK) == ()
    ((rule, pointer),) = offer_faults(TransferKind.TRANSFER, record, SITE, WHOLE_ONLY, TODAY, RULEBOOK)
    assert (rule.value, pointer) == ("transfers.whole_subject_only", "/service_id")
    assert "整个主体" in RULEBOOK.finding(rule, TODAY, pointer).message.zh


@pytest.mark.parametrize(
    ("service", "region", "on", "expected"),
    [
        (SITE, "410100", TODAY, []),
        (None, "410100", TODAY, ["transfers.service_required"]),
        (a_recorded_service("x", kind=ServiceKind.APP), "410100", TODAY, ["transfers.websites_only"]),
        (a_recorded_service("y", access_here=False), "410100", TODAY, ["transfers.no_access_here"]),
        (SITE, "110000", TODAY, ["transfers.region_without_migration"]),
        (SITE, None, TODAY, ["transfers.region_without_migration"]),
        (SITE, "410100", date(2024, 6, 30), ["transfers.region_without_migration"]),
        (SITE, "410100", date(2024, 7, 1), []),
    ],
)
def test_only_websites_reached_through_here_migrate_and_only_where_the_province_takes_it(
    service: RecordedService | None, region: str | None, on: date, expected: list[str]
) -> None:
    record = a_record(SITE, region=region)

    found = offer_faults(TransferKind.MIGRATION, record, service, NATIONAL, on, RULEBOOK)

    assert [rule.value for rule, _ in found] == expected


@pytest.mark.parametrize(
    ("held", "most", "bound"),
    [
        ([], 1, False),
        (["豫ICP备2026000001号"], 1, False),
        (["豫ICP备2026000009号"], 1, True),
        (["豫ICP备2026000009号"], 2, False),
        (["豫ICP备2026000008号", "豫ICP备2026000009号"], 2, True),
        (["豫ICP备2026000001号", "豫ICP备2026000009号"], 1, False),
    ],
)
def test_an_account_is_bound_when_it_holds_as_many_other_subjects_as_it_may(
    held: list[str], most: int, bound: bool
) -> None:
    records = [a_record(SITE, number=number) for number in held]
    profile = replace(NATIONAL, subjects_per_account=most)

    assert is_bound_to_other("豫ICP备2026000001号", records, profile) is bound


def test_a_subject_without_services_binds_no_account() -> None:
    assert not is_bound_to_other("豫ICP备2026000001号", [a_record(number="豫ICP备2026000009号")], NATIONAL)
    assert not is_bound_to_other(None, [a_record(number="豫ICP备2026000009号")], NATIONAL)
    assert is_bound_to_other(None, [a_record(SITE, number="豫ICP备2026000009号")], NATIONAL)
