"""Papers used again: those of an earlier filing as papers of another, the same file under a row of its own."""

from dataclasses import replace

from app.domain.errors import invalid, not_found
from app.domain.filing_body import FilingBody
from app.domain.filings import Filing
from app.domain.materials import Material, MaterialKind
from app.domain.paper_quality import quality_findings
from app.domain.papers_shown import PaperUseRule, is_expired, shown
from app.domain.records import Record
from app.domain.requirements import Requirement, limits, requirements
from app.domain.texts import Text
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import Call
from app.usecases.filing_details import locked
from app.usecases.filing_moves import touch
from app.usecases.materials import require_fit, require_place, require_room
from app.usecases.paper_questions import paper_question
from app.usecases.paper_removal import remove_papers
from app.usecases.review_findings import require_editable
from app.usecases.runtime import Runtime

_OF_ONE_ORDER = (MaterialKind.PORTRAIT, MaterialKind.VIDEO, MaterialKind.SIGNED_SHEET)
_NOT_USED_AGAIN = Text(
    "人像、视频和核验单只用于当时的订单，请重新采集。",
    "Portraits, videos and signed sheets show the person on that day; take a new one.",
)


async def use_again(
    runtime: Runtime, call: Call, filing_id: str, kind: MaterialKind, for_pointer: str, material_id: str
) -> Material:
    """Make a paper of the same account a paper of this filing; raises `not-found` for anybody else's."""
    async with runtime.unit_of_work() as uow:
        source = await _locked_with(uow, call, filing_id, material_id)
        filing = await locked(uow, call, filing_id)
        require_editable(runtime, call, filing)
        await require_room(uow, filing)
        require_place(filing, for_pointer)
        is_same_use = source.filing_id == filing_id and source.kind is kind
        # Neither under another name: as a certificate a face would outlive its filing, and an old photo would be a new
        # portrait.
        if not is_same_use and (source.kind in _OF_ONE_ORDER or kind in _OF_ONE_ORDER):
            raise invalid("/material_id", "not_used_again", _NOT_USED_AGAIN)
        if source.erased_at is not None:
            raise not_found()
        require_fit(runtime, call, kind, source)
        again = _same_file(runtime, call, source, filing, kind, for_pointer)
        await uow.materials.add(again)
        await touch(runtime, uow, filing, call.now, call.provider.profile)
        await call.commit(uow, again)
    return again


async def _locked_with(uow: UnitOfWork, call: Call, filing_id: str, material_id: str) -> Material:
    """Hold the filing and the paper's own one, so that nobody takes the file away meanwhile; ids in order, against
    deadlocks."""
    target = await uow.filings.get(call.provider_id, filing_id, account_id=call.caller.account_id)
    if target is None:
        raise not_found()
    source = await uow.materials.get(call.provider_id, material_id, account_id=target.account_id)
    if source is None:
        raise not_found()
    for one in sorted({filing_id, source.filing_id}):
        await uow.filings.get(call.provider_id, one, account_id=target.account_id, lock=True)
    still = await uow.materials.get(call.provider_id, material_id, account_id=target.account_id)
    if still is None:
        raise not_found()
    return still


async def attach_from_record(
    runtime: Runtime, uow: UnitOfWork, call: Call, filing: Filing, record: Record
) -> tuple[Material, ...]:
    """Take over what a filing just begun wants and the record's own filings brought, as far as it shows the same.

    Approved filings lose only faces, which are never used again, so none of them has to be held; papers of another
    account's filings stay theirs.
    """
    return await _taken_over(runtime, uow, call, filing, record, _reusable(runtime, call, filing, record))


