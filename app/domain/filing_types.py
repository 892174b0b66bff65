"""The filing types (备案类型), their names for people, and what each asks of the service meanwhile."""

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

    @property
    def puts_a_new_name_on_file(self) -> bool:
        """Tell the types whose website or APP is on nobody's record yet; only they end with a new number."""
        return self in _NEW_NAME

    @property
    def must_be_offline(self) -> bool:
        """Tell whether the service may not be reachable before the approval.

        A new name may not; what is on file already goes on where it is, without a pause of its resolution.
        """
        return self.puts_a_new_name_on_file

    def may_be_served_meanwhile(self, *, open_after_first_review: bool) -> bool:
        """Tell whether this provider may serve it before the approval.

        Not the same as `not must_be_offline`: with an access filing the other provider goes on serving, and this one
        waits for the approval, unless its profile opens access after the first review.
        """
        if self is FilingType.ADD_ACCESS:
            return open_after_first_review
        return not self.puts_a_new_name_on_file

    def label(self, as_of: date, rulebook: Rulebook) -> Text:
        """Return the type's name for people."""
        words = rulebook.at(TypeRule.LABELS, as_of).value[self.value]
        return Text(zh=words["zh"], en=words["en"])


_NEW_NAME = frozenset({FilingType.FIRST_FILING, FilingType.ADD_SERVICE_HERE, FilingType.ADD_SERVICE_ELSEWHERE})
