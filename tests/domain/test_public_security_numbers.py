"""Numbers of the public-security filing."""

import pytest

from app.domain.public_security_numbers import public_security_number

NUMBER = "粤公网安备44030502008569号"


@pytest.mark.parametrize("text", [NUMBER, "粤公网安备 44030502008569号", f" {NUMBER}\n"])
def test_a_number_comes_back_without_blanks(text: str) -> None:
    assert public_security_number(text) == NUMBER


@pytest.mark.parametrize("province", ["蜀", "川", "贵", "云", "甘", "陕"])
def test_the_provinces_of_the_police_and_those_of_the_authority_are_both_known(province: str) -> None:
    assert public_security_number(f"{province}公网安备51010702001234号") is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "粤ICP备2026000001号",
        "粤公网安备4403050200856号",
        "粤公网安备440305020085690号",
        "粤公网安备44030502008569",
        "天公网安备44030502008569号",
        "粤公网安备４４０３０５０２００８５６９号",
    ],
)
def test_what_is_no_number_is_told(text: str) -> None:
    assert public_security_number(text) is None
