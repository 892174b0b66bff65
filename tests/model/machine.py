"""Any sequence of calls, moves of time and words of the authority, as Hypothesis thinks it up."""

from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.model import applicant, people, reviewing
from tests.model.comparing import same_answer, same_order
from tests.model.contract import EDITABLE, MAGIC_BLACKLISTED
from tests.model.covering import Coverage
from tests.model.order import Answer
from tests.model.playing import REVIEWERS
from tests.model.steps import Steps
from tests.model.world import PROVIDERS, World
from tests.play.running_service import Caller

PRECONDITIONS = st.sampled_from(["right"] * 6 + ["stale", "missing"])
KEYED = st.booleans()
REVIEWER = st.sampled_from(REVIEWERS)
PERSON = st.sampled_from([0, 1])
FINDINGS = st.sampled_from(sorted(reviewing.CODES))
CHANGES = sorted({*applicant.CONTENT_CHANGES, *applicant.REFUSED_CHANGES})
TRIES = ["right", "wrong", "wrong", "somebody_elses", "an_old_one", "not_their_certificate"]
STAGES = ["bare", "handed_in", "handed_in", "passed", "passed", "codes_entered"]
HOPS = [
    {"hours": 1},
    {"hours": 11},
    {"hours": 25},
    {"hours": 8 * 24},
    {"hours": 31 * 24},
    {"working_days": 1},
    {"working_days": 3},
    {"working_days": 6},
]
PAPERS = [("domain_certificate", "/services/0", turn) for turn in (0, 1)]


