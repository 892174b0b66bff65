"""Erasing: pictures of faces once nobody needs them, and the bytes of whatever is no paper any more."""

from collections.abc import Sequence
from datetime import datetime

from app.domain.face_media import face_media, kinds_to_erase
from app.domain.filings import Filing
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import day_in_china
from app.usecases.runtime import Runtime

DELETE_OBJECT = "delete_object"
_AT_ONCE = 100


async def erase_faces(runtime: Runtime, uow: UnitOfWork, filing: Filing, now: datetime) -> None:
    """Erase the face media of a filing that has come to its end, in the transaction that brings it there.

    Rows stay and say when; nobody is shown anything from here on. The bytes go by a job of the same transaction, tried
    until it is done. Checks and consents over them stay as they are.
    """
    kinds = kinds_to_erase(filing.state, day_in_china(now), runtime.rulebook)
    if kinds:
        await erase_papers(uow, filing.id, kinds, now)


async def erase_papers(uow: UnitOfWork, filing_id: str, kinds: Sequence[str], now: datetime) -> None:
    """Mark papers of these kinds as erased, and let their bytes go by jobs of the same transaction."""
    erased = await uow.materials.erase(filing_id, kinds, now)
    for object_key, first in sorted({paper.object_key: paper.sealed_as for paper in erased}.items()):
        if await uow.materials.shares_of(object_key) == 0:
            # Not keyed by the object: a job that looks after leftovers a day later has that key, and would be waited
            # for.
            await uow.jobs.enqueue(DELETE_OBJECT, first, object_key=object_key)


async def erase_left(runtime: Runtime) -> int:
    """Erase the faces of filings that had ended before the service, or the rule, asked for it; return how many."""
    now = runtime.clock.now()
    rule = face_media(day_in_china(now), runtime.rulebook)
    async with runtime.unit_of_work() as uow:
        left = await uow.materials.filings_with(rule.kinds, rule.erased_in, _AT_ONCE)
    for provider_id, filing_id in left:
        async with runtime.unit_of_work() as uow:
            filing = await uow.filings.get(provider_id, filing_id, lock=True)
            if filing is not None:
                await erase_faces(runtime, uow, filing, now)
                await uow.commit()
    return len(left)


async def delete_unused(runtime: Runtime, object_key: str) -> None:
    """Delete the bytes that no paper is any more, and what was made of them.

    A paper may have come to be the same file since the job was made. Done again after a crash, it does what is left.
    """
    async with runtime.unit_of_work() as uow:
        if await uow.materials.shares_of(object_key) > 0:
            return
        renditions = await uow.renditions.all_of(object_key)
        for key in (*(one.object_key for one in renditions), object_key):
            await runtime.objects.delete(key)
        if renditions:
            await uow.renditions.remove([one.id for one in renditions])
        await uow.recognitions.remove(object_key)
        await uow.commit()
