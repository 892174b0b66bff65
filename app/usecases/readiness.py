"""Whether everything that the service needs is there."""

from dataclasses import dataclass

from app.ports.authority import AuthorityUnavailableError
from app.ports.object_store import ObjectStoreUnavailable
from app.ports.store.unit_of_work import StoreUnavailableError
from app.usecases.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Readiness:
    """What answers and what does not, by name."""

    database: bool
    queue: bool
    object_store: bool
    authority_gateway: bool

    @property
    def is_ready(self) -> bool:
        """Tell whether requests can be served at all; without the authority most of them can."""
        return self.database and self.queue and self.object_store


async def readiness(runtime: Runtime) -> Readiness:
    """Ask each."""
    database = await _database_answers(runtime)
    return Readiness(
        database=database,
        queue=database,
        object_store=await _objects_answer(runtime),
        authority_gateway=await _authority_answers(runtime),
    )


async def _database_answers(runtime: Runtime) -> bool:
    try:
        await runtime.database.check()
    except StoreUnavailableError:
        return False
    return True


async def _objects_answer(runtime: Runtime) -> bool:
    try:
        await runtime.objects.check()
    except ObjectStoreUnavailable:
        return False
    return True


async def _authority_answers(runtime: Runtime) -> bool:
    try:
        await runtime.authority.check()
    except AuthorityUnavailableError:
        return False
    return True
