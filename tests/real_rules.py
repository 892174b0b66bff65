"""The rules that are on file, read once for all tests."""

from app.domain.rulebook import Rulebook
from app.rulebook import RULES_FOLDER, load_profiles, load_rulebook

RULE_IDS = tuple(
    ".".join(file.relative_to(RULES_FOLDER).with_suffix("").parts)
    for file in sorted(RULES_FOLDER.rglob("*.yaml"))
    if file.relative_to(RULES_FOLDER).parts[0] not in ("profiles", "regions", "region_families")
)
RULEBOOK = load_rulebook(RULES_FOLDER, RULE_IDS)
# The same without what each region asks for beside: what holds everywhere.
GENERAL_RULES = Rulebook.of(RULEBOOK.rules, RULEBOOK.digest)
PROFILES = load_profiles(RULES_FOLDER)
NATIONAL = PROFILES["national"]
