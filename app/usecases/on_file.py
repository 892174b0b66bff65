"""What is on file when a filing of something filed begins: from the record held here, or from the national record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.certificate_numbers import family_of
from app.domain.filing_body import Certificate, FilingBody, Service, ServiceKind, Subject, SubjectNature
from app.domain.filings import OnFile, ServiceNumber
from app.domain.records import Record, RecordedService
from app.ports.authority import AskedService, AskedSubject, LookupAnswer
from app.usecases.authority_outage import outage_told
from app.usecases.call import Call
from app.usecases.runtime import Runtime


@dataclass(frozen=True, slots=True)
class NationalAnswer:
    """What the national record says of a subject and of services, in the order in which these were asked."""

    answer: LookupAnswer
    provider_number: str

    @property
    def only_access(self) -> bool:
        """Tell whether this provider alone gives access to some of the services."""
        return any(
            one is not None and tuple(one.provider_numbers) == (self.provider_number,) for one in self.answer.services
        )

    @property
    def services_left(self) -> int:
        """Return how many services the subject has on file, whoever gives access to them."""
        return 0 if self.answer.subject is None else self.answer.subject.services_left

    @property
    def under_review(self) -> bool:
        """Tell whether the subject or one of the services is under review through another provider."""
        answer = self.answer
        subject = answer.subject_under_review or (answer.subject is not None and answer.subject.under_review)
        services = any(one is not None and one.under_review for one in answer.services)
        return subject or services or any(answer.services_under_review)

    @property
    def blacklisted(self) -> bool:
        """Tell whether the subject or one of the services is blacklisted."""
        answer = self.answer
        subject = answer.subject_blacklisted or (answer.subject is not None and answer.subject.blacklisted)
        services = any(one is not None and one.blacklisted for one in answer.services)
        return subject or services or any(answer.services_blacklisted)


async def ask_national_record(
    runtime: Runtime, call: Call, certificate: Certificate, services: Sequence[tuple[ServiceKind, str]]
) -> NationalAnswer:
    """Ask the national record, outside any transaction; raises `authority-unavailable`."""
    assert certificate.type is not None
    assert certificate.number is not None
    subject = AskedSubject(certificate.type.value, certificate.number, family_of(certificate.type).value)
    asked = [AskedService(kind.value, name) for kind, name in services]
    with outage_told(retry_after=10):
        answer = await runtime.authority.look_up(call.provider.number, subject, asked)
    return NationalAnswer(answer, call.provider.number)


async def ask_of_body(runtime: Runtime, call: Call, body: FilingBody) -> NationalAnswer:
    """Ask the national record of a body's subject and services, in their order; raises `authority-unavailable`."""
    assert body.subject.certificate is not None
    return await ask_national_record(
        runtime, call, body.subject.certificate, [filed_by_name(service) for service in body.services]
    )


def filed_by_name(service: Service) -> tuple[ServiceKind, str]:
    """Return the kind and the name by which a service is looked up: a website's first domain, else its name."""
    is_website = service.kind is ServiceKind.WEBSITE and service.domains
    return service.kind, service.domains[0] if is_website else (service.name or "")


def on_file_here(
    record: Record, services: Mapping[str, RecordedService], *, only_access: bool = False, beside: OnFile | None = None
) -> OnFile:
    """Return what the record held here says; `services` are those of the filing by their id in it.

    `beside` is what the national record tells, of services too that are not on the record held here.
    """
    filed = tuple(replace(recorded.service, id=service_id) for service_id, recorded in services.items())
    numbers = tuple(ServiceNumber(service_id, recorded.number) for service_id, recorded in services.items())
    if beside is not None:
        filed += tuple(one for one in beside.body.services if one.id not in services)
        numbers += tuple(one for one in beside.numbers if one.service_id not in services)
        only_access = beside.only_access
    return OnFile(FilingBody(record.subject, filed), True, record.subject_number, numbers, only_access)


def on_file_elsewhere(national: NationalAnswer, certificate: Certificate, services: Sequence[Service]) -> OnFile | None:
    """Return what the national record tells of a subject and of services as they are in the filing."""
    found = national.answer.subject
    if found is None:
        return None
    # A nature that only the national record knows is none that a filing here could be compared with.
    nature = SubjectNature(found.nature) if found.nature in tuple(SubjectNature) else None
    # Anybody can type a person's number; the name that goes with it is told to nobody who does.
    name = found.name if nature is not None and nature.is_unit else None
    subject = Subject(name=name, nature=nature, region=found.region, certificate=certificate)
    pairs = [(service, filed) for service, filed in zip(services, national.answer.services, strict=True) if filed]
    filed_services = tuple(
        Service(
            id=service.id,
            kind=service.kind,
            name=filed.name,
            domains=(filed.filed_name,) if service.kind is ServiceKind.WEBSITE else (),
        )
        for service, filed in pairs
    )
    numbers = tuple(ServiceNumber(service.id, filed.service_number) for service, filed in pairs)
    return OnFile(FilingBody(subject, filed_services), False, found.subject_number, numbers, national.only_access)
