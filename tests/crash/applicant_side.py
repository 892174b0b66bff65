"""What the applicant does with one filing, and the provider's backend for them."""

import itertools
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from app.demo.numbers import Numbers
from app.demo.papers import portrait
from app.demo.people import Applicant, enterprise, individual
from tests.crash.persistent_client import Act, Json, PersistentClient, RefusedError
from tests.crash.world import Filed, World
from tests.play.filing_case import CONSENT_VERSION, small_paper

_REFUSED_AT_INTAKE = "冲突测试"
_OTHER_NAME = {"enterprise": "郑州晨星软件有限公司网站", "individual": "知行的读书手记"}
_PRECONDITION_FAILED = 412


class ApplicantSide:
    """The steps up to the submission, and those by which it is changed or taken back."""

    def __init__(self, world: World, label: str, chance: random.Random) -> None:
        self._world = world
        self._label = label
        self._chance = chance
        self._filed: Filed

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
