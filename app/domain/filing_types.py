"""The filing types (备案类型) and their names for people; what each asks and does is `app.domain.filing_ways`."""

from datetime import date
from enum import StrEnum

from app.domain.rulebook import Rulebook
from app.domain.texts import Text
from app.domain.type_rules import TypeRule


class FilingType(StrEnum):
    """What a filing does to the national record. `transfer_account` is no filing but a transfer between accounts."""

    FIRST_FILING = "first_filing"
    ADD_SERVICE_HERE = "add_service_here"
    ADD_SERVICE_ELSEWHERE = "add_service_elsewhere"
    ADD_ACCESS = "add_access"
    CHANGE_SUBJECT = "change_subject"
    CHANGE_SERVICE = "change_service"
    CHANGE_BOTH = "change_both"
    DEREGISTER_SUBJECT = "deregister_subject"
    DEREGISTER_SERVICE = "deregister_service"
    CANCEL_ACCESS = "cancel_access"
    CLAIM = "claim"
    MIGRATE_SERVICE = "migrate_service"
    TRANSFER_ACCOUNT = "transfer_account"

    def label(self, as_of: date, rulebook: Rulebook) -> Text:
        """Return the type's name for people."""
        words = rulebook.at(TypeRule.LABELS, as_of).value[self.value]
        return Text(zh=words["zh"], en=words["en"])
