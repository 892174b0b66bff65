"""The usual way on, orders one after another, strangers, and calls that are made twice."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.model import applicant
from tests.model.comparing import same_answer, same_order
from tests.model.life import YES_OR_NO, Life
from tests.model.steps import Steps
from tests.model.told import Answer
from tests.model.ways import FOLLOWS, TARGETS, follow, reach
from tests.play.running_service import Caller


class OtherRules(Life):
    """What is nobody's alone."""

    @rule(by_post=YES_OR_NO)
    def go_on(self, by_post: bool) -> None:
        if self.now.order.is_final:
            self.begin_again(copied=by_post)
        self.now.go_on(by_post=by_post)

    @rule(goal=st.sampled_from(TARGETS), what=st.sampled_from(FOLLOWS))
    def reach(self, goal: str, what: str) -> None:
        if self.now.order.is_final:
            self.begin_again(copied=False)
        reach(self.now, goal)
        follow(self.now, what)

    @rule(goal=st.sampled_from(TARGETS), what=st.sampled_from(FOLLOWS))
    def reach_too(self, goal: str, what: str) -> None:
        self.reach(goal, what)

    @rule(goal=st.sampled_from(TARGETS), what=st.sampled_from(FOLLOWS))
    def reach_once_more(self, goal: str, what: str) -> None:
        self.reach(goal, what)

    @rule(copied=YES_OR_NO)
    def begin_again(self, copied: bool) -> None:
        order = self.now.order
        if order.state == "abandoned":
            self.now.begin_again(copied=copied and order.content.filled)
            return
        refusal = self.now.played.verified_type()["refusal"]["code"]
        assert refusal == ("already_filed_here" if order.state == "approved" else "order_in_progress")
        same_order(order, self.now.played)
        if order.state == "approved":
            self.now.finish()
            self.steps = Steps(self.world, self.coverage, order.provider, order.who)

    @rule(which=st.integers(0, 99), other_body=st.booleans())
    def say_it_again(self, which: int, other_body: bool) -> None:
        played = self.now.played
        if not played.kept:
            return
        kept = played.kept[which % len(played.kept)]
        body = {**kept.body, "reason": "改了"} if other_body else kept.body
        again = kept.caller.call("POST", kept.path, json=body, etag=kept.etag, headers={"idempotency-key": kept.key})
        self.coverage.called("repeat", again.status_code)
        if other_body:
            same_answer(Answer(422, "idempotency-key-reused"), again)
        else:
            assert (again.status_code, again.content) == (kept.answer.status_code, kept.answer.content)
            assert again.headers["idempotency-replayed"] == "true"
        same_order(self.now.order, played)

    @rule(what=st.sampled_from(["read", "edit", "act", "claim", "review", "decide", "authority", "nobody", "submit"]))
    def somebody_else_tries(self, what: str) -> None:
        now = self.now
        played, etag = now.played, now.etag("right")
        stranger = self.world.strangers[now.order.provider.name]
        desk, decision = f"/v1/reviews/{played.filing_id}", {"outcome": "pass", "findings": []}
        elsewhere = self.world.reviewer_elsewhere(now.order.provider)
        hidden, forbidden = applicant.UNKNOWN, Answer(403, "insufficient-scope")
        calls = {
            "read": (hidden, lambda: stranger.get(played.path)),
            "edit": (hidden, lambda: stranger.call("PATCH", played.path, json={"remark": "x"}, etag=etag)),
            "act": (hidden, lambda: stranger.post(f"{played.path}/abandon", {}, etag=etag)),
            "review": (hidden, lambda: elsewhere.post(f"{desk}/claim")),
            "claim": (forbidden, lambda: played.app.post(f"{desk}/claim")),
            "decide": (forbidden, lambda: played.app.post(f"{desk}/decision", decision, etag=etag)),
            "submit": (forbidden, lambda: played.reviewers["colleague"].post(f"{played.path}/submit", {}, etag=etag)),
            "authority": (forbidden, lambda: played.app.post("/v1/sandbox/authority/decisions", {})),
            "nobody": (Answer(401, "unauthenticated"), lambda: Caller(played.service.http, None).get(played.path)),
        }
        wanted, call = calls[what]
        now.do(f"somebody else: {what}", wanted, call)
