"""Loading the families of regional rules, `region_families/<topic>.yaml`, and the vocabulary that their values use."""

from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType

from app.domain.findings import Severity
from app.domain.region_rules import ActsIn, Kind, RegionFamily, Shape, Wording
from app.domain.texts import Text
from app.rulebook.reading import Place
from app.rulebook.yaml_files import read_mapping, yaml_files

FAMILIES = "region_families"
VOCABULARY = "vocabulary"

_FILLED = {"region", "value"}
_FAMILY = ("acts_in", "place", "kinds")
_OPTIONAL = ("unit", "said_by", "replaces", "overrides", "at_most")


def load_families(folder: Path, rule_ids: Collection[str]) -> tuple[Mapping[str, RegionFamily], dict[str, bytes]]:
    """Read every family by id, and the files' contents by name; `rule_ids` are those of the rest of the rulebook.

    Raises RulebookError for the first fault.
    """
    places: dict[str, tuple[str, Place]] = {}
    contents: dict[str, bytes] = {}
    for file in yaml_files(folder / FAMILIES):
        content, parsed = read_mapping(file)
        contents[f"{FAMILIES}.{file.stem}"] = content
        if file.stem != VOCABULARY:
            places |= _places(Place(file, "", parsed))
    families = {name: _family(name, topic, place, rule_ids) for name, (topic, place) in places.items()}
    for name, (_, place) in places.items():
        if families[name].overrides:
            for other in place.at("overrides").items():
                other.one_of(tuple(families))
    return MappingProxyType(families), contents


def load_vocabulary(folder: Path) -> Mapping[str, Text]:
    """Read the words that codes stand for; raises RulebookError."""
    file = folder / FAMILIES / f"{VOCABULARY}.yaml"
    if not file.exists():
        return MappingProxyType({})
    place = Place(file, "", read_mapping(file)[1])
    return MappingProxyType({code: place.at(code).text() for code in place.value})


def _places(file: Place) -> Mapping[str, tuple[str, Place]]:
    file.only(("topic", "families"))
    topic = file.at("topic").words()
    if topic != file.file.stem:
        file.at("topic").refuse(f"{topic} is not the file's name", f"Write {file.file.stem}, or rename the file")
    found = {}
    families = file.at("families").mapping()
    for name in families.value:
        if not name.startswith(f"{topic}."):
            families.at(name).refuse(f"the family is not one of {topic}", f"Write {topic}.…, or move it")
        found[name] = (topic, families.at(name))
    return found


def _family(name: str, topic: str, place: Place, rule_ids: Collection[str]) -> RegionFamily:
    place.only(_FAMILY, _OPTIONAL)
    kinds = place.at("kinds").only((), tuple(Kind))
    if not kinds.value:
        kinds.refuse("there is no kind", f"Say it for one of {', '.join(Kind)}")
    return RegionFamily(
        id=name,
        topic=topic,
        acts_in=ActsIn(place.at("acts_in").one_of(tuple(ActsIn))),
        place=place.at("place").words(),
        wordings=MappingProxyType({Kind(kind): _wording(kinds.at(kind)) for kind in kinds.value}),
        unit=place.at("unit").words() if "unit" in place.value else None,
        said_by=place.at("said_by").one_of(rule_ids) if "said_by" in place.value else None,
        replaces=_names(place, "replaces", rule_ids),
        overrides=place.at("overrides").names() if "overrides" in place.value else (),
        at_most=Severity(place.at("at_most").one_of(tuple(Severity))) if "at_most" in place.value else None,
    )


def _names(place: Place, key: str, rule_ids: Collection[str]) -> tuple[str, ...]:
    if key not in place.value:
        return ()
    return tuple(item.one_of(rule_ids) for item in place.at(key).items())


def _wording(place: Place) -> Wording:
    place.only(("value", "message", "remedy"), ("found",))
    shapes = tuple(Shape(item.one_of(tuple(Shape))) for item in place.at("value").items())
    if not shapes:
        place.at("value").refuse("there is no shape", f"Name some of {', '.join(Shape)}")
    for name in ("message", "remedy"):
        _check_places(place.at(name).at("zh"), shapes)
    return Wording(
        shapes=shapes,
        message=place.at("message").text(),
        remedy=place.at("remedy").text(),
        found=place.at("found").text() if "found" in place.value else None,
    )


def _check_places(words: Place, shapes: tuple[Shape, ...]) -> None:
    """A rule fills in its region and, where it has one that can be said, its value; nothing else."""
    told = words.filled_places() if isinstance(words.value, str) else set()
    if told - _FILLED:
        words.refuse(f"nobody fills {', '.join(sorted(told - _FILLED))}", "Name {region} and {value} only")
    if "value" in told and not {*shapes} <= {Shape.NUMBER, Shape.CODES, Shape.WORDS}:
        words.refuse("the value cannot be said", "Leave {value} out, or have a number or a list as value")
