"""Looking people on record up: those of before there was an index of them are put into it, once."""

from app.usecases.runtime import Runtime

_AT_ONCE = 200


async def index_all(runtime: Runtime, at_once: int = _AT_ONCE) -> int:
    """Index the people of every record anew, so many records a transaction; return the number of transactions.

    May be run at any time, and again: what is written meanwhile is written by whoever holds the record.
    """
    done, last = 0, None
    while True:
        async with runtime.unit_of_work() as uow:
            last = await uow.records.index_people(last, at_once)
            await uow.commit()
        if last is None:
            return done
        done += 1
