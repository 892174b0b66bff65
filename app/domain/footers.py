"""The number that a website shows at its foot, or an APP in its settings (备案号悬挂), and where it leads."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.rulebook import Rulebook

_ELSEWHERE = "elsewhere"


class FooterRule(StrEnum):
    """The rules asked for here."""

    DISPLAY = "footers.display"


class NumberShown(StrEnum):
    """Which number it is: the subject's, or the service's own with its suffix."""

    SUBJECT = "subject"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Footer:
    """What is to be shown, and the address that it links to."""

    number: str
    link: str


def footer_of(
    subject_number: str, service_number: str | None, province: str, as_of: date, rulebook: Rulebook
) -> Footer:
    """Return the footer of a service, or with `service_number` None that of a subject, in the subject's province."""
    display = rulebook.at(FooterRule.DISPLAY, as_of).value
    shown = NumberShown(display["number"].get(province, display["number"][_ELSEWHERE]))
    number = subject_number if shown is NumberShown.SUBJECT else service_number or subject_number
    return Footer(number, display["link"])


def footer_link(as_of: date, rulebook: Rulebook) -> str:
    """Return where every shown number leads: the public search of the national record."""
    link: str = rulebook.at(FooterRule.DISPLAY, as_of).value["link"]
    return link
