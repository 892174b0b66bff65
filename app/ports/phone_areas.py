"""Where a phone number of the mainland was given out."""

from typing import Protocol


class PhoneAreas(Protocol):
    """Ranges of mobiles and area codes of landlines. Who has a number today, and where they live, nobody is told."""

    def province_of(self, number: str) -> str | None:
        """Return the province (6 digits) of a mobile or of a landline with area code, None where it is not known."""
        ...
