"""The machine pre-review of prior approvals (前置审批): declared where a content or the name needs one."""

from collections.abc import Iterator
from dataclasses import replace

from app.domain.check_rules import CheckContext
from app.domain.filing_body import Service, Subject, SubjectNature
from app.domain.findings import Finding
from app.domain.prior_approvals import Need, needs_of_contents, needs_of_name, prior_approval
from app.domain.service_catalog import content_label
from app.domain.service_rules import ServiceRule
from app.domain.texts import Text

PRIOR_APPROVAL_MISSING = "prior_approval_missing"
"""The code of every approval that is missing; the rule and the severity tell how sure that is."""


def approval_findings(service: Service, pointer: str, subject: Subject, context: CheckContext) -> Iterator[Finding]:
    """Check what is declared, and what the contents and the name need."""
    yield from _declared_findings(service, pointer, subject, context)
    # An individual cannot cure a missing approval, and is told of such contents by another rule.
    if subject.nature is not SubjectNature.INDIVIDUAL:
        yield from _content_findings(service, pointer, subject, context)
    for need in needs_of_name(service.name or "", context.as_of, context.rulebook):
        if not need.kinds & set(service.pre_approvals):
            yield _missing(need, _name_rule(need, subject), f"{pointer}/name", context, word=need.cause)


def _declared_findings(service: Service, pointer: str, subject: Subject, context: CheckContext) -> Iterator[Finding]:
    """Say of each approval which paper it is, or that an individual can have none."""
    individual = subject.nature is SubjectNature.INDIVIDUAL
    rule = ServiceRule.APPROVAL_NOT_FOR_INDIVIDUAL if individual else ServiceRule.APPROVAL_PAPER
    for index, kind in enumerate(service.pre_approvals):
        one = prior_approval(kind, context.as_of, context.rulebook)
        facts = {"approval": one.label, "body": one.body, "papers": _one_of(one.papers)}
        yield context.finding(rule, f"{pointer}/pre_approvals/{index}", **facts)


def _content_findings(service: Service, pointer: str, subject: Subject, context: CheckContext) -> Iterator[Finding]:
    """Find the contents that need an approval which is not declared."""
    province = context.regions.province_of(subject.region) if subject.region else None
    needs = {need.cause: need for need in needs_of_contents(service.contents, context.as_of, context.rulebook)}
    for index, content in enumerate(service.contents):
        need = needs.get(content.value)
        if need is None or need.kinds & set(service.pre_approvals) or not need.is_wanted_in(province):
            continue
        certain = need.certain and need.is_national
        rule = ServiceRule.CONTENT_NEEDS_APPROVAL if certain else ServiceRule.CONTENT_MAY_NEED_APPROVAL
        label = content_label(content.value, context.as_of, context.rulebook)
        yield _missing(need, rule, f"{pointer}/contents/{index}", context, content=label)


def _name_rule(need: Need, subject: Subject) -> ServiceRule:
    """Return how sure a word is: one that the registered name has too may speak of the subject, not of the service."""
    if need.certain and need.is_national and need.cause not in (subject.name or ""):
        return ServiceRule.NAME_NEEDS_APPROVAL
    return ServiceRule.NAME_MAY_NEED_APPROVAL


def _missing(need: Need, rule: ServiceRule, pointer: str, context: CheckContext, **facts: object) -> Finding:
    """Let a rule speak of an approval that is not declared."""
    said = context.finding(
        rule,
        pointer,
        approval=_one_of(tuple(one.label for one in need.any_of)),
        body=_one_of(tuple(dict.fromkeys(one.body for one in need.any_of))),
        papers=_one_of(tuple(dict.fromkeys(paper for one in need.any_of for paper in one.papers))),
        **facts,
    )
    return replace(said, code=PRIOR_APPROVAL_MISSING)


def _one_of(words: tuple[Text, ...]) -> Text:
    """Name several things of which one is enough."""
    return Text("或".join(one.zh for one in words), " or ".join(one.en for one in words))