class OrderLife(RuleBasedStateMachine):
    """One applicant's orders, one after another, before a provider of one of three kinds."""

    world: ClassVar[World]
    coverage: ClassVar[Coverage]

    def __init__(self) -> None:
        super().__init__()
        self.steps: Steps | None = None

    @property
    def now(self) -> Steps:
        """The order that is played."""
        assert self.steps is not None
        return self.steps

    @initialize(
        provider=st.sampled_from(PROVIDERS), who=st.sampled_from(["individual", "enterprise"]), stage=st.sampled_from(STAGES)
    )
    def begin(self, provider: Any, who: str, stage: str) -> None:
        """Begin an order and bring it some way, since most of what matters happens far from the beginning."""
        self.steps = Steps(self.world, self.coverage, provider, who)
        wanted = {"bare": (), "handed_in": ("draft",), "passed": ("draft", "first_review", "resubmitted")}
        passed = wanted.get(stage, (*wanted["passed"], "pending_authority", "awaiting_sms"))
        while self.now.order.state in passed:
            self.now.go_on()

    # --- the applicant

    @rule(action=st.sampled_from(["confirm", "submit", "resubmit", "withdraw"]), precondition=PRECONDITIONS, keyed=KEYED)
    def act(self, action: str, precondition: str, keyed: bool) -> None:
        self.now.act(action, precondition, keyed=keyed)

    @rule(sure=st.sampled_from([False, False, True]), precondition=PRECONDITIONS, keyed=KEYED)
    def abandon(self, sure: bool, precondition: str, keyed: bool) -> None:
        self.now.act("abandon" if sure else "withdraw", precondition, keyed=keyed)

    @rule(change=st.sampled_from(CHANGES), precondition=PRECONDITIONS)
    def edit(self, change: str, precondition: str) -> None:
        order = self.now.order
        needs_body = change.startswith(("masked", "mobile")) or change == "subject_good"
        if (needs_body and not order.content.filled) or (change == "blacklisted" and order.who == "individual"):
            change = "everything"
        self.now.edit(change, precondition)

    @rule(paper=st.sampled_from(PAPERS))
    def bring(self, paper: Any) -> None:
        self.now.bring(paper)

    @rule(which=st.integers(0, 9))
    def take_back(self, which: int) -> None:
        papers = [one for one, paper in self.now.played.uploaded.items() if paper[0] != "portrait"]
        if papers:
            self.now.take_back(papers[which % len(papers)])

    @rule()
    def show_face(self) -> None:
        if self.now.order.content.filled:
            self.now.show_face()

    @rule()
    def checks_tell_what_stops_a_submission(self) -> None:
        played, order = self.now.played, self.now.order
        found = played.app.ok(played.app.get(f"{played.path}/checks", params={"limit": 100}))["data"]
        if not order.is_final:
            assert any(one["severity"] == "error" for one in found) is not order.is_ready, found

    @rule(verified=st.sampled_from([True, True, False]))
    def account(self, verified: bool) -> None:
        self.now.account_is(verified=verified)

    # --- the reviewers

    @rule(who=REVIEWER, keyed=KEYED)
    def claim(self, who: str, keyed: bool) -> None:
        self.now.claim(who, keyed=keyed)

    @rule(who=REVIEWER)
    def release(self, who: str) -> None:
        self.now.release(who)

    @rule(who=REVIEWER)
    def take_next(self, who: str) -> None:
        played = self.now.played
        is_this = reviewing.take_next(self.now.order, who)
        reviewer = played.reviewers[who]
        taken = reviewer.ok(reviewer.post("/v1/reviews/next"))["filing"]
        self.coverage.called("next", 200)
        assert (taken is not None and taken["id"] == played.filing_id) is is_this, taken
        assert taken is None or is_this
        same_order(self.now.order, played)

    @rule(
        who=REVIEWER,
        outcome=st.sampled_from(["pass", "reject", "request_completion"]),
        finding=FINDINGS,
        fits=st.sampled_from([True] * 5 + [False]),
        by_post=KEYED,
        precondition=PRECONDITIONS,
        keyed=KEYED,
    )
    def decide(self, who: str, outcome: str, finding: str, fits: bool, by_post: bool, precondition: str, keyed: bool) -> None:
        given = finding if (outcome == "pass") is not fits else None
        by_post = by_post and outcome == "pass"
        self.now.decide(who, outcome, given, precondition, by_post=by_post, keyed=keyed)

    @rule(who=REVIEWER, outcome=st.sampled_from(["reject", "request_completion"]), finding=FINDINGS)
    def claim_and_send_back(self, who: str, outcome: str, finding: str) -> None:
        self.now.claim(who)
        self.now.decide(who, outcome, finding)

    @rule(who=REVIEWER, outcome=st.sampled_from(["reject", "request_completion"]), finding=FINDINGS, keyed=KEYED)
    def decide_several(self, who: str, outcome: str, finding: str, keyed: bool) -> None:
        now = self.now
        key, wanted = now.key(keyed=keyed), reviewing.decide_several(now.order, who, outcome, finding)
        answer = now.do("batch", Answer(200), lambda: now.played.several(who, outcome, finding, key))
        (result,) = answer.json()["data"]
        code = None if result["problem"] is None else result["problem"]["code"]
        assert code == wanted.code, f"{wanted} predicted; {result}"

    @rule(who=REVIEWER, precondition=PRECONDITIONS)
    def posted(self, who: str, precondition: str) -> None:
        self.now.posted(who, precondition)

    @rule(who=REVIEWER, keyed=KEYED)
    def forward(self, who: str, keyed: bool) -> None:
        self.now.forward(who, keyed=keyed)

    @rule(who=REVIEWER, is_visible=KEYED)
    def note(self, who: str, is_visible: bool) -> None:
        now = self.now
        body = {"text": "请保持电话畅通", "visible_to_applicant": is_visible}
        path = f"/v1/reviews/{now.played.filing_id}/notes"
        now.do("note", reviewing.note(now.order, is_visible=is_visible), lambda: now.played.reviewers[who].post(path, body))

    # --- codes, the authority, time

    @rule(person=PERSON, what=st.sampled_from(TRIES))
    def enter_code(self, person: int, what: str) -> None:
        self.now.enter(person, what)

    @rule(person=PERSON, times=st.integers(1, 6))
    def mistype(self, person: int, times: int) -> None:
        for _ in range(times):
            self.now.enter(person, "wrong")

    @rule(person=PERSON)
    def send_code_again(self, person: int) -> None:
        now = self.now
        person = min(person, len(now.played.people()) - 1)
        role = ("subject_principal", "service_principal")[person]
        path = f"{now.played.path}/sms-verifications/resend"
        now.do("resend", people.send_again(now.order, person), lambda: now.played.app.post(path, {"role": role}))

    @rule(outcome=st.sampled_from(["accept", "reject", "reject"]), code=st.sampled_from(people.CODES))
    def authority(self, outcome: str, code: str | None) -> None:
        self.now.authority(outcome, code if outcome == "reject" else None)

    @rule(hop=st.sampled_from(HOPS))
    def time_goes_on(self, hop: dict[str, float]) -> None:
        self.now.advance(**hop)

    @rule(after=st.booleans())
    def time_goes_to_the_end_of_the_wait(self, after: bool) -> None:
        wait = self.now.order.wait
        left = 0.0 if wait is None else (wait.due - self.now.order.now).total_seconds() / 3600
        hours = left + (1 / 6 if after else -1 / 6)
        self.now.advance(hours=hours if hours > 0 else 1)

    # --- ways on

    @rule(by_post=KEYED)
    def go_on(self, by_post: bool) -> None:
        self.now.go_on(by_post=by_post)

    @rule(by_post=KEYED)
    def go_on_too(self, by_post: bool) -> None:
        self.now.go_on(by_post=by_post)

    @rule(copied=st.booleans())
    def begin_again(self, copied: bool) -> None:
        state = self.now.order.state
        if state == "abandoned":
            self.now.begin_again(copied=copied and self.now.order.content.filled)
        else:
            refusal = self.now.played.verified_type()["refusal"]["code"]
            assert refusal == ("already_filed_here" if state == "approved" else "order_in_progress")
            same_order(self.now.order, self.now.played)

    # --- who has no business here, and who says the same thing twice

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
        stranger = Steps.stranger_of(self.world, now.order.provider)
        desk, decision = f"/v1/reviews/{played.filing_id}", {"outcome": "pass", "findings": []}
        elsewhere = Steps.reviewer_elsewhere(self.world, now.order.provider)
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

    # --- whatever happens

    @invariant()
    def only_one_side_has_it(self) -> None:
        if self.steps is not None:
            order = self.now.order
            assert not (order.is_editable and order.state not in EDITABLE)

    def teardown(self) -> None:
        """Look at what shows at the end, and clear the desk."""
        if self.steps is not None:
            self.steps.finish()
