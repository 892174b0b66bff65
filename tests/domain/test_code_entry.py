"""Where the authority takes codes itself, and from which numbers they come."""

from app.domain.sms_recipients import EntryPage, entry_page
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK


def test_codes_are_entered_at_the_filing_systems_own_site_and_come_from_its_short_number() -> None:
    assert entry_page(TODAY, RULEBOOK) == EntryPage("https://beian.miit.gov.cn", ("12381", "106***12381"))
