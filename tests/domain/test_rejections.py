"""Why filings come back: one catalogue for the machine pre-review, reviewers, and the authority's result numbers."""

import pytest

from app.domain.check_rules import CheckRule
from app.domain.editable_fields import fields_found_fault_with
from app.domain.filing_body import FilingBody, Service, ServiceKind
from app.domain.filing_types import FilingType
from app.domain.findings import Retry
from app.domain.frozen_fields import frozen_fields
from app.domain.rejection_rules import RejectionRule, RejectionTable
from app.domain.rejections import (
    Rejection,
    RejectionStage,
    authority_result,
    catalogue,
    is_our_fault,
    is_reviewers_code,
    place_in,
    rejection,
    reviewers_catalogue,
    weightiest,
)
from app.domain.spot_checks import SpotCheckRule
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK

CATALOGUE = catalogue(TODAY, RULEBOOK)
NUMBERS = tuple(RULEBOOK.at(RejectionTable.AUTHORITY_RESULTS, TODAY).value)
WEBSITE = FilingBody(services=(Service("svc_1", ServiceKind.WEBSITE),))
TWO = FilingBody(services=(*WEBSITE.services, Service("svc_2", ServiceKind.APP)))

REVIEWERS = [
    "site_name_bad",
    "site_content_bad",
    "prior_approval_missing",
    "domain_no_realname",
    "domain_holder_mismatch",
    "domain_registrar_unapproved",
    "tld_unapproved",
    "domain_expired",
    "domain_resolving",
    "filed_site_unreachable",
    "footer_missing",
    "principal_not_legal_rep",
    "phone_not_local",
    "phone_used_elsewhere",
    "phone_same_for_both",
    "phone_unreachable",
    "emergency_phone_duplicate",
    "cert_image_bad",
    "cert_expiring",
    "liveness_failed",
    "cross_province",
    "gov_data_mismatch",
    "type_wrong",
    "subject_already_filed",
    "open_order_same_cert",
    "server_expired",
]


def test_reviewers_choose_from_the_codes_of_the_first_review() -> None:
    assert [one.code for one in reviewers_catalogue(TODAY, RULEBOOK)] == REVIEWERS
    assert all(is_reviewers_code(code, TODAY, RULEBOOK) for code in REVIEWERS)


@pytest.mark.parametrize("code", ["subject_conflict", "sms_timeout", "principal_cert_reused", "bad_mood"])
def test_a_reviewer_can_not_speak_for_the_authority(code: str) -> None:
    assert not is_reviewers_code(code, TODAY, RULEBOOK)


def test_the_table_has_every_code_once_and_no_other() -> None:
    assert sorted(one.code for one in CATALOGUE) == sorted(rule.rejection_code for rule in RejectionRule)


@pytest.mark.parametrize("rule", RejectionRule)
def test_every_code_has_a_message_a_remedy_a_source_and_somebody_who_uses_it(rule: RejectionRule) -> None:
    found = rejection(rule.rejection_code, TODAY, RULEBOOK)

    assert found is not None
    assert found.rule == rule
    assert all((found.message.zh, found.message.en, found.remedy.zh, found.remedy.en, found.source, found.stages))


@pytest.mark.parametrize("one", CATALOGUE, ids=lambda one: one.code)
def test_the_words_of_a_rejection_need_no_facts_of_a_filing(one: object) -> None:
    entry = rejection(getattr(one, "code", ""), TODAY, RULEBOOK)

    assert entry is not None
    assert not {"{", "}"} & set(entry.message.zh + entry.message.en + entry.remedy.zh + entry.remedy.en)


def test_a_code_that_is_not_in_the_catalogue_has_no_entry() -> None:
    assert rejection("bad_mood", TODAY, RULEBOOK) is None


def test_what_the_checks_say_too_is_the_same_rule_and_not_a_second_text() -> None:
    rules: dict[str, set[str]] = {}
    for rule in (*RejectionRule, *SpotCheckRule, *(one for one in CheckRule if one.startswith("findings."))):
        rules.setdefault(rule.rsplit(".", 1)[-1], set()).add(rule.value)

    assert {code: ids for code, ids in rules.items() if len(ids) > 1} == {}


