"""What regional rules ask for beside the body of a filing. What nobody knows is None, and then a rule only advises."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.domain_eligibility import RegistrarAnswer


@dataclass(frozen=True, slots=True)
class PersonOnRecord:
    """Somebody who answers for a subject or service that is on record: certificate numbers, mobile, and the role.

    Numbers that the asking filing does not hold itself may be stand-ins, each of which is always of one number.
    `subject` is the certificate number of the subject on record, which is the person's own where an individual files.
    """

    subject: str
    certificate: str
    mobile: str
    answers_for_service: bool

    @property
    def is_own_filing(self) -> bool:
        """Tell whether this is the person's own filing as an individual."""
        return self.subject == self.certificate


@dataclass(frozen=True, slots=True)
class RegionFacts:
    """Facts about a filing that its body does not hold.

    `people_on_record` are those on record who share a mobile or a certificate with somebody in the filing, this
    subject's own included; `phone_provinces` gives the province (6 digits) where a phone number was given out;
    `registrations` is what registrars say of domains (A-labels), which goes for the names below them too;
    `services_on_record` counts those that the subject has already, `subject_numbers` under how many it is on record.
    """

    people_on_record: tuple[PersonOnRecord, ...] | None = None
    phone_provinces: Mapping[str, str] | None = None
    registrations: Mapping[str, RegistrarAnswer] | None = None
    services_on_record: int | None = None
    subject_numbers: int | None = None
