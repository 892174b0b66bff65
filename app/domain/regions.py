"""Administrative regions (行政区划) by their GB/T 2260 codes: provinces, cities, districts, codes of old."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.domain.address_starts import AddressStarts

ABBREVIATIONS: Mapping[str, str] = MappingProxyType(
    {
        "11": "京",
        "12": "津",
        "13": "冀",
        "14": "晋",
        "15": "蒙",
        "21": "辽",
        "22": "吉",
        "23": "黑",
        "31": "沪",
        "32": "苏",
        "33": "浙",
        "34": "皖",
        "35": "闽",
        "36": "赣",
        "37": "鲁",
        "41": "豫",
        "42": "鄂",
        "43": "湘",
        "44": "粤",
        "45": "桂",
        "46": "琼",
        "50": "渝",
        "51": "蜀",
        "52": "黔",
        "53": "滇",
        "54": "藏",
        "61": "陕",
        "62": "陇",
        "63": "青",
        "64": "宁",
        "65": "新",
    }
)
"""The 31 mainland provinces by the first two digits of their codes, with the character that filing numbers begin with.

Filing numbers keep 蜀, 黔, 滇 and 陇 where number plates have 川, 贵, 云 and 甘.
"""


@dataclass(frozen=True, slots=True)
class Province:
    """A province, autonomous region or municipality of the mainland, whose administration (管局) files."""

    code: str
    name: str
    abbreviation: str


@dataclass(frozen=True, slots=True)
class Regions:
    """Every region by its 6-digit code.

    `provinces` are the 31 of the mainland by code, in the order of their codes; `elsewhere` names Taiwan, Hong Kong and
    Macao, where nothing is filed; `names` are today's cities and districts of the mainland, `cities` the cities among
    them by their province; `former` holds the mainland codes that resident id numbers still carry though they are no
    longer given out.
    """

    provinces: Mapping[str, Province]
    elsewhere: Mapping[str, str]
    names: Mapping[str, str]
    cities: Mapping[str, Mapping[str, str]]
    former: frozenset[str]
    starts: AddressStarts

    @classmethod
    def of(
        cls,
        province_names: Mapping[str, str],
        names: Mapping[str, str],
        former_names: Mapping[str, frozenset[str]],
    ) -> "Regions":
        """Make the regions from names by 6-digit code.

        `province_names` holds the provinces, those outside the mainland too; `names` cities and districts of today;
        `former_names` every name that a code once had, today's included or not.
        """
        provinces = {
            code: Province(code, name, ABBREVIATIONS[code[:2]])
            for code, name in sorted(province_names.items())
            if code[:2] in ABBREVIATIONS
        }
        return cls(
            provinces=MappingProxyType(provinces),
            elsewhere=MappingProxyType({c: n for c, n in province_names.items() if c not in provinces}),
            names=MappingProxyType(dict(names)),
            cities=_cities(names),
            former=frozenset(code for code in former_names if code[:2] in ABBREVIATIONS),
            starts=AddressStarts.of(province_names, names, former_names),
        )

    def is_current(self, code: str) -> bool:
        """Tell whether a code is one of today's mainland provinces, cities or districts: where one can file."""
        return code in self.provinces or code in self.names

    def is_assigned(self, code: str) -> bool:
        """Tell whether a code is, or once was, given out on the mainland, as the codes in resident id numbers are."""
        return self.is_current(code) or code in self.former

    def province_of(self, code: str) -> str:
        """Return the code of the province that a 6-digit code lies in: 410105 → 410000."""
        return f"{code[:2]}0000"

    def name_of(self, code: str) -> str | None:
        """Return today's own name of a region, without those above it; None for an unknown code."""
        province = self.provinces.get(code)
        return province.name if province else self.names.get(code, self.elsewhere.get(code))

    def full_name_of(self, code: str) -> str | None:
        """Return a region's name with those above it: 河南省郑州市金水区; None for an unknown code."""
        above = (self.province_of(code), f"{code[:4]}00")
        own = self.name_of(code)
        if own is None:
            return None
        names = [self.name_of(each) for each in dict.fromkeys((*above, code))]
        return "".join(name for name in names if name is not None and name not in PLACEHOLDERS)

    def province_named_in(self, address: str) -> str | None:
        """Return the code of the province that an address, as printed on a certificate, lies in; None if unclear.

        Read from the beginning of the text: a province with or without 省, 市 or 自治区, else a city, county or
        district whose name leaves no doubt. Taiwan, Hong Kong and Macao are told too (710000, 810000, 820000).
        """
        return self.starts.province_of(address)

    def city_named_in(self, address: str, province: str) -> str | None:
        """Return the code of the one city of a province whose name stands in an address; None if there is no such one.

        `province` is the code of anything in it. Municipalities have no cities.
        """
        cities = (code for code in self.names if code[:2] == province[:2] and code.endswith("00"))
        found = [code for code in cities if self.names[code] in address]
        return found[0] if len(found) == 1 else None


PLACEHOLDERS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
"""Names that stand in the code table between a province and what it governs directly, and in no address."""


def _cities(names: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
    """Pick the cities out of names by code, and put them together by the codes of their provinces."""
    found: dict[str, dict[str, str]] = {}
    for code, name in names.items():
        if code.endswith("00"):
            found.setdefault(f"{code[:2]}0000", {})[code] = name
    return MappingProxyType({province: MappingProxyType(cities) for province, cities in found.items()})
