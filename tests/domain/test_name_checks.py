"""Names judged before anything is filed: by the same rules as the machine pre-review, and by no others."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.checks import checks
from app.domain.filing_body import FilingBody, PreApproval, Service, ServiceKind, Subject, SubjectNature
from app.domain.findings import Severity
from app.domain.name_checks import AskedName, name_findings
from tests.domain.a_filing import CONTEXT, a_website, an_app, an_enterprise, an_individual

ENTERPRISE, INDIVIDUAL = SubjectNature.ENTERPRISE, SubjectNature.INDIVIDUAL


def findings(name: str, kind: ServiceKind = ServiceKind.WEBSITE, **more: Any) -> list[tuple[str, Severity]]:
    asked = AskedName(kind, name, **{"nature": ENTERPRISE, **more})
    found = name_findings(asked, CONTEXT)
    assert {one.pointer for one in found} <= {"/name"}
    return [(one.rule.rsplit(".", 1)[-1], one.severity) for one in found]


def test_a_good_name_has_nothing_said_of_it() -> None:
    assert not findings("示例科技官方网站")
    assert not findings("示例助手", ServiceKind.APP)


def message(name: str, rule: str, **more: Any) -> str:
    """Return what a rule says of a name, in Chinese."""
    asked = AskedName(ServiceKind.WEBSITE, name, **{"nature": ENTERPRISE, **more})
    (found,) = [one for one in name_findings(asked, CONTEXT) if one.rule == f"names.website.{rule}"]
    assert found.severity is Severity.ERROR
    return found.message.zh


@pytest.mark.fact("S4-15")
@pytest.mark.parametrize("word", ["中国", "中华", "中央", "人民", "人大", "国家"])
def test_only_a_national_body_begins_its_name_with_a_national_word(word: str) -> None:
    assert findings(f"{word}示例网站") == [("national_words", Severity.ERROR)]
    assert message(f"{word}示例网站", "national_words") == f"非国家级单位的网站名称不能以“{word}”开头。"
    assert not findings(f"{word}示例网站", nature=SubjectNature.GOVERNMENT_AGENCY)
    assert not findings(f"{word}示例网站", subject_name=f"{word}示例集团")


@pytest.mark.fact("S4-13")
@pytest.mark.parametrize(
    ("name", "rule", "words"),
    [
        ("1234567", "too_few_characters", "不能全是数字或字母"),
        ("abcdefg", "too_few_characters", "不能全是数字或字母"),
        ("示例网站example.com", "is_a_domain", "不能是域名或含有域名"),
        ("示例★网站", "special_symbols", "特殊符号：★"),
        ("示例反腐网站", "sensitive_words", "不能含有“反腐”"),
        ("示例赌博网站", "sensitive_words", "不能含有“赌博”"),
        ("示例廉政网站", "sensitive_words", "不能含有“廉政”"),
        ("示例色情网站", "sensitive_words", "不能含有“色情”"),
    ],
)
def test_a_name_of_digits_or_letters_alone_with_a_domain_symbols_or_sensitive_words_is_none(
    name: str, rule: str, words: str
) -> None:
    assert words in message(name, rule)


@pytest.mark.fact("S4-14")
def test_a_name_with_a_word_of_an_approval_needs_the_paper() -> None:
    assert findings("示例新闻") == [("name_needs", Severity.ERROR)]
    assert not findings("示例新闻", pre_approvals=(PreApproval.NEWS,))


def test_an_individual_is_not_named_like_a_unit() -> None:
    assert findings("示例公司的主页", nature=INDIVIDUAL)
    assert not findings("示例公司的主页")


@pytest.mark.parametrize("name", ["中国示例", "示例新闻", "a.cn", "测试", "示例网站"])
@pytest.mark.parametrize("subject", [an_enterprise(), an_individual()], ids=["unit", "person"])
@pytest.mark.parametrize("service", [a_website(), an_app()], ids=["website", "app"])
def test_what_is_said_of_a_name_is_what_the_pre_review_says_of_it_in_a_filing(
    name: str, subject: Subject, service: Service
) -> None:
    assert subject.nature is not None
    filed = checks(FilingBody(subject=subject, services=(replace(service, name=name),)), CONTEXT)
    asked = AskedName(service.kind, name, subject.nature, subject.name, subject.region)

    in_the_filing = [replace(one, pointer="/name") for one in filed if one.pointer == "/services/0/name"]
    assert list(name_findings(asked, CONTEXT)) == in_the_filing
