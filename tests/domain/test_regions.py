"""Regions and the province that an address names, on a small table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.regions import ABBREVIATIONS, Province, Regions

REGIONS = Regions.of(
    province_names={
        "410000": "河南省",
        "110000": "北京市",
        "440000": "广东省",
        "460000": "海南省",
        "630000": "青海省",
        "150000": "内蒙古自治区",
        "450000": "广西壮族自治区",
        "210000": "辽宁省",
        "710000": "台湾省",
        "810000": "香港特别行政区",
    },
    names={
        "110100": "市辖区",
        "110105": "朝阳区",
        "110108": "海淀区",
        "150300": "乌海市",
        "150303": "海南区",
        "152200": "兴安盟",
        "210200": "大连市",
        "210202": "中山区",
        "211300": "朝阳市",
        "410100": "郑州市",
        "410105": "金水区",
        "419000": "省直辖县级行政区划",
        "419001": "济源市",
        "440300": "深圳市",
        "440306": "宝安区",
        "442000": "中山市",
        "460100": "海口市",
        "632300": "黄南藏族自治州",
        "632324": "河南蒙古族自治县",
        "632500": "海南藏族自治州",
    },
    former_names={
        "110103": frozenset({"崇文区"}),
        "110108": frozenset({"海淀区"}),
        "220105": frozenset({"金水区"}),
        "440301": frozenset({"市辖区"}),
        "440100": frozenset({"海口市"}),
        "810000": frozenset({"香港特别行政区"}),
    },
)


def test_the_provinces_of_the_mainland_are_known_with_their_abbreviation() -> None:
    assert REGIONS.provinces["410000"] == Province("410000", "河南省", "豫")
    assert list(REGIONS.provinces) == sorted(REGIONS.provinces)
    assert REGIONS.elsewhere == {"710000": "台湾省", "810000": "香港特别行政区"}
    assert "".join(ABBREVIATIONS.values()) == "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝蜀黔滇藏陕陇青宁新"
    assert {"51": "蜀", "52": "黔", "53": "滇", "62": "陇", "65": "新"}.items() <= ABBREVIATIONS.items()


def test_the_cities_of_a_province_are_those_among_its_regions() -> None:
    assert REGIONS.cities["210000"] == {"210200": "大连市", "211300": "朝阳市"}
    assert set(REGIONS.cities["410000"]) == {code for code in REGIONS.names if code[:2] == "41" and code.endswith("00")}
    assert "810000" not in REGIONS.cities


@pytest.mark.parametrize(
    ("code", "current", "assigned"),
    [
        ("410000", True, True),
        ("410105", True, True),
        ("110103", False, True),
        ("440301", False, True),
        ("440550", False, False),
        ("710000", False, False),
        ("810000", False, False),
        ("", False, False),
        ("４10105", False, False),
    ],
)
def test_codes_of_old_are_assigned_but_not_current(code: str, current: bool, assigned: bool) -> None:
    assert (REGIONS.is_current(code), REGIONS.is_assigned(code)) == (current, assigned)


@pytest.mark.parametrize(
    ("code", "own", "full"),
    [
        ("410000", "河南省", "河南省"),
        ("410100", "郑州市", "河南省郑州市"),
        ("410105", "金水区", "河南省郑州市金水区"),
        ("110108", "海淀区", "北京市海淀区"),
        ("419001", "济源市", "河南省济源市"),
        ("810000", "香港特别行政区", "香港特别行政区"),
        ("440550", None, None),
    ],
)
def test_a_region_is_named_alone_or_with_those_above_it(code: str, own: str | None, full: str | None) -> None:
    assert (REGIONS.name_of(code), REGIONS.full_name_of(code)) == (own, full)


def test_the_province_of_a_code_is_its_first_two_digits() -> None:
    assert REGIONS.province_of("410105") == "410000"


@pytest.mark.fact("S1-38")
@pytest.mark.parametrize(
    ("address", "province"),
    [
        ("河南省郑州市金水区花园路1号", "410000"),
        ("河南郑州花园路1号", "410000"),
        (" 河南省 郑州市", "410000"),
        ("中国河南省郑州市", "410000"),
        ("中华人民共和国北京市", "110000"),
        ("广西南宁市", "450000"),
        ("内蒙古自治区呼和浩特市", "150000"),
        ("中国（北京）自由贸易试验区", "110000"),
        ("中国(广东)自由贸易试验区深圳片区", "440000"),
        ("郑州市金水区", "410000"),
        ("深圳宝安区", "440000"),
        ("济源市", "410000"),
        ("兴安盟乌兰浩特市", "150000"),
        ("海淀区中关村大街", "110000"),
        ("海口市龙华区", "460000"),
        ("朝阳市双塔区", "210000"),
        ("中山市石岐区", "440000"),
        ("海南藏族自治州共和县", "630000"),
        ("海南州共和县", "630000"),
        ("海南省海口市", "460000"),
        ("海南区拉僧庙镇", "150000"),
        ("河南蒙古族自治县优干宁镇", "630000"),
        ("台湾省台北市", "710000"),
        ("香港九龙", "810000"),
        ("金水区花园路", None),
        ("朝阳双塔", None),
        ("朝阳区建国路", "110000"),
        ("中山东路", None),
        ("北京东路1号", None),
        ("香港中路8号", None),
        ("深圳路3号", None),
        ("市辖区", None),
        ("崇文区", None),
        ("花园路1号", None),
        ("中国", None),
        ("河", None),
        ("", None),
    ],
)
def test_the_province_is_told_by_how_an_address_begins(address: str, province: str | None) -> None:
    assert REGIONS.province_named_in(address) == province


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    province = REGIONS.province_named_in(text)

    assert province is None or province.endswith("0000")
    assert REGIONS.is_assigned(text) or not REGIONS.is_current(text)
