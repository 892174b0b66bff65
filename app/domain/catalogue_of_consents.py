"""The wording that a person agrees to before a picture of the face is used, as a list that clients ask for."""

from datetime import date

from app.domain.catalogue_entries import Entry, entry
from app.domain.consents import ConsentRule, wording
from app.domain.rulebook import Rulebook


def consents(as_of: date, rulebook: Rulebook) -> tuple[Entry, ...]:
    """List the wording to show on a day; its code is the version that a check names."""
    asked = wording(as_of, rulebook)
    taken = list(asked.taken)
    return (entry(asked.version, asked.words, ConsentRule.WORDING, as_of, rulebook, taken=taken, days=asked.days),)
