"""How a contact address (通信地址) has to be written, and where it has to lie."""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from app.domain.filing_body import Certificate, ContactAddress
from app.domain.provinces import province_of
from app.domain.region_evaluators.remarks import remarks_of
from app.domain.region_questions import Evaluator, Question, Said
from app.domain.region_rules import RegionRule

_DETAIL = "/subject/contact_address/detail"
_REGION = "/subject/contact_address/region"

_NUMERAL = "[0-9０-９一二三四五六七八九十百]"
_DOOR_NUMBER = re.compile(rf"{_NUMERAL}+(?:号|弄|栋|幢|室|#|-)|信箱")
_ROOM = re.compile(rf"{_NUMERAL}+(?:室|房|户|号房)|{_NUMERAL}+单元{_NUMERAL}+|(?:-|－){_NUMERAL}+$")
_VILLAGE = re.compile(r"村|屯|组|队|寨")
# What a remark says of an address that has no number: 无门牌号, 已是最详细地址.
_SAYS_SO = ("门牌", "最详细")

_NEW_DISTRICT = "滨海新区"
_HUAYUAN = "华苑"


def _without_door_number(_: RegionRule, question: Question) -> Iterator[Said]:
    detail = _detail(question)
    if detail and not _DOOR_NUMBER.search(detail):
        yield Said(_DETAIL)


def _without_room_number(_: RegionRule, question: Question) -> Iterator[Said]:
    detail = _detail(question)
    if detail and not (_DOOR_NUMBER.search(detail) and _ROOM.search(detail)):
        yield Said(_DETAIL)


def _without_village(_: RegionRule, question: Question) -> Iterator[Said]:
    detail = _detail(question)
    if detail and not (_DOOR_NUMBER.search(detail) or _VILLAGE.search(detail)):
        yield Said(_DETAIL)


def _unexplained(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find an address without number of which no remark says that there is none."""
    detail = _detail(question)
    if detail and not _DOOR_NUMBER.search(detail) and not any(word in remarks_of(question.body) for word in _SAYS_SO):
        yield Said(_DETAIL)


def _forbidden_words(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find words that the address may not hold, in itself or as the name of the region chosen."""
    for word in rule.value:
        if word in _detail(question):
            yield Said(_DETAIL, {"word": word})
        elif word == question.context.regions.name_of(_address(question).region or ""):
            yield Said(_REGION, {"word": word})


def _free_trade_zone(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find an address in one of the zones that is not entered as the district that they belong to."""
    district = question.context.regions.name_of(_address(question).region or "")
    for word in rule.value:
        if word in _detail(question) and district != _NEW_DISTRICT:
            yield Said(_REGION, {"word": word})


def _huayuan(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find an address in a park that lies in two districts, and is entered in neither."""
    district = question.context.regions.name_of(_address(question).region or "")
    if _HUAYUAN in _detail(question) and district not in rule.value:
        yield Said(_REGION)


def _other_region(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find a contact address outside the region of the filing, be that a province, a city or a district."""
    chosen, entered = question.body.subject.region, _address(question).region
    if chosen and entered and not entered.startswith(_own_part(chosen)):
        yield Said(_REGION)


def _other_city(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find a certificate that names cities of the province, the contact address's not among them."""
    printed = (question.body.subject.certificate or Certificate()).address or ""
    city = (_address(question).region or "")[:4]
    named = {code[:4] for code, name in _cities(question) if _is_named(name, printed)} if city and printed else ()
    if named and city not in named:
        yield Said(_REGION)


def _as_on_permit(_: RegionRule, question: Question) -> Iterator[Said]:
    """Remind a person from elsewhere, whose residence permit nobody here has read."""
    number = (question.body.subject.certificate or Certificate()).number or ""
    if number[:6].isdigit() and province_of(number) != province_of(question.body.subject.region or ""):
        yield Said(_DETAIL, known=False)


def _cities(question: Question) -> Iterable[tuple[str, str]]:
    province = province_of(question.body.subject.region or "")
    return question.context.regions.cities.get(province, {}).items()


def _is_named(city: str, address: str) -> bool:
    """Tell whether an address names a city, with its ending, so that 新乡县 is not 新乡市."""
    return city in address


def _own_part(region: str) -> str:
    """Return the digits that tell a region from those around it: 410000 → 41, 410100 → 4101."""
    return region[:2] if region.endswith("0000") else region[:4] if region.endswith("00") else region


def _address(question: Question) -> ContactAddress:
    return question.body.subject.contact_address or ContactAddress()


def _detail(question: Question) -> str:
    return _address(question).detail or ""


EVALUATORS: Mapping[str, Evaluator] = MappingProxyType(
    {
        "address.current_districts": _forbidden_words,
        "address.door_number": _without_door_number,
        "address.equals_permit": _as_on_permit,
        "address.free_trade_zone": _free_trade_zone,
        "address.huayuan": _huayuan,
        "address.no_door_number_remark": _unexplained,
        "address.no_shixiaqu": _forbidden_words,
        "address.region_matches": _other_region,
        "address.room_number": _without_room_number,
        "address.same_city_as_certificate": _other_city,
        "address.village_level": _without_village,
    }
)
