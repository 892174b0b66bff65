"""Which province an address lies in, told by the words it begins with."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

# 中国（上海）自由贸易试验区… begins the address of many a licence; the province stands in the brackets.
_TRADE_ZONE = re.compile(r"中国[(（]([^)）]+)[)）]")
_COUNTRY = re.compile(r"中华人民共和国|中国")
_PROVINCE_ENDING = re.compile(r"省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区")
_CITY_ENDING = re.compile(r"市|地区|盟")
_PREFECTURE_ENDING = re.compile(
    r"(?:土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|回族|朝鲜族|蒙古族|蒙古|哈萨克|柯尔克孜)+自治州"
)
# What makes the short name of a province or city the name of something else: 北京东路, 海南区, 河南村.
_SOMETHING_ELSE = re.compile(r"[东南西北中]?[一二三四五六]?(?:路|街|大道|大街|巷|里|村|镇|乡|区|县|州|旗|苑|花园)")
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class AddressStarts:
    """Beginnings of addresses, each with the code of its province; None marks a name that several provinces have."""

    full: Mapping[str, str | None]
    short: Mapping[str, str]
    longest: int

    @classmethod
    def of(
        cls, province_names: Mapping[str, str], names: Mapping[str, str], former_names: Mapping[str, frozenset[str]]
    ) -> "AddressStarts":
        """Learn the beginnings from names by 6-digit code.

        A district's (区) name counts only where no district of another province ever had it: old licences name old
        districts. Former names serve this doubt alone; a region that is gone tells nothing.
        """
        owners = _owners(names.items())
        districts = _owners((code, name) for code, all_ in former_names.items() for name in all_ if name.endswith("区"))
        full: dict[str, str | None] = {}
        for name, provinces in owners.items():
            every = provinces | districts.get(name, set())
            full[name] = next(iter(every)) if len(every) == 1 else None
        full |= {name: code for code, name in province_names.items()}
        short = _short_cities(names, owners, districts)
        short |= {_PROVINCE_ENDING.sub("", name): code for code, name in province_names.items()}
        longest = max(map(len, full), default=0)
        return cls(full=MappingProxyType(full), short=MappingProxyType(short), longest=longest)

    def province_of(self, address: str) -> str | None:
        """Return the 6-digit code of the province, by the longest known beginning; None if it can't be told."""
        text = "".join(address.split())
        zone = _TRADE_ZONE.match(text)
        text = zone[1] if zone else text[(country.end() if (country := _COUNTRY.match(text)) else 0) :]
        for length in range(min(self.longest, len(text)), 1, -1):
            start = text[:length]
            if start in self.full:
                return self.full[start]
            if start in self.short and not _SOMETHING_ELSE.match(text[length:]):
                return self.short[start]
        return None


def _owners(named: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return the provinces that have a region of each name."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for code, name in named:
        if len(name) >= _SHORTEST_NAME:
            owners[name].add(f"{code[:2]}0000")
    return owners


def _short_cities(
    names: Mapping[str, str], owners: Mapping[str, set[str]], districts: Mapping[str, set[str]]
) -> dict[str, str]:
    """Return what cities are called for short (深圳, 恩施州), where no region of another province begins so."""
    everyone = [(name, provinces) for known in (owners, districts) for name, provinces in known.items()]
    short: dict[str, str] = {}
    for code, name in names.items():
        called = _called_for_short(code, name)
        province = f"{code[:2]}0000"
        if called and all(provinces == {province} for other, provinces in everyone if other.startswith(called)):
            short[called] = province
    return short


def _called_for_short(code: str, name: str) -> str | None:
    if not code.endswith("00") or len(name) < _SHORTEST_NAME:
        return None
    if _PREFECTURE_ENDING.search(name):
        return _PREFECTURE_ENDING.sub("州", name)
    return _CITY_ENDING.sub("", name) if _CITY_ENDING.search(name) else None
