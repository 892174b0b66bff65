"""What a provider tells an applicant as soon as the filing type is known (接入商提示): rules that its profile names."""

from enum import StrEnum


class StartNote(StrEnum):
    """The notes that there are; a profile says which of them a filing type begins with."""

    CALL_THE_SPECIALIST = "call_the_specialist"
    BIND_THE_DOMAIN = "bind_the_domain"
    CONTINUE_ON_THE_PHONE = "continue_on_the_phone"
    CHINESE_ONLY = "chinese_only"
    ACCESS_IS_OPTIONAL = "access_is_optional"

    @property
    def rule(self) -> "StartNoteRule":
        """Return the rule that holds the note's words."""
        return StartNoteRule(f"start_notes.{self.value}")


class StartNoteRule(StrEnum):
    """The rules asked for here, one a note."""

    CALL_THE_SPECIALIST = "start_notes.call_the_specialist"
    BIND_THE_DOMAIN = "start_notes.bind_the_domain"
    CONTINUE_ON_THE_PHONE = "start_notes.continue_on_the_phone"
    CHINESE_ONLY = "start_notes.chinese_only"
    ACCESS_IS_OPTIONAL = "start_notes.access_is_optional"