async def attach_newly_shown(runtime: Runtime, uow: UnitOfWork, call: Call, filing: Filing, body: FilingBody) -> None:
    """Take over what a new body shows anew and nobody has brought: somebody on record was entered for another role.

    `filing` is as it was before the change.
    """
    if filing.record_id is None:
        return
    record = await uow.records.get(filing.provider_id, filing.record_id, account_id=filing.account_id)
    if record is None:
        return
    changed, there = replace(filing, body=body), await uow.materials.of(filing.id)
    needed = [
        one
        for one in _reusable(runtime, call, changed, record)
        if shown(one.kind, filing.body, one.for_) != shown(one.kind, body, one.for_)
        and not any(one.is_met_by(paper.kind, paper.for_pointer) for paper in there)
    ]
    await _taken_over(runtime, uow, call, changed, record, needed)


def _reusable(runtime: Runtime, call: Call, filing: Filing, record: Record) -> list[Requirement]:
    """Return what a filing wants of the kinds that can be used again."""
    reusable = runtime.rulebook.names(PaperUseRule.USED_AGAIN, call.today)
    question = paper_question(runtime, call, filing, len(record.services))
    return [one for one in requirements(question, call.today, runtime.rulebook) if one.kind.value in reusable]


async def _taken_over(
    runtime: Runtime, uow: UnitOfWork, call: Call, filing: Filing, record: Record, needed: list[Requirement]
) -> tuple[Material, ...]:
    sources = await _sources(uow, filing, record) if needed else []
    taken = [
        replace(_same_file(runtime, call, paper, filing, one.kind, one.for_), from_record=True)
        for one in needed
        for paper in _on_file(runtime, call, one, filing.body, sources)
    ]
    for paper in taken:
        await uow.materials.add(paper)
    return tuple(taken)


async def _sources(uow: UnitOfWork, filing: Filing, record: Record) -> list[tuple[FilingBody, tuple[Material, ...]]]:
    """Return the bodies and papers of the filings that wrote the record, the subject's first."""
    ids = dict.fromkeys([record.filing_id, *(service.filing_id for service in record.services)])
    found = []
    for filing_id in ids:
        source = (
            await uow.filings.get(filing.provider_id, filing_id, account_id=filing.account_id) if filing_id else None
        )
        if source is not None:
            found.append((source.body, await uow.materials.of(source.id)))
    return found


def _on_file(
    runtime: Runtime,
    call: Call,
    wanted: Requirement,
    body: FilingBody,
    sources: list[tuple[FilingBody, tuple[Material, ...]]],
) -> list[Material]:
    """Return the papers of the first source that shows what is wanted."""
    now = shown(wanted.kind, body, wanted.for_)
    if now is None or is_expired(wanted.kind, body, wanted.for_, call.today):
        return []
    allowed = limits(wanted.kind, call.today, runtime.rulebook)
    for source, papers in sources:
        same = [
            paper
            for paper in papers
            if paper.kind is wanted.kind
            and paper.erased_at is None
            and shown(paper.kind, source, paper.for_pointer) == now
            and paper.media_type in allowed.formats
            and paper.bytes <= allowed.max_bytes
        ]
        if same:
            return same
    return []


def _same_file(
    runtime: Runtime, call: Call, source: Material, filing: Filing, kind: MaterialKind, for_pointer: str
) -> Material:
    return replace(
        source,
        id=runtime.ids.new("mat"),
        filing_id=filing.id,
        account_id=filing.account_id,
        kind=kind,
        for_pointer=for_pointer,
        created_at=call.now,
        from_record=False,
        findings=quality_findings(kind, source.measures, for_pointer, call.today, runtime.rulebook),
    )


async def drop_outdated(uow: UnitOfWork, filing: Filing, body: FilingBody) -> None:
    """Take away what was taken over from the record and shows something else than a new body says.

    `filing` is as it was before the change; what somebody uploaded stays for the reviewer to judge.
    """
    papers = [paper for paper in await uow.materials.of(filing.id) if paper.from_record]
    await remove_papers(uow, [paper for paper in papers if _is_outdated(paper, filing.body, body)])


def _is_outdated(paper: Material, before: FilingBody, after: FilingBody) -> bool:
    return shown(paper.kind, before, paper.for_pointer) != shown(paper.kind, after, paper.for_pointer)
