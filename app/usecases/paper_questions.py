"""Asking the requirement tables of a filing as it stands."""

from app.domain.filings import Filing
from app.domain.material_places import PaperQuestion
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import Call
from app.usecases.people_to_prove import people_to_prove_in
from app.usecases.runtime import Runtime


def paper_question(runtime: Runtime, call: Call, filing: Filing, services_on_file: int = 0) -> PaperQuestion:
    """Return a filing as far as its papers depend on it."""
    faces = people_to_prove_in(runtime, call, filing)
    return PaperQuestion(filing.body, filing.filing_type, runtime.regions, filing.on_file, services_on_file, faces)


async def services_on_file(uow: UnitOfWork, filing: Filing) -> int:
    """Count the services that the subject has on file here."""
    if filing.record_id is None:
        return 0
    record = await uow.records.get(filing.provider_id, filing.record_id)
    return 0 if record is None else len(record.services)
