"""Somebody who files one website after the other, and those whom each filing needs: the reviewer and the authority."""

import asyncio
import random
from collections.abc import Awaitable, Callable

import httpx

from app.demo.people import Person
from tests.crash.applicant_side import ApplicantSide
from tests.crash.persistent_client import Json, RefusedError
from tests.crash.plans import a_plan
from tests.crash.world import Filed, World

_LOOK_AGAIN = 0.15
_FINAL = ("approved", "abandoned")
# The clock was moved between the look and the act, and what was looked at was over.
_OVERTAKEN = {
    ("decision", "not-claimed"),
    ("SMS code", "sms-code-expired"),
    ("SMS code", "sms-returned"),
    ("new code", "sms-code-expired"),
    ("new code", "action-not-allowed"),
}
_TRIES_OF_A_CODE = 4


class Filer(ApplicantSide):
    """Files until told to stop; what it has begun it brings to its end."""

    def __init__(self, world: World, label: str, chance: random.Random) -> None:
        super().__init__(world, label, chance)
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
