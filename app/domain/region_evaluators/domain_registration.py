"""How a domain (域名) has to be registered: with whom, in whose name, for how long. What nobody tells is advised."""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from app.domain.checks_people import months_after
from app.domain.domain_eligibility import RealName, RegistrarAnswer
from app.domain.region_evaluators.named_domains import PlacedDomain, answer_of, domains
from app.domain.region_evaluators.people import legal_representative
from app.domain.region_questions import Evaluator, Question, Said
from app.domain.region_rules import RegionRule

_OF_REGION = "domain.holder"
_HAN = re.compile(r"[㐀-鿿]")
_ENGLISH = re.compile(r"\b(?:co|ltd|inc|corp|limited|company|corporation|group|technology)\b", re.IGNORECASE)
_HALF_WIDTH = str.maketrans("（）", "()")

# Of the checks of a registration, the registrar and the holder have rules of their own.
_FAILS: Mapping[str, Callable[[RegistrarAnswer, Question], bool]] = MappingProxyType(
    {
        "suffix_approved": lambda answer, _: answer.suffix_approved is False,
        "not_expired": lambda answer, question: (
            answer.expires_on is not None and answer.expires_on < question.context.as_of
        ),
        "real_name_verified": lambda answer, _: answer.real_name is RealName.UNVERIFIED,
    }
)


def _checks_failed(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find names that go on file anew and fail one of the checks named."""
    for one in _asked(rule, question):
        answer = answer_of(one, question)
        if answer == RegistrarAnswer():
            yield Said(one.pointer, known=False)
        elif any(_FAILS[check](answer, question) for check in rule.value if check in _FAILS):
            yield Said(one.pointer)


def _with_other_registrar(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find names whose registrar the ministry has not approved, as it approves none abroad."""
    for one in _asked(rule, question):
        approved = answer_of(one, question).registrar_approved
        if not approved:
            yield Said(one.pointer, known=approved is False)


def _ends_soon(rule: RegionRule, question: Question) -> Iterator[Said]:
    last = months_after(question.context.as_of, rule.value)
    for one in domains(question):
        expires_on = answer_of(one, question).expires_on
        if expires_on is None or expires_on <= last:
            yield Said(one.pointer, known=expires_on is not None)


def _verified_lately(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Remind of the days between verification and filing, unless the verification has arrived."""
    for one in _asked(rule, question):
        if answer_of(one, question).real_name is not RealName.VERIFIED:
            yield Said(one.pointer)


def _held_by_another(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find holders other than those named; of some who are named nobody here knows who they are."""
    permitted = _names(rule.value, question)
    for one in _asked(rule, question):
        holder = answer_of(one, question).holder
        if holder is None or holder not in permitted.values():
            yield Said(one.pointer, known=holder is not None and None not in permitted.values())


def _held_by_another_than_anybody(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Ask what holds everywhere, unless the region has narrowed it."""
    if _OF_REGION not in question.acting:
        yield from _held_by_another(rule, question)


def _held_by_one_of(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find holders whom the region refuses."""
    refused = set(_names(rule.value, question).values())
    for one in _asked(rule, question):
        holder = answer_of(one, question).holder
        if holder is None or holder in refused:
            yield Said(one.pointer, known=holder is not None)


def _brackets_differ(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find holders who are the subject but for the width of brackets; a name without brackets has none to compare."""
    name = question.body.subject.name or ""
    narrow = name.translate(_HALF_WIDTH)
    for one in _asked(rule, question) if "(" in narrow else ():
        holder = answer_of(one, question).holder
        if holder is None or (holder != name and holder.translate(_HALF_WIDTH) == narrow):
            yield Said(one.pointer, known=holder is not None)


def _in_other_script(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find holders with a name in English; other Latin letters may be pinyin."""
    for one in _asked(rule, question):
        holder = answer_of(one, question).holder
        if holder is None or not _HAN.search(holder):
            yield Said(one.pointer, known=holder is not None and _ENGLISH.search(holder) is not None)


def _held_abroad(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find holders with a name in English, who may be a parent abroad."""
    for one in _asked(rule, question):
        if _ENGLISH.search(answer_of(one, question).holder or ""):
            yield Said(one.pointer)


def _asked(rule: RegionRule, question: Question) -> Iterator[PlacedDomain]:
    """Give the domains that a rule asks for: those that go on file anew, unless it names the types that it is for."""
    if rule.filing_types or question.context.way.puts_a_new_name_on_file:
        yield from domains(question)


def _names(holders: tuple[str, ...], question: Question) -> Mapping[str, str | None]:
    """Return the names of those who may be meant, None of those whom a filing does not name (shareholders)."""
    subject = question.body.subject
    representative = legal_representative(subject).person.name
    known = {
        "unit": subject.name,
        "individual": subject.name,
        "legal_rep": representative,
        "legal_rep_with_letter": representative,
    }
    return {one: known.get(one) for one in holders}


EVALUATORS: Mapping[str, Evaluator] = MappingProxyType(
    {
        "domain.five_checks": _checks_failed,
        "domain.foreign_parent": _held_abroad,
        "domain.foreign_registered": _with_other_registrar,
        "domain.foreign_registrar": _with_other_registrar,
        "domain.holder": _held_by_another,
        "domain.holder_brackets": _brackets_differ,
        "domain.holder_individual": _held_by_another,
        "domain.holder_not_legal_rep": _held_by_one_of,
        "domain.holder_old": _held_by_another,
        "domain.holder_script": _in_other_script,
        "domain.holder_tx": _held_by_another,
        "domain.holder_unit": _held_by_another_than_anybody,
        "domain.min_validity": _ends_soon,
        "domain.pre2018_foreign": _with_other_registrar,
        "domain.real_name_wait": _verified_lately,
    }
)
