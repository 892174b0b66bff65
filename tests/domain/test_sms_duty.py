"""Whether a filing needs the authority's SMS verification: province, type, day."""

from datetime import date

import pytest

from app.domain.filing_types import FilingType
from app.domain.regions import ABBREVIATIONS
from app.domain.sms_duty import sms_required
from tests.real_rules import RULEBOOK

EVERYWHERE = {f"{start}0000" for start in ABBREVIATIONS}
FIRST_PILOT = {"120000", "620000", "540000", "640000", "460000", "650000", "630000"}
SECOND = {"330000", "510000", "350000", "610000", "500000", "450000", "530000"}
THIRD = {"140000", "150000", "230000", "340000", "370000", "410000", "430000", "420000"}
FREE = {FilingType.CANCEL_ACCESS, FilingType.CLAIM, FilingType.TRANSFER_ACCOUNT}


def provinces_on(day: date) -> set[str]:
    return {each for each in EVERYWHERE if sms_required(each, FilingType.FIRST_FILING, day, RULEBOOK)}


@pytest.mark.parametrize(
    ("day_before", "before", "after"),
    [
        (date(2017, 12, 17), set(), FIRST_PILOT),
        (date(2018, 9, 9), FIRST_PILOT, FIRST_PILOT | SECOND),
        pytest.param(
            date(2018, 9, 23),
            FIRST_PILOT | SECOND,
            FIRST_PILOT | SECOND | THIRD,
            marks=pytest.mark.fact("S2-17"),
        ),
        pytest.param(date(2020, 8, 16), FIRST_PILOT | SECOND | THIRD, EVERYWHERE, marks=pytest.mark.fact("S1-06")),
    ],
)
def test_on_each_day_that_the_rule_changed_more_provinces_join(
    day_before: date, before: set[str], after: set[str]
) -> None:
    assert provinces_on(day_before) == before
    assert provinces_on(day_before.replace(day=day_before.day + 1)) == after


@pytest.mark.fact("S1-06")
@pytest.mark.parametrize("filing_type", FilingType)
def test_today_every_type_that_the_authority_reviews_verifies_but_cancelling_access(filing_type: FilingType) -> None:
    assert sms_required("110105", filing_type, date(2020, 8, 17), RULEBOOK) is (filing_type not in FREE)


def test_while_it_was_tried_out_deregistering_needed_no_code() -> None:
    day = date(2020, 8, 16)

    assert not sms_required("410100", FilingType.DEREGISTER_SUBJECT, day, RULEBOOK)
    assert not sms_required("410100", FilingType.DEREGISTER_SERVICE, day, RULEBOOK)
    assert sms_required("410100", FilingType.CHANGE_SERVICE, day, RULEBOOK)
