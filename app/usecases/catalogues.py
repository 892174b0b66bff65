"""The lists that clients ask for by name, as they were on a day."""

from datetime import date

from app.domain.catalogue_entries import Entry
from app.domain.catalogues import CatalogueName, entries
from app.domain.profile import Profile
from app.usecases.asked_day import asked_day
from app.usecases.runtime import Runtime


def listed(runtime: Runtime, name: CatalogueName, profile: Profile, on: date | None) -> tuple[Entry, ...]:
    """Return a list; raises `validation-failed` for a day without rules."""
    return entries(name, profile, asked_day(runtime, on), runtime.rulebook)
