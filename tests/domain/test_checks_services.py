"""What the pre-review says of services that hangs on the filing's type, or on what is known of suffixes."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.check_rules import CheckContext
from app.domain.checks import checks
from app.domain.filing_body import PreApproval, Service, ServiceContent, Subject
from app.domain.filing_types import FilingType
from app.domain.findings import Severity
from tests.domain.a_filing import CONTEXT, REGIONS, a_body, a_website, an_app, an_enterprise
from tests.domain.samples import TODAY
from tests.real_rules import GENERAL_RULES

BELOW = a_website(domains=("shop.example.cn",), main_domain="shop.example.cn", home_url="shop.example.cn")


@pytest.mark.fact("S3-17")
@pytest.mark.parametrize(
    ("filing_type", "codes"),
    [
        (FilingType.FIRST_FILING, ["domain_not_registrable"]),
        (FilingType.ADD_SERVICE_HERE, ["domain_not_registrable"]),
        (FilingType.ADD_SERVICE_ELSEWHERE, ["domain_not_registrable"]),
        (FilingType.ADD_ACCESS, []),
        (FilingType.CHANGE_SERVICE, []),
    ],
)
def test_only_a_name_that_goes_on_file_anew_has_to_be_the_registrable_one(
    filing_type: FilingType, codes: list[str]
) -> None:
    found = checks(a_body(None, BELOW), replace(CONTEXT, filing_type=filing_type))

    assert [one.code for one in found] == codes


def test_without_knowledge_of_suffixes_nothing_is_said_of_levels_but_www_is_seen() -> None:
    context = CheckContext(FilingType.FIRST_FILING, TODAY, GENERAL_RULES, REGIONS)
    app = an_app(domains=("a.b.c.d.e.example.cn", "www.example.cn"))

    assert checks(a_body(None, BELOW), context) == ()
    assert [one.code for one in checks(a_body(an_enterprise(), app), context)] == ["www_domain"]


@pytest.mark.fact("S0-10")
def test_a_missing_approval_names_the_body_the_paper_and_where_it_goes() -> None:
    (found,) = checks(a_body(None, a_website(contents=(ServiceContent.VIDEO,))), CONTEXT)

    assert "广播电影电视节目" in found.message.zh
    assert "信息网络传播视听节目许可证" in found.remedy.zh
    assert "广播电视主管部门" in found.remedy.zh
    assert "住所所在地通信管理局" in found.remedy.zh
    assert "communications administration of the domicile" in found.remedy.en


def test_of_several_bodies_and_papers_each_is_named_once() -> None:
    (found,) = checks(a_body(None, a_website(contents=(ServiceContent.GAMES,))), CONTEXT)

    assert found.message.zh.endswith("游戏或出版或文化。")
    assert found.remedy.zh.count("网络出版服务许可证") == 1
    assert found.remedy.zh.count("新闻出版主管部门") == 1


def test_the_paper_of_a_declared_approval_is_told_without_finding_fault() -> None:
    (found,) = checks(a_body(None, a_website(pre_approvals=(PreApproval.DRUGS_AND_DEVICES,))), CONTEXT)

    assert found.severity is Severity.INFO
    assert found.remedy.zh == "请上传药品医疗器械网络信息服务备案凭证或互联网药品信息服务资格证书。"


@settings(max_examples=50)
@given(st.from_type(Subject), st.from_type(Service), st.lists(st.text(st.sampled_from("abx-.例子xn0。/:*"))))
def test_whatever_is_entered_of_a_service_is_judged_and_breaks_nothing(
    subject: Subject, service: Service, domains: list[str]
) -> None:
    body = a_body(subject, replace(service, domains=(*service.domains, *domains)))

    found = checks(body, CONTEXT)

    assert all(one.pointer.startswith("/") and one.message.zh and one.remedy.en for one in found)
