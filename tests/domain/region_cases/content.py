"""Websites that offer what a region does not take, and remarks that say too little."""

from dataclasses import replace
from typing import Any

from app.domain.filing_body import Access, ServiceContent
from app.domain.filings import ServiceNumber
from app.domain.region_rules import RegionRule
from tests.domain.region_cases.a_case import Case, Change

LABELS = {"博客/个人空间": ServiceContent.PERSONAL_SPACE, "其他": ServiceContent.OTHER}


def service(**changes: Any) -> Change:
    return lambda case, _: case.service(**changes)


def with_sites_on_record(case: Case, _: RegionRule) -> Case:
    """Put a website of the subject on record."""
    assert case.context.on_file is not None
    on_file = replace(case.context.on_file, numbers=(ServiceNumber("svc_9", "京ICP备12345678号-1"),))
    return replace(case, context=replace(case.context, on_file=on_file))


def of_the_content(case: Case, rule: RegionRule) -> Case:
    return case.service(contents=(LABELS[rule.value[0]],))


def named_with_a_word(case: Case, rule: RegionRule) -> Case:
    return case.service(name=f"示例{rule.value[0]}")


def two_of_one_name(case: Case, _: RegionRule) -> Case:
    one = replace(case.body.services[0], remark=None)
    return replace(case, body=replace(case.body, services=(one, replace(one, id="svc_9"))))


FIRES = {
    "content.filed_sites_open": with_sites_on_record,
    "content.forbidden_topics": named_with_a_word,
    "content.forum_needs_approval": named_with_a_word,
    "content.home_url_single": service(home_url="www.example.cn; www.example.com"),
    "content.individual_blog": of_the_content,
    "content.individual_declaration": service(remark="介绍学习笔记"),
    "content.individual_forum_words": service(remark="示例论坛"),
    "content.individual_navigation": named_with_a_word,
    "content.law_needs_qualification": service(name="示例法律网"),
    "content.mini_program_only": service(name="示例小程序"),
    "content.multi_domain_remark": service(domains=("example.cn", "example.com")),
    "content.multi_province_ip_remark": service(access=(Access((), (), ("120000", "440000")),), remark=None),
    "content.other_forbidden": of_the_content,
    "content.other_needs_remark": service(contents=(ServiceContent.OTHER,), remark=None),
    "content.planned_open_date": service(remark="介绍学习笔记"),
    "content.remark_min_chars": service(remark="介绍学习笔记"),
    "content.remark_required": service(remark=None),
    "content.remark_unless_blog": service(remark=None),
    "content.remark_unless_portal": service(contents=(ServiceContent.NEWS,), remark=None),
    "content.same_name_remark": two_of_one_name,
    "content.same_name_sites": two_of_one_name,
    "content.unit_portal": service(contents=(ServiceContent.NEWS,)),
}
