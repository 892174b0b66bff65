"""Who may do what, and whose things they see."""

import pytest

from app.domain.callers import Caller, CallerKind, Scope
from app.domain.errors import ProblemCode, Refusal

CLIENT = Caller(CallerKind.CLIENT, "cli_1", "prov_1", frozenset({"filings", "pii:read"}))
APPLICANT = Caller(CallerKind.APPLICANT, "acct_1", "prov_1", frozenset({"filings"}), account_id="acct_1")


def test_keys_and_limits_belong_to_the_account_or_else_to_the_client() -> None:
    assert (CLIENT.owner, APPLICANT.owner) == ("cli_1", "acct_1")


def test_only_the_scope_for_personal_data_unmasks() -> None:
    assert CLIENT.reads_personal_data
    assert not APPLICANT.reads_personal_data


def test_one_of_the_scopes_is_enough_and_none_is_refused_with_what_was_needed() -> None:
    CLIENT.require(Scope.REVIEWS, Scope.FILINGS)

    with pytest.raises(Refusal) as refused:
        CLIENT.require(Scope.REVIEWS)

    assert refused.value.code is ProblemCode.INSUFFICIENT_SCOPE
    assert refused.value.facts == {"required": ["reviews"]}


def test_another_account_looks_as_if_it_were_not_there() -> None:
    CLIENT.require_account("acct_2")
    APPLICANT.require_account("acct_1")

    with pytest.raises(Refusal) as refused:
        APPLICANT.require_account("acct_2")

    assert refused.value.code is ProblemCode.NOT_FOUND
