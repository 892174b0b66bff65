"""Playing faults with a filing, and looking from both sides at what came of them."""

from collections import Counter
from typing import Any

from tests.play.filing_case import FilingCase
from tests.play.processes import until

# What the authority says of a filing on its way, each of which may happen once.
ON_THE_WAY = ("accepted_sms_due", "sms_all_passed", "approved")
# On a busy machine a regular question may find a result before its message comes, which then is late: once, no more.
_OVERTAKEN = Counter({("question", "found"): 1, ("message", "late"): 1})


class FaultyExchange:
    """One filing whose exchange with the authority goes wrong."""

    def __init__(self, case: FilingCase) -> None:
        self.case = case

    def arm(self, fault: str, **more: Any) -> None:
        """Let something go wrong with this filing."""
        body = {"fault": fault, "filing_id": self.case.filing_id, **more}
        self.case.backend.ok(self.case.backend.post("/v1/sandbox/authority/faults", body))

    def handed_over(self) -> "FaultyExchange":
        """Let a reviewer pass it, and wait until the authority's answer is known, whatever happens to it."""
        self.case.decide("pass")
        until(lambda: self.case.state() != "pending_authority")
        return self

    def verified(self) -> "FaultyExchange":
        """Let everybody enter their code, unless the authority has them all."""
        if self.case.state() == "awaiting_sms":
            for person in self.case.people():
                self.case.backend.ok(self.case.enter(person, self.case.sms_code(person)))
        until(lambda: self.case.state() == "authority_review")
        return self

    def played(self) -> Counter[str]:
        """Which faults were played with this filing, and how often."""
        seen = self.case.backend.ok(self.case.backend.post("/v1/sandbox/authority/faults", {}))
        return Counter(one["fault"] for one in seen["played"] if one["filing_id"] == self.case.filing_id)

    def at_the_authority(self) -> list[tuple[str, int]]:
        """Each submission of this filing: where it stands at the authority, and how often it came."""
        params = {"filing_id": self.case.filing_id}
        found = self.case.backend.ok(self.case.backend.get("/v1/sandbox/authority/submissions", params=params))["data"]
        return [(one["state"], one["times_sent"]) for one in found]

    def exchanged(self) -> dict[tuple[str, str], int]:
        """What an operator sees of this filing that is out of the ordinary: (what, outcome) with its count."""
        path = f"/v1/reviews/{self.case.filing_id}/exchange"
        found = self.case.reviewer.ok(self.case.reviewer.get(path))["data"]
        counts: Counter[tuple[str, str]] = Counter()
        for one in found:
            assert one["message"]
            if one["unusual"]:
                counts[one["exchanged"], one["outcome"]] += one["times"]
        return dict(counts)

    def told_of(self, expected: dict[tuple[str, str], int]) -> bool:
        """Tell whether an operator sees this, so often, and nothing else but perhaps a message that was overtaken."""
        return Counter(self.exchanged()) in (Counter(expected), Counter(expected) + _OVERTAKEN)

    def told_only_of(self, kinds: set[tuple[str, str]]) -> bool:
        """The same of things that may happen several times, as whoever is away is tried again and again."""
        seen = self.exchanged()
        others = Counter({kind: times for kind, times in seen.items() if kind not in kinds})
        return kinds <= set(seen) and others in (Counter(), _OVERTAKEN)

    def ended_well(self) -> None:
        """See that it has one number, that nothing happened twice, and that both sides say the same."""
        filing, case = self.case.filing(), self.case
        assert filing["state"] == "approved"
        events = [one["event"] for one in case.timeline()]
        assert {one: events.count(one) for one in ON_THE_WAY} == dict.fromkeys(ON_THE_WAY, 1), events
        asked = {"certificate_number": case.who.certificate_number}
        national = case.backend.ok(case.backend.post("/v1/sandbox/records/lookups", asked))
        ours = [one["number"] for one in filing["numbers"]["services"]]
        assert len(ours) == 1
        assert [one["number"] for one in national["services"]] == ours
        until(lambda: "approved" in self._told())
        told = self._told()
        assert len(told) == len(set(told)), "each change of state is told once"

    def _told(self) -> list[str]:
        params = {"limit": 100}
        found = self.case.app.ok(self.case.app.get("/v1/events", params=params))["data"]
        return [one["data"]["to"] for one in found if one["type"] == "filing.state_changed"]
