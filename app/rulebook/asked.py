"""Which rules the code asks for: each domain module that asks names its ids in a StrEnum, and the enums stand here."""

from enum import StrEnum
from pathlib import Path

from app.domain.sms_duty import SmsDutyRule
from app.domain.type_rules import TypeRule

RULES_FOLDER = Path(__file__).parent.parent / "rules"

ASKED: tuple[type[StrEnum], ...] = (
    TypeRule,
    SmsDutyRule,
)


def asked_rules() -> tuple[str, ...]:
    """Return every rule id that the code asks for, sorted; an id that two modules ask for stands once."""
    return tuple(sorted({str(member) for asking in ASKED for member in asking}))
