"""Codes that people enter, the authority's word, and time."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.model import people
from tests.model.life import Life
from tests.model.ways import to_the_end_of_the_wait

_PERSON = st.sampled_from([0, 1])
_TRIES = ["right", "wrong", "wrong", "somebody_elses", "an_old_one", "not_their_certificate"]
_HOPS: list[dict[str, float]] = [
    {"hours": 1},
    {"hours": 11},
    {"hours": 25},
    {"hours": 8 * 24},
    {"hours": 31 * 24},
    {"working_days": 1},
    {"working_days": 3},
    {"working_days": 6},
]


class AuthorityRules(Life):
    """What comes from outside."""

    @rule(person=_PERSON, what=st.sampled_from(_TRIES))
    def enter_code(self, person: int, what: str) -> None:
        self.now.enter(person, what)

    @rule(person=_PERSON, times=st.integers(1, 6))
    def mistype(self, person: int, times: int) -> None:
        for _ in range(times):
            self.now.enter(person, "wrong")

    @rule(person=_PERSON)
    def send_code_again(self, person: int) -> None:
        now = self.now
        person = min(person, len(now.played.people()) - 1)
        role = ("subject_principal", "service_principal")[person]
        path = f"{now.played.path}/sms-verifications/resend"
        now.do("resend", people.send_again(now.order, person), lambda: now.played.app.post(path, {"role": role}))

    @rule(outcome=st.sampled_from(["accept", "reject", "reject"]), code=st.sampled_from(people.CODES))
    def authority(self, outcome: str, code: str | None) -> None:
        self.now.authority(outcome, code if outcome == "reject" else None)

    @rule(hop=st.sampled_from(_HOPS))
    def time_goes_on(self, hop: dict[str, float]) -> None:
        self.now.advance(**hop)

    @rule(after=st.booleans())
    def time_goes_to_the_end_of_the_wait(self, after: bool) -> None:
        to_the_end_of_the_wait(self.now, after=after)
