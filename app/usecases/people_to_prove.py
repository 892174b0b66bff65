"""Asking who has to show who they are (真实性核验) in a filing as it stands."""

from app.domain.filing_ways import way_of
from app.domain.filings import Filing
from app.domain.people_to_prove import people_to_prove
from app.usecases.call import Call
from app.usecases.runtime import Runtime


def people_to_prove_in(runtime: Runtime, call: Call, filing: Filing) -> tuple[str, ...]:
    """Return the JSON Pointers of everybody who has to, by the filing's type and its provider's profile."""
    way = way_of(filing.filing_type, call.today, runtime.rulebook)
    return people_to_prove(call.profile, way, filing.on_file, filing.body)
