"""The filing types: their names, and what each asks of the service meanwhile."""

from datetime import date

import pytest

from app.domain.filing_types import FilingType
from tests.domain.type_facts_builder import TODAY
from tests.real_rules import RULEBOOK


@pytest.mark.parametrize(
    ("filing_type", "label"),
    [
        (FilingType.FIRST_FILING, "首次备案"),
        (FilingType.ADD_SERVICE_HERE, "新增互联网信息服务（原备案在本接入商）"),
        (FilingType.ADD_SERVICE_ELSEWHERE, "新增互联网信息服务（原备案不在本接入商）"),
        (FilingType.DEREGISTER_SERVICE, "注销互联网信息服务"),
    ],
)
def test_a_type_bears_the_name_that_people_know(filing_type: FilingType, label: str) -> None:
    assert filing_type.label(TODAY, RULEBOOK).zh == label


@pytest.mark.fact("S3-05")
def test_every_type_has_a_name_of_its_own_in_both_languages() -> None:
    labels = [filing_type.label(date(2005, 3, 20), RULEBOOK) for filing_type in FilingType]

    assert len({label.zh for label in labels}) == len({label.en for label in labels}) == len(FilingType)


@pytest.mark.fact("S1-26")
@pytest.mark.fact("S4-06")
@pytest.mark.parametrize("filing_type", FilingType)
def test_only_a_new_name_is_kept_offline_and_changes_go_on_being_served(filing_type: FilingType) -> None:
    new = filing_type in (FilingType.FIRST_FILING, FilingType.ADD_SERVICE_HERE, FilingType.ADD_SERVICE_ELSEWHERE)
    access = filing_type is FilingType.ADD_ACCESS

    assert filing_type.must_be_offline is new
    assert filing_type.may_be_served_meanwhile(open_after_first_review=False) is not (new or access)
    assert filing_type.may_be_served_meanwhile(open_after_first_review=True) is not new
