"""Servers that may carry filings, and the codes that stand for their places."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from app.domain.authorization_codes import (
    MOVES,
    TAKES_A_PLACE,
    AuthorizationCode,
    CodeEvent,
    CodeReason,
    CodeState,
    freed,
    moved_code,
    usability,
)
from app.domain.errors import ProblemCode, Refusal
from app.domain.findings import Severity
from app.domain.resources import Billing, Location, Resource, ResourceReason, eligibility, places_left
from tests.real_rules import NATIONAL, RULEBOOK

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
TODAY = NOW.date()


def a_server(**changes: Any) -> Resource:
    server = Resource(
        id="res_1",
        provider_id="prv_1",
        external_id="ecs-1",
        product="ECS",
        location=Location.MAINLAND,
        billing=Billing.PREPAID,
        public_ips=("203.0.113.10",),
        owner_account_id="acct_1",
        purchased_at=NOW - timedelta(days=10),
        expires_at=NOW + timedelta(days=80),
        filing_capacity=5,
    )
    return replace(server, **changes)


def a_code(**changes: Any) -> AuthorizationCode:
    code = AuthorizationCode(
        id="code_1",
        provider_id="prv_1",
        resource_id="res_1",
        state=CodeState.UNUSED,
        for_account_id=None,
        ip="203.0.113.10",
        created_at=NOW,
        expires_at=NOW + timedelta(days=1),
    )
    return replace(code, **changes)


def why_not(
    code: AuthorizationCode | None, server: Resource | None = None, account: str | None = "acct_2", taken: int = 1
) -> str | None:
    return usability(code, server or a_server(), account, NOW, NATIONAL, places_taken=taken)


def test_a_server_in_the_mainland_paid_for_three_months_with_a_public_address_may_carry_a_filing() -> None:
    assert eligibility(a_server(), NOW, NATIONAL) == ()


@pytest.mark.fact("S0-02")
def test_a_server_outside_the_mainland_takes_no_filing() -> None:
    reasons = eligibility(a_server(location=Location.OUTSIDE_MAINLAND), NOW, NATIONAL)

    assert reasons == (ResourceReason.RESOURCE_OUTSIDE_MAINLAND,)
    assert "无须备案" in RULEBOOK.finding(reasons[0].rule, TODAY, "").message.zh


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"expires_at": NOW, "purchased_at": NOW - timedelta(days=365)}, "resource_expired"),
        ({"expires_at": NOW + timedelta(days=79)}, "resource_too_short"),
        ({"purchased_at": NOW - timedelta(days=365), "expires_at": NOW + timedelta(days=29)}, "resource_too_short"),
        ({"expires_at": None}, "resource_too_short"),
        ({"billing": Billing.PAY_PER_USE, "expires_at": None}, "pay_per_use"),
        ({"public_ips": ()}, "resource_without_public_ip"),
        ({"filing_capacity": 0}, "resource_capacity_reached"),
    ],
)
def test_each_fault_of_a_server_has_its_reason(changes: dict[str, Any], reason: str) -> None:
    assert eligibility(a_server(**changes), NOW, NATIONAL)[0] == reason


def test_a_server_paid_long_ago_needs_a_month_left_and_no_more() -> None:
    server = a_server(purchased_at=NOW - timedelta(days=365), expires_at=NOW + timedelta(days=30))

    assert eligibility(server, NOW, NATIONAL) == ()


def test_a_server_with_many_faults_is_told_all_of_them_in_their_order() -> None:
    server = a_server(
        expires_at=NOW - timedelta(days=1), public_ips=(), location=Location.OUTSIDE_MAINLAND, filing_capacity=1
    )

    assert eligibility(server, NOW, NATIONAL, places_taken=1) == tuple(
        reason
        for reason in ResourceReason
        if reason not in (ResourceReason.PAY_PER_USE, ResourceReason.RESOURCE_KIND_NOT_SERVED)
    )


def test_a_capacity_that_was_lowered_leaves_no_place_and_never_less_than_none() -> None:
    assert places_left(a_server(filing_capacity=2), 3, NATIONAL) == 0
    assert places_left(a_server(filing_capacity=5), 3, NATIONAL) == 2


@pytest.mark.fact("S0-15")
def test_an_unused_code_of_a_good_server_can_be_used() -> None:
    assert why_not(a_code()) is None


@pytest.mark.fact("S0-03")
def test_without_a_code_or_its_server_there_is_nothing_to_file_with() -> None:
    assert why_not(None) is CodeReason.UNKNOWN
    assert usability(a_code(), None, None, NOW, NATIONAL, places_taken=1) is CodeReason.UNKNOWN


@pytest.mark.fact("S1-11")
def test_a_code_serves_one_filing_only() -> None:
    in_use = moved_code(CodeState.UNUSED, CodeEvent.FILING_OPENED)

    assert why_not(a_code(state=in_use)) is CodeReason.USED
    with pytest.raises(Refusal):
        moved_code(in_use, CodeEvent.FILING_OPENED)


@pytest.mark.fact("S1-12")
def test_an_approval_consumes_the_code() -> None:
    spent = moved_code(CodeState.IN_USE, CodeEvent.FILING_APPROVED)

    assert why_not(a_code(state=spent)) is CodeReason.CONSUMED_BY_APPROVAL


@pytest.mark.fact("S1-13")
def test_nothing_brings_a_spent_code_or_its_place_back() -> None:
    assert all(state is not CodeState.SPENT for state, _ in MOVES)
    assert CodeState.SPENT in TAKES_A_PLACE


def test_abandoning_frees_the_code() -> None:
    assert moved_code(CodeState.IN_USE, CodeEvent.FILING_ABANDONED) is CodeState.UNUSED


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"state": CodeState.REVOKED}, "revoked"),
        ({"state": CodeState.DEAD}, "expired"),
        ({"expires_at": NOW}, "expired"),
        ({"for_account_id": "acct_3"}, "wrong_account"),
    ],
)
def test_each_fault_of_a_code_has_its_reason(changes: dict[str, Any], reason: str) -> None:
    assert why_not(a_code(**changes)) == reason


def test_a_code_for_an_account_serves_that_account_and_can_be_looked_at_without_one() -> None:
    code = a_code(for_account_id="acct_2", expires_at=None)

    assert why_not(code) is None
    assert why_not(code, account=None) is None


def test_the_codes_own_faults_are_told_before_its_servers() -> None:
    server = a_server(expires_at=NOW - timedelta(days=1))

    assert why_not(a_code(for_account_id="acct_3"), server) is CodeReason.WRONG_ACCOUNT
    assert why_not(a_code(), server) is ResourceReason.RESOURCE_EXPIRED


def test_a_codes_own_place_does_not_stand_against_it_but_one_more_than_the_capacity_does() -> None:
    assert why_not(a_code(), a_server(filing_capacity=5), taken=5) is None
    assert why_not(a_code(), a_server(filing_capacity=5), taken=6) is ResourceReason.RESOURCE_CAPACITY_REACHED


def test_what_can_not_happen_to_a_code_is_refused_with_its_state() -> None:
    for state, event in product(CodeState, CodeEvent):
        if (state, event) not in MOVES:
            with pytest.raises(Refusal) as refused:
                moved_code(state, event)
            assert refused.value.code is ProblemCode.ACTION_NOT_ALLOWED
            assert refused.value.facts["state"] == state


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        pytest.param(CodeReason.USED, "只能使用一次", marks=[pytest.mark.fact("S0-15"), pytest.mark.fact("S1-11")]),
        pytest.param(
            CodeReason.CONSUMED_BY_APPROVAL,
            "由管局审核通过，授权码已失效；即使该网站日后注销，也不会恢复",
            marks=[pytest.mark.fact("S0-15"), pytest.mark.fact("S1-12"), pytest.mark.fact("S1-13")],
        ),
    ],
)
def test_who_has_a_spent_code_is_told_why_it_is_no_good(reason: CodeReason, words: str) -> None:
    assert words in RULEBOOK.finding(reason.rule, TODAY, "/product/authorization_code").message.zh


@pytest.mark.fact("S0-15")
@pytest.mark.parametrize("reason", [*CodeReason, *ResourceReason])
def test_every_reason_is_explained_with_a_remedy_and_a_source(reason: CodeReason | ResourceReason) -> None:
    finding = RULEBOOK.finding(reason.rule, date(2026, 3, 2), "/product/authorization_code")

    assert finding.code == reason
    assert finding.severity is Severity.ERROR
    assert finding.remedy.zh
    assert finding.source


@pytest.mark.fact("S0-16")
def test_an_exhausted_server_is_told_in_the_known_words() -> None:
    finding = RULEBOOK.finding(ResourceReason.RESOURCE_CAPACITY_REACHED.rule, date(2026, 3, 2), "")

    assert "用于备案的资源已达最大使用次数" in finding.message.zh


@pytest.mark.parametrize(
    ("expires_at", "state"),
    [
        (None, CodeState.UNUSED),
        (NOW + timedelta(seconds=1), CodeState.UNUSED),
        (NOW, CodeState.DEAD),
    ],
)
def test_a_code_whose_filing_was_given_up_is_free_only_while_its_server_lives(
    expires_at: datetime | None, state: CodeState
) -> None:
    assert freed(a_code(state=CodeState.IN_USE, expires_at=expires_at), NOW) is state
