"""Contact addresses that are written badly, or lie elsewhere."""

from dataclasses import replace

from app.domain.region_rules import RegionRule
from tests.domain.a_filing import REGIONS
from tests.domain.region_cases.a_case import Case, Change, a_certificate, an_id


def detail(words: str) -> Change:
    return lambda case, _: replace(
        case.address(detail=words), body=replace(case.address(detail=words).body, remark=None)
    )


def with_a_word(case: Case, rule: RegionRule) -> Case:
    return case.address(detail=f"{rule.value[0]}示例路1号2单元301室")


def in_huayuan(case: Case, _: RegionRule) -> Case:
    return case.address(detail="华苑产业区示例路1号")


def in_another_city(case: Case, _: RegionRule) -> Case:
    """Enter a district of another city than the one that the certificate and the region name."""
    own = case.body.subject.region or ""
    there = next(code for code in REGIONS.names if code[:2] == own[:2] and code[:4] != own[:4] and code[4:] != "00")
    return case.address(region=there)


def from_another_region(case: Case, _: RegionRule) -> Case:
    """Let a person file who has the id card of another province."""
    certificate = a_certificate(an_id("440000" if case.province != "440000" else "410000"))
    return case.everybody(certificate=certificate).subject(certificate=certificate)


FIRES = {
    "address.current_districts": with_a_word,
    "address.door_number": detail("示例路科技大厦"),
    "address.equals_permit": from_another_region,
    "address.free_trade_zone": with_a_word,
    "address.huayuan": in_huayuan,
    "address.no_door_number_remark": lambda case, rule: detail("示例路科技大厦")(case, rule).service(remark=None),
    "address.no_shixiaqu": with_a_word,
    "address.region_matches": in_another_city,
    "address.room_number": detail("示例路1号"),
    "address.same_city_as_certificate": in_another_city,
    "address.village_level": detail("示例乡"),
}
