"""The rules that come with the service."""

from app.rulebook import RULES_FOLDER, asked_rules, load_rulebook
from tests.real_rules import RULE_IDS


def test_every_rule_on_file_is_asked_for_and_every_rule_asked_for_is_on_file() -> None:
    rulebook = load_rulebook(RULES_FOLDER, asked_rules())

    assert set(rulebook.rules) == set(RULE_IDS)