def test_what_the_checks_find_is_marked_as_theirs() -> None:
    shared = {rule.rejection_code for rule in RejectionRule if rule.startswith("findings.")}
    of_checks = {one.code for one in CATALOGUE if RejectionStage.CHECKS in one.stages}

    assert shared <= of_checks
    assert of_checks - shared == {"site_name_bad", "cross_province"}


@pytest.mark.fact("S0-39")
def test_content_against_the_rules_is_a_reason_of_the_first_review_and_of_the_authority() -> None:
    content = rejection("site_content_bad", TODAY, RULEBOOK)

    assert content is not None
    assert set(content.stages) == {RejectionStage.PROVIDER, RejectionStage.AUTHORITY}


@pytest.mark.fact("S0-22")
@pytest.mark.parametrize("code", ["cert_image_bad", "liveness_failed", "site_content_bad"])
def test_wrong_papers_a_failed_check_and_bad_content_are_mended_and_sent_again(code: str) -> None:
    found = rejection(code, TODAY, RULEBOOK)

    assert found is not None
    assert found.retry is Retry.FIX
    assert set(found.stages) - {RejectionStage.AUTHORITY} == {RejectionStage.PROVIDER}
    assert (RejectionStage.AUTHORITY in found.stages) is (code == "site_content_bad")


@pytest.mark.fact("S1-23")
def test_a_wrong_type_is_not_mended_but_abandoned_and_verified_again() -> None:
    found = rejection("type_wrong", TODAY, RULEBOOK)

    assert found is not None
    assert found.retry is Retry.FINAL


@pytest.mark.fact("S3-23")
def test_an_order_that_differs_from_the_staffing_certificate_is_a_reason_of_the_first_review() -> None:
    assert is_reviewers_code("gov_data_mismatch", TODAY, RULEBOOK)


@pytest.mark.parametrize("one", [one for one in CATALOGUE if one.retry is Retry.FIX], ids=lambda one: one.code)
@pytest.mark.parametrize("body", [WEBSITE, TWO], ids=["one service", "two services"])
def test_what_can_be_mended_is_found_at_a_place_that_may_be_changed(one: object, body: FilingBody) -> None:
    pattern = getattr(one, "pointer", "")
    frozen = frozen_fields(FilingType.FIRST_FILING, body, None, TODAY, RULEBOOK)

    opened = fields_found_fault_with(body, (place_in(body, pattern),), frozen)

    assert set(opened) - {"/remark"}


def test_a_pattern_means_the_only_service_or_where_there_are_several_all_of_them() -> None:
    assert place_in(WEBSITE, "/services/*/name") == "/services/0/name"
    assert place_in(WEBSITE, "/services/*") == "/services/0"
    assert place_in(TWO, "/services/*/name") == "/services"
    assert place_in(FilingBody(), "/services/*/name") == "/services"
    assert place_in(TWO, "/subject/certificate") == "/subject/certificate"
    assert place_in(TWO, "") == ""


