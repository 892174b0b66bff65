"""How a cause is told: a notice that goes nowhere, or says what nobody knows, stops the start, and is named."""

from pathlib import Path

import pytest

from app.domain.notices import NoticeAudience, NoticeChannel, NoticeTemplate
from app.rulebook import RulebookError, load_rulebook
from tests.rules.rule_folder import a_folder, a_rule

WORDS = "{zh: 备案{order}, en: 'Filing {order}'}"
WHOLE = f"to: applicant, channels: [sms, email], sms: {WORDS}, subject: {WORDS}, text: {WORDS}".replace(
    "备案{order}", "'备案{order}'"
)


def loaded(folder: Path, row: str) -> NoticeTemplate:
    rule = a_rule("notice", f"{{{row}}}", "notices.approved")
    rulebook = load_rulebook(a_folder(folder, notices__approved=rule), ["notices.approved"])
    told: NoticeTemplate = rulebook.rules["notices.approved"].versions[0].value
    return told


def test_what_is_not_said_is_neither_urgent_nor_left_to_the_profile(tmp_path: Path) -> None:
    told = loaded(tmp_path, WHOLE)

    assert (told.to, told.urgent, told.as_results) == (NoticeAudience.APPLICANT, False, False)
    assert told.channels == (NoticeChannel.SMS, NoticeChannel.EMAIL)


@pytest.mark.parametrize(
    ("was", "is_", "path"),
    [
        ("to: applicant", "to: everybody", "to"),
        ("channels: [sms, email]", "channels: []", "channels"),
        ("channels: [sms, email]", "channels: [sms, fax]", "channels[1]"),
        ("channels: [sms, email]", "channels: [email]", "sms"),
        ("channels: [sms, email]", "channels: [sms, email], urgent: 1", "urgent"),
        ("sms: {zh: '备案{order}', en: 'Filing {order}'}", "sms: {zh: '{opinions}', en: '{opinions}'}", "sms"),
        ("text: {zh: '备案{order}', en: 'Filing {order}'}", "text: {zh: '{name}', en: '{name}'}", "text"),
        ("text: {zh: '备案{order}', en: 'Filing {order}'}", "text: {zh: '{order}', en: 'none'}", "text"),
    ],
)
def test_a_notice_that_can_not_be_told_stops_the_start(tmp_path: Path, was: str, is_: str, path: str) -> None:
    assert was in WHOLE

    with pytest.raises(RulebookError) as raised:
        loaded(tmp_path, WHOLE.replace(was, is_))

    assert path in raised.value.path
