"""The whole way of a first website."""

import re
from collections.abc import Callable

import pytest

from tests.play.filing_case import FilingCase

SERVICE_NUMBER = re.compile(
    r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝蜀黔滇藏陕陇青宁新]ICP备(\d{8}|\d{10})号-[1-9]\d*"
)


@pytest.mark.fact("S0-13")
@pytest.mark.parametrize("who", ["enterprise", "individual"])
def test_a_first_website_gets_its_number_and_both_sides_record_the_same(
    a_case: Callable[..., FilingCase], who: str
) -> None:
    case = a_case(who).in_authority_review()

    case.advance(working_days=6)

    filing = case.filing()
    assert filing["state"] == "approved"
    assert filing["state_label"] == "已备案"
    number = filing["numbers"]["services"][0]["number"]
    assert SERVICE_NUMBER.fullmatch(number)
    record = case.app.ok(case.app.get(f"/v1/records/{filing['record_id']}"))
    national = case.backend.ok(
        case.backend.post("/v1/sandbox/records/lookups", {"certificate_number": case.who.certificate_number})
    )
    assert record["subject_number"] == national["subject_number"] == number.rpartition("-")[0]
    assert [one["number"] for one in record["services"]] == [one["number"] for one in national["services"]] == [number]
