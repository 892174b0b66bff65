"""The facts that rules of the regions ask for beside the body of a filing, as far as they are known here."""

from collections.abc import Mapping

from app.domain.filing_body import FilingBody, Person
from app.domain.filing_types import FilingType
from app.domain.filings import Filing
from app.domain.region_facts import RegionFacts
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import Call
from app.usecases.domain_registrations import registrations_known
from app.usecases.national_mirror import certificate_index
from app.usecases.paper_questions import services_on_file
from app.usecases.runtime import Runtime


async def region_facts(runtime: Runtime, call: Call, uow: UnitOfWork, filing: Filing) -> RegionFacts:
    """Return what is known beside a filing's body.

    Who is on record, and under how many numbers, is known of this provider's records only: nobody may look up other
    people on the national record.
    """
    principals = _principals(filing.body)
    certificate = filing.body.subject.certificate
    return RegionFacts(
        people_on_record=await uow.records.people_like(filing.provider_id, principals, certificate),
        phone_provinces=_provinces(runtime, principals),
        registrations=await registrations_known(uow, call, filing),
        services_on_record=await _services_known(uow, filing),
        subject_numbers=await _numbers_known(runtime, uow, filing),
    )


def _principals(body: FilingBody) -> list[Person]:
    people = (body.subject.principal, *(service.principal for service in body.services))
    return [one for one in people if one is not None]


def _provinces(runtime: Runtime, people: list[Person]) -> Mapping[str, str]:
    """Return where the phone numbers of people were given out, of those of which it is known."""
    numbers = {number for one in people for number in (one.mobile, one.emergency_phone) if number}
    found = {number: runtime.phone_areas.province_of(number) for number in numbers}
    return {number: province for number, province in found.items() if province is not None}


async def _services_known(uow: UnitOfWork, filing: Filing) -> int | None:
    """Count the services that the subject has on record, None where the record is held by another provider."""
    if filing.record_id is None and filing.filing_type is not FilingType.FIRST_FILING:
        return None
    return await services_on_file(uow, filing)


async def _numbers_known(runtime: Runtime, uow: UnitOfWork, filing: Filing) -> int | None:
    """Count the numbers under which the subject is on record here, None as long as its certificate is not told."""
    certificate = filing.body.subject.certificate
    if certificate is None or certificate.type is None or not certificate.number:
        return None
    index = certificate_index(runtime, certificate.type, certificate.number)
    return await uow.records.subject_numbers(filing.provider_id, index)
