"""The steps of a first filing, each one or a few calls."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.demo.http_service import DemoFailedError, HttpService, Json
from app.demo.papers import paper, portrait
from app.demo.people import SERVER_ADDRESS, Applicant, Person
from app.demo.screen import Screen

CONSENT_VERSION = "2026-01"


@dataclass(frozen=True, slots=True)
class Callers:
    """The three who call: the provider's backend, its reviewer, and the applicant's app."""

    backend: HttpService
    reviewer: HttpService
    app: HttpService


def now(backend: HttpService) -> datetime:
    """Return sandbox time, after everything that is due has happened."""
    return datetime.fromisoformat(backend.call("POST", "/v1/sandbox/clock/advance", json={"hours": 0})["now"])


def advance(backend: HttpService, **amount: int) -> None:
    """Move time for service, worker and authority."""
    backend.call("POST", "/v1/sandbox/clock/advance", json=amount)


def expect_state(filing: Json, state: str) -> Json:
    """End the story unless the filing stands there."""
    if filing["state"] != state:
        raise DemoFailedError(f"{filing['id']} is {filing['state']}, not {state} ({filing.get('returned_because')})")
    return filing


def open_account(backend: HttpService, who: Applicant, label: str) -> str:
    """Make the applicant's account, its real name verified."""
    entered = {"external_id": f"demo-{label}", "phone": who.principal.mobile, "real_name_verified": True}
    return str(backend.call("POST", "/v1/accounts", json=entered)["id"])


def buy_server(backend: HttpService, account_id: str, label: str) -> str:
    """Put a server and return a fresh authorization code of it."""
    today = now(backend)
    server = {
        "product": "cloud_server",
        "location": "mainland",
        "billing": "prepaid",
        "public_ips": [SERVER_ADDRESS],
        "owner_account_id": account_id,
        "purchased_at": (today - timedelta(days=10)).isoformat(),
        "expires_at": (today + timedelta(days=720)).isoformat(),
        "filing_capacity": 5,
    }
    path = f"/v1/resources/demo-server-{label}"
    put = backend.call("PUT", path, json=server)
    if not put["eligible"]:
        raise DemoFailedError(f"the server is not eligible: {put['reasons']}")
    return str(backend.call("POST", f"{path}/authorization-codes", json={"count": 1})["data"][0]["code"])


def register_domain(backend: HttpService, who: Applicant) -> None:
    """Let the sandbox's registrar know the domain as the applicant's."""
    facts = {
        "domain": who.domain,
        "holder": who.subject_name,
        "real_name": "verified",
        "expires_on": (now(backend) + timedelta(days=700)).date().isoformat(),
        "registrar_approved": True,
        "suffix_approved": True,
    }
    backend.call("POST", "/v1/sandbox/domain-facts", json=facts)


def verify_type(app: HttpService, who: Applicant) -> str:
    """Ask which filing type it is, and return the verification's id."""
    told = app.call("POST", "/v1/type-verifications", json=who.asked)
    if told["verdict"] != "allowed" or told["filing_type"] != "first_filing":
        raise DemoFailedError(f"type verification said {told['verdict']}: {told.get('refusal')}")
    return str(told["id"])


def fill_in(app: HttpService, filing: Json, who: Applicant) -> None:
    """Enter the information."""
    patch = {
        "subject": who.subject(),
        "services": [who.service(filing["services"][0]["id"])],
        "emergency_contacts": [{"name": who.principal.name, "phone": who.principal.emergency_phone}],
    }
    app.call("PATCH", f"/v1/filings/{filing['id']}", json=patch, etag=app.etag(filing["id"]))


def hand_in_papers(app: HttpService, filing_id: str) -> list[str]:
    """Upload each wanted paper as a real file, and return what was sent."""
    sent: list[str] = []
    wanted = app.call("GET", f"/v1/filings/{filing_id}/requirements", params={"limit": 100})["data"]
    for turn, asked in enumerate(wanted):
        if not asked["required"] or asked["satisfied"] or asked["kind"] == "portrait":
            continue
        made = paper(asked["kind"], asked["formats"], turn)
        form = {"kind": asked["kind"], "for": asked["for"]}
        files = {"file": (made.name, made.content, made.media_type)}
        app.call("POST", f"/v1/filings/{filing_id}/materials", data=form, files=files)
        sent.append(made.name)
    return sent


