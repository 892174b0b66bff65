"""How often registrars are asked anew when a domain ends."""

import zlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.domain.rulebook import Rulebook

_EARLIER_BY = 0.1


class RegistryRule(StrEnum):
    """The rules asked for here."""

    PAUSES = "deadlines.registry_questions"


@dataclass(frozen=True, slots=True)
class RegistryPauses:
    """The time between two questions about a domain: of an open order, of what is on file, and after an outage."""

    open_order: timedelta
    on_record: timedelta
    not_reached: timedelta


def registry_pauses(as_of: date, rulebook: Rulebook) -> RegistryPauses:
    """Return how long to wait between questions."""
    row = rulebook.at(RegistryRule.PAUSES, as_of).value
    hours = (row["open_order_hours"], row["on_record_hours"], row["not_reached_hours"])
    return RegistryPauses(*(timedelta(hours=count) for count in hours))


def spread(domain: str, pause: timedelta) -> timedelta:
    """Return a pause up to a tenth shorter, another for each domain, so that what came at once parts with time."""
    share = zlib.crc32(domain.encode()) / 2**32
    return pause * (1 - _EARLIER_BY * share)


def within(domain: str, time: timedelta, now: datetime) -> datetime:
    """Return a moment of a time from now on, another for each domain."""
    return now + time * (zlib.crc32(domain.encode()) / 2**32)
