"""Which domains (域名) a region files: their suffixes, the words in them, how many a website has."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from app.domain.filing_body import ServiceKind, SubjectNature
from app.domain.region_evaluators.named_domains import PlacedDomain, domains
from app.domain.region_questions import Evaluator, Question, Said
from app.domain.region_rules import RegionRule
from app.domain.website_names import NameRule

_STILL_ALLOWED = "domain.org_legacy_access"
_TO_ONE_SITE = "同一"

_RESERVED: Mapping[str, frozenset[SubjectNature]] = MappingProxyType(
    {
        "domain.reserved_suffixes_defence": frozenset({SubjectNature.NATIONAL_DEFENCE}),
        "domain.reserved_suffixes_education": frozenset(
            {
                SubjectNature.GOVERNMENT_AGENCY,
                SubjectNature.PUBLIC_INSTITUTION,
                SubjectNature.PRIVATE_NON_ENTERPRISE,
            }
        ),
        "domain.reserved_suffixes_government": frozenset(
            {SubjectNature.GOVERNMENT_AGENCY, SubjectNature.PUBLIC_INSTITUTION, SubjectNature.MASS_ORGANIZATION}
        ),
        "domain.reserved_suffixes_non_profit": frozenset(SubjectNature)
        - {
            SubjectNature.ENTERPRISE,
            SubjectNature.INDIVIDUAL,
            SubjectNature.COLLECTIVE_ECONOMY,
            SubjectNature.LAW_FIRM,
        },
        "domain.reserved_suffixes_research": frozenset(
            {SubjectNature.PUBLIC_INSTITUTION, SubjectNature.PRIVATE_NON_ENTERPRISE}
        ),
    }
)
"""Who may be a body of the sort that a suffix is kept for, as far as the nature tells."""


def _not_listed(rule: RegionRule, question: Question) -> Iterator[Said]:
    for one in domains(question):
        if not one.is_below(rule.value):
            yield _said(one)


def _listed(rule: RegionRule, question: Question) -> Iterator[Said]:
    for one in domains(question):
        if one.is_below(rule.value):
            yield _said(one)


def _blocked(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find refused suffixes, but those that may go on where a name is on record already."""
    allowance = question.acting.get(_STILL_ALLOWED)
    still_allowed = () if allowance is None else allowance.value
    for one in domains(question):
        if one.is_below(rule.value) and not one.is_below(still_allowed):
            yield _said(one)


def _reserved(rule: RegionRule, question: Question) -> Iterator[Said]:
    if question.body.subject.nature not in _RESERVED[rule.family]:
        yield from _listed(rule, question)


def _of_other_suffix_than(nature: SubjectNature) -> Evaluator:
    """Ask subjects of one nature for their suffixes, of names that go on file anew.

    Whether a public institution may have a government name, another rule tells.
    """

    def evaluate(rule: RegionRule, question: Question) -> Iterator[Said]:
        if question.body.subject.nature is not nature or not question.context.way.puts_a_new_name_on_file:
            return
        for one in domains(question):
            if not one.is_below(rule.value) and not one.name.is_government:
                yield _said(one)

    return evaluate


def _words_of_state(rule: RegionRule, question: Question) -> Iterator[Said]:
    for one in domains(question):
        if not _is_of_state(question) and any(word in one.label for word in rule.value):
            yield _said(one)


def _begins_like_state(rule: RegionRule, question: Question) -> Iterator[Said]:
    for one in domains(question):
        if not _is_of_state(question) and one.label.startswith(rule.value):
            yield _said(one)


def _word_without_approval(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find words for which there is neither an approval nor a remark that explains them."""
    for one in domains(question):
        explained = bool(one.service.pre_approvals or one.service.remark)
        if not explained and any(word in one.label for word in rule.value):
            yield _said(one)


def _several(rule: RegionRule, question: Question) -> Iterator[Said]:
    for place, service in enumerate(question.body.services):
        if service.kind is ServiceKind.WEBSITE and len(service.domains) > rule.value:
            yield Said(f"/services/{place}/domains")


def _of_different_labels(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find websites with domains that differ before the suffix, unless the remark says that they lead to one."""
    for place, service in enumerate(question.body.services):
        labels = {one.label for one in domains(question) if one.service is service}
        if service.kind is ServiceKind.WEBSITE and len(labels) > 1 and _TO_ONE_SITE not in (service.remark or ""):
            yield Said(f"/services/{place}/domains")


def _is_of_state(question: Question) -> bool:
    """Tell whether the subject's nature is one of those that state-level bodies have."""
    nature, context = question.body.subject.nature, question.context
    return nature is not None and nature.value in context.rulebook.names(NameRule.NATIONAL_NATURES, context.as_of)


def _said(one: PlacedDomain) -> Said:
    return Said(one.pointer, {"domain": one.name.unicode})


EVALUATORS: Mapping[str, Evaluator] = MappingProxyType(
    {
        "domain.approved_suffixes": _not_listed,
        "domain.blocked_suffixes": _blocked,
        "domain.china_label": _begins_like_state,
        "domain.government_suffix": _of_other_suffix_than(SubjectNature.GOVERNMENT_AGENCY),
        "domain.label_needs_approval": _word_without_approval,
        "domain.label_words": _words_of_state,
        "domain.one_per_site": _several,
        "domain.one_prefix_per_site": _of_different_labels,
        "domain.org_individual": _listed,
        "domain.org_legacy_access": _listed,
        "domain.public_institution_suffix": _of_other_suffix_than(SubjectNature.PUBLIC_INSTITUTION),
    }
    | dict.fromkeys(_RESERVED, _reserved)
)
