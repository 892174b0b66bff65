"""Why something is deregistered or its access cancelled, and what has to be acknowledged beforehand."""

import pytest

from app.domain.deregistrations import (
    Consequence,
    DeregistrationReason,
    acknowledgement_findings,
    consequence_in_words,
    consequences_of,
    filing_types_of,
    reason_findings,
    reason_in_words,
    reasons_for,
    reasons_source,
)
from app.domain.filing_types import FilingType
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK

T, R, C = FilingType, DeregistrationReason, Consequence


@pytest.mark.parametrize(
    ("filing_type", "reasons"),
    [
        (T.DEREGISTER_SUBJECT, (R.NO_LONGER_OPERATED, R.DOMAIN_SOLD, R.SUBJECT_DISSOLVED, R.OTHER)),
        (T.DEREGISTER_SERVICE, (R.NO_LONGER_OPERATED, R.DOMAIN_SOLD, R.OTHER)),
        (T.CANCEL_ACCESS, (R.NO_LONGER_OPERATED, R.DOMAIN_SOLD, R.MOVED_PROVIDER, R.OTHER)),
        (T.CHANGE_SERVICE, ()),
    ],
)
def test_each_type_has_its_reasons(filing_type: FilingType, reasons: tuple[DeregistrationReason, ...]) -> None:
    assert reasons_for(filing_type, TODAY, RULEBOOK) == reasons
    assert all(filing_type in filing_types_of(reason, TODAY, RULEBOOK) for reason in reasons)


@pytest.mark.parametrize("reason", R)
def test_every_reason_has_a_name_a_source_and_a_type(reason: DeregistrationReason) -> None:
    words = reason_in_words(reason, TODAY, RULEBOOK)

    assert all((words.zh, words.en, reasons_source(TODAY, RULEBOOK), filing_types_of(reason, TODAY, RULEBOOK)))


@pytest.mark.parametrize(
    ("filing_type", "code", "required", "found"),
    [
        (T.DEREGISTER_SUBJECT, "subject_dissolved", True, []),
        (T.DEREGISTER_SUBJECT, None, True, ["reason_missing"]),
        (T.DEREGISTER_SERVICE, "subject_dissolved", True, ["reason_not_for_type"]),
        (T.DEREGISTER_SERVICE, "moved_provider", True, ["reason_not_for_type"]),
        (T.DEREGISTER_SERVICE, "bad_mood", True, ["reason_unknown"]),
        (T.CANCEL_ACCESS, "moved_provider", False, []),
        (T.CANCEL_ACCESS, None, False, []),
        (T.CANCEL_ACCESS, "subject_dissolved", False, ["reason_not_for_type"]),
        (T.CHANGE_SUBJECT, None, False, []),
        (T.CHANGE_SUBJECT, "other", False, ["reason_not_for_type"]),
    ],
)
def test_a_reason_is_there_where_it_is_required_and_belongs_to_the_type(
    filing_type: FilingType, code: str | None, required: bool, found: list[str]
) -> None:
    findings = list(reason_findings(filing_type, code, TODAY, RULEBOOK, required=required))

    assert [finding.code for finding in findings] == found
    assert {finding.pointer for finding in findings} <= {"/reason_code"}


def test_who_gives_no_good_reason_is_told_which_there_are() -> None:
    (missing,) = reason_findings(T.DEREGISTER_SERVICE, None, TODAY, RULEBOOK, required=True)
    (wrong,) = reason_findings(T.DEREGISTER_SERVICE, "moved_provider", TODAY, RULEBOOK, required=True)

    assert "no_longer_operated, domain_sold, other" in missing.remedy.en
    assert "no_longer_operated, domain_sold, other" in wrong.remedy.zh
    assert "已更换接入商" in wrong.message.zh
    assert "Moved to another provider" in wrong.message.en


@pytest.mark.parametrize("consequence", C)
def test_every_consequence_says_what_will_happen(consequence: Consequence) -> None:
    words = consequence_in_words(consequence, TODAY, RULEBOOK)

    assert words.zh
    assert words.en


@pytest.mark.parametrize(
    ("filing_type", "only_access", "consequences"),
    [
        (T.DEREGISTER_SUBJECT, False, (C.IRREVERSIBLE, C.QUOTA_NOT_RETURNED, C.SERVICES_REMOVED)),
        (T.DEREGISTER_SERVICE, True, (C.IRREVERSIBLE, C.QUOTA_NOT_RETURNED)),
        (T.CANCEL_ACCESS, False, ()),
        (T.CANCEL_ACCESS, True, (C.ONLY_ACCESS,)),
        (T.CHANGE_SERVICE, True, ()),
    ],
)
def test_each_type_has_its_consequences(
    filing_type: FilingType, only_access: bool, consequences: tuple[Consequence, ...]
) -> None:
    assert consequences_of(filing_type, TODAY, RULEBOOK, only_access=only_access) == consequences


def test_each_consequence_that_was_not_acknowledged_is_told_under_its_own_code() -> None:
    findings = list(
        acknowledgement_findings(T.DEREGISTER_SUBJECT, ("irreversible",), TODAY, RULEBOOK, only_access=False)
    )

    assert [finding.code for finding in findings] == ["quota_not_returned", "services_removed"]
    assert {finding.pointer for finding in findings} == {"/acknowledged"}
    assert all(finding.source and finding.remedy.en for finding in findings)


@pytest.mark.fact("S3-08")
def test_who_deregisters_the_subject_is_told_that_its_services_go_too_and_a_first_filing_follows() -> None:
    acknowledged = [C.IRREVERSIBLE.value, C.QUOTA_NOT_RETURNED.value]
    (finding,) = acknowledgement_findings(T.DEREGISTER_SUBJECT, acknowledged, TODAY, RULEBOOK, only_access=False)

    assert finding.code == "services_removed"
    assert "一并注销，之后再备案为首次备案" in finding.message.zh


@pytest.mark.fact("S3-10")
def test_who_cancels_the_only_access_is_told_to_get_another_first() -> None:
    (finding,) = acknowledgement_findings(T.CANCEL_ACCESS, (), TODAY, RULEBOOK, only_access=True)

    assert finding.code == "only_access"
    assert "注销" in finding.message.zh
    assert "接入备案" in finding.remedy.zh


def test_nothing_is_found_once_all_is_acknowledged() -> None:
    everything = [one.value for one in C]

    assert not list(acknowledgement_findings(T.CANCEL_ACCESS, everything, TODAY, RULEBOOK, only_access=True))
    assert not list(acknowledgement_findings(T.DEREGISTER_SUBJECT, everything, TODAY, RULEBOOK, only_access=False))
