"""Why filings come back: the reviewers' catalogue and the authority's result numbers."""

import pytest

from app.domain.findings import Retry
from app.domain.rejections import (
    RejectionRule,
    authority_rejection,
    is_our_fault,
    is_reviewers_code,
    rejection,
    reviewers_catalogue,
    weightiest,
)
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK


def test_reviewers_have_five_codes_to_begin_with() -> None:
    codes = [one.code for one in reviewers_catalogue(TODAY, RULEBOOK)]

    assert codes == ["site_name_bad", "cert_image_bad", "liveness_failed", "cross_province", "phone_unreachable"]
    assert all(is_reviewers_code(code) for code in codes)


def test_a_reviewer_can_not_speak_for_the_authority() -> None:
    assert not is_reviewers_code("subject_conflict")
    assert not is_reviewers_code("bad_mood")


@pytest.mark.parametrize("rule", RejectionRule)
def test_every_code_has_a_message_a_remedy_and_a_source(rule: RejectionRule) -> None:
    found = rejection(rule.rejection_code, TODAY, RULEBOOK)

    assert found is not None
    assert found.rule == rule
    assert all((found.message.zh, found.message.en, found.remedy.zh, found.remedy.en, found.source))


def test_a_code_that_is_not_in_the_catalogue_has_no_entry() -> None:
    assert rejection("bad_mood", TODAY, RULEBOOK) is None


@pytest.mark.parametrize(
    ("number", "code", "retry"),
    [
        ("1002", "authority_refused", Retry.FIX),
        ("1003", "subject_conflict", Retry.FIX),
        ("1005", "domain_conflict", Retry.FIX),
        ("1063", "ip_not_reported", Retry.RETRY),
        ("1064", "service_blacklisted", Retry.FINAL),
        ("1065", "subject_blacklisted", Retry.FINAL),
        ("1999", "authority_refused", Retry.FIX),
    ],
)
def test_a_result_number_of_the_authority_says_what_can_be_done(number: str, code: str, retry: Retry) -> None:
    found = authority_rejection(number, TODAY, RULEBOOK)

    assert (found.code, found.retry) == (code, retry)


def test_an_address_missing_in_our_own_ip_filing_is_our_fault_and_nothing_else_is() -> None:
    assert is_our_fault("1063")
    assert not is_our_fault("1003")
    assert not is_our_fault("4711")


def test_the_gravest_finding_decides_what_can_be_done() -> None:
    assert weightiest([Retry.RETRY, Retry.FINAL, Retry.FIX]) is Retry.FINAL
    assert weightiest([Retry.RETRY, Retry.FIX]) is Retry.FIX
    assert weightiest([]) is None