def show_face(app: HttpService, filing_id: str, at: datetime) -> str:
    """Upload the portrait of the service's principal, ask for the check, and return its status."""
    picture, person = portrait(), "/services/0/principal"
    files = {"file": (picture.name, picture.content, picture.media_type)}
    path = f"/v1/filings/{filing_id}"
    material = app.call("POST", f"{path}/materials", data={"kind": "portrait", "for": person}, files=files)
    consent = {"version": CONSENT_VERSION, "given_at": at.isoformat()}
    asked = {"method": "portrait", "for": person, "material_id": material["id"], "consent": consent}
    status = app.call("POST", f"{path}/authenticity-checks", json=asked)["status"]
    if status == "failed":
        raise DemoFailedError("the portrait was refused")
    return str(status)


def look_at_checks(app: HttpService, filing_id: str) -> int:
    """End the story at an error of the machine's pre-review; return how many hints there are."""
    spoken = app.call("GET", f"/v1/filings/{filing_id}/checks", params={"limit": 100})["data"]
    errors = [f"{said['pointer']} {said['code']}: {said['message']}" for said in spoken if said["severity"] == "error"]
    if errors:
        raise DemoFailedError("the pre-review found:\n" + "\n".join(errors))
    return len(spoken)


def claim_and_decide(reviewer: HttpService, filing_id: str, **decision: object) -> None:
    """Take the filing from the reviewers' queue and decide on it."""
    reviewer.call("POST", f"/v1/reviews/{filing_id}/claim", json={})
    path = f"/v1/reviews/{filing_id}/decision"
    reviewer.call("POST", path, json=decision, etag=reviewer.etag(filing_id))


def sms_code(backend: HttpService, person: Person) -> str:
    """Read the newest SMS code from the sandbox's messages."""
    messages = backend.call("GET", "/v1/sandbox/messages", params={"phone": person.mobile})["data"]
    codes = [message["code"] for message in messages if message.get("code")]
    if not codes:
        raise DemoFailedError("the authority sent no SMS code")
    return str(codes[0])


def enter_code(backend: HttpService, person: Person, code: str, *, expect: tuple[int, ...] = (200,)) -> Json:
    """Enter a code as the person would, without signing in."""
    entered = {"phone": person.mobile, "certificate_last6": person.last_six, "code": code}
    return backend.call("POST", "/v1/sms-verifications", json=entered, expect=expect)


def another_code(code: str) -> str:
    """Return six other digits."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def prepare(screen: Screen, backend: HttpService, who: Applicant, label: str) -> tuple[HttpService, str]:
    """Go from the account to a draft; return the applicant's app and the filing's id."""
    with screen.step("account, its real name verified"):
        account_id = open_account(backend, who, label)
        app = backend.as_applicant(account_id)
    with screen.step("server and authorization code"):
        code = buy_server(backend, account_id, label)
    with screen.step("type verification") as notes:
        register_domain(backend, who)
        verification = verify_type(app, who)
        notes.append("first filing 首次备案")
    with screen.step("draft") as notes:
        wanted = {"type_verification_id": verification, "product": {"authorization_code": code}}
        filing = app.call("POST", "/v1/filings", json=wanted)
        notes.append(filing["id"])
    with screen.step("information about subject, website and people"):
        fill_in(app, filing, who)
    return app, str(filing["id"])


def papers_and_face(screen: Screen, callers: Callers, filing_id: str) -> None:
    """Go from the papers to the first submission."""
    with screen.step("papers") as notes:
        notes.extend(hand_in_papers(callers.app, filing_id))
    with screen.step("portrait and authenticity check, with consent") as notes:
        notes.append(show_face(callers.app, filing_id, now(callers.backend)))
    with screen.step("machine pre-review") as notes:
        notes.append(f"no errors, {look_at_checks(callers.app, filing_id)} hints")
    with screen.step("confirmed and submitted"):
        callers.app.act(filing_id, "confirm", json={})
        expect_state(callers.app.act(filing_id, "submit", json={}), "first_review")
