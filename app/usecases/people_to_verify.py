"""Who is sent a code in one hand-over: told to the authority, and kept once it has accepted."""

from datetime import date

from app.domain.exchange import Handover
from app.domain.filing_ways import way_of
from app.domain.filings import Filing
from app.domain.record_diff import diff
from app.domain.sms_duty import sms_required
from app.domain.sms_recipients import Recipient, recipients
from app.usecases.call import day_in_china
from app.usecases.runtime import Runtime


def people_to_verify(runtime: Runtime, filing: Filing, handover: Handover) -> tuple[Recipient, ...]:
    """Return the recipients of a hand-over; the day that it was made decides, and stays when it is repeated."""
    return people_to_verify_on(runtime, filing, day_in_china(handover.created_at))


def people_to_verify_on(runtime: Runtime, filing: Filing, day: date) -> tuple[Recipient, ...]:
    """Return who would be sent a code if a filing were handed over on a day.

    Nobody where the place, the type or the day asks for no codes, or where nobody's data change.
    """
    region = filing.body.subject.region or ""
    if not sms_required(region, filing.filing_type, day, runtime.rulebook):
        return ()
    changed = diff(filing.on_file, filing.body, way_of(filing.filing_type, day, runtime.rulebook)).changed
    return recipients(filing.body, filing.filing_type, changed, day, runtime.rulebook)
