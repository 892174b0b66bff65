"""The rulebook's files: the only place that knows their format. A broken file stops the start and is named."""

from app.rulebook.asked import RULES_FOLDER, asked_rules
from app.rulebook.errors import RulebookError
from app.rulebook.profiles import load_profiles
from app.rulebook.rules import load_rulebook

__all__ = ["RULES_FOLDER", "RulebookError", "asked_rules", "load_profiles", "load_rulebook"]
