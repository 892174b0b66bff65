"""Who enters a code: where a phone is shared, and where the record has gaps or loses something."""

from dataclasses import replace

import pytest

from app.domain.filing_types import FilingType
from app.domain.filing_ways import way_of
from app.domain.filings import OnFile
from app.domain.record_diff import Change, diff
from app.domain.sms_recipients import Changed, recipients
from tests.domain.a_filing import LI_SI, ZHANG_SAN, a_body, a_person, a_website, an_enterprise, another_person
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK

BODY = a_body(an_enterprise(), a_website())


def test_a_phone_of_two_people_asks_for_the_certificate_of_the_one_who_stands_first() -> None:
    shared = replace(another_person(), mobile=a_person().mobile)
    body = a_body(an_enterprise(), a_website(principal=shared))

    (one,) = recipients(body, FilingType.FIRST_FILING, Changed(), TODAY, RULEBOOK)

    assert one.certificate_last6 == ZHANG_SAN[-6:] != LI_SI[-6:]


@pytest.mark.parametrize("filing_type", [FilingType.ADD_SERVICE_HERE, FilingType.CHANGE_SERVICE])
def test_something_taken_out_of_a_part_that_stays_as_on_file_is_a_change_of_it(filing_type: FilingType) -> None:
    without = replace(BODY, subject=replace(BODY.subject, investor_or_superior=None))
    before = replace(BODY, subject=replace(BODY.subject, investor_or_superior="示例集团"))

    found = diff(OnFile(before, True, None), without, way_of(filing_type, TODAY, RULEBOOK))

    assert [one.change for one in found.fields] == [Change.REMOVED]
    assert found.subject_changed


@pytest.mark.parametrize("complete", [True, False])
def test_what_fills_a_gap_of_a_part_that_stays_as_on_file_changes_nothing(complete: bool) -> None:
    before = replace(BODY, subject=replace(BODY.subject, investor_or_superior=None))
    filled = replace(BODY, subject=replace(BODY.subject, investor_or_superior="示例集团"))

    found = diff(OnFile(before, complete, None), filled, way_of(FilingType.ADD_SERVICE_HERE, TODAY, RULEBOOK))

    assert [one.change for one in found.fields] == [Change.ADDED if complete else Change.UNKNOWN]
    assert not found.subject_changed
    assert not found.changes_something
