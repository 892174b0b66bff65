"""Which places of a filing may be changed: everything but what is frozen, or what was found fault with."""

from collections.abc import Iterator
from dataclasses import fields

from app.domain.filing_body import (
    Access,
    AppPlatform,
    Certificate,
    ContactAddress,
    FilingBody,
    IpRange,
    Person,
    Service,
    Subject,
)
from app.domain.filing_changes import value_at
from app.domain.frozen_fields import Frozen, Standing


def _names(cls: type[object]) -> tuple[str, ...]:
    return tuple(field.name.rstrip("_") for field in fields(cls))  # type: ignore[arg-type]  # all are dataclasses


# What is below a place, by the place's own name; no name stands for two things.
_BELOW = {
    "subject": _names(Subject),
    "certificate": _names(Certificate),
    "contact_address": _names(ContactAddress),
    "principal": _names(Person),
    "legal_representative": _names(Person),
    "agent": _names(Person),
    "access": _names(Access),
    "ip_ranges": _names(IpRange),
    "platforms": _names(AppPlatform),
}
# The id of a service is nobody's to change.
_SERVICE = tuple(name for name in _names(Service) if name != "id")
_REST = ("/emergency_contacts", "/remark")

# A fault in one place may be cured in another: a person found unreachable or of another province is replaced whole.
_PERSON_PLACES = ("principal", "legal_representative", "agent")


def every_place(body: FilingBody) -> tuple[str, ...]:
    """Return the JSON Pointers of all that can be entered, whether it may be changed now or not."""
    subject = tuple(f"/subject/{name}" for name in _BELOW["subject"])
    services = tuple(f"/services/{index}/{name}" for index in range(len(body.services)) for name in _SERVICE)
    return (*subject, *services, *_REST)


def editable_fields(body: FilingBody, frozen: Frozen) -> tuple[str, ...]:
    """Return the JSON Pointers of all that may be changed; below each of them everything may."""
    return tuple(free for place in every_place(body) for free in _free_below(place, frozen))


def fields_found_fault_with(body: FilingBody, pointers: tuple[str, ...], frozen: Frozen) -> tuple[str, ...]:
    """Return the places with a finding and what depends on them: a person's fault opens the whole person."""
    everything = editable_fields(body, frozen)
    opened = []
    for pointer in pointers:
        parts = pointer.split("/")
        cut = next((place + 1 for place, part in enumerate(parts) if part in _PERSON_PLACES), len(parts))
        opened.append("/".join(parts[:cut]))
    chosen = [free for place in opened for free in _free_at(place, everything)]
    return tuple(dict.fromkeys([*chosen, "/remark"]))


def _free_below(place: str, frozen: Frozen) -> Iterator[str]:
    """Give a place that may be changed whole, or what may be changed of it."""
    standing = frozen.standing(place)
    if standing is Standing.FREE:
        yield place
    if standing is not Standing.PARTLY:
        return
    filed = value_at(frozen.on_file, place)
    items = [f"{place}/{index}" for index in range(len(filed))] if isinstance(filed, list) else [place]
    for item in items:
        for name in _BELOW[place.rsplit("/", 1)[-1]]:
            yield from _free_below(f"{item}/{name}", frozen)


def _free_at(place: str, everything: tuple[str, ...]) -> tuple[str, ...]:
    """Return a place that may be changed as it is, and of one that holds such places those."""
    if any(place == free or place.startswith(f"{free}/") for free in everything):
        return (place,)
    return tuple(free for free in everything if free.startswith(f"{place}/"))
