"""What the two reviewers do, at the right time or not."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.model import reviewing
from tests.model.comparing import same_order
from tests.model.life import PRECONDITIONS, REVIEWER, YES_OR_NO, Life
from tests.model.told import Answer

_FINDINGS = st.sampled_from(sorted(reviewing.CODES))


class ReviewerRules(Life):
    """Claims, decisions, papers by post, hand-over, notes."""

    @rule(who=REVIEWER, keyed=YES_OR_NO)
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
        finding=_FINDINGS,
        fits=st.sampled_from([True] * 5 + [False]),
        by_post=YES_OR_NO,
        precondition=PRECONDITIONS,
        keyed=YES_OR_NO,
    )
    def decide(
        self, who: str, outcome: str, finding: str, fits: bool, by_post: bool, precondition: str, keyed: bool
    ) -> None:
        given = finding if (outcome == "pass") is not fits else None
        by_post = by_post and outcome == "pass"
        self.now.decide(who, outcome, given, precondition, by_post=by_post, keyed=keyed)

    @rule(who=REVIEWER, outcome=st.sampled_from(["reject", "request_completion"]), finding=_FINDINGS)
    def claim_and_send_back(self, who: str, outcome: str, finding: str) -> None:
        self.now.claim(who)
        self.now.decide(who, outcome, finding)

    @rule(who=REVIEWER, outcome=st.sampled_from(["reject", "request_completion"]), finding=_FINDINGS, keyed=YES_OR_NO)
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

    @rule(who=REVIEWER, keyed=YES_OR_NO)
    def forward(self, who: str, keyed: bool) -> None:
        self.now.forward(who, keyed=keyed)

    @rule(who=REVIEWER, is_visible=YES_OR_NO)
    def note(self, who: str, is_visible: bool) -> None:
        now = self.now
        body = {"text": "请保持电话畅通", "visible_to_applicant": is_visible}
        path = f"/v1/reviews/{now.played.filing_id}/notes"
        now.do(
            "note", reviewing.note(now.order, is_visible=is_visible), lambda: now.played.reviewers[who].post(path, body)
        )
