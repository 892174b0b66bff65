"""What the applicant does, at the right time or not."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.model import applicant
from tests.model.comparing import same_answer
from tests.model.life import PRECONDITIONS, YES_OR_NO, Life

_CHANGES = sorted({*applicant.CONTENT_CHANGES, *applicant.REFUSED_CHANGES})
_PAPERS = [("domain_certificate", "/services/0", turn) for turn in (0, 1)]


class ApplicantRules(Life):
    """Edits, papers, the five actions."""

    @rule(
        action=st.sampled_from(["confirm", "submit", "resubmit", "withdraw"]),
        precondition=PRECONDITIONS,
        keyed=YES_OR_NO,
    )
    def act(self, action: str, precondition: str, keyed: bool) -> None:
        self.now.act(action, precondition, keyed=keyed)

    @rule(sure=st.sampled_from([False, False, True]), precondition=PRECONDITIONS, keyed=YES_OR_NO)
    def abandon(self, sure: bool, precondition: str, keyed: bool) -> None:
        self.now.act("abandon" if sure else "withdraw", precondition, keyed=keyed)

    @rule(change=st.sampled_from(_CHANGES), precondition=PRECONDITIONS)
    def edit(self, change: str, precondition: str) -> None:
        order = self.now.order
        needs_body = change.startswith(("masked", "mobile")) or change == "subject_good"
        if (needs_body and not order.content.filled) or (change == "blacklisted" and order.who == "individual"):
            change = "everything"
        self.now.edit(change, precondition)

    @rule(paper=st.sampled_from(_PAPERS))
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
        answer = played.app.get(f"{played.path}/checks", params={"limit": 100})
        if order.is_erased:
            same_answer(applicant.UNKNOWN, answer)
            return
        found = played.app.ok(answer)["data"]
        if not order.is_final:
            assert any(one["severity"] == "error" for one in found) is not order.is_ready, found

    @rule(verified=st.sampled_from([True, True, False]))
    def account(self, verified: bool) -> None:
        self.now.account_is(verified=verified)
