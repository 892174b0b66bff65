"""Somebody who files one website after the other, and those whom each filing needs: the reviewer and the authority."""

import asyncio
import itertools
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from app.demo.numbers import Numbers
from app.demo.papers import portrait
from app.demo.people import Applicant, Person, enterprise, individual
from tests.crash.ledger import Ledger
from tests.crash.persistent_client import Act, Json, PersistentClient, RefusedError
from tests.crash.plans import Plan, a_plan
from tests.play.filing_case import CONSENT_VERSION, small_paper

_LOOK_AGAIN = 0.15
_FINAL = ("approved", "abandoned")
_REFUSED_AT_INTAKE = "冲突测试"
_OTHER_NAME = {"enterprise": "郑州晨星软件有限公司网站", "individual": "知行的读书手记"}
# The clock was moved between the look and the act, and what was looked at was over.
_OVERTAKEN = {
    ("decision", "not-claimed"),
    ("SMS code", "sms-code-expired"),
    ("SMS code", "sms-returned"),
    ("new code", "sms-code-expired"),
    ("new code", "action-not-allowed"),
}
_PRECONDITION_FAILED = 412
_TRIES_OF_A_CODE = 4


@dataclass(slots=True)
class Filed:
    """One filing: whose, what was done to it in which order, and what came out of it."""

    label: str
    plan: Plan
    who: Applicant
    id: str = ""
    account_id: str = ""
    app: PersistentClient | None = None
    done: list[tuple[str, str]] = field(default_factory=list)
    patches: int = 0
    materials: dict[str, str] = field(default_factory=dict)
    checks: list[str] = field(default_factory=list)
    decisions: int = 0
    new_codes: dict[str, int] = field(default_factory=dict)
    revisions: list[int] = field(default_factory=list)
    state: str = ""
    ended: Json = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Its address."""
        return f"/v1/filings/{self.id}"


@dataclass(frozen=True, slots=True)
class World:
    """What all filers share."""

    backend: PersistentClient
    reviewer: PersistentClient
    anybody: PersistentClient
    ledger: Ledger
    authority: httpx.AsyncClient
    filed: list[Filed] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)


class Filer:
    """Files until told to stop; what it has begun it brings to its end."""

    def __init__(self, world: World, label: str, chance: random.Random) -> None:
        self._world = world
        self._label = label
        self._chance = chance
        self._filed: Filed
        self._steps: dict[str, Callable[[Json], Awaitable[None]]] = {
            "draft": self._first_submit,
            "withdrawn": self._submit_again,
            "first_review": self._review,
            "resubmitted": self._review,
            "first_review_rejected": self._mend,
            "completion_required": self._mend,
            "authority_rejected": self._mend,
            "pending_authority": self._wait,
            "awaiting_sms": self._enter_codes,
            "authority_review": self._let_decide,
        }

    async def run(self, stopped: asyncio.Event) -> None:
        """File one after the other."""
        number = 0
        while not stopped.is_set():
            number += 1
            await self._file(f"{self._label}-{number}")

    async def _file(self, label: str) -> None:
        plan = a_plan(self._chance)
        self._filed = Filed(label, plan, self._somebody_new(plan.who, label))
        self._world.filed.append(self._filed)
        await self._begin()
        while (filing := await self._filing())["state"] not in _FINAL:
            self._filed.state = filing["state"]
            try:
                await self._steps[filing["state"]](filing)
            except RefusedError as refused:
                if (refused.act.name, refused.code) not in _OVERTAKEN:
                    raise
        self._filed.state, self._filed.ended = filing["state"], filing

    def _somebody_new(self, kind: str, label: str) -> Applicant:
        """Return an applicant whom nobody is like: made-up numbers are few enough to come again."""
        for turn in itertools.count():
            numbers = Numbers(f"{label}/{turn}")
            who = enterprise(numbers) if kind == "enterprise" else individual(numbers)
            theirs = {who.certificate_number, who.principal.mobile, who.service_principal.mobile}
            if theirs.isdisjoint(self._world.taken):
                self._world.taken.update(theirs)
                return replace(who, first_name=None)
        raise AssertionError("unreachable")

    @property
    def _app(self) -> PersistentClient:
        assert self._filed.app is not None
        return self._filed.app

    async def _filing(self) -> Json:
        found: Json = await self._app.read(self._filed.path)
        return found

    # --- the applicant and the provider's backend

    async def _begin(self) -> None:
        filed, backend = self._filed, self._world.backend
        person = {"external_id": filed.label, "phone": filed.who.principal.mobile, "real_name_verified": True}
        filed.account_id = (await backend.act("account", "/v1/accounts", person)).answer["id"]
        session = await backend.act("session", f"/v1/accounts/{filed.account_id}/sessions")
        filed.app = backend.as_(session.answer["access_token"])
        server = f"/v1/resources/{filed.label}"
        await backend.act("server", server, _server(filed.account_id), method="PUT")
        code = await backend.act("code", f"{server}/authorization-codes", {"count": 1})
        begun = await self._verify_and_begin({"authorization_code": code.answer["data"][0]["code"]})
        filed.id = begun.answer["id"]
        self._moved("created", begun)
        await self._fill_in(begun.answer)

    async def _verify_and_begin(self, product: Json) -> Act:
        """Begin on a fresh verification; one that is over because the clock was moved is made anew."""
        while True:
            verified = await self._app.act("type verification", "/v1/type-verifications", self._filed.who.asked)
            body = {"type_verification_id": verified.answer["id"], "product": product}
            try:
                return await self._app.act("begin", "/v1/filings", body, filing=self._filed.label)
            except RefusedError as refused:
                if refused.code != "type-verification-expired":
                    raise

    async def _fill_in(self, filing: Json) -> None:
        who = self._filed.who
        service = who.service(filing["services"][0]["id"])
        if self._filed.plan.refused_at_intake:
            service["name"] = _REFUSED_AT_INTAKE
        contacts = [{"name": who.principal.name, "phone": who.principal.emergency_phone}]
        await self._change({"subject": who.subject(), "services": [service], "emergency_contacts": contacts}, filing)
        asked = await self._app.read(f"{self._filed.path}/requirements", limit=100)
        for turn, paper in enumerate(asked["data"]):
            if paper["required"] and paper["kind"] != "portrait":
                await self._bring(paper["kind"], paper["for"], small_paper(paper["kind"], turn))
        await self._show_face("/services/0/principal")

    async def _bring(self, kind: str, place: str, content: bytes) -> str:
        form = {"kind": kind, "for": place}
        path = f"{self._filed.path}/materials"
        act = await self._app.act("paper", path, filing=self._filed.label, form=form, file=content)
        material = str(act.answer["id"])
        self._filed.materials[material] = act.answer["sha256"]
        return material

    async def _show_face(self, place: str) -> None:
        material = await self._bring("portrait", place, portrait().content)
        consent = {"version": CONSENT_VERSION, "given_at": (await self._filing())["updated_at"]}
        body = {"method": "portrait", "for": place, "material_id": material, "consent": consent}
        act = await self._app.act("face", f"{self._filed.path}/authenticity-checks", body, filing=self._filed.label)
        self._filed.checks.append(act.answer["id"])

    async def _change(self, patch: Json, filing: Json) -> None:
        """Change it. A PATCH has no key: one whose answer was lost is found done by its revision and its body."""
        etag, label = f'"{filing["revision"]}"', self._filed.label
        try:
            act = await self._app.act("change", self._filed.path, patch, filing=label, method="PATCH", etag=etag)
        except RefusedError as refused:
            # As the backend reads it: what an applicant is shown is masked.
            now = await self._world.backend.read(self._filed.path)
            came_through = refused.act.tries > 1 and refused.act.status == _PRECONDITION_FAILED
            if not came_through or now["revision"] != filing["revision"] + 1 or not _holds(now, patch):
                raise
            act = refused.act
            act.status, act.answer, act.by_reading = 200, now, True
            self._app.acknowledged(act)
        self._filed.patches += 1
        self._expect_next(filing, act)

    async def _rename(self, filing: Json) -> None:
        service = filing["services"][0]
        names = (self._filed.who.site_name, _OTHER_NAME[self._filed.plan.who])
        name = next(one for one in names if one != service["name"])
        await self._change({"services": [{"id": service["id"], "name": name}]}, filing)

    async def _first_submit(self, filing: Json) -> None:
        if self._filed.plan.given_up_as_draft:
            await self._act("abandon", filing)
            return
        await self._confirm_and("submit")

    async def _submit_again(self, filing: Json) -> None:
        await self._rename(filing)
        await self._confirm_and("submit")

    async def _mend(self, filing: Json) -> None:
        if self._filed.plan.given_up_when_sent_back:
            await self._act("abandon", filing)
            return
        await self._rename(filing)
        await self._confirm_and("resubmit")

    async def _confirm_and(self, action: str) -> None:
        filing = await self._filing()
        confirmed = await self._app.act(
            "confirm", f"{self._filed.path}/confirm", filing=self._filed.label, etag=f'"{filing["revision"]}"'
        )
        self._moved("confirm", confirmed)
        await self._act(action, filing)

    async def _act(self, action: str, filing: Json) -> None:
        act = await self._app.act(
            action, f"{self._filed.path}/{action}", filing=self._filed.label, etag=f'"{filing["revision"]}"'
        )
        self._moved(action, act)
        self._expect_next(filing, act)

    async def _wait(self, _: Json) -> None:
        await asyncio.sleep(_LOOK_AGAIN)

    # --- the reviewer

    async def _review(self, filing: Json) -> None:
        plan = self._filed.plan
        if plan.withdrawn:
            plan.withdrawn = False
            await self._act("withdraw", filing)
            return
        outcome = plan.sent_back or "pass"
        findings = [] if outcome == "pass" else [{"pointer": "/services/0/name", "code": "site_name_bad"}]
        reviewer, path, label = self._world.reviewer, f"/v1/reviews/{self._filed.id}", self._filed.label
        etag, body = f'"{filing["revision"]}"', {"outcome": outcome, "findings": findings}
        await reviewer.act("claim", f"{path}/claim", filing=label)
        act = await reviewer.act("decision", f"{path}/decision", body, filing=label, etag=etag)
        plan.sent_back = None
        self._filed.decisions += 1
        self._moved(outcome, act)
        self._expect_next(filing, act)

    # --- the people whose codes are awaited, and the authority

    async def _enter_codes(self, filing: Json) -> None:
        people = {one.mobile: one for one in (self._filed.who.principal, self._filed.who.service_principal)}
        if self._filed.plan.new_code:
            self._filed.plan.new_code = False
            await self._ask_for_a_new_code(filing)
        for person in people.values():
            await self._enter_code(person)

    async def _ask_for_a_new_code(self, filing: Json) -> None:
        asked = await self._app.read(f"{self._filed.path}/sms-verifications", limit=100)
        waiting = [one for one in asked["data"] if one["state"] == "pending"]
        if not waiting:
            return
        role = waiting[0]["roles"][0]
        path = f"{self._filed.path}/sms-verifications/resend"
        await self._app.act("new code", path, {"role": role}, filing=self._filed.label)
        self._filed.new_codes[role] = self._filed.new_codes.get(role, 0) + 1

    async def _enter_code(self, person: Person) -> None:
        for turn in range(_TRIES_OF_A_CODE):
            found = await self._world.backend.read("/v1/sandbox/messages", phone=person.mobile)
            code = next(one["code"] for one in found["data"] if one.get("code"))
            body = {"phone": person.mobile, "certificate_last6": person.last_six, "code": code}
            try:
                await self._world.anybody.act("SMS code", "/v1/sms-verifications", body, filing=self._filed.label)
            except RefusedError as refused:
                # A new code may have been sent after we read the last one.
                if refused.code != "sms-code-wrong" or turn == _TRIES_OF_A_CODE - 1:
                    raise
            else:
                break
        await self._see_that_it_is_verified(person)

    async def _see_that_it_is_verified(self, person: Person) -> None:
        asked = await self._app.read(f"{self._filed.path}/sms-verifications", limit=100)
        for one in asked["data"]:
            if one["phone"][-4:] == person.mobile[-4:] and one["state"] != "verified":
                self._app.journal.strange.append(f"a code was taken and its person is still {one['state']}")

    async def _let_decide(self, _: Json) -> None:
        """Decide at the authority itself; what it says comes by its own callback."""
        question = "select receipt from authority_handovers where filing_id = %s and state = 'answered'"
        receipts = await self._world.ledger.ours(question, self._filed.id)
        rejects = self._filed.plan.rejected_by_authority
        if receipts:
            body: Json = {"receipt": receipts[0]["receipt"], "outcome": "reject" if rejects else "accept"}
            if rejects:
                body |= {"code": "1002", "pointer": "/services/0/name"}
            try:
                answer = await self._world.authority.post("/sandbox/decisions", json=body)
            except httpx.TransportError:
                pass
            else:
                self._filed.plan.rejected_by_authority = rejects and not answer.is_success
        await asyncio.sleep(_LOOK_AGAIN)

    # --- what is kept of it

    def _moved(self, event: str, act: Act) -> None:
        self._filed.done.append((event, act.answer["state"]))
        self._filed.revisions.append(act.answer["revision"])

    def _expect_next(self, before: Json, act: Act) -> None:
        if act.answer["revision"] != before["revision"] + 1:
            said = f"{act.name} on revision {before['revision']} made revision {act.answer['revision']}"
            self._app.journal.strange.append(said)


def _server(account_id: str) -> Json:
    now = datetime.now(UTC)
    return {
        "product": "cloud_server",
        "location": "mainland",
        "billing": "prepaid",
        "public_ips": ["203.0.113.10"],
        "owner_account_id": account_id,
        "purchased_at": (now - timedelta(days=10)).isoformat(),
        "expires_at": (now + timedelta(days=3650)).isoformat(),
        "filing_capacity": 5,
    }


def _holds(found: Any, wanted: Any) -> bool:
    """Tell whether everything that was written is there."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(_holds(found.get(name), value) for name, value in wanted.items())
    if isinstance(wanted, list):
        return len(found) == len(wanted) and all(_holds(*pair) for pair in zip(found, wanted, strict=True))
    return bool(found == wanted)
