"""What an APP may be called."""

import pytest

from app.domain.app_names import APP_NAME_BAD, app_name_findings
from app.domain.filing_body import SubjectNature
from app.domain.findings import Severity
from app.domain.website_names import NameCheck
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK


def broken_rules(name: str, subject_name: str | None = "示例科技有限公司") -> list[str]:
    asked = NameCheck(name, SubjectNature.ENTERPRISE, subject_name)
    return [one.rule.removeprefix("names.app.") for one in app_name_findings(asked, "/name", TODAY, RULEBOOK)]


@pytest.mark.parametrize(
    "name", ["示例助手", "Example", "晨星记账", "示例购物", "知行 Lite", "3D示例", "三折页示例", "C", "示例免税店"]
)
def test_a_name_with_a_mark_of_its_own_is_good(name: str) -> None:
    assert broken_rules(name) == []


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("示例😀助手", "emoji"),
        ("示例★助手", "emoji"),
        ("示例🪿", "emoji"),
        ("测试", "placeholder"),
        ("Test App", "placeholder"),
        ("hello, world", "placeholder"),
        ("啊啊啊", "placeholder"),
        ("12345", "placeholder"),
        ("购物", "generic_word"),
        ("购物APP", "generic_word"),
        ("购物 软件", "generic_word"),
        ("应用", "generic_word"),
        ("示例免费小说", "marketing_words"),
        ("示例9.9元购", "marketing_words"),
        ("示例5折", "marketing_words"),
        ("示例￥99", "marketing_words"),
        ("示例微信助手", "hot_app_words"),
        ("示例qq助手", "hot_app_words"),
    ],
)
def test_a_name_breaks_exactly_the_rule_that_is_against_it(name: str, rule: str) -> None:
    assert broken_rules(name) == [rule]


def test_the_subject_whose_registered_name_has_the_word_may_use_it() -> None:
    assert broken_rules("百度示例", "百度示例网络有限公司") == []
    assert broken_rules("百度示例", None) == ["hot_app_words"]


def test_a_well_known_word_is_for_a_reviewer_and_all_else_is_refused() -> None:
    asked = NameCheck("示例微信免费😀", SubjectNature.ENTERPRISE)

    found = app_name_findings(asked, "/services/0/name", TODAY, RULEBOOK)

    assert {one.code for one in found} == {APP_NAME_BAD}
    assert [one.severity for one in found] == [Severity.ERROR, Severity.ERROR, Severity.WARNING]
    assert "免费" in found[1].message.zh
    assert "微信" in found[2].message.en
