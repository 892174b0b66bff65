"""The one setting whose allowed values lie in files: the profile of the default provider."""

from collections.abc import Mapping
from pathlib import Path

from app.domain.profile import Profile
from app.rulebook import RULES_FOLDER, load_profiles
from app.settings.values import SettingsError


def profiles_with(chosen: str, own: Path | None = None) -> Mapping[str, Profile]:
    """Return every profile by id, those of the folder `own` among them.

    Raises SettingsError if `chosen` is none of them or `own` is no folder, RulebookError for a broken file.
    """
    if own is not None and not own.is_dir():
        raise SettingsError("FILING_PROFILES_DIR", f"must be a folder, and {own} is none")
    profiles = load_profiles(RULES_FOLDER, own)
    if chosen not in profiles:
        raise SettingsError("FILING_PROFILE", f"must be one of {', '.join(sorted(profiles))}, not {chosen!r}")
    return profiles
