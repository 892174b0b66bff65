"""One applicant's filing over HTTP, brought to whatever state a test begins in."""

import io
import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from PIL import Image

from app.demo.numbers import Numbers
from app.demo.papers import paper, portrait
from app.demo.people import Applicant, Person, enterprise, individual
from tests.play.running_service import WITHOUT_PII, Caller, RunningService

Json = dict[str, Any]
CONSENT_VERSION = "2026-01"


@cache
def small_paper(kind: str, turn: int) -> bytes:
    """Return a paper of few pixels: soon looked at, and small enough for the authority as it is.

    It is told to be small, which keeps nobody from anything; tests of papers bring such as people have.
    """
    image = Image.open(io.BytesIO(paper(kind, ["image/jpeg"], turn).content))
    image.thumbnail((520, 520))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=80)
    return file.getvalue()


class FilingCase:
    """An account with a server, and its way; every case has numbers and names of its own."""

    def __init__(self, service: RunningService, client: dict[str, str], *, who: str = "enterprise") -> None:
        self.service = service
        self.backend = service.caller(client)
        self.masked_backend = service.caller(client, WITHOUT_PII)
        self.reviewer = service.caller(client, ["reviews", "pii:read"])
        self.seed = uuid.uuid4().hex[:12]
        numbers = Numbers(self.seed)
        self.who: Applicant = enterprise(numbers) if who == "enterprise" else individual(numbers)
        self.who = replace(self.who, first_name=None)
        self.server = f"server-{self.seed}"
        self.account_id = ""
        self.app: Caller = self.backend
        self.filing_id = ""
        self.issued_code = ""

    # --- the way, step by step; each returns self, so that a test says how far it goes

    def with_account(self, *, verified: bool = True) -> "FilingCase":
        """Register the account and sign its app in."""
        body = {"external_id": self.seed, "phone": self.who.principal.mobile, "real_name_verified": verified}
        self.account_id = self.backend.ok(self.backend.post("/v1/accounts", body))["id"]
        session = self.backend.ok(self.backend.post(f"/v1/accounts/{self.account_id}/sessions"))
        self.app = Caller(self.service.http, session["access_token"])
        return self

    def with_server(self, **changes: Any) -> "FilingCase":
        """Put a server that is eligible unless `changes` say otherwise."""
        now = self.now()
        body = {
            "product": "cloud_server",
            "location": "mainland",
            "billing": "prepaid",
            "public_ips": ["203.0.113.10"],
            "owner_account_id": self.account_id,
            "purchased_at": (now - timedelta(days=10)).isoformat(),
            "expires_at": (now + timedelta(days=3650)).isoformat(),
            "filing_capacity": 5,
        }
        self.backend.ok(self.backend.call("PUT", f"/v1/resources/{self.server}", json={**body, **changes}))
        return self

    def code(self, **body: Any) -> str:
        """Issue one authorization code; the newest stays known as `issued_code`."""
        answer = self.backend.post(f"/v1/resources/{self.server}/authorization-codes", {"count": 1, **body})
        self.issued_code = str(self.backend.ok(answer)["data"][0]["code"])
        return self.issued_code

    def verified_type(self, **changes: Any) -> Json:
        """Verify the type, as the applicant."""
        verified: Json = self.app.ok(self.app.post("/v1/type-verifications", {**self.who.asked, **changes}))
        return verified

    def begin(self, **product: Any) -> Json:
        """Verify the type and begin a filing; with a fresh code unless a product is given."""
        if not self.account_id:
            self.with_account()
            self.with_server()
        verification = self.verified_type()
        body = {"type_verification_id": verification["id"], "product": product or {"authorization_code": self.code()}}
        filing: Json = self.app.ok(self.app.post("/v1/filings", body))
        self.filing_id = filing["id"]
        return filing

    def filled_in(self) -> "FilingCase":
        """A draft with all its information."""
        filing = self.begin()
        patch = {
            "subject": self.who.subject(),
            "services": [self.who.service(filing["services"][0]["id"])],
            "emergency_contacts": [{"name": self.who.principal.name, "phone": self.who.principal.emergency_phone}],
        }
        self.app.ok(self.change(patch))
        return self

    def with_papers(self) -> "FilingCase":
        """A draft with information, papers and authenticity check."""
        self.filled_in()
        wanted = self.app.ok(self.app.get(f"{self.path}/requirements", params={"limit": 100}))["data"]
        for turn, asked in enumerate(wanted):
            if asked["required"] and asked["kind"] != "portrait":
                self.app.ok(self.upload(asked["kind"], asked["for"], small_paper(asked["kind"], turn)))
        self.show_face()
        return self

    def submitted(self) -> "FilingCase":
        """A filing in first review."""
        self.with_papers()
        self.confirm_and("submit")
        return self

    def passed(self) -> "FilingCase":
        """A filing that a reviewer passed; the worker hands it over by itself."""
        self.submitted()
        self.decide("pass")
        return self

    def awaiting_sms(self) -> "FilingCase":
        """A filing whose people have codes to enter."""
        self.passed()
        self.settle()
        assert self.state() == "awaiting_sms", self.filing()
        return self

    def in_authority_review(self) -> "FilingCase":
        """A filing all of whose people entered their codes."""
        self.awaiting_sms()
        for person in self.people():
            self.backend.ok(self.enter(person, self.sms_code(person)))
        assert self.state() == "authority_review"
        return self

    def approved(self) -> "FilingCase":
        """A filing with its number."""
        self.in_authority_review()
        body = {"filing_id": self.filing_id, "outcome": "accept"}
        self.backend.ok(self.backend.post("/v1/sandbox/authority/decisions", body))
        assert self.state() == "approved"
        return self

    # --- what a test does with it

    @property
    def path(self) -> str:
        """The filing's address."""
        return f"/v1/filings/{self.filing_id}"

    def filing(self, caller: Caller | None = None) -> Json:
        """Read the filing."""
        who = caller or self.app
        found: Json = who.ok(who.get(self.path))
        return found

    def state(self) -> str:
        """Where it stands."""
        return str(self.filing()["state"])

    def etag(self) -> str:
        """Its present ETag."""
        return self.app.get(self.path).headers["etag"]

    def change(self, patch: Json, **more: Any) -> Any:
        """PATCH the present revision."""
        return self.app.call("PATCH", self.path, json=patch, **{"etag": self.etag(), **more})

    def act(self, action: str, **more: Any) -> Any:
        """Take one of the five steps on the present revision."""
        return self.app.post(f"{self.path}/{action}", {}, **{"etag": self.etag(), **more})

    def confirm_and(self, action: str) -> Json:
        """Confirm, then submit or resubmit."""
        self.app.ok(self.act("confirm"))
        done: Json = self.app.ok(self.act(action))
        return done

    def upload(self, kind: str, place: str, content: bytes, **more: Any) -> Any:
        """Add a paper."""
        files = {"file": ("whatever.bin", content, "application/octet-stream")}
        return self.app.call("POST", f"{self.path}/materials", data={"kind": kind, "for": place}, files=files, **more)

    def show_face(self, place: str = "/services/0/principal") -> Json:
        """Upload the portrait of a principal, by default the service's, and hand the check in."""
        material = self.app.ok(self.upload("portrait", place, portrait().content))
        body = {"method": "portrait", "for": place, "material_id": material["id"], "consent": self.consent()}
        check: Json = self.app.ok(self.app.post(f"{self.path}/authenticity-checks", body))
        return check

    def consent(self) -> Json:
        """The consent of the person before the camera, given by the service's clock at the filing's last change."""
        return {"version": CONSENT_VERSION, "given_at": self.filing()["updated_at"]}

    def decide(self, outcome: str, findings: list[Json] | None = None) -> Json:
        """Claim and decide, as the reviewer."""
        self.reviewer.ok(self.reviewer.post(f"/v1/reviews/{self.filing_id}/claim"))
        body = {"outcome": outcome, "findings": findings or []}
        answer = self.reviewer.post(f"/v1/reviews/{self.filing_id}/decision", body, etag=self.etag())
        decided: Json = self.reviewer.ok(answer)
        return decided

    def rejected(self, code: str = "site_name_bad", pointer: str = "/services/0/name") -> "FilingCase":
        """Let the reviewer reject what stands in first review."""
        self.decide("reject", [{"pointer": pointer, "code": code}])
        return self

    def people(self) -> list[Person]:
        """Everybody with a phone of their own who has to enter a code."""
        return list({person.mobile: person for person in (self.who.principal, self.who.service_principal)}.values())

    def sms_code(self, person: Person) -> str:
        """The newest code that the authority sent somebody."""
        found = self.backend.ok(self.backend.get("/v1/sandbox/messages", params={"phone": person.mobile}))["data"]
        return str(next(message["code"] for message in found if message.get("code")))

    def messages(self) -> list[Json]:
        """What would have been sent to the subject's principal, newest first."""
        params = {"phone": self.who.principal.mobile, "limit": 100}
        found: list[Json] = self.backend.ok(self.backend.get("/v1/sandbox/messages", params=params))["data"]
        return found

    def enter(self, person: Person, code: str) -> Any:
        """Enter a code, without signing in."""
        body = {"phone": person.mobile, "certificate_last6": person.last_six, "code": code}
        return Caller(self.service.http, None).post("/v1/sms-verifications", body)

    def advance(self, **amount: float) -> datetime:
        """Move time for everyone."""
        return datetime.fromisoformat(self.backend.ok(self.backend.post("/v1/sandbox/clock/advance", amount))["now"])

    def settle(self) -> datetime:
        """Wait until everything that is due has happened."""
        return self.advance(hours=0)

    def now(self) -> datetime:
        """Sandbox time."""
        return self.settle()

    def timeline(self) -> list[Json]:
        """Every event."""
        found: list[Json] = self.app.ok(self.app.get(f"{self.path}/timeline", params={"limit": 100}))["data"]
        return found