@pytest.mark.parametrize(
    ("number", "code", "retry", "pointer"),
    [
        ("1002", "authority_refused", Retry.FIX, ""),
        ("1003", "subject_conflict", Retry.FIX, "/subject"),
        ("1004", "domain_bad", Retry.FINAL, "/services/*/domains"),
        ("1005", "domain_conflict", Retry.FIX, "/services/*"),
        ("1006", "ip_invalid", Retry.FIX, "/services/*/access"),
        ("1011", "mobile_bad", Retry.FIX, ""),
        ("1017", "change_under_way", Retry.RETRY, ""),
        ("1020", "site_name_taken", Retry.FIX, "/services/*/name"),
        ("1022", "home_url_bad", Retry.FIX, "/services/*/home_url"),
        ("1025", "last_access", Retry.FINAL, "/services/*"),
        ("1027", "already_requested", Retry.FINAL, ""),
        ("1029", "already_reported", Retry.FINAL, "/services/*"),
        ("1039", "domain_conflict", Retry.FIX, "/services/*/domains"),
        ("1041", "home_url_without_domain", Retry.FIX, "/services/*/home_url"),
        ("1043", "deregistration_under_way", Retry.RETRY, ""),
        ("1044", "field_required", Retry.FIX, "/subject/principal/name"),
        ("1046", "province_fixed", Retry.FINAL, "/subject/region"),
        ("1048", "not_ours_to_change", Retry.FINAL, ""),
        ("1050", "already_deregistered", Retry.FINAL, ""),
        ("1051", "too_many_changes", Retry.RETRY, ""),
        ("1063", "ip_not_reported", Retry.RETRY, "/services/*/access"),
        ("1064", "service_blacklisted", Retry.FINAL, "/services/*"),
        ("1065", "subject_blacklisted", Retry.FINAL, "/subject"),
        ("1066", "language_unknown", Retry.FIX, "/services/*/languages"),
    ],
)
def test_a_result_number_of_the_authority_says_what_and_where_and_what_can_be_done(
    number: str, code: str, retry: Retry, pointer: str
) -> None:
    found = authority_result(number, TODAY, RULEBOOK)

    assert (found.rejection.code, found.rejection.retry, found.pointer) == (code, retry, pointer)
    assert found.known


@pytest.mark.parametrize("number", NUMBERS)
def test_every_number_means_something_that_the_authority_says(number: str) -> None:
    found = authority_result(number, TODAY, RULEBOOK)

    assert RejectionStage.AUTHORITY in found.rejection.stages
    assert found.our_fault <= (found.rejection.retry is Retry.RETRY)


def test_every_refusal_of_the_interface_has_a_meaning_here() -> None:
    successes, of_other_reports, others = {1001, 1060, 1062}, {5005, 5006}, {1999, 5999}
    numbers = ({*range(1001, 1069)} | {*range(5001, 5012)}) - successes - of_other_reports - others

    assert {int(number) for number in NUMBERS} == numbers


@pytest.mark.parametrize("number", ["1999", "5999", "4711", ""])
def test_an_unknown_number_is_a_refusal_like_any_other_and_is_told(number: str) -> None:
    found = authority_result(number, TODAY, RULEBOOK)

    assert (found.rejection.code, found.known, found.our_fault) == ("authority_refused", False, False)
    assert found.note("其他") == f"{number} 其他".strip()
    assert found.note(None) == (number or None)


def test_of_a_known_number_the_authority_s_own_words_are_enough() -> None:
    found = authority_result("1003", TODAY, RULEBOOK)

    assert (found.note("主体冲突"), found.note(None)) == ("主体冲突", None)


@pytest.mark.parametrize("number", ["1033", "1034", "1035", "1036", "1045", "1054", "1063", "5001", "5004", "5008"])
def test_what_the_provider_reported_wrongly_is_its_own_to_cure(number: str) -> None:
    assert is_our_fault(number, TODAY, RULEBOOK)


@pytest.mark.parametrize("number", ["1002", "1003", "1005", "1020", "1064", "4711"])
def test_what_the_applicant_entered_is_not_the_provider_s_to_cure(number: str) -> None:
    assert not is_our_fault(number, TODAY, RULEBOOK)


def test_the_gravest_finding_decides_what_can_be_done() -> None:
    assert weightiest([Retry.RETRY, Retry.FINAL, Retry.FIX]) is Retry.FINAL
    assert weightiest([Retry.RETRY, Retry.FIX]) is Retry.FIX
    assert weightiest([]) is None


@pytest.mark.parametrize(
    "entry",
    [one for one in CATALOGUE if one.retry is Retry.RETRY and RejectionStage.AUTHORITY in one.stages],
    ids=lambda one: one.code,
)
def test_what_is_cured_outside_the_filing_is_told_in_the_remark_since_nothing_else_changes(entry: Rejection) -> None:
    may_go_unchanged = entry.code.startswith("sms_")

    assert ("备注" in entry.remedy.zh, "remark" in entry.remedy.en) == (not may_go_unchanged,) * 2
