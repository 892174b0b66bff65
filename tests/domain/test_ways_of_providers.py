"""What a profile does to a verdict: channels by the account's site, notes at the start, its own words."""

from datetime import date

import pytest

from app.domain.accounts import AccountSite
from app.domain.filing_types import FilingType
from app.domain.profile import Channel, ItemState, PostedMaterials
from app.domain.start_notes import StartNote, StartNoteRule
from app.domain.state_choices import posted_papers_wanted
from app.domain.type_rules import RefusalCode
from app.domain.type_verification import decide
from tests.domain.type_facts_builder import facts
from tests.real_rules import NATIONAL, PROFILES, RULEBOOK

DAY = date(2019, 9, 16)
ALIBABA, FKW = PROFILES["alibabacloud-2019"], PROFILES["fkw-reseller"]


@pytest.mark.fact("S2-22")
def test_an_international_account_is_refused_in_the_app_with_the_channel_that_it_has() -> None:
    in_the_app = decide(facts(site=AccountSite.INTERNATIONAL, channel="app"), ALIBABA, DAY, RULEBOOK)
    at_a_computer = decide(facts(site=AccountSite.INTERNATIONAL, channel="pc"), ALIBABA, DAY, RULEBOOK)

    assert in_the_app.refusal is not None
    assert in_the_app.refusal.code is RefusalCode.TYPE_NOT_ON_CHANNEL
    assert in_the_app.channels == at_a_computer.channels == (Channel.PC,)
    assert at_a_computer.filing_type is FilingType.FIRST_FILING


@pytest.mark.fact("S2-04")
@pytest.mark.parametrize(
    ("channel", "notes"),
    [("app", [StartNote.CHINESE_ONLY]), ("pc", [StartNote.CHINESE_ONLY, StartNote.CONTINUE_ON_THE_PHONE])],
)
def test_notes_of_the_start_stand_in_the_order_of_the_profile_and_the_phone_is_for_computers_alone(
    channel: str, notes: list[StartNote]
) -> None:
    verdict = decide(facts(channel=channel), ALIBABA, DAY, RULEBOOK)

    assert [one.rule for one in verdict.warnings if one.rule in tuple(StartNoteRule)] == [note.rule for note in notes]


@pytest.mark.parametrize("note", StartNote)
def test_every_note_has_words_in_both_languages(note: StartNote) -> None:
    said = RULEBOOK.finding(note.rule, DAY, "")

    assert said.message.zh
    assert said.message.en


def test_a_provider_calls_types_and_items_by_its_own_words_or_by_the_usual_ones() -> None:
    assert FKW.type_label(FilingType.ADD_ACCESS, DAY, RULEBOOK).zh == "转入备案"
    assert FKW.type_label(FilingType.CLAIM, DAY, RULEBOOK) == FilingType.CLAIM.label(DAY, RULEBOOK)
    assert (FKW.item_label(ItemState.PAPER_MISSING), NATIONAL.item_label(ItemState.PAPER_MISSING)) == (
        "未上传",
        "待上传",
    )


@pytest.mark.fact("S2-16")
@pytest.mark.parametrize(
    ("posted", "asked", "wanted"),
    [
        (PostedMaterials.NEVER, False, False),
        (PostedMaterials.NEVER, True, False),
        (PostedMaterials.WHEN_ASKED, False, False),
        (PostedMaterials.WHEN_ASKED, True, True),
        (PostedMaterials.ALWAYS, False, True),
    ],
)
def test_papers_by_post_are_waited_for_where_profile_or_reviewer_want_them(
    posted: PostedMaterials, asked: bool, wanted: bool
) -> None:
    assert posted_papers_wanted(posted, asked=asked) is wanted


@pytest.mark.parametrize(
    ("note", "words"),
    [
        pytest.param(
            StartNote.CALL_THE_SPECIALIST,
            "首次备案、接入备案和取消接入由备案专员受理",
            marks=[pytest.mark.fact("S3-32")],
        ),
        pytest.param(StartNote.CHINESE_ONLY, "只有中文", marks=[pytest.mark.fact("S2-24")]),
        pytest.param(
            StartNote.CONTINUE_ON_THE_PHONE,
            "换到手机上",
            marks=[pytest.mark.fact("S2-04"), pytest.mark.fact("S2-28"), pytest.mark.fact("S2-29")],
        ),
        pytest.param(
            StartNote.BIND_THE_DOMAIN, "购买或绑定了域名", marks=[pytest.mark.fact("S4-28"), pytest.mark.fact("S4-48")]
        ),
        pytest.param(StartNote.ACCESS_IS_OPTIONAL, "不是强制的", marks=[pytest.mark.fact("S4-32")]),
    ],
)
def test_each_note_says_what_its_provider_tells(note: StartNote, words: str) -> None:
    assert words in RULEBOOK.finding(note.rule, DAY, "").message.zh
