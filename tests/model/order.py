"""The reference model: one order, what it looks like now, and what may happen to it next.

Calls are predicted by `applicant`, `reviewing` and `people`; what happens by itself is judged here, when the timeline
tells of it (`tells`).
"""

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tests.model import contract
from tests.model.content import Content
from tests.model.contract import MOVES, OFFERED, WAITS, Provider
from tests.model.desk import Desk
from tests.model.sms_round import SmsRound
from tests.model.told import Entry
from tests.model.waits import SLACK, Wait

RETURNED = {
    "sms_expired": "sms_timeout",
    "sms_attempts_spent": "sms_attempts",
    "refused_at_intake": "intake",
    "rejected": "authority",
}


@dataclass
class Order:
    """An order as the contract has it; a fresh one is a draft that nobody has filled in."""

    provider: Provider
    who: str
    now: datetime
    state: str = "draft"
    revision: int = 1
    confirmed: bool = False
    account_verified: bool = True
    returned_because: str | None = None
    abandoned_because: str | None = None
    held: bool = False
    refused_for_good: bool = False
    findings: tuple[str, ...] = ()
    content: Content = field(default_factory=Content)
    submitted: Content | None = None
    face: str = "none"
    code: str = "in_use"
    handover_by: str | None = None
    """Who hands it over to the authority next; nobody does where this is None."""
    rounds: list[SmsRound] = field(default_factory=list)
    sms: SmsRound | None = None
    """The codes of the latest hand-over, as long as no other one is to come."""
    earlier_rounds: tuple[SmsRound, ...] = ()
    """Codes of orders that the same people had before."""
    desk: Desk = field(default_factory=Desk)
    wait: Wait | None = None
    was_touched: bool = True
    working_days_in_review: int = 0
    kept_until: datetime | None = None
    """When what was entered is erased; None for an order that was not given up, or that has lost it."""
    is_erased: bool = False
    expected: deque[Entry] = field(default_factory=lambda: deque([Entry("applicant", "created", None, "draft")]))
    timeline: list[Entry] = field(default_factory=list)

    # --- what anybody can see of it

    @property
    def is_final(self) -> bool:
        """Tell whether nothing moves it any more."""
        return self.state in contract.FINAL

    @property
    def is_editable(self) -> bool:
        """Tell whether the applicant may change it."""
        return self.state in contract.EDITABLE and not self.refused_for_good

    @property
    def offered(self) -> frozenset[str]:
        """What the applicant is offered."""
        if self.refused_for_good and self.state == "authority_rejected":
            return frozenset({"abandon"})
        return OFFERED[self.state]

    @property
    def is_ready(self) -> bool:
        """Tell whether nothing in it stops a submission."""
        return self.content.is_complete(self.who) and self.face in ("needs_review", "passed")

    @property
    def latest_codes(self) -> SmsRound | None:
        """The codes that its people were sent last, be it for an earlier order, as long as that is known of."""
        rounds = (*self.earlier_rounds, *self.rounds)
        known = [one for one in rounds if one.forgotten_at is None or self.now < one.forgotten_at]
        return known[-1] if known else None

    # --- what calls do to it

    def expect(self, event: str, actor: str, come_to: str | None = None) -> None:
        """The timeline has to tell of this next."""
        self.expected.append(Entry(actor, event, self.state, come_to or self.state))

    def touch(self, content: Content) -> None:
        """The applicant changed something: a new revision, nobody's agreement, and the wait begins anew."""
        self.content = content
        self.revision += 1
        self.confirmed = False
        self.was_touched = True

    def move(self, event: str, actor: str, come_to: str) -> None:
        """Somebody moves it, which the timeline has to tell of next."""
        self.expect(event, actor, come_to)
        self.come(event, actor, come_to)

    def come(self, event: str, actor: str, come_to: str) -> None:
        """It comes to another state, as the table has it."""
        assert (self.state, event, actor, come_to) in MOVES, (self.state, event, actor, come_to)
        self.state = come_to
        self.revision += 1
        self.confirmed = False
        self.working_days_in_review = 0
        self.handover_by = None
        self.desk.clear()
        if come_to == "authority_rejected":
            self.returned_because = RETURNED[event]
        if come_to in contract.FINAL:
            self.code = "spent" if come_to == "approved" else "unused"
        if come_to == "abandoned":
            self.abandoned_because = "expired" if actor == "clock" else "applicant"
        if event in ("sms_expired", "rejected"):
            self.findings = ("sms_timeout",) if event == "sms_expired" else ("authority_refused",)
        if come_to == "pending_authority":
            self.sms = None
        if event == "sms_expired":
            assert self.sms is not None
            self.sms.ended = "timeout"

    def carry_on(self) -> bool:
        """Hand it over if it is to be, and let the authority answer; tell whether anything was done."""
        if self.handover_by is None:
            return False
        if self.handover_by == "worker":
            self.expect("forward", "worker")
        self.handover_by = None
        if self.content.subject == contract.MAGIC_BLACKLISTED:
            self._refused("subject_blacklisted", for_good=True)
        elif self.content.site == contract.MAGIC_CONFLICT:
            self._refused("domain_conflict", for_good=False)
        elif self.content.site == contract.MAGIC_OUR_FAULT:
            self.move("refused_at_intake", "authority", "pending_authority")
            self.held = True
        else:
            self.move("accepted_sms_due", "authority", "awaiting_sms")
            self.sms = SmsRound(people=1 if self.who == "individual" else 2)
            self.rounds.append(self.sms)
        return True

    def _refused(self, finding: str, *, for_good: bool) -> None:
        self.move("refused_at_intake", "authority", "authority_rejected")
        self.findings, self.refused_for_good = (finding,), for_good

    # --- what time does to it

    def time_is(self, now: datetime, working_days: int = 0) -> None:
        """Time went on."""
        self.now = now
        self.desk.time_is(now)
        if self.state == "authority_review":
            self.working_days_in_review += working_days

    def tells(self, entries: list[Entry]) -> None:
        """Judge what the timeline tells beyond what it told before; afterwards nothing may be missing."""
        for entry in entries:
            if self.expected and entry.told == self.expected[0].told:
                self.expected.popleft()
            else:
                self._by_itself(entry)
            self._wait_after(entry)
            self._keep_after(entry)
            self.timeline.append(entry)
        assert not self.expected, f"the timeline does not tell of {list(self.expected)}"
        owed = [] if self.wait is None else self.wait.owed(self.now)
        assert not owed, f"by {self.now} there should have been {owed}"
        assert not self._authority_sleeps(), f"the authority has not decided by {self.now}"
        assert self.kept_until is None or self.now < self.kept_until, f"nothing was erased by {self.now}"

    def _by_itself(self, entry: Entry) -> None:
        """Judge what nobody called for."""
        if entry.event == "data_erased":
            self._erased(entry)
            return
        assert not self.is_final, f"{entry} after the end"
        assert entry.at is not None
        if entry.event in ("deadline_approaching", "deadline_passed"):
            assert self.wait is not None
            assert entry.told[0] == "clock", entry
            assert (entry.kind, entry.come_from, entry.come_to) == (self.wait.kind, self.state, self.state), entry
            (self.wait.remind if entry.event == "deadline_approaching" else self.wait.passed)(entry.at)
        elif entry.event == "claim_lapsed":
            assert entry.actor == "clock", entry
            assert self.desk.may_lapse, "no claim ran out"
            self.desk.may_lapse = False
        else:
            self._moved_by_itself(entry, entry.at)

    def _moved_by_itself(self, entry: Entry, at: datetime) -> None:
        assert self.wait is not None, entry
        assert entry.come_from == self.state, f"{entry} of an order in {self.state}"
        if entry.event in ("idle_expired", "sms_expired"):
            assert self.wait.due <= at <= self.wait.due + SLACK, f"{entry} is not at {self.wait.due}"
            kind = "idle" if entry.event == "idle_expired" else "sms"
            assert self.wait.kind == kind, entry
        else:
            wanted = "rejected" if self.content.site == contract.MAGIC_REJECTED else "approved"
            assert (entry.event, self.state) == (wanted, "authority_review"), f"nobody asked for {entry}"
            least = timedelta(days=contract.AUTHORITY_LEAST_DAYS)
            assert at - self.wait.since >= least - SLACK, f"{entry} is too early"
        self.come(entry.event, entry.actor, entry.come_to)

    def _erased(self, entry: Entry) -> None:
        """What was entered is gone; what stays is what it was and how it went."""
        assert self.kept_until is not None, f"nobody asked for {entry}"
        assert entry.told == ("clock", "data_erased", self.state, self.state), entry
        assert entry.at is not None
        assert self.kept_until <= entry.at <= self.kept_until + SLACK, f"{entry} is not at {self.kept_until}"
        self.kept_until, self.is_erased = None, True
        self.content, self.submitted, self.findings, self.sms = Content(), None, (), None
        self.revision += 1

    def _keep_after(self, entry: Entry) -> None:
        """Remember until when what was entered for an order is kept that was given up."""
        if entry.come_to == "abandoned" != entry.come_from and entry.at is not None:
            self.kept_until = entry.at + timedelta(days=contract.ABANDONED_DATA_DAYS)
            for one in self.rounds:
                one.forgotten_at = self.kept_until

    def _wait_after(self, entry: Entry) -> None:
        """Begin to wait for what is waited for in the state that an entry tells of."""
        is_move = entry.come_from != entry.come_to or entry.event == "refused_at_intake"
        if not is_move or entry.at is None:
            return
        term = WAITS.get(entry.come_to)
        assert (entry.kind, entry.due is None) == ((term.kind, False) if term else (None, True)), entry
        self.wait = None if term is None or entry.due is None else Wait.begun(term, entry.at, entry.due)
        self.was_touched = False

    def _authority_sleeps(self) -> bool:
        if self.state != "authority_review" or self.wait is None:
            return False
        long = timedelta(days=contract.AUTHORITY_MOST_DAYS)
        return self.working_days_in_review > contract.AUTHORITY_WORKING_DAYS or self.now - self.wait.since > long


def anew(order: Order, *, copied: bool) -> Order:
    """Return the order that begins where one ended; papers and faces belong to one order."""
    content = replace(order.content, papers=()) if copied else Content()
    return Order(
        order.provider,
        order.who,
        order.now,
        content=content,
        account_verified=order.account_verified,
        earlier_rounds=(*order.earlier_rounds, *order.rounds),
    )
