"""What the applicant does with a draft: information, papers, faces, the machine's pre-review, submission."""

from typing import Any

from app.demo.http_service import DemoFailedError, Json
from app.demo.papers import paper, portrait
from app.demo.people import Applicant
from app.demo.stage import Customer, Stage, expect_state


def whole_body(filing: Json, *sites: Applicant, with_subject: bool = True) -> Json:
    """Return everything that is entered of a subject and its websites, the first of `sites` being the draft's first."""
    who = sites[0]
    services = [site.service(service["id"]) for site, service in zip(sites, filing["services"], strict=True)]
    contacts = [{"name": who.principal.name, "phone": who.principal.emergency_phone}]
    subject = {"subject": who.subject()} if with_subject else {}
    return {**subject, "services": services, "emergency_contacts": contacts}


def enter(stage: Stage, customer: Customer, filing_id: str, body: Json, told: str = "information") -> Json:
    """Enter information; return the filing."""
    with stage.screen.step(told):
        etag = customer.app.etag(filing_id)
        return customer.app.call("PATCH", f"/v1/filings/{filing_id}", json=body, etag=etag)


def papers_and_faces(stage: Stage, customer: Customer, filing_id: str) -> None:
    """Hand in what is wanted and not there yet; what the record's own filings brought is there already."""
    wanted = _wanted(customer, filing_id)
    on_file = [one["kind"] for one in wanted if one["on_file"]]
    if on_file:
        with stage.screen.step("papers on file, taken over") as notes:
            notes.extend(on_file)
    missing = [one for one in wanted if one["required"] and not one["satisfied"]]
    _hand_in(stage, customer, filing_id, [one for one in missing if one["kind"] != "portrait"])
    _show_faces(stage, customer, filing_id, [one["for"] for one in missing if one["kind"] == "portrait"])


def _wanted(customer: Customer, filing_id: str) -> list[Json]:
    return customer.app.listed(f"/v1/filings/{filing_id}/requirements")


def _hand_in(stage: Stage, customer: Customer, filing_id: str, missing: list[Json]) -> None:
    """Upload each paper as a real file."""
    if not missing:
        return
    with stage.screen.step("papers") as notes:
        for turn, asked in enumerate(missing):
            made = paper(asked["kind"], asked["formats"], turn)
            form = {"kind": asked["kind"], "for": asked["for"]}
            files = {"file": (made.name, made.content, made.media_type)}
            customer.app.call("POST", f"/v1/filings/{filing_id}/materials", data=form, files=files)
            notes.append(made.name)


def _show_faces(stage: Stage, customer: Customer, filing_id: str, places: list[str]) -> None:
    """Upload a portrait of each service's principal and ask for the check, with consent."""
    if not places:
        return
    with stage.screen.step("portrait and authenticity check, with consent") as notes:
        version = customer.app.listed("/v1/catalog/consents")[0]["code"]
        consent = {"version": version, "given_at": stage.now().isoformat()}
        for place in places:
            notes.extend(_show_face(customer, filing_id, place, consent))


def _show_face(customer: Customer, filing_id: str, person: str, consent: Json) -> list[str]:
    """Return what came of the check, and what the machine says of the picture."""
    picture = portrait()
    files = {"file": (picture.name, picture.content, picture.media_type)}
    path = f"/v1/filings/{filing_id}"
    material = customer.app.call("POST", f"{path}/materials", data={"kind": "portrait", "for": person}, files=files)
    asked: dict[str, Any] = {"method": "portrait", "for": person, "material_id": material["id"]}
    asked["consent"] = consent
    check = customer.app.call("POST", f"{path}/authenticity-checks", json=asked)
    if check["status"] == "failed":
        raise DemoFailedError("the portrait was refused")
    return [check["status"], *(said["code"] for said in check["findings"])]


def errors_of(customer: Customer, filing_id: str) -> list[Json]:
    """Return the errors that the machine's pre-review finds."""
    spoken = customer.app.listed(f"/v1/filings/{filing_id}/checks")
    return [said for said in spoken if said["severity"] == "error"]


def submit(stage: Stage, customer: Customer, filing_id: str) -> None:
    """Look at the machine's pre-review, agree to the filing as it is, and send it off."""
    with stage.screen.step("machine pre-review, confirmed and submitted"):
        errors = [f"{said['pointer']} {said['code']}: {said['message']}" for said in errors_of(customer, filing_id)]
        if errors:
            raise DemoFailedError("the pre-review found:\n" + "\n".join(errors))
        customer.app.act(filing_id, "confirm", json={})
        expect_state(customer.app.act(filing_id, "submit", json={}), "first_review")
