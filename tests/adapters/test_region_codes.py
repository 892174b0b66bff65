"""The region codes that come with the packages."""

import pytest

from app.adapters.region_codes import region_codes

REGIONS = region_codes()


def test_there_are_31_provinces_to_file_in_and_three_regions_elsewhere() -> None:
    assert len(REGIONS.provinces) == 31
    assert dict(REGIONS.elsewhere) == {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}


@pytest.mark.parametrize(
    ("code", "full_name"),
    [
        ("110100", "北京市"),
        ("110108", "北京市海淀区"),
        ("330113", "浙江省杭州市临平区"),
        ("441900", "广东省东莞市"),
        ("469001", "海南省五指山市"),
        ("500200", "重庆市"),
        ("500236", "重庆市奉节县"),
        ("653228", "新疆维吾尔自治区和田地区和康县"),
        ("659001", "新疆维吾尔自治区石河子市"),
    ],
)
def test_todays_codes_have_their_names(code: str, full_name: str) -> None:
    assert REGIONS.is_current(code)
    assert REGIONS.full_name_of(code) == full_name


@pytest.mark.parametrize("code", ["110103", "512222", "510225", "440301"])
def test_codes_of_old_are_still_those_of_people(code: str) -> None:
    assert REGIONS.is_assigned(code)
    assert not REGIONS.is_current(code)


@pytest.mark.fact("S4-36")
@pytest.mark.parametrize("code", ["440550", "000000", "999999", "810000", "830000"])
def test_codes_that_the_mainland_never_gave_out_are_told(code: str) -> None:
    assert not REGIONS.is_assigned(code)


def test_every_code_has_six_digits_and_lies_in_a_province_of_the_mainland() -> None:
    for code in (*REGIONS.names, *REGIONS.former):
        assert len(code) == 6
        assert code.isascii()
        assert code.isdecimal()
        assert REGIONS.province_of(code) in REGIONS.provinces


def test_the_full_name_of_each_region_names_its_province_again() -> None:
    for code in (*REGIONS.provinces, *REGIONS.names):
        full_name = REGIONS.full_name_of(code)

        assert full_name is not None
        assert REGIONS.province_named_in(f"{full_name}人民路1号") == REGIONS.province_of(code)


@pytest.mark.parametrize(
    ("address", "province"),
    [
        ("上海市浦东新区张江路", "310000"),
        ("中国（上海）自由贸易试验区世纪大道", "310000"),
        ("浦东新区张江路", "310000"),
        ("恩施州恩施市", "420000"),
        ("义乌市", "330000"),
        ("重庆市渝中区", "500000"),
        ("吉林市船营区", "220000"),
        ("东山区", None),
        ("鼓楼区", None),
        ("朝阳区建国路", None),
        ("城关区", None),
        ("县前街", None),
    ],
)
def test_real_addresses_are_placed_or_left_to_a_person(address: str, province: str | None) -> None:
    assert REGIONS.province_named_in(address) == province
