"""Loading the providers' profiles: `profiles/<id>.yaml`; what a profile does not say, it does as `national` does."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from app.domain.accounts import AccountSite
from app.domain.filing_body import SubjectNature
from app.domain.filing_states import State
from app.domain.filing_types import FilingType
from app.domain.notices import NoticeChannel
from app.domain.obligations import Escalation, EscalationStep, ObligationKind
from app.domain.profile import (
    AfterSms,
    Channel,
    EditableAfterRejection,
    FaceExemption,
    FaceOf,
    HandoverBy,
    ItemState,
    PostedMaterials,
    Profile,
    ResultChannel,
)
from app.domain.start_notes import StartNote
from app.domain.transfers import TransferScope
from app.rulebook.errors import RulebookError
from app.rulebook.reading import Place
from app.rulebook.yaml_files import read_mapping, yaml_files

PROFILES = "profiles"
NATIONAL = "national"

Word = TypeVar("Word", bound=StrEnum)
Read = Callable[[Place], Any]


def load_profiles(folder: Path, own: Path | None = None) -> Mapping[str, Profile]:
    """Read every profile below `folder`/profiles, and those of a provider's `own` folder, by id.

    Raises RulebookError for a broken file, for an own one that bears the name of another, and for a `national` that is
    missing or leaves something out.
    """
    places = {file.stem: Place(file, "", read_mapping(file)[1]) for file in yaml_files(folder / PROFILES)}
    for file in () if own is None else yaml_files(own):
        if file.stem in places:
            raise RulebookError(file, "id", f"there is a profile {file.stem} already", "Give yours another name")
        places[file.stem] = Place(file, "", read_mapping(file)[1])
    if NATIONAL not in places:
        file = folder / PROFILES / f"{NATIONAL}.yaml"
        raise RulebookError(file, "id", "there is no national profile", "Write it: the others build on it")
    national = _profile(places[NATIONAL], {})
    defaults = {name: getattr(national, name) for name in _VALUES}
    return MappingProxyType({name: _profile(place, defaults) for name, place in places.items()})


def _profile(place: Place, defaults: Mapping[str, Any]) -> Profile:
    place.only(("id", "title", "citations", "values"))
    profile_id = place.at("id").words()
    if profile_id != place.file.stem:
        place.at("id").refuse(f"{profile_id} is not the file's name", f"Write {place.file.stem}, or rename the file")
    values = place.at("values")
    values.only(() if defaults else tuple(_VALUES), tuple(_VALUES))
    said = {name: _VALUES[name](values.at(name)) for name in values.value}
    return Profile(
        id=profile_id,
        title=place.at("title").text(),
        citations=place.at("citations").citations(),
        **{**defaults, **said},
    )


def _count(place: Place) -> int:
    """Read a number of things or days, which is never less than nothing."""
    number = place.number()
    if number < 0:
        place.refuse(f"{number} is less than nothing", "Write 0 or more")
    return number


def _hour(place: Place) -> int:
    """Read an hour of the day."""
    hour = place.number()
    if not 0 <= hour <= 23:
        place.refuse(f"{hour} is no hour of the day", "Write an hour from 0 to 23")
    return hour


def _counts(place: Place) -> tuple[int, ...]:
    """Read numbers of days, the most first, each once."""
    return tuple(sorted({_count(item) for item in place.items()}, reverse=True))


def _counts_by_name(place: Place) -> Mapping[str, int]:
    """Read a mapping of a provider's own names to numbers; it may be empty."""
    if not isinstance(place.value, dict):
        place.refuse("this is no mapping", "Write a number for each name, or {} for none")
    return MappingProxyType({key: _count(place.at(key)) for key in place.value})


def _escalation(place: Place) -> Escalation:
    """Read what follows so many days after a due day."""
    place.only(("after_days", "step"))
    step = EscalationStep(place.at("step").one_of(tuple(EscalationStep)))
    return Escalation(_count(place.at("after_days")), step)


def _word(words: type[Word]) -> Callable[[Place], Word]:
    return lambda place: words(place.one_of(tuple(words)))


def _words(words: type[Word]) -> Callable[[Place], tuple[Word, ...]]:
    return lambda place: tuple(words(item.one_of(tuple(words))) for item in place.items())


def _faces_wanted_of(place: Place) -> tuple[FaceOf, ...]:
    """Read whose faces are wanted; that of a service's principal always is."""
    wanted = _words(FaceOf)(place)
    if FaceOf.SERVICE_PRINCIPAL not in wanted:
        place.refuse("service_principal is missing", "Add it: a service's principal always shows who they are")
    return wanted


def _by_word(words: type[Word], read: Read, *, complete: bool) -> Callable[[Place], Mapping[Word, Any]]:
    """Read a mapping whose keys are words of an enum, all of them where it has to be complete."""

    def mapping(place: Place) -> Mapping[Word, Any]:
        place.only(tuple(words) if complete else (), tuple(words))
        return MappingProxyType({words(key): read(place.at(key)) for key in place.value})

    return mapping


_VALUES: Mapping[str, Read] = MappingProxyType(
    {
        "languages": Place.names,
        "accounts_register_themselves": Place.flag,
        "orders_per_account": _count,
        "subjects_per_account": _count,
        "natures_served": _words(SubjectNature),
        "provinces_refused": Place.names,
        "channels": _by_word(FilingType, _words(Channel), complete=True),
        "site_channels": _by_word(AccountSite, _words(Channel), complete=True),
        "services_per_order_unit": _count,
        "services_per_order_individual": _count,
        "resource_places": _counts_by_name,
        "min_resource_days_at_issue": _count,
        "min_resource_days_at_filing": _count,
        "start_notes": _by_word(FilingType, _words(StartNote), complete=False),
        "sent_straight_on": _words(FilingType),
        "open_after_first_review": Place.flag,
        "after_sms": _word(AfterSms),
        "handover": _word(HandoverBy),
        "handover_notice": Place.flag,
        "posted_materials": _word(PostedMaterials),
        "editable_after_rejection": _word(EditableAfterRejection),
        "machine_passes_faces": Place.flag,
        "faces_wanted_of": _faces_wanted_of,
        "faces_exempt": _words(FaceExemption),
        "second_look": _words(FilingType),
        "claim_hours": _count,
        "unanswered_calls": _count,
        "first_review_least_working_days": _count,
        "first_review_working_days": _count,
        "authority_handover_working_days": _count,
        "authority_review_least_working_days": _count,
        "authority_review_working_days": _count,
        "result_within_working_days": _count,
        "result_by": _words(ResultChannel),
        "notices_by": _words(NoticeChannel),
        "quiet_from_hour": _hour,
        "quiet_until_hour": _hour,
        "idle_days": _count,
        "abandoned_data_days": _count,
        "transfer_scopes": _words(TransferScope),
        "footer_days": _count,
        "commercial_licence_days": _count,
        "correction_days": _count,
        "update_working_days": _count,
        "shell_notice_days": _count,
        "reminders_days_before": _counts,
        "escalations": _by_word(ObligationKind, _escalation, complete=False),
        "state_labels": _by_word(State, Place.text, complete=True),
        "approved_labels": _by_word(FilingType, Place.text, complete=False),
        "item_labels": _by_word(ItemState, Place.text, complete=True),
        "type_labels": _by_word(FilingType, Place.text, complete=False),
        "verdict_headings": _by_word(FilingType, Place.text, complete=False),
        "unfiled_label": Place.text,
        "code_label": Place.text,
    }
)
