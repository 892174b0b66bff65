"""Who is entered as investor or superior body (投资者或主管单位)."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from app.domain.filing_body import SubjectNature
from app.domain.region_evaluators.people import legal_representative, principals
from app.domain.region_questions import Evaluator, Question, Said
from app.domain.region_rules import RegionRule

_PLACE = "/subject/investor_or_superior"


def _is_person(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find one of the filing's people where a unit should stand."""
    superior = question.body.subject.investor_or_superior
    people = {one.person.name for one in (*principals(question.body), legal_representative(question.body.subject))}
    if superior and superior in people:
        yield Said(_PLACE)


def _is_not_representative(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find an enterprise with another investor than its legal representative, and another unit with a person."""
    subject = question.body.subject
    if subject.nature is not SubjectNature.ENTERPRISE:
        yield from _is_person(rule, question)
        return
    name = legal_representative(subject).person.name
    if subject.investor_or_superior and name and subject.investor_or_superior != name:
        yield Said(_PLACE)


EVALUATORS: Mapping[str, Evaluator] = MappingProxyType(
    {
        "other.superior_is_legal_rep": _is_not_representative,
        "other.superior_is_unit": _is_person,
    }
)
