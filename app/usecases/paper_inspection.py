"""A file just received is looked into, in a bounded process, and comes back as a clean copy and what was measured."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from app.domain.errors import FieldError, ProblemCode, Refusal
from app.domain.materials import MaterialKind
from app.domain.paper_inspection import PaperMeasures, PaperRefusal
from app.domain.paper_quality import inspection_order, refusal_finding
from app.ports.malware import MalwareScannerUnavailable
from app.ports.object_store import ObjectStoreUnavailable
from app.ports.paper_work import PaperFault, PaperWorkError, PaperWorkUnavailable, Work
from app.usecases.call import Call
from app.usecases.runtime import Runtime

_AGAIN_IN = 5
_PIECE = 256 * 1024


@dataclass(frozen=True, slots=True)
class CleanCopy:
    """What is kept of a file."""

    content: bytes
    media_type: str
    measures: PaperMeasures

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the content in pieces."""
        view = memoryview(self.content)
        for at in range(0, len(view), _PIECE):
            yield bytes(view[at : at + _PIECE])


def refused(runtime: Runtime, call: Call, because: PaperRefusal, **facts: object) -> Refusal:
    """Say that a file can't become a paper: `material-unreadable`, with the reason and what to do."""
    finding = refusal_finding(because, call.today, runtime.rulebook, **facts)
    return Refusal(ProblemCode.MATERIAL_UNREADABLE, errors=(FieldError.of(finding),))


async def clean_copy(runtime: Runtime, call: Call, kind: MaterialKind, key: str, context: str) -> CleanCopy:
    """Scan and inspect an object of the store. Raises `material-unreadable`, `service-unavailable`."""
    try:
        await _scan(runtime, call, await runtime.objects.stream(key, context))
        order = inspection_order(kind, call.today, runtime.rulebook)
        said = await runtime.paper_work.run(Work.INSPECT, await runtime.objects.stream(key, context), order)
        return _read(runtime, call, said, order.formats)
    except PaperWorkError as fault:
        because = PaperRefusal.DAMAGED if fault.fault is PaperFault.CRASHED else PaperRefusal.TOO_COSTLY
        raise refused(runtime, call, because) from fault
    except (PaperWorkUnavailable, ObjectStoreUnavailable, MalwareScannerUnavailable) as fault:
        raise Refusal(ProblemCode.SERVICE_UNAVAILABLE, retry_after=_AGAIN_IN) from fault


async def _scan(runtime: Runtime, call: Call, file: AsyncIterator[bytes]) -> None:
    if await runtime.malware.found_in(file) is not None:
        raise refused(runtime, call, PaperRefusal.MALWARE)


def _read(runtime: Runtime, call: Call, said: Any, formats: tuple[str, ...]) -> CleanCopy:
    """Read what the process says; it looked at a stranger's file, so what it says may be made up."""
    try:
        if "refused" in said:
            facts = {str(name): value for name, value in said["facts"].items() if isinstance(value, str | int)}
            raise refused(runtime, call, PaperRefusal(said["refused"]), **facts)
        content, media_type = said["content"], said["media_type"]
        measures = PaperMeasures.read(said["measures"])
        if not isinstance(content, bytes) or not content or media_type not in formats:
            raise refused(runtime, call, PaperRefusal.DAMAGED)
    except (AttributeError, KeyError, TypeError, ValueError) as odd:
        raise refused(runtime, call, PaperRefusal.DAMAGED) from odd
    return CleanCopy(content, media_type, measures)
