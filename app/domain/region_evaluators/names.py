"""What websites may be called (网站名称) in a region, beside what goes for every name."""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from app.domain.filing_body import Service, ServiceKind, SubjectNature
from app.domain.region_evaluators.people import legal_representative, principals
from app.domain.region_questions import Evaluator, Question, Said
from app.domain.region_rules import RegionRule
from app.domain.website_names import NameRule, reads_as_domain

_HAN = re.compile(r"[㐀-鿿]")
_LATIN = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]")
_MARKS_OF_A_PART = ("内部学院", "非独立机构")


def _of_websites(find: Callable[[str, RegionRule, Question], str | None]) -> Evaluator:
    """Make an evaluator of each website's name; `find` returns what is wrong in it, None where nothing is."""

    def evaluate(rule: RegionRule, question: Question) -> Iterator[Said]:
        for index, service in enumerate(question.body.services):
            found = find(service.name, rule, question) if _is_named_website(service) and service.name else None
            if found is not None:
                yield Said(f"/services/{index}/name", {"word": found})

    return evaluate


def _is_named_website(service: Service) -> bool:
    return service.kind is ServiceKind.WEBSITE and bool(service.name)


def _holds(name: str, rule: RegionRule, _: Question) -> str | None:
    return next((word for word in rule.value if word in name), None)


def _is_made_of(name: str, rule: RegionRule, _: Question) -> str | None:
    """Find a name of which nothing is left without the words."""
    rest = name.strip()
    for word in sorted(rule.value, key=len, reverse=True):
        rest = rest.replace(word, "")
    return None if rest else name


def _begins_like_state(name: str, rule: RegionRule, question: Question) -> str | None:
    """Find a name that begins so, unless the unit's own name, which a register approved, does too."""
    subject = question.body.subject
    own = subject.name if subject.nature is not SubjectNature.INDIVIDUAL else None
    return next((word for word in rule.value if name.startswith(word) and not (own or "").startswith(word)), None)


def _is_of_place(name: str, _: RegionRule, question: Question) -> str | None:
    """Find a name that begins with a place of today's, unless the unit's own name does."""
    regions, subject = question.context.regions, question.body.subject
    place = regions.province_named_in(name)
    own = regions.province_named_in(subject.name or "") if subject.nature is not SubjectNature.INDIVIDUAL else None
    return name if place is not None and place != own else None


def _is_of_nation_or_place(name: str, rule: RegionRule, question: Question) -> str | None:
    words = question.context.rulebook.names(NameRule.NATIONAL_WORD_LIST, question.context.as_of)
    return next((word for word in words if name.startswith(word)), None) or _is_of_place(name, rule, question)


def _has_latin(name: str, _: RegionRule, __: Question) -> str | None:
    return name if _LATIN.search(name) else None


def _is_latin(name: str, _: RegionRule, __: Question) -> str | None:
    return name if _LATIN.search(name) and not _HAN.search(name) else None


def _is_domain_english_or_person(name: str, rule: RegionRule, question: Question) -> str | None:
    persons = [one.person.name for one in principals(question.body)]
    persons.append(legal_representative(question.body.subject).person.name)
    return name if reads_as_domain(name) or name in persons else _is_latin(name, rule, question)


def _is_no_individuals(name: str, rule: RegionRule, question: Question) -> str | None:
    """Find names that are too short, or digits, a domain, English, or a person."""
    if len(name.strip()) <= rule.value or name.strip().isdigit():
        return name
    return _is_domain_english_or_person(name, rule, question)


def _unmarked(name: str, rule: RegionRule, question: Question) -> str | None:
    """Find words of a part of a unit that no mark tells as such; a unit that bears the word itself needs none."""
    own = question.body.subject.name or ""
    if any(mark in name for mark in _MARKS_OF_A_PART) or any(word in own for word in rule.value):
        return None
    return _holds(name, rule, question)


def _without_approval(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find words that need a prior approval, where none is declared."""
    for index, service in enumerate(question.body.services):
        word = _holds(service.name or "", rule, question)
        if service.kind is ServiceKind.WEBSITE and word is not None and not service.pre_approvals:
            yield Said(f"/services/{index}/name", {"word": word})


def _unexplained(_: RegionRule, question: Question) -> Iterator[Said]:
    """Remind of a remark where there is none: whether a name tells the content, only a reader can say."""
    for index, service in enumerate(question.body.services):
        if _is_named_website(service) and not service.remark:
            yield Said(f"/services/{index}/remark")


EVALUATORS: Mapping[str, Evaluator] = MappingProxyType(
    {
        "name.admin_place": _of_websites(_is_of_place),
        "name.college_label": _of_websites(_unmarked),
        "name.forbidden_patterns": _of_websites(_is_made_of),
        "name.individual_business_words": _of_websites(_holds),
        "name.individual_forbidden": _of_websites(_holds),
        "name.individual_form": _of_websites(_is_no_individuals),
        "name.local_portal": _of_websites(_holds),
        "name.national_or_admin": _of_websites(_is_of_nation_or_place),
        "name.national_prefix": _of_websites(_begins_like_state),
        "name.no_domain_english_person": _of_websites(_is_domain_english_or_person),
        "name.no_english": _of_websites(_has_latin),
        "name.pure_english": _of_websites(_is_latin),
        "name.remark_if_unclear": _unexplained,
        "name.words_need_approval": _without_approval,
    }
)
