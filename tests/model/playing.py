"""One order over HTTP: each call that the model knows, sent as an applicant, a reviewer or a stranger would."""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import httpx
from PIL import Image

from app.demo.papers import portrait
from tests.model.applicant import CONTENT_CHANGES
from tests.model.content import Paper
from tests.model.reviewing import CODES
from tests.model.world import Tenant, World
from tests.play.filing_case import FilingCase, small_paper
from tests.play.running_service import Caller

Json = dict[str, Any]
REVIEWERS = ("backend", "colleague")


@dataclass(frozen=True)
class Kept:
    """A call under an idempotency key, and its answer."""

    caller: Caller
    path: str
    body: Json
    etag: str | None
    key: str
    answer: httpx.Response


class PlayedOrder(FilingCase):
    """A first filing with an account of its own, under one of the providers."""

    def __init__(self, world: World, tenant: Tenant, who: str) -> None:
        super().__init__(world.service, tenant.backend, who=who)
        while self.who.certificate_number in world.certificates:
            # Of made-up identity numbers there are a thousand, and whoever has one on record is nobody new.
            super().__init__(world.service, tenant.backend, who=who)
        world.certificates.add(self.who.certificate_number)
        self.tenant = tenant
        self.kept: list[Kept] = []
        colleague = world.service.caller(tenant.colleague)
        self.reviewers = {"backend": self.reviewer, "colleague": colleague}
        self.uploaded: dict[str, Paper] = {}
        self.began_at = self.settle()
        self.codes_seen: dict[str, list[str]] = {}

    def send(self, caller: Caller, path: str, body: Json, etag: str | None, key: str | None) -> httpx.Response:
        """POST, under an idempotency key if one is given; such a call and its answer are kept."""
        headers = {} if key is None else {"idempotency-key": key}
        answer = caller.call("POST", path, json=body, etag=etag, headers=headers)
        if key is not None:
            assert answer.headers.get("idempotency-replayed") is None
            self.kept.append(Kept(caller, path, body, etag, key, answer))
        return answer

    # --- the applicant

    def step(self, action: str, etag: str | None, key: str | None) -> httpx.Response:
        """One of the five actions."""
        return self.send(self.app, f"{self.path}/{action}", {}, etag, key)

    def edit(self, change: str, etag: str | None) -> httpx.Response:
        """Change what was entered."""
        return self.app.call("PATCH", self.path, json=self._patch(change), etag=etag)

    def bring(self, paper: Paper) -> httpx.Response:
        """Upload a paper."""
        kind, place, turn = paper
        content = portrait().content if kind == "portrait" else _picture(kind, turn)
        answer: httpx.Response = self.upload(kind, place, content)
        if answer.is_success:
            self.uploaded[answer.json()["id"]] = paper
        return answer

    def take_back(self, material_id: str) -> httpx.Response:
        """Remove a paper."""
        answer = self.app.call("DELETE", f"/v1/materials/{material_id}")
        if answer.is_success:
            del self.uploaded[material_id]
        return answer

    def hand_face_in(self, material_id: str) -> httpx.Response:
        """Hand the look at the face in."""
        place = "/services/0/principal"
        body = {"method": "portrait", "for": place, "material_id": material_id, "consent": self.consent()}
        return self.app.post(f"{self.path}/authenticity-checks", body)

    def account_is(self, *, verified: bool) -> None:
        """Tell whether the account's real name was verified."""
        body = {"external_id": self.seed, "phone": self.who.principal.mobile, "real_name_verified": verified}
        self.backend.ok(self.backend.post("/v1/accounts", body))

    def _patch(self, change: str) -> Json:
        if change == "everything":
            return self._everything()
        if change in ("masked_as_shown", "masked_otherwise", "mobile_wrong", "mobile_right"):
            mobile = self.who.principal.mobile
            told = {
                "masked_as_shown": f"{mobile[:3]}****{mobile[-4:]}",
                "masked_otherwise": f"{mobile[:4]}***{mobile[-4:]}",
                "mobile_wrong": "12345",
                "mobile_right": mobile,
            }
            return {"subject": {"principal": {"mobile": told[change]}}}
        if change == "frozen":
            return {"subject": {"certificate": {"number": "91410105MA00000000"}}}
        if change == "wrong_shape":
            return {"remark": 5}
        return self._content(CONTENT_CHANGES[change])

    def _content(self, changed: Json) -> Json:
        patch: Json = {}
        for field, value in changed.items():
            if field == "site":
                patch["services"] = [{"id": self._service_id(), "name": value or self.who.site_name}]
            elif field == "subject":
                patch["subject"] = {"name": value or self.who.subject_name}
            else:
                patch[field] = value
        return patch

    def _everything(self) -> Json:
        patch = {
            "subject": self.who.subject(),
            "services": [self.who.service(self._service_id())],
            "emergency_contacts": [{"name": self.who.principal.name, "phone": self.who.principal.emergency_phone}],
        }
        dated: Json = _dated(patch, self.began_at)
        return dated

    def _service_id(self) -> str:
        return str(self.filing()["services"][0]["id"])

    # --- the reviewers

    def decision(
        self, who: str, outcome: str, finding: str | None, etag: str | None, key: str | None, *, by_post: bool
    ) -> httpx.Response:
        """Decide."""
        body: Json = {"outcome": outcome, "findings": [] if finding is None else [CODES[finding]]}
        if by_post:
            body["post_to"] = "郑州市金水区花园路1号 备案组"
        return self.send(self.reviewers[who], f"/v1/reviews/{self.filing_id}/decision", body, etag, key)

    def at_the_desk(self, who: str, what: str, key: str | None = None) -> httpx.Response:
        """Claim, release or forward."""
        return self.send(self.reviewers[who], f"/v1/reviews/{self.filing_id}/{what}", {}, None, key)

    def several(self, who: str, outcome: str, finding: str, key: str | None) -> httpx.Response:
        """Decide several at once: this one."""
        body = {"items": [{"filing_id": self.filing_id}], "outcome": outcome, "findings": [CODES[finding]]}
        return self.send(self.reviewers[who], "/v1/reviews/decisions", body, None, key)

    # --- those who enter codes, and the authority

    def code_entered(self, person: int, what: str) -> httpx.Response:
        """Enter a code."""
        who = self.people()[person]
        codes = self.codes_of(person)
        newest = codes[0] if codes else "123456"
        wrong = f"{(int(newest) + 1) % 1_000_000:06d}"
        if what == "somebody_elses" and len(self.people()) > 1 and codes:
            wrong = self.codes_of(1 - person)[0]
        elif what == "an_old_one" and len(codes) > 1:
            wrong = codes[1]
        # One time in a million two codes are alike; then another one is the wrong one.
        wrong = wrong if wrong != newest else f"{(int(newest) + 2) % 1_000_000:06d}"
        body = {"phone": who.mobile, "certificate_last6": who.last_six, "code": newest if what == "right" else wrong}
        if what == "not_their_certificate":
            body |= {"certificate_last6": "00000X", "code": newest}
        return Caller(self.service.http, None).post("/v1/sms-verifications", body)

    def codes_of(self, person: int) -> list[str]:
        """The codes that somebody was sent, newest first."""
        params: Json = {"phone": self.people()[person].mobile, "limit": 100}
        codes: list[str] = []
        while True:
            # Among them are reminders, of which an order that lives for months gets many.
            page = self.backend.ok(self.backend.get("/v1/sandbox/messages", params=params))
            codes += [str(message["code"]) for message in page["data"] if message.get("code")]
            if page["next_cursor"] is None:
                return codes
            params["cursor"] = page["next_cursor"]

    def authority(self, outcome: str, code: str | None) -> httpx.Response:
        """Let the authority decide now."""
        body = {"filing_id": self.filing_id, "outcome": outcome} | ({} if code is None else {"code": code})
        return self.backend.post("/v1/sandbox/authority/decisions", body)

    # --- beginning

    def begin_order(self, copy_from: str | None = None) -> httpx.Response:
        """Begin the first order of the account, or another one with the same code."""
        if not self.account_id:
            self.with_account()
            self.with_server()
            self.code()
        verification = self.verified_type()
        body: Json = {"type_verification_id": verification["id"], "product": {"authorization_code": self.issued_code}}
        answer = self.app.post("/v1/filings", body | ({} if copy_from is None else {"copy_from": copy_from}))
        self.filing_id = str(self.app.ok(answer)["id"])
        self.uploaded = {}
        return answer


@cache
def _picture(kind: str, turn: int) -> bytes:
    """Return one of several pictures of a paper, each of other bytes: another one in its place is a change."""
    file = io.BytesIO()
    Image.open(io.BytesIO(small_paper(kind, 0))).save(file, "JPEG", quality=80 - turn)
    return file.getvalue()


def _dated(value: Any, today: datetime) -> Any:
    """Return what was entered with certificates that hold today, whatever year the order lives in."""
    if isinstance(value, list):
        return [_dated(one, today) for one in value]
    if not isinstance(value, dict):
        return value
    changed = {name: _dated(one, today) for name, one in value.items()}
    if "valid_from" in value:
        begins = (today - timedelta(days=5 * 365)).date().replace(day=1)
        changed["valid_from"] = begins.isoformat()
        ends = begins.replace(year=begins.year + 20)
        changed["valid_until"] = ends.isoformat() if value["valid_until"] else None
    return changed
