"""What the fake authority refuses at the door, with the authority's own codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.ports.authority import IntakeRefusal, Submission
from tests.fakes.national_record import FakeRecord, FakeService, FakeSubject, certificate_of

CONFLICT_NAME = "冲突测试"
BLACKLISTED_NAME = "黑名单测试单位"
UNREPORTED_NAME = "IP未报测试"
CERTIFICATE = "/subject/certificate/number"
REASONS = ("no_longer_operated", "domain_sold", "subject_dissolved", "moved_provider", "other")

NEW = ("first_filing", "add_service_here", "add_service_elsewhere")
WHOLE_SUBJECT = ("change_subject", "deregister_subject")
WRITES_SUBJECT = ("first_filing", "change_subject", "change_both", "migrate_service")
WRITES_SERVICES = (*NEW, "add_access", "change_service", "change_both", "migrate_service")
SAME_AGAIN = {"deregister_service": "1030", "cancel_access": "1032", "add_access": "1029"}
EXCLUDED = {
    ("deregister_subject", "deregister_subject"): "1027",
    ("deregister_service", "deregister_subject"): "1042",
    ("deregister_subject", "deregister_service"): "1043",
}


@dataclass(frozen=True, slots=True)
class Intake:
    """One submission at the door: `opened` are those under way, `only_access_refused` the authority's switch."""

    record: FakeRecord
    submission: Submission
    opened: Sequence[Submission]
    only_access_refused: bool = False

    def refusal(self) -> IntakeRefusal | None:
        """Return the authority's refusal, if any."""
        found = self._magic() or self._form() or self._under_way() or self._subject() or self._services()
        if found is None:
            return None
        code, pointer = found
        ours = code in ("1026", "1063") or (code == "1045" and self.submission.province[:2] != self._region[:2])
        return IntakeRefusal(code, "管局不予受理", pointer, our_fault=ours)

    @property
    def _type(self) -> str:
        return self.submission.filing_type

    @property
    def _region(self) -> str:
        return str(self.submission.subject["region"])

    @property
    def _on_file(self) -> FakeSubject | None:
        return self.record.subject_of(self.submission)

    def _entries(self) -> list[tuple[int, dict[str, Any], FakeSubject | None, FakeService | None]]:
        subject = self._on_file
        return [
            (index, asked, *self.record.service_of(asked, subject))
            for index, asked in enumerate(self.submission.services)
        ]

    def _magic(self) -> tuple[str, str] | None:
        subject = self._on_file
        if self.submission.subject["name"] == BLACKLISTED_NAME:
            return "1065", "/subject/name"
        if subject is not None and subject.blacklisted:
            return "1065", CERTIFICATE
        for index, asked in enumerate(self.submission.services):
            if asked.get("name") == CONFLICT_NAME:
                return "1005", _place(index, asked)
            if asked.get("name") == UNREPORTED_NAME:
                return "1063", f"/services/{index}/access"
        return None

    def _form(self) -> tuple[str, str] | None:
        reason, subject = self.submission.reason_code, self._on_file
        wanted = self._type.startswith("deregister_") or (self._type == "cancel_access" and reason is not None)
        if wanted and reason not in REASONS:
            return "1026", "/reason_code"
        moved = subject is not None and self._type != "first_filing" and subject.region[:2] != self._region[:2]
        if self.submission.province[:2] != self._region[:2] or moved:
            change = self._type in ("change_subject", "change_both")
            return "1046" if moved and change else "1045", "/subject/region"
        return self._names() or self._home_pages()

    def _names(self) -> tuple[str, str] | None:
        subject = self.submission.subject
        if self._type in WRITES_SUBJECT:
            if not subject["name"].strip():
                return "1044", "/subject/name"
            if subject.get("principal") is not None and not (subject["principal"].get("name") or "").strip():
                return "1044", "/subject/principal/name"
        for index, asked, _, service in self._entries() if self._type in WRITES_SERVICES else ():
            if not (asked.get("name") or "").strip() and (service is None or service.name is not None):
                return "1044", f"/services/{index}/name"
        return None

    def _home_pages(self) -> tuple[str, str] | None:
        for index, asked, _, service in self._entries() if self._type in WRITES_SERVICES else ():
            if asked["kind"] != "website" or not asked.get("home_url"):
                continue
            host = asked["home_url"].split("://")[-1].split("/")[0]
            domains = asked.get("domains") or (service.domains if service else [])
            if "." not in host:
                return "1022", f"/services/{index}/home_url"
            if not any(host == domain or host.endswith(f".{domain}") for domain in domains):
                parents = [host.split(".", cut)[-1] for cut in range(host.count("."))]
                taken = any(self.record.taken(name) for name in parents)
                return "1021" if taken else "1041", f"/services/{index}/home_url"
        return None

    def _under_way(self) -> tuple[str, str] | None:
        about = self._numbers(self.submission)
        for other in self.opened:
            same = other.subject["certificate"] == self.submission.subject["certificate"]
            if same or not about.isdisjoint(self._numbers(other)):
                return self._again(other) or (self._code_of(other), CERTIFICATE)
        return None

    def _numbers(self, submission: Submission) -> set[str]:
        subject = self.record.subject_of(submission)
        numbers = set() if subject is None else {subject.number}
        for asked in submission.services if submission.filing_type not in NEW else ():
            owner, service = self.record.service_of(asked, subject)
            if owner is not None and service is not None:
                numbers |= {owner.number, service.number}
        return numbers

    def _again(self, other: Submission) -> tuple[str, str] | None:
        if other.filing_type != self._type or self._type not in SAME_AGAIN:
            return None
        if self._type.endswith("access") and other.provider_number != self.submission.provider_number:
            return None
        for index, asked, _, service in self._entries():
            if service is not None and service.number in self._numbers(other):
                return SAME_AGAIN[self._type], _place(index, asked)
        return None

    def _code_of(self, other: Submission) -> str:
        return (
            "1017" if other.filing_type.startswith("change_") else EXCLUDED.get((self._type, other.filing_type), "1003")
        )

    def _subject(self) -> tuple[str, str] | None:
        code = self._subject_code()
        return None if code is None else (code, CERTIFICATE)

    def _subject_code(self) -> str | None:
        subject, number = self._on_file, self.submission.subject_number
        given = self.submission.subject["certificate"]
        certificate = certificate_of(given["type"], given["number"])
        holder = self.record.holder_of(certificate)
        if self._type == "first_filing":
            return None if holder is None else "1003"
        if subject is None:
            if number is None and self._type == "migrate_service":
                return None
            gone = (
                certificate in self.record.gone_certificates if number is None else number in self.record.gone_numbers
            )
            return "1049" if gone else "1047"
        if subject.under_review or (holder is not None and holder is not subject):
            return "1003"
        if holder is None and self._type not in ("change_subject", "change_both"):
            return "1047"
        accessed = any(self.submission.provider_number in one.providers for one in subject.services)
        return "1047" if self._type in WHOLE_SUBJECT and not accessed else None

    def _services(self) -> tuple[str, str] | None:
        for index, asked, owner, service in self._entries() if self._type not in WHOLE_SUBJECT else ():
            code = self._service_code(asked, owner, service)
            if code is not None:
                return code, _place(index, asked)
            found = self._domains(index, asked, service) or self._app_name(index, asked, service)
            if found is not None:
                return found
        return None

    def _service_code(
        self, asked: dict[str, Any], owner: FakeSubject | None, service: FakeService | None
    ) -> str | None:
        if service is not None and service.blacklisted:
            return "1064"
        if self._type in NEW:
            return "1037" if service is not None and asked.get("number") is not None else None
        if service is None:
            return "1050" if asked.get("number") in self.record.gone_numbers else "1048"
        accessed, own = self.submission.provider_number in service.providers, owner is self._on_file
        if self._type == "migrate_service":
            return "1005" if own else "1017" if service.under_review else None if accessed else "1048"
        if not own:
            return "1048"
        if self._type == "add_access":
            return "1029" if accessed else None
        if self._type == "cancel_access":
            last = len(service.providers) == 1 and self.only_access_refused
            return "1032" if not accessed else "1025" if last else None
        return None if accessed else "1048"

    def _domains(self, index: int, asked: dict[str, Any], service: FakeService | None) -> tuple[str, str] | None:
        if asked["kind"] != "website":
            return None
        itself = None if self._type in NEW else service
        wanted = {name for other in self.opened for one in other.services for name in one.get("domains", ())}
        for place, domain in enumerate(asked.get("domains", ())):
            asked_for = domain in wanted and (itself is None or domain not in itself.domains)
            if self.record.taken(domain, itself) or asked_for:
                return "1005", f"/services/{index}/domains/{place}"
        return None

    def _app_name(self, index: int, asked: dict[str, Any], service: FakeService | None) -> tuple[str, str] | None:
        if asked["kind"] == "website" or service is None:
            return None
        if self._type in NEW:
            return "1005", f"/services/{index}/name"
        subject = self._on_file
        same_name = any(
            (one.kind, one.name) == (asked["kind"], asked.get("name")) and one is not service
            for one in (subject.services if subject is not None else ())
        )
        changes = self._type in ("change_service", "change_both")
        return ("1020", f"/services/{index}/name") if changes and same_name else None


def _place(index: int, asked: dict[str, Any]) -> str:
    named = asked["kind"] == "website" and asked.get("domains")
    return f"/services/{index}/domains/0" if named else f"/services/{index}/name"
