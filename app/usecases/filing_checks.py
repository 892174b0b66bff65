"""The machine pre-review: every rule that speaks of a filing, and the papers wanted for exactly this one."""

from dataclasses import dataclass

from app.domain.checks import CheckContext, checks
from app.domain.filings import Filing
from app.domain.findings import Finding, Severity
from app.domain.materials import AuthenticityStatus, Material
from app.domain.paper_rules import PaperRule
from app.domain.requirements import Requirement, label, requirements
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import Call
from app.usecases.data_erasure import found_whole
from app.usecases.paper_questions import paper_question, services_on_file
from app.usecases.people_to_prove import people_to_prove_in
from app.usecases.recognition import recognition_findings
from app.usecases.region_facts import region_facts
from app.usecases.runtime import Runtime


@dataclass(frozen=True, slots=True)
class RequirementSeen:
    """A paper wanted, whether it is there, and whether one taken over from what is on file serves for it."""

    requirement: Requirement
    satisfied: bool
    on_file: bool


async def content_findings(runtime: Runtime, call: Call, uow: UnitOfWork, filing: Filing) -> tuple[Finding, ...]:
    """Let every rule of content speak."""
    context = CheckContext(
        filing_type=filing.filing_type,
        as_of=call.today,
        rulebook=runtime.rulebook,
        regions=runtime.regions,
        suffixes=runtime.suffixes,
        on_file=filing.on_file,
        region_facts=await region_facts(runtime, call, uow, filing),
    )
    return checks(filing.body, context)


async def wanted(
    runtime: Runtime, call: Call, uow: UnitOfWork, filing: Filing, materials: tuple[Material, ...]
) -> tuple[RequirementSeen, ...]:
    """Return the papers wanted, each with whether it is there."""
    question = paper_question(runtime, call, filing, await services_on_file(uow, filing))
    seen = []
    for one in requirements(question, call.today, runtime.rulebook):
        there = [paper for paper in materials if one.is_met_by(paper.kind, paper.for_pointer)]
        seen.append(RequirementSeen(one, bool(there), any(paper.from_record for paper in there)))
    return tuple(seen)


async def blocking(
    runtime: Runtime, call: Call, uow: UnitOfWork, filing: Filing, materials: tuple[Material, ...]
) -> tuple[Finding, ...]:
    """Return everything that keeps a filing with these papers from being submitted."""
    content = await content_findings(runtime, call, uow, filing)
    missing = await _missing_papers(runtime, call, uow, filing, materials)
    return (*(one for one in content if one.severity is Severity.ERROR), *missing)


async def _missing_papers(
    runtime: Runtime, call: Call, uow: UnitOfWork, filing: Filing, materials: tuple[Material, ...]
) -> list[Finding]:
    errors = []
    for one in await wanted(runtime, call, uow, filing, materials):
        if one.requirement.required and not one.satisfied:
            kind = label(one.requirement.kind, call.today, runtime.rulebook)
            errors.append(
                runtime.rulebook.finding(PaperRule.MATERIAL_MISSING, call.today, one.requirement.for_, kind=kind)
            )
    return errors + await _authenticity_missing(runtime, call, uow, filing, materials)


async def _authenticity_missing(
    runtime: Runtime, call: Call, uow: UnitOfWork, filing: Filing, materials: tuple[Material, ...]
) -> list[Finding]:
    kept = {paper.id for paper in materials}
    done = [check for check in await uow.materials.checks_of(filing.id) if check.material_id in kept]
    latest = {check.for_pointer: check.status for check in done}
    missing = []
    for pointer in people_to_prove_in(runtime, call, filing):
        status = latest.get(pointer)
        if status is None or status is AuthenticityStatus.FAILED:
            missing.append(runtime.rulebook.finding(PaperRule.AUTHENTICITY_MISSING, call.today, pointer))
    return missing


async def check(runtime: Runtime, call: Call, filing_id: str) -> tuple[Finding, ...]:
    """Return every rule that speaks of a filing, papers included."""
    async with runtime.unit_of_work() as uow:
        filing = await found_whole(uow, call, filing_id)
        papers = await uow.materials.of(filing.id)
        missing = await _missing_papers(runtime, call, uow, filing, papers)
        content = await content_findings(runtime, call, uow, filing)
        read = await recognition_findings(runtime, call, uow, filing, papers)
    errors = [one for one in content if one.severity is Severity.ERROR]
    seen = [one for paper in papers for one in paper.findings]
    others = [*(one for one in content if one.severity is not Severity.ERROR), *seen, *read]
    return (*errors, *missing, *others)


async def required(runtime: Runtime, call: Call, filing_id: str) -> tuple[RequirementSeen, ...]:
    """Return the papers wanted for a filing."""
    async with runtime.unit_of_work() as uow:
        filing = await found_whole(uow, call, filing_id)
        return await wanted(runtime, call, uow, filing, await uow.materials.of(filing_id))
