"""Facts of a type verification: an enterprise in Zhengzhou with a website of which nobody knows anything."""

from datetime import date
from typing import Any

from app.domain.filing_body import SubjectNature
from app.domain.type_facts import TypeFacts
from app.domain.type_verification import Verdict, decide
from tests.real_rules import NATIONAL, RULEBOOK

TODAY = date(2026, 3, 2)

ON_RECORD: dict[str, Any] = {"subject_on_record": True}
SHELL: dict[str, Any] = ON_RECORD | {"subject_is_shell": True}
HELD: dict[str, Any] = ON_RECORD | {"subject_held_by_this_account": True}
OWNED: dict[str, Any] = ON_RECORD | {"service_on_record": True, "service_owned_by_subject": True}
ACCESSED: dict[str, Any] = OWNED | {"accessed_here": True}


def facts(**known: Any) -> TypeFacts:
    return TypeFacts(**({"nature": SubjectNature.ENTERPRISE, "region": "410100"} | known))


def verdict(**known: Any) -> Verdict:
    return decide(facts(**known), NATIONAL, TODAY, RULEBOOK)
