"""How a filing begins: account, server and code, what kind of filing it is, and the draft."""

from datetime import timedelta

from app.demo.http_service import DemoFailedError, Json
from app.demo.people import CITY, SERVER_ADDRESS, Applicant
from app.demo.stage import Customer, Stage

_REFUSED = (409, 422)


def open_account(stage: Stage, who: Applicant, role: str = "first", *, phone: str | None = None) -> Customer:
    """Make the applicant's account, its real name verified; `role` tells the accounts of a story apart."""
    with stage.screen.step(f"account of {who.subject_name}, its real name verified"):
        external_id = f"demo-{stage.numbers.label(f'{role} account')}"
        phone = phone or who.principal.mobile
        entered = {"external_id": external_id, "phone": phone, "real_name_verified": True}
        account_id = str(stage.backend.call("POST", "/v1/accounts", json=entered)["id"])
        return Customer(who, account_id, external_id, phone, stage.backend.as_applicant(account_id))


def server_of(customer: Customer) -> str:
    """Return the provider's own name of the account's server."""
    return f"{customer.external_id}-server"


def put_server(
    stage: Stage, customer: Customer, *, addresses: tuple[str, ...] = (SERVER_ADDRESS,), capacity: int = 5
) -> None:
    """Tell the service of the account's server, anew where it knows it; `capacity` is how many services it carries."""
    today = stage.now()
    server = {
        "product": "cloud_server",
        "location": "mainland",
        "billing": "prepaid",
        "public_ips": list(addresses),
        "owner_account_id": customer.account_id,
        "purchased_at": (today - timedelta(days=10)).isoformat(),
        "expires_at": (today + timedelta(days=720)).isoformat(),
        "filing_capacity": capacity,
    }
    put = stage.backend.call("PUT", f"/v1/resources/{server_of(customer)}", json=server)
    if not put["eligible"]:
        raise DemoFailedError(f"the server is not eligible: {put['reasons']}")


def issue_code(stage: Stage, customer: Customer, *, expect: tuple[int, ...] = (201,)) -> Json:
    """Ask for one authorization code of the account's server."""
    path = f"/v1/resources/{server_of(customer)}/authorization-codes"
    return stage.backend.call("POST", path, json={"count": 1}, expect=expect)


def server_and_code(stage: Stage, customer: Customer, *, capacity: int = 5) -> str:
    """Put the account's server, and return a fresh authorization code of it."""
    with stage.screen.step("server and authorization code"):
        put_server(stage, customer, capacity=capacity)
        return str(issue_code(stage, customer)["data"][0]["code"])


def register_domain(stage: Stage, who: Applicant) -> None:
    """Let the sandbox's registrar know the domain as the applicant's."""
    facts = {
        "domain": who.domain,
        "holder": who.subject_name,
        "real_name": "verified",
        "expires_on": (stage.now() + timedelta(days=700)).date().isoformat(),
        "registrar_approved": True,
        "suffix_approved": True,
    }
    stage.backend.call("POST", "/v1/sandbox/domain-facts", json=facts)


def file_elsewhere(stage: Stage, who: Applicant, *, access_here: bool = False) -> str:
    """Put subject and website on the national record, filed before and not by this account; return its number."""
    through = "through this provider, before its present system" if access_here else "through another provider"
    with stage.screen.step(f"{who.site_name} is on the national record, filed {through}") as notes:
        certificate = {"type": who.certificate_type, "number": who.certificate_number}
        subject = {"nature": who.nature, "name": who.subject_name, "certificate": certificate, "region": CITY}
        website = {"kind": "website", "domain": who.domain, "name": who.site_name, "access_here": access_here}
        record = {"subject": subject, "services": [website]}
        number = stage.backend.call("POST", "/v1/sandbox/records", json=record)["services"][0]["number"]
        notes.append(number)
    return str(number)


def verified_type(stage: Stage, customer: Customer, filing_type: str, *sites: Applicant) -> str:
    """Ask which filing type it is, expect one, and return the verification's id; `sites` share the subject."""
    who = sites[0]
    with stage.screen.step("type verification") as notes:
        for site in sites:
            register_domain(stage, site)
        asked = {name: value for name, value in who.asked.items() if name != "service"}
        told = customer.app.call(
            "POST", "/v1/type-verifications", json=asked | {"services": [site.asked["service"] for site in sites]}
        )
        if told["filing_type"] != filing_type:
            raise DemoFailedError(f"type verification said {told['filing_type']}, {told['verdict']}: {told['refusal']}")
        notes.extend([told["filing_type_label"], told["reasons"][0]["message"]])
    return str(told["id"])


def draft(stage: Stage, customer: Customer, wanted: Json, *, path: str = "/v1/filings") -> Json:
    """Begin a filing of what is wanted, and return it."""
    with stage.screen.step("draft") as notes:
        filing = customer.app.call("POST", path, json=wanted)
        notes.extend([filing["filing_type_label"], filing["id"]])
    return filing


def refused_draft(stage: Stage, customer: Customer, wanted: Json) -> Json:
    """Try to begin what is refused; tell of it, and return the problem."""
    problem = customer.app.call("POST", "/v1/filings", json=wanted, expect=_REFUSED)
    told = [one["message"] for one in problem.get("errors", ())] or [problem["detail"]]
    for message in told:
        stage.screen.turn(message)
    return problem


def draft_of_verified(
    stage: Stage, customer: Customer, filing_type: str, *sites: Applicant, capacity: int = 5
) -> tuple[Json, str]:
    """Go from the server over the type verification to a draft; return it with the code that it uses."""
    code = server_and_code(stage, customer, capacity=capacity)
    verification = verified_type(stage, customer, filing_type, *sites)
    product = {"authorization_code": code}
    return draft(stage, customer, {"type_verification_id": verification, "product": product}), code
