"""Names with words that point to a prior approval (前置审批), and what a region takes for one that is not needed."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from app.domain.filing_body import PreApproval
from app.domain.region_evaluators.remarks import remarks_of
from app.domain.region_questions import Evaluator, Question, Said
from app.domain.region_rules import RegionRule

_SUBJECT_NAME = "/subject/name"
_EDUCATION = ("教育",)
_CULTURE = ("文化",)
_INVESTMENT = ("投资",)
_APPROVAL = "前置审批"
# What a remark of a game site calls its publication number (版号).
_PUBLICATION_NUMBER = "版号"
_ANY = frozenset(PreApproval)
_TUTORING = frozenset({PreApproval.OFF_CAMPUS_TUTORING, PreApproval.EDUCATION})


def _named(rule: RegionRule, _: Question) -> tuple[str, ...]:
    words: tuple[str, ...] = rule.value
    return words


def _categories(_: RegionRule, question: Question) -> tuple[str, ...]:
    """Return what needs an approval everywhere; a region that takes a letter instead names no words of its own."""
    rule = question.acting.get("prior_approval.categories")
    return rule.value if rule is not None else ()


def _fixed(*words: str) -> Callable[[RegionRule, Question], tuple[str, ...]]:
    return lambda _rule, _question: words


def _in_names(words: Callable[[RegionRule, Question], tuple[str, ...]], approvals: frozenset[PreApproval]) -> Evaluator:
    """Make the evaluator that finds words in the names of subject and services without one of the approvals."""

    def find(rule: RegionRule, question: Question) -> Iterator[Said]:
        wanted = words(rule, question)
        lacking = [one for one in question.body.services if approvals.isdisjoint(one.pre_approvals)]
        if lacking and _holds(wanted, question.body.subject.name):
            yield Said(_SUBJECT_NAME)
        for index, one in enumerate(question.body.services):
            if one in lacking and _holds(wanted, one.name):
                yield Said(f"/services/{index}/name")

    return find


def _number_not_in_remark(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find names of games without remark on their number."""
    for index, one in enumerate(question.body.services):
        if _holds(rule.value, one.name) and _PUBLICATION_NUMBER not in (one.remark or ""):
            yield Said(f"/services/{index}/remark")


def _statement_missing(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find services whose remark does not say whether an approval applies."""
    for index, one in enumerate(question.body.services):
        if _APPROVAL not in (one.remark or ""):
            yield Said(f"/services/{index}/remark")


def _unexplained(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find names that point to an approval which is neither declared nor spoken of in the remarks."""
    words = _categories(rule, question)
    for index, one in enumerate(question.body.services):
        named = _holds(words, question.body.subject.name) or _holds(words, one.name)
        if named and not one.pre_approvals and _APPROVAL not in remarks_of(question.body):
            yield Said(f"/services/{index}/remark")


def _holds(words: tuple[str, ...], name: str | None) -> bool:
    return any(word in (name or "") for word in words)


EVALUATORS: Mapping[str, Evaluator] = MappingProxyType(
    {
        "prior_approval.consultation_remark": _unexplained,
        "prior_approval.culture_letter": _in_names(_fixed(*_CULTURE), _ANY),
        "prior_approval.finance_letter": _in_names(_fixed("金融"), frozenset({PreApproval.FINANCE})),
        "prior_approval.finance_words": _in_names(_named, frozenset({PreApproval.FINANCE})),
        "prior_approval.game": _in_names(_named, frozenset({PreApproval.GAMES})),
        "prior_approval.game_number": _number_not_in_remark,
        "prior_approval.internet_diagnosis": _in_names(_named, frozenset({PreApproval.HEALTH_CARE})),
        "prior_approval.investment_letter": _in_names(_fixed(*_INVESTMENT), frozenset({PreApproval.FINANCE})),
        "prior_approval.no_approval_letter": _in_names(_categories, _ANY),
        "prior_approval.no_tutoring_letter": _in_names(_fixed(*_EDUCATION), _TUTORING),
        "prior_approval.religion": _in_names(_named, frozenset({PreApproval.RELIGION})),
        "prior_approval.remark": _unexplained,
        "prior_approval.remark_statement": _statement_missing,
        "prior_approval.scope_words": _in_names(_named, _ANY),
        "prior_approval.statement_not_accepted": _in_names(_categories, _ANY),
        "prior_approval.travel_agency": _in_names(_named, frozenset()),
        "prior_approval.tutoring_words": _in_names(_named, _TUTORING),
        "prior_approval.tv_production_scope": _in_names(_named, frozenset({PreApproval.BROADCASTING})),
    }
)
