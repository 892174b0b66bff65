"""The national record in memory, for the fake authority."""

from dataclasses import replace
from typing import Any

from app.ports.authority import AskedService, AskedSubject, LookupAnswer, ServiceOnRecord, SubjectOnRecord, Submission

_PERSONAL = (
    "resident_id",
    "passport",
    "hk_macao_permit",
    "taiwan_permit",
    "foreigner_permanent_residence",
    "hk_macao_residence_permit",
    "taiwan_residence_permit",
)


def family_of(certificate_type: str) -> str:
    """Return the family of a certificate: papers of units count as one."""
    return certificate_type if certificate_type in _PERSONAL else "unit"


class FakeRecord:
    """Subjects by certificate, services by filed name."""

    def __init__(self) -> None:
        self._subjects: dict[tuple[str, str], SubjectOnRecord] = {}
        self._services: dict[tuple[str, str], list[ServiceOnRecord]] = {}

    def put_subject(self, certificate_type: str, certificate_number: str, subject: SubjectOnRecord) -> None:
        """Put a subject on record, or change it."""
        self._subjects[family_of(certificate_type), certificate_number] = subject

    def put_service(self, kind: str, service: ServiceOnRecord) -> None:
        """Put a service on record under its filed name."""
        self._services.setdefault((kind, service.filed_name), []).append(service)

    def subject_of(self, certificate_type: str, certificate_number: str) -> SubjectOnRecord | None:
        """Return the subject of a certificate."""
        return self._subjects.get((family_of(certificate_type), certificate_number))

    def is_taken(self, domain: str) -> bool:
        """Tell whether exactly this domain is on record."""
        return ("website", domain) in self._services

    def write(self, submission: Submission, on: str) -> dict[str, Any]:
        """Put an approved first filing on record; returns the result that a callback would carry."""
        # One counter stands for those of all provinces and years.
        number = f"沪ICP备2024{len(self._subjects) + 1:06d}号"
        subject = submission.subject
        self.put_subject(
            subject["certificate"]["type"],
            subject["certificate"]["number"],
            SubjectOnRecord(
                subject_number=number,
                nature=subject["nature"],
                name=subject["name"],
                region=subject["region"],
                services_left=len(submission.services),
                under_review=False,
                blacklisted=False,
            ),
        )
        numbers = []
        for place, service in enumerate(submission.services, start=1):
            service_number = f"{number}-{place}{'A' if service['kind'] == 'app' else ''}"
            numbers.append({"service_id": service["id"], "number": service_number})
            for name in service["domains"] if service["kind"] == "website" else [service["name"]]:
                providers = (submission.provider_number,)
                filed = ServiceOnRecord(name, service_number, number, providers, under_review=False, blacklisted=False)
                self.put_service(service["kind"], filed)
        return {"subject_number": number, "services": numbers, "on": on}

    def look_up(self, asked: AskedSubject, services: list[AskedService], *, under_review: bool) -> LookupAnswer:
        """Answer a question; `under_review` says that another provider has a submission of the subject open."""
        subject = self.subject_of(asked.type, asked.number)
        busy = under_review or (subject is not None and subject.under_review)
        return LookupAnswer(
            subject=None if subject is None else replace(subject, under_review=busy),
            services=tuple(self._service(service, subject) for service in services),
            same_name_elsewhere=tuple(self._is_elsewhere(service, subject) for service in services),
            subject_blacklisted=subject is not None and subject.blacklisted,
            subject_under_review=busy,
        )

    def _service(self, asked: AskedService, subject: SubjectOnRecord | None) -> ServiceOnRecord | None:
        if asked.kind == "website":
            labels = asked.name.split(".")
            names = [".".join(labels[start:]) for start in range(len(labels) - 1)]
            return next((self._services["website", name][0] for name in names if self.is_taken(name)), None)
        number = None if subject is None else subject.subject_number
        same_name = self._services.get((asked.kind, asked.name), [])
        return next((one for one in same_name if one.subject_number == number), None)

    def _is_elsewhere(self, asked: AskedService, subject: SubjectOnRecord | None) -> bool:
        number = None if subject is None else subject.subject_number
        same_name = self._services.get((asked.kind, asked.name), [])
        return asked.kind != "website" and any(one.subject_number != number for one in same_name)
