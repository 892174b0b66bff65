"""What websites may offer (服务内容), and what their remarks (备注) have to say of it."""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from app.domain.filing_body import Service, ServiceContent, ServiceKind
from app.domain.region_questions import Evaluator, Question, Said
from app.domain.region_rules import Kind, RegionRule
from app.domain.service_catalog import content_label

_DECLARED = re.compile(r"(?:不含|不包含|不涉及|没有|无)[^，。；]*(?:单位|企业|公司)")
_MINI_PROGRAM = re.compile(r"小程序|公众号")
_DAY = re.compile(r"[0-9]{4}\s*[-年./]\s*[0-9]{1,2}|[0-9]{1,2}\s*月")
_LAW = re.compile(r"法律|律师|律所")
_TO_ONE_SITE = "同一"
_BETWEEN_ADDRESSES = re.compile(r"[\s,，;；、]+")


def _of_websites(place: str, is_found: Callable[[Service, RegionRule, Question], bool]) -> Evaluator:
    """Make an evaluator that speaks of one place of each website where something is found."""

    def evaluate(rule: RegionRule, question: Question) -> Iterator[Said]:
        for index, service in enumerate(question.body.services):
            if service.kind is ServiceKind.WEBSITE and is_found(service, rule, question):
                yield Said(f"/services/{index}/{place}")

    return evaluate


def _earlier_sites(_: RegionRule, question: Question) -> Iterator[Said]:
    """Remind of the sites on record: whether they open, nobody looks up here."""
    if question.context.on_file is not None and question.context.on_file.numbers:
        yield Said("/services")


def _contents(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find contents that the rule names by their labels."""
    for place, index, label in _labels(question):
        if label in rule.value:
            yield Said(f"/services/{place}/contents/{index}")


def _other_contents(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find contents that the rule does not name."""
    for place, index, label in _labels(question):
        if label not in rule.value:
            yield Said(f"/services/{place}/contents/{index}")


def _labels(question: Question) -> Iterator[tuple[int, int, str]]:
    context = question.context
    for place, service in enumerate(question.body.services):
        if service.kind is ServiceKind.WEBSITE:
            for index, content in enumerate(service.contents):
                yield place, index, content_label(content.value, context.as_of, context.rulebook).zh


def _several_addresses(service: Service, rule: RegionRule, _: Question) -> bool:
    return bool(len(_BETWEEN_ADDRESSES.split((service.home_url or "").strip())) > rule.value)


def _undeclared(service: Service, _: RegionRule, __: Question) -> bool:
    return _DECLARED.search(service.remark or "") is None


def _mini_program(service: Service, rule: RegionRule, _: Question) -> bool:
    """Find a name that speaks of a mini program: where that is only allowed always, else if the remark does not."""
    named = _MINI_PROGRAM.search(service.name or "") is not None
    return named and (rule.kind is Kind.ALLOWANCE or _MINI_PROGRAM.search(service.remark or "") is None)


def _unexplained_domains(service: Service, _: RegionRule, __: Question) -> bool:
    return len(service.domains) > 1 and _TO_ONE_SITE not in (service.remark or "")


def _unexplained_provinces(service: Service, _: RegionRule, __: Question) -> bool:
    """Find a site that is reached through servers in several provinces, without remark."""
    return len({region[:2] for access in service.access for region in access.server_regions}) > 1 and not service.remark


def _unexplained(service: Service, _: RegionRule, __: Question) -> bool:
    return not service.remark


def _unexplained_other(service: Service, _: RegionRule, __: Question) -> bool:
    return ServiceContent.OTHER in service.contents and not service.remark


def _unexplained_but(content: ServiceContent) -> Callable[[Service, RegionRule, Question], bool]:
    """Find websites without remark that offer anything but one content."""
    return lambda service, _, __: any(one is not content for one in service.contents) and not service.remark


def _too_short(service: Service, rule: RegionRule, _: Question) -> bool:
    return bool(len((service.remark or "").strip()) < rule.value)


def _without_day(service: Service, _: RegionRule, __: Question) -> bool:
    return _DAY.search(service.remark or "") is None


def _words_in_remark(service: Service, rule: RegionRule, _: Question) -> bool:
    return any(word in (service.remark or "") for word in rule.value)


def _words_in_name(service: Service, rule: RegionRule, _: Question) -> bool:
    return any(word in (service.name or "") for word in rule.value)


def _words_without_approval(service: Service, rule: RegionRule, question: Question) -> bool:
    return not service.pre_approvals and _words_in_name(service, rule, question)


def _law(service: Service, _: RegionRule, __: Question) -> bool:
    return _LAW.search(f"{service.name or ''}{service.remark or ''}") is not None


def _named_alike(service: Service, _: RegionRule, question: Question) -> bool:
    """Find a website that has the name of another of the subject, in the filing or on record."""
    on_file = question.context.on_file
    filed = on_file.body.services if on_file is not None else ()
    others = (one for one in (*question.body.services, *filed) if one.id != service.id)
    return service.name is not None and any(one.name == service.name for one in others)


def _named_alike_unexplained(service: Service, rule: RegionRule, question: Question) -> bool:
    return _named_alike(service, rule, question) and not service.remark


EVALUATORS: Mapping[str, Evaluator] = MappingProxyType(
    {
        "content.filed_sites_open": _earlier_sites,
        "content.forbidden_topics": _of_websites("name", _words_without_approval),
        "content.forum_needs_approval": _of_websites("name", _words_without_approval),
        "content.home_url_single": _of_websites("home_url", _several_addresses),
        "content.individual_blog": _contents,
        "content.individual_declaration": _of_websites("remark", _undeclared),
        "content.individual_forum_words": _of_websites("remark", _words_in_remark),
        "content.individual_navigation": _of_websites("name", _words_in_name),
        "content.law_needs_qualification": _of_websites("name", _law),
        "content.mini_program_only": _of_websites("remark", _mini_program),
        "content.multi_domain_remark": _of_websites("remark", _unexplained_domains),
        "content.multi_province_ip_remark": _of_websites("remark", _unexplained_provinces),
        "content.other_forbidden": _contents,
        "content.other_needs_remark": _of_websites("remark", _unexplained_other),
        "content.planned_open_date": _of_websites("remark", _without_day),
        "content.remark_min_chars": _of_websites("remark", _too_short),
        "content.remark_required": _of_websites("remark", _unexplained),
        "content.remark_unless_blog": _of_websites("remark", _unexplained_but(ServiceContent.PERSONAL_SPACE)),
        "content.remark_unless_portal": _of_websites("remark", _unexplained_but(ServiceContent.UNIT_PORTAL)),
        "content.same_name_remark": _of_websites("remark", _named_alike_unexplained),
        "content.same_name_sites": _of_websites("name", _named_alike),
        "content.unit_portal": _other_contents,
    }
)
