"""Prior approvals by date: who grants them, which papers serve, what needs them."""

from datetime import date

import pytest

from app.domain.filing_body import PreApproval, ServiceContent
from app.domain.prior_approvals import Wanted, needs_of_contents, needs_of_name, prior_approval
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK


def papers(kind: PreApproval, as_of: date) -> tuple[str, ...]:
    return tuple(paper.zh for paper in prior_approval(kind, as_of, RULEBOOK).papers)


@pytest.mark.parametrize("kind", PreApproval)
@pytest.mark.parametrize("as_of", [date(2005, 3, 20), date(2019, 9, 16), TODAY])
def test_every_approval_names_who_grants_it_its_paper_and_who_says_so(kind: PreApproval, as_of: date) -> None:
    one = prior_approval(kind, as_of, RULEBOOK)

    assert one.label.zh and one.label.en
    assert one.body.zh and one.body.en
    assert one.papers
    assert one.source
    assert bool(one.provinces) is (one.wanted is Wanted.BY_PROVINCE)


@pytest.mark.fact("S2-10")
def test_the_industries_of_2019_are_all_there() -> None:
    named = {
        "新闻",
        "出版",
        "药品和医疗器械",
        "文化",
        "广播电影电视节目",
        "教育",
        "医疗保健",
        "网络预约车",
        "电子公告服务",
    }

    assert named <= {prior_approval(kind, date(2019, 9, 16), RULEBOOK).label.zh for kind in PreApproval}


@pytest.mark.fact("S4-43")
def test_finance_and_religion_can_be_declared_beside_the_other_kinds() -> None:
    named = {
        "新闻",
        "出版",
        "教育",
        "医疗保健",
        "药品和医疗器械",
        "文化",
        "广播电影电视节目",
        "网络预约车",
        "金融",
        "宗教",
    }

    assert named <= {prior_approval(kind, TODAY, RULEBOOK).label.zh for kind in PreApproval}


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (PreApproval.NEWS, 1),
        (PreApproval.PUBLISHING, 2),
        (PreApproval.EDUCATION, 3),
        (PreApproval.HEALTH_CARE, 4),
        (PreApproval.DRUGS_AND_DEVICES, 5),
        (PreApproval.BULLETIN_BOARD, 6),
        (PreApproval.CULTURE, 9),
        (PreApproval.BROADCASTING, 10),
        (PreApproval.RIDE_HAILING, 11),
        (PreApproval.FINANCE, 13),
        (PreApproval.OFF_CAMPUS_TUTORING, 14),
        (PreApproval.GAMES, None),
        (PreApproval.RELIGION, None),
    ],
)
def test_approvals_have_the_authoritys_numbers_where_there_are_any(kind: PreApproval, number: int | None) -> None:
    assert prior_approval(kind, TODAY, RULEBOOK).number == number


def test_drugs_and_devices_are_recorded_since_2025_and_the_old_certificate_serves_on() -> None:
    assert papers(PreApproval.DRUGS_AND_DEVICES, date(2024, 12, 31)) == ("互联网药品信息服务资格证书",)
    assert papers(PreApproval.DRUGS_AND_DEVICES, date(2025, 1, 1)) == (
        "药品医疗器械网络信息服务备案凭证",
        "互联网药品信息服务资格证书",
    )


def test_religion_is_licensed_from_march_2022_on() -> None:
    before = prior_approval(PreApproval.RELIGION, date(2022, 2, 28), RULEBOOK)

    assert before.wanted is Wanted.NOWHERE
    assert not before.is_wanted_in("410000")
    assert papers(PreApproval.RELIGION, date(2022, 3, 1)) == ("互联网宗教信息服务许可证",)
    assert prior_approval(PreApproval.RELIGION, date(2022, 3, 1), RULEBOOK).is_wanted_in(None)


@pytest.mark.parametrize(
    ("kind", "province", "wanted"),
    [
        (PreApproval.EDUCATION, "330000", True),
        (PreApproval.EDUCATION, "410000", False),
        (PreApproval.EDUCATION, None, False),
        (PreApproval.HEALTH_CARE, "130000", True),
        (PreApproval.HEALTH_CARE, "330000", False),
        (PreApproval.BULLETIN_BOARD, "330000", False),
        (PreApproval.NEWS, "410000", True),
    ],
)
def test_education_and_health_care_are_approved_in_some_provinces_only(
    kind: PreApproval, province: str | None, wanted: bool
) -> None:
    assert prior_approval(kind, TODAY, RULEBOOK).is_wanted_in(province) is wanted


def test_contents_that_need_nothing_are_left_out_and_the_others_keep_their_order() -> None:
    contents = (ServiceContent.VIDEO, ServiceContent.UNIT_PORTAL, ServiceContent.EDUCATION, ServiceContent.NEWS)

    needs = needs_of_contents(contents, TODAY, RULEBOOK)

    assert [(need.cause, need.certain) for need in needs] == [("video", True), ("education", False), ("news", True)]
    assert needs[1].kinds == {PreApproval.EDUCATION, PreApproval.OFF_CAMPUS_TUTORING}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("示例科技", []),
        ("示例医疗器械", ["医疗器械"]),
        ("示例医疗", ["医疗"]),
        ("示例广播影视", ["广播影视"]),
        ("示例新闻出版", ["新闻", "出版"]),
    ],
)
def test_the_longest_word_of_a_name_speaks(name: str, words: list[str]) -> None:
    assert [need.cause for need in needs_of_name(name, TODAY, RULEBOOK)] == words
