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
from app.usecases.filing_details import found
from app.usecases.runtime import Runtime


@dataclass(frozen=True, slots=True)
class RequirementSeen:
    """A paper wanted, and whether it is there."""

    requirement: Requirement
    satisfied: bool


def content_findings(runtime: Runtime, call: Call, filing: Filing) -> tuple[Finding, ...]:
    """Let every rule of content speak."""
    context = CheckContext(
        filing_type=filing.filing_type,
        as_of=call.today,
        rulebook=runtime.rulebook,
        regions=runtime.regions,
    )
    return checks(filing.body, context)


def wanted(
    runtime: Runtime, call: Call, filing: Filing, materials: tuple[Material, ...]
) -> tuple[RequirementSeen, ...]:
    """Return the papers wanted, each with whether it is there."""
    needed = requirements(filing.body, filing.filing_type, call.today, runtime.rulebook)
    return tuple(
        RequirementSeen(one, any(one.is_met_by(paper.kind, paper.for_pointer) for paper in materials)) for one in needed
    )


async def blocking(
    runtime: Runtime, call: Call, uow: UnitOfWork, filing: Filing, materials: tuple[Material, ...]
) -> tuple[Finding, ...]:
    """Return everything that keeps a filing with these papers from being submitted."""
    content = content_findings(runtime, call, filing)
    missing = await _missing_papers(runtime, call, uow, filing, materials)
    return (*(one for one in content if one.severity is Severity.ERROR), *missing)


async def _missing_papers(
    runtime: Runtime, call: Call, uow: UnitOfWork, filing: Filing, materials: tuple[Material, ...]
) -> list[Finding]:
    errors = []
    for one in wanted(runtime, call, filing, materials):
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
    for place in range(len(filing.body.services)):
        pointer = f"/services/{place}/principal"
        status = latest.get(pointer)
        if status is None or status is AuthenticityStatus.FAILED:
            missing.append(runtime.rulebook.finding(PaperRule.AUTHENTICITY_MISSING, call.today, pointer))
    return missing


async def check(runtime: Runtime, call: Call, filing_id: str) -> tuple[Finding, ...]:
    """Return every rule that speaks of a filing, papers included."""
    async with runtime.unit_of_work() as uow:
        filing = await found(uow, call, filing_id)
        missing = await _missing_papers(runtime, call, uow, filing, await uow.materials.of(filing.id))
    content = content_findings(runtime, call, filing)
    errors = [one for one in content if one.severity is Severity.ERROR]
    others = [one for one in content if one.severity is not Severity.ERROR]
    return (*errors, *missing, *others)


async def required(runtime: Runtime, call: Call, filing_id: str) -> tuple[RequirementSeen, ...]:
    """Return the papers wanted for a filing."""
    async with runtime.unit_of_work() as uow:
        filing = await found(uow, call, filing_id)
        materials = await uow.materials.of(filing_id)
    return wanted(runtime, call, filing, materials)
