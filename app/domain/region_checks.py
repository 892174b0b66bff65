"""The rules of the subject's region in the machine pre-review: which of them count for a filing, and what they say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.check_rules import CheckContext
from app.domain.filing_body import FilingBody, SubjectNature
from app.domain.findings import Finding, Severity
from app.domain.region_evaluators import EVALUATORS
from app.domain.region_questions import Question, Said
from app.domain.region_rules import (
    Confidence,
    Kind,
    RegionFamily,
    RegionRule,
    RegionRules,
    Shape,
    Whom,
    standing_of,
)

_GOVERNMENT = (SubjectNature.GOVERNMENT_AGENCY, SubjectNature.PUBLIC_INSTITUTION)
_WEIGHTS = (Severity.INFO, Severity.WARNING, Severity.ERROR)


@dataclass(frozen=True, slots=True)
class RegionWords:
    """What the rules of a region say, and which of them were made for the filing's type.

    `allowed` are the rules of the rulebook that they contradict everywhere, `said_more` those of which they say more,
    by rule and place with the severity of the regional finding.
    """

    findings: tuple[Finding, ...]
    of_this_type: frozenset[str]
    allowed: frozenset[str]
    said_more: Mapping[tuple[str, str], Severity]

    def replace(self, finding: Finding) -> bool:
        """Tell whether a finding of the rulebook is silent here; one that weighs more than the regional one is not."""
        if finding.rule in self.allowed:
            return True
        regional = self.said_more.get((finding.rule, finding.pointer))
        return regional is not None and _WEIGHTS.index(regional) >= _WEIGHTS.index(finding.severity)


def region_words(body: FilingBody, context: CheckContext) -> RegionWords:
    """Let the rules of the subject's region speak; a draft without region or nature is told nothing yet."""
    rules = context.rulebook.region_rules
    acting = acting_rules(body, context)
    binding = {name: rule for name, rule in acting.items() if binds(rule, rules.families[name])}
    question = Question(body, context, acting)
    said = [(rule, one) for rule in binding.values() for one in _answers(rule, question)]
    findings = tuple(_finding(one, rule, rules) for rule, one in said)
    return RegionWords(
        findings=findings,
        of_this_type=frozenset(rule.id for rule in binding.values() if rule.filing_types),
        allowed=frozenset(other for rule in binding.values() for other in _allowed_by(rule, rules)),
        said_more={
            (other, finding.pointer): finding.severity
            for (rule, _), finding in zip(said, findings, strict=True)
            for other in rules.families[rule.family].replaces
        },
    )


def acting_rules(body: FilingBody, context: CheckContext) -> Mapping[str, RegionRule]:
    """Return the rules by family that count for a filing: in force, about it, contradicted by nothing better."""
    subject, rules = body.subject, context.rulebook.region_rules
    if not subject.region or subject.nature is None:
        return {}
    nature = subject.nature
    about = {
        name: rule
        for name, rule in rules.in_force(subject.region, context.as_of).items()
        if _is_about(rule, nature) and (not rule.filing_types or context.filing_type in rule.filing_types)
    }
    standing = standing_of(about, context.as_of)
    overridden = {other for name in standing for other in rules.families[name].overrides}
    return {name: rule for name, rule in standing.items() if name not in overridden}


def binds(rule: RegionRule, family: RegionFamily) -> bool:
    """Tell whether a rule's value asks for anything: a flag that says otherwise does not."""
    if not isinstance(rule.value, bool):
        return rule.value is not None
    return (Shape.YES if rule.value else Shape.NO) in family.wordings[rule.kind].shapes


def severity_of(rule: RegionRule, family: RegionFamily, *, known: bool = True) -> Severity:
    """Weigh a rule: an error where the sources are sure, else a warning.

    What allows, advises, or speaks of what nobody knows, only informs.
    """
    if not known or rule.kind in (Kind.ALLOWANCE, Kind.ADVICE):
        return Severity.INFO
    own = Severity.ERROR if rule.confidence is Confidence.HIGH else Severity.WARNING
    return min(own, family.at_most or own, key=_WEIGHTS.index)


def _is_about(rule: RegionRule, nature: SubjectNature) -> bool:
    own = {Whom.ALL, Whom.UNIT if nature.is_unit else Whom.INDIVIDUAL}
    if nature in _GOVERNMENT:
        own.add(Whom.GOVERNMENT)
    return not own.isdisjoint(rule.applies_to)


def _answers(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Ask a rule, unless one of the rulebook acts upon it, or nothing in a body can show it."""
    evaluator = EVALUATORS.get(rule.family)
    return iter(()) if evaluator is None or rule.said_by is not None else evaluator(rule, question)


def _allowed_by(rule: RegionRule, rules: RegionRules) -> tuple[str, ...]:
    return rules.families[rule.family].replaces if rule.kind is Kind.ALLOWANCE else ()


def _finding(said: Said, rule: RegionRule, rules: RegionRules) -> Finding:
    family = rules.families[rule.family]
    return Finding(
        code=rule.family.rsplit(".", 1)[-1],
        rule=rule.id,
        severity=severity_of(rule, family, known=said.known),
        pointer=said.pointer,
        message=rules.message(rule, **said.facts),
        remedy=rules.remedy(rule),
        source=rule.source,
    )
