"""Who is sent a code in one hand-over: told to the authority, and kept once it has accepted."""

from app.domain.exchange import Handover
from app.domain.filings import Filing
from app.domain.sms_duty import sms_required
from app.domain.sms_recipients import Changed, Recipient, recipients
from app.usecases.call import day_in_china
from app.usecases.runtime import Runtime


def people_to_verify(runtime: Runtime, filing: Filing, handover: Handover) -> tuple[Recipient, ...]:
    """Return the recipients of a hand-over; nobody where the place, the type or the day asks for no codes.

    The day of the hand-over decides, and stays the same when it is repeated.
    """
    day = day_in_china(handover.created_at)
    region = filing.body.subject.region or ""
    if not sms_required(region, filing.filing_type, day, runtime.rulebook):
        return ()
    everything = Changed(True, frozenset(service.id for service in filing.body.services))
    return recipients(filing.body, filing.filing_type, everything, day, runtime.rulebook)
