"""The one setting whose allowed values lie in files: the profile of the default provider."""

from collections.abc import Mapping

from app.domain.profile import Profile
from app.rulebook import RULES_FOLDER, load_profiles
from app.settings.values import SettingsError


def profiles_with(chosen: str) -> Mapping[str, Profile]:
    """Return every profile by id. Raises SettingsError if `chosen` is none of them, RulebookError for a broken file."""
    profiles = load_profiles(RULES_FOLDER)
    if chosen not in profiles:
        raise SettingsError("FILING_PROFILE", f"must be one of {', '.join(sorted(profiles))}, not {chosen!r}")
    return profiles
