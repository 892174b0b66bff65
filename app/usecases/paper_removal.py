"""Taking papers away: the row, the checks over it, and the bytes once nothing else is the same file."""

from collections.abc import Sequence

from app.domain.materials import Material
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.paper_erasure import DELETE_OBJECT


async def remove_papers(uow: UnitOfWork, papers: Sequence[Material]) -> None:
    """Take papers away; the bytes of each go after the commit, unless another paper is the same file."""
    for paper in papers:
        await uow.materials.remove(paper.id)
        await uow.materials.fail_checks_over(paper.filing_id, paper.id)
        if await uow.materials.shares_of(paper.object_key) == 0:
            await uow.jobs.enqueue(DELETE_OBJECT, paper.sealed_as, object_key=paper.object_key)
