"""A provider as its document describes it, on a day of that document: a service of its own and filings that tell it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from app.demo.papers import paper
from app.demo.people import Applicant, Person
from tests.play.filing_case import FilingCase
from tests.play.running_service import SCOPES, Caller, RunningService, running

Json = dict[str, Any]
CHINA = timezone(timedelta(hours=8))
DAYS_OFF = frozenset({date(2022, 6, 3)})  # 端午节


class ReplayedCase(FilingCase):
    """A filing whose story is told by the labels that its applicant reads."""

    def label(self) -> str:
        """What the applicant reads of where the filing stands, once everything due has happened."""
        self.settle()
        return str(self.filing()["state_label"])

    def forwarded(self) -> "ReplayedCase":
        """Let the specialist hand the passed filing over to the authority."""
        self.reviewer.ok(self.reviewer.post(f"/v1/reviews/{self.filing_id}/forward"))
        self.settle()
        return self

    def codes_entered(self, *people: Person) -> "ReplayedCase":
        """Let these people enter their codes, by default everybody."""
        for person in people or self.people():
            self.backend.ok(self.enter(person, self.sms_code(person)))
        self.settle()
        return self

    def with_every_paper(self) -> "ReplayedCase":
        """Upload every paper that must be there, the portrait aside."""
        for turn, asked in enumerate(self.requirements()):
            if asked["required"] and asked["kind"] != "portrait":
                made = paper(asked["kind"], asked["formats"], turn)
                self.app.ok(self.upload(asked["kind"], asked["for"], made.content))
        return self

    def requirements(self) -> list[Json]:
        """The papers wanted."""
        found: list[Json] = self.app.ok(self.app.get(f"{self.path}/requirements", params={"limit": 100}))["data"]
        return found

    def item_labels(self) -> set[str]:
        """What the list says of its papers, the portrait aside."""
        return {one["state_label"] for one in self.requirements() if one["kind"] != "portrait"}

    def working_days_until(self, kind: str) -> int:
        """How many working days are left until a deadline, by the dates in China and the weekdays of a plain month."""
        first, last = (moment.astimezone(CHINA).date() for moment in (self.now(), self.due_at(kind)))
        days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
        return sum(day.weekday() < 5 and day not in DAYS_OFF for day in days)

    def due_at(self, kind: str) -> datetime:
        """When a deadline of the filing falls due."""
        (found,) = [one for one in self.filing()["deadlines"] if one["kind"] == kind]
        return datetime.fromisoformat(found["due_at"])

    def decided_by_the_authority(self) -> "ReplayedCase":
        """Let the authority take its time."""
        self.advance(working_days=6)
        return self

    def events(self) -> list[str]:
        """What happened, in order."""
        return [one["event"] for one in self.timeline()]


@dataclass(frozen=True, slots=True)
class ReplayedProvider:
    """A running service under one profile."""

    service: RunningService
    client: dict[str, str]

    def case(self, who: str = "enterprise") -> ReplayedCase:
        """Return a new applicant with an account of their own."""
        case = ReplayedCase(self.service, self.client, who=who)
        case.with_account()
        return case

    @property
    def backend(self) -> Caller:
        """The provider's own systems."""
        return self.service.caller(self.client)


@contextmanager
def replaying(profile: str, day: str, **environment: str) -> Iterator[ReplayedProvider]:
    """Run a service under a profile whose time begins at ten in the morning of a day in China."""
    wanted = {"FILING_PROFILE": profile, "FILING_SANDBOX_NOW": f"{day}T10:00:00+08:00", **environment}
    with (
        tempfile.TemporaryDirectory(prefix="filing-replay-", ignore_cleanup_errors=True) as folder,
        running(Path(folder), wanted) as service,
    ):
        yield ReplayedProvider(service, service.client("replay", SCOPES))


@dataclass(frozen=True)
class ApplicantElsewhere(Applicant):
    """The same applicant with papers and address in another province."""

    city: str = ""
    district: str = ""
    address: str = ""

    @property
    def asked(self) -> Json:
        """Ask for the other place."""
        asked = super().asked
        return {**asked, "subject": {**asked["subject"], "region": self.city}}

    def subject(self) -> Json:
        """Enter the other addresses."""
        entered = super().subject()
        contact = {"region": self.district, "detail": f"{self.address}1单元101室", "floor": "specified"}
        certificate = {**entered["certificate"], "address": self.address}
        return {**entered, "contact_address": contact, "certificate": certificate}


def living_in(who: Applicant, city: str, district: str, address: str) -> Applicant:
    """Return the applicant as one of another place."""
    values = {name: getattr(who, name) for name in Applicant.__dataclass_fields__}
    return ApplicantElsewhere(**values, city=city, district=district, address=address)


def on_another_website(case: FilingCase, domain: str) -> None:
    """Let the case go on with another website of its subject."""
    case.who = replace(case.who, domain=domain)
