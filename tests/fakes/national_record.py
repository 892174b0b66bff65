"""The national record in memory, for the fake authority."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.ports.authority import AskedService, AskedSubject, LookupAnswer, ServiceOnRecord, SubjectOnRecord, Submission

OTHER_PROVIDER = "990099"
_PERSONAL = (
    "resident_id",
    "passport",
    "hk_macao_permit",
    "taiwan_permit",
    "foreigner_permanent_residence",
    "hk_macao_residence_permit",
    "taiwan_residence_permit",
)
_SUFFIXES = {"website": "", "app": "A", "mini_program": "X", "quick_app": "K"}

Certificate = tuple[str, str]


def certificate_of(kind: str, number: str) -> Certificate:
    """Return what a certificate is compared by: its family (papers of units count as one) and its number."""
    return (kind if kind in _PERSONAL else "unit", number.upper())


@dataclass(slots=True, eq=False)
class FakeService:
    """A service on record."""

    number: str
    kind: str
    name: str | None
    domains: list[str]
    providers: list[str]
    under_review: bool = False
    blacklisted: bool = False


@dataclass(slots=True, eq=False)
class FakeSubject:
    """A subject on record with its services; `sequence` is the last number that one of them had."""

    number: str
    certificate: Certificate
    nature: str
    name: str
    region: str
    under_review: bool = False
    blacklisted: bool = False
    services: list[FakeService] = field(default_factory=list)
    sequence: int = 0

    def add(self, kind: str, name: str | None, domains: Sequence[str], providers: Sequence[str]) -> FakeService:
        """Put a service on record under the next number."""
        self.sequence += 1
        number = f"{self.number}-{self.sequence}{_SUFFIXES[kind]}"
        service = FakeService(number, kind, name, list(domains), sorted(set(providers)))
        self.services.append(service)
        return service


class FakeRecord:
    """All subjects on record, and what is left of those that were."""

    def __init__(self) -> None:
        self.subjects: list[FakeSubject] = []
        self.gone_certificates: set[Certificate] = set()
        self.gone_numbers: set[str] = set()
        self._given = 0

    def put(self, record: dict[str, Any]) -> None:
        """Put a subject with its services on record, as a control call of the sandbox would."""
        described = record["subject"]
        subject = self.create(described, record["subject_number"])
        subject.under_review = record.get("under_review", False)
        subject.blacklisted = record.get("blacklisted", False)
        for one in record.get("services", ()):
            provider = record["provider_id"] if one.get("access_here", True) else OTHER_PROVIDER
            domains = [one["domain"]] if one["kind"] == "website" else []
            service = subject.add(one["kind"], one.get("name"), domains, [provider])
            service.under_review, service.blacklisted = subject.under_review, subject.blacklisted

    def create(self, described: dict[str, Any], number: str | None = None) -> FakeSubject:
        """Put a subject on record; one counter stands for those of all provinces and years."""
        if number is None:
            self._given += 1
            number = f"沪ICP备2024{self._given:06d}号"
        certificate = certificate_of(described["certificate"]["type"], described["certificate"]["number"])
        subject = FakeSubject(number, certificate, described["nature"], described["name"], described["region"])
        self.subjects.append(subject)
        return subject

    def remove(self, subject: FakeSubject) -> None:
        """Take a subject off the record with all its services."""
        for service in list(subject.services):
            self.take_off(subject, service)
        self.subjects.remove(subject)
        self.gone_numbers.add(subject.number)
        self.gone_certificates.add(subject.certificate)

    def take_off(self, subject: FakeSubject, service: FakeService) -> None:
        """Take a service off the record; its number is spent."""
        subject.services.remove(service)
        self.gone_numbers.add(service.number)

    def services(self) -> Iterator[tuple[FakeSubject, FakeService]]:
        """Return every service with its subject."""
        return ((subject, service) for subject in self.subjects for service in subject.services)

    def holder_of(self, certificate: Certificate) -> FakeSubject | None:
        """Return the subject of a certificate."""
        return next((subject for subject in self.subjects if subject.certificate == certificate), None)

    def subject_of(self, submission: Submission) -> FakeSubject | None:
        """Return the subject that a submission speaks of: by its number, else by its certificate."""
        if submission.subject_number is not None:
            return next((one for one in self.subjects if one.number == submission.subject_number), None)
        certificate = submission.subject["certificate"]
        return self.holder_of(certificate_of(certificate["type"], certificate["number"]))

    def service_of(
        self, asked: dict[str, Any], subject: FakeSubject | None
    ) -> tuple[FakeSubject, FakeService] | tuple[None, None]:
        """Return the service that a submitted one speaks of: by its number, a domain, or its name in the subject."""
        for owner, service in self.services():
            if service.kind != asked["kind"]:
                continue
            if asked.get("number") is not None:
                matches = service.number == asked["number"]
            elif service.kind == "website":
                matches = not set(service.domains).isdisjoint(asked.get("domains", ()))
            else:
                matches = owner is subject and service.name == asked.get("name")
            if matches:
                return owner, service
        return None, None

    def taken(self, domain: str, itself: FakeService | None = None) -> bool:
        """Tell whether exactly this domain is on record for another service."""
        return any(domain in service.domains and service is not itself for _, service in self.services())

    def look_up(
        self, provider_number: str, asked: AskedSubject, services: Sequence[AskedService], *, under_review: bool
    ) -> LookupAnswer:
        """Answer a question; `under_review` says that another provider has a submission of the subject open."""
        subject = self.holder_of(certificate_of(asked.type, asked.number))
        busy = under_review or (subject is not None and subject.under_review)
        return LookupAnswer(
            subject=None if subject is None else _subject(subject, under_review=busy),
            services=tuple(self._service(one, subject, provider_number) for one in services),
            same_name_elsewhere=tuple(self._is_elsewhere(one, subject) for one in services),
            subject_blacklisted=subject is not None and subject.blacklisted,
            subject_under_review=busy,
        )

    def _service(
        self, asked: AskedService, subject: FakeSubject | None, provider_number: str
    ) -> ServiceOnRecord | None:
        labels = asked.name.split(".")
        parents = [".".join(labels[start:]) for start in range(len(labels) - 1)]
        for name in parents if asked.kind == "website" else [asked.name]:
            owner, service = self.service_of({"kind": asked.kind, "domains": [name], "name": name}, subject)
            if owner is not None and service is not None:
                return _found(owner, service, name, provider_number)
        return None

    def _is_elsewhere(self, asked: AskedService, subject: FakeSubject | None) -> bool:
        return asked.kind != "website" and any(
            (service.kind, service.name) == (asked.kind, asked.name) and owner is not subject
            for owner, service in self.services()
        )


def _subject(subject: FakeSubject, *, under_review: bool) -> SubjectOnRecord:
    return SubjectOnRecord(
        subject.number,
        subject.nature,
        subject.name,
        subject.region,
        services_left=len(subject.services),
        under_review=under_review,
        blacklisted=subject.blacklisted,
    )


def _found(owner: FakeSubject, service: FakeService, filed_name: str, provider_number: str) -> ServiceOnRecord:
    return ServiceOnRecord(
        filed_name,
        service.number,
        owner.number,
        tuple(service.providers),
        service.under_review,
        service.blacklisted,
        service.name,
        only_access=service.providers == [provider_number],
    )
