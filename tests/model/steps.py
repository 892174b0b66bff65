"""One step: predict, call, hold answer and order against the model; and the ways of several steps to a state."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import httpx

from tests.model import applicant, people, reviewing
from tests.model.comparing import (
    codes_sent_once,
    same_answer,
    same_codes,
    same_ended,
    same_feed,
    same_filing_answered,
    same_open_orders,
    same_order,
)
from tests.model.content import Paper
from tests.model.contract import EDITABLE, REVIEWED, Provider
from tests.model.covering import Coverage
from tests.model.order import Order, anew
from tests.model.playing import PlayedOrder
from tests.model.told import Answer
from tests.model.world import World

PORTRAIT: Paper = ("portrait", "/services/0/principal", 0)


class Steps:
    """An order as the model knows it beside the order that is played."""

    def __init__(self, world: World, coverage: Coverage, provider: Provider, who: str) -> None:
        self.coverage = coverage
        self.played = PlayedOrder(world, world.tenants[provider.name], who)
        self.order = Order(provider, who, self.played.began_at)
        self.ended: list[tuple[Any, datetime | None]] = []
        self.coverage.called("begin", self.played.begin_order().status_code)
        same_order(self.order, self.played)

    def do(self, name: str, wanted: Answer, call: Callable[[], httpx.Response]) -> httpx.Response:
        """Make a call whose answer was predicted, let follow what follows, and look at everything."""
        given = call()
        self.coverage.called(name, given.status_code)
        same_answer(wanted, given)
        same_filing_answered(self.order, given)
        if self.order.carry_on():
            self.order.time_is(self.played.settle())
        same_order(self.order, self.played)
        return given

    def etag(self, precondition: str) -> str | None:
        """Return what a call names as the revision that it means."""
        named = {"right": f'"{self.order.revision}"', "stale": f'"{self.order.revision - 1}"', "missing": None}
        return named[precondition]

    def key(self, *, keyed: bool) -> str | None:
        """Return a fresh idempotency key, or none."""
        return uuid.uuid4().hex if keyed else None

    # --- single steps

    def act(self, action: str, precondition: str = "right", *, keyed: bool = False) -> None:
        """One of the applicant's five actions."""
        etag, key = self.etag(precondition), self.key(keyed=keyed)
        wanted = applicant.act(self.order, action, precondition)
        self.do(action, wanted, lambda: self.played.step(action, etag, key))

    def edit(self, change: str, precondition: str = "right") -> None:
        """Change what was entered."""
        etag = self.etag(precondition)
        self.do("edit", applicant.edit(self.order, change, precondition), lambda: self.played.edit(change, etag))

    def bring(self, paper: Paper) -> httpx.Response:
        """Bring a paper."""
        return self.do("upload", applicant.upload(self.order, paper), lambda: self.played.bring(paper))

    def take_back(self, material_id: str) -> None:
        """Take a paper away."""
        wanted = applicant.take_back(self.order, self.played.uploaded[material_id])
        self.do("delete", wanted, lambda: self.played.take_back(material_id))

    def show_face(self) -> None:
        """Bring a portrait and hand the look at the face in."""
        brought = self.bring(PORTRAIT)
        if brought.is_success:
            wanted = applicant.show_face(self.order)
            self.do("show_face", wanted, lambda: self.played.hand_face_in(brought.json()["id"]))

    def claim(self, who: str, *, keyed: bool = False) -> None:
        """Let a reviewer take it."""
        key = self.key(keyed=keyed)
        wanted = reviewing.claim(self.order, who)
        self.do("claim", wanted, lambda: self.played.at_the_desk(who, "claim", key))

    def decide(
        self,
        who: str,
        outcome: str,
        finding: str | None = None,
        precondition: str = "right",
        *,
        by_post: bool = False,
        keyed: bool = False,
    ) -> None:
        """Let a reviewer decide."""
        etag, key = self.etag(precondition), self.key(keyed=keyed)
        wanted = reviewing.decide(self.order, who, outcome, finding, precondition, by_post=by_post)
        self.do(outcome, wanted, lambda: self.played.decision(who, outcome, finding, etag, key, by_post=by_post))

    def posted(self, who: str, precondition: str = "right") -> None:
        """Papers come by post."""
        etag, path = self.etag(precondition), f"/v1/reviews/{self.played.filing_id}/posted-materials"
        wanted = reviewing.posted(self.order, precondition)
        body = {"tracking_number": "SF1020304050"}
        self.do("posted", wanted, lambda: self.played.send(self.played.reviewers[who], path, body, etag, None))

    def forward(self, who: str, *, keyed: bool = False) -> None:
        """Let somebody hand it over."""
        key = self.key(keyed=keyed)
        wanted = reviewing.forward(self.order)
        self.do("forward", wanted, lambda: self.played.at_the_desk(who, "forward", key))

    def enter(self, person: int, what: str = "right") -> None:
        """Let somebody enter a code."""
        person = min(person, len(self.played.people()) - 1)
        wanted = people.enter(self.order, person, what)
        self.do("enter_code", wanted, lambda: self.played.code_entered(person, what))

    def authority(self, outcome: str, code: str | None = None) -> None:
        """Let the authority decide."""
        wanted = people.decide(self.order, outcome, code)
        self.do("authority", wanted, lambda: self.played.authority(outcome, code))

    def advance(self, **amount: float) -> None:
        """Let time go on."""
        now = self.played.advance(**amount)
        self.coverage.called("clock", 200)
        self.order.time_is(now, int(amount.get("working_days", 0)))
        same_order(self.order, self.played)

    # --- ways of several steps

    def complete(self) -> None:
        """Fill in and bring whatever is wanting."""
        content = self.order.content
        if not (content.filled and content.mobile_is_right):
            self.edit("everything")
        for turn, (kind, place) in enumerate(content.missing(self.order.who)):
            self.bring((kind, place, turn % 2))
        if self.order.face in ("none", "failed"):
            self.show_face()
        if not self.order.account_verified:
            self.account_is(verified=True)

    def account_is(self, *, verified: bool) -> None:
        """Tell whether the account's real name was verified."""
        self.played.account_is(verified=verified)
        self.order.account_verified = verified

    def go_on(self, *, by_post: bool = False) -> None:
        """Do what usually comes next."""
        state = self.order.state
        if state in EDITABLE:
            self._hand_in()
        elif state in REVIEWED:
            self._pass(by_post=by_post)
        elif state == "awaiting_posted_materials":
            self.posted("backend")
        elif state == "pending_authority":
            self.forward("colleague")
        elif state == "awaiting_sms":
            for person in range(len(self.played.people())):
                self.enter(person)
        elif state == "authority_review":
            self.authority("accept")

    def _hand_in(self) -> None:
        if not self.order.is_editable:
            self.act("abandon")
            return
        self.complete()
        self.act("confirm")
        again = "submit" if "submit" in self.order.offered else "resubmit"
        if again == "resubmit" and self.order.returned_because == "authority":
            self.edit("remark_two" if self.order.content.remark != "二" else "remark_one")
            self.act("confirm")
        self.act(again)

    def _pass(self, *, by_post: bool) -> None:
        for who in self.played.reviewers:
            other = self.order.desk.holder
            if other not in (None, who) and other is not None:
                self.release(other)
            if self.order.state in REVIEWED and self.order.desk.looked != who:
                wants_post = by_post and self.order.provider.by_post
                is_last = not self.order.provider.second_look or self.order.desk.looked is not None
                self.claim(who)
                self.decide(who, "pass", by_post=wants_post and is_last)

    def release(self, who: str) -> None:
        """Let a reviewer give it back."""
        wanted = reviewing.release(self.order, who)
        self.do("release", wanted, lambda: self.played.at_the_desk(who, "release"))

    def begin_again(self, *, copied: bool) -> None:
        """After an order was given up, begin another one with its code."""
        old = self.played.filing_id
        self.ended.append((self.played.filing(), self.order.kept_until))
        same_feed(self.order, self.played)
        self.coverage.ended(self.order)
        self.order.time_is(self.played.settle())
        self.order = anew(self.order, copied=copied)
        answer = self.played.begin_order(copy_from=old if copied else None)
        self.coverage.called("begin", answer.status_code)
        same_order(self.order, self.played)

    def finish(self) -> None:
        """Look at what only shows at the end, and leave nothing on anybody's desk."""
        same_feed(self.order, self.played)
        same_open_orders(self.order, self.played)
        same_codes(self.order, self.played)
        codes_sent_once(self.order, self.played)
        for last, kept_until in self.ended:
            same_ended(last, kept_until, self.order, self.played)
        for action in ("withdraw", "abandon"):
            if action in self.order.offered:
                self.act(action)
        self.coverage.ended(self.order)
