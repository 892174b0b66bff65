"""What went between us and the authority about one hand-over, for whoever looks after the exchange.

Alike entries are one with a count: an outage of a night is one line, not ten thousand. No entry has anything of what
was sent.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.texts import Text

LONGEST_DETAIL = 96


class Exchanged(StrEnum):
    """What it was: our hand-over, a code that we relayed, our question where it stands, or the authority's message."""

    HAND_OVER = "hand_over"
    CODE = "code"
    QUESTION = "question"
    MESSAGE = "message"


class Outcome(StrEnum):
    """What came of it."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    ALREADY_THERE = "already_there"
    REFUSED = "refused"
    FOUND = "found"
    APPLIED = "applied"
    KNOWN = "known"
    EARLY = "early"
    REPEATED = "repeated"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class ExchangeEntry:
    """One kind of thing that happened to a hand-over, how often, first and last; `detail` is a word for programs."""

    id: str
    provider_id: str
    filing_id: str
    handover_id: str
    exchanged: Exchanged
    outcome: Outcome
    detail: str
    times: int
    first_at: datetime
    last_at: datetime

    @property
    def is_unusual(self) -> bool:
        """Tell what an operator should see from what goes as it should."""
        return self.outcome in UNUSUAL


UNUSUAL = frozenset(Outcome) - {Outcome.ANSWERED, Outcome.APPLIED, Outcome.KNOWN}

_WORDS = {
    (Exchanged.HAND_OVER, Outcome.ANSWERED): Text("管局已答复这次提交。", "The authority answered the hand-over."),
    (Exchanged.HAND_OVER, Outcome.NO_ANSWER): Text(
        "提交后没有收到管局的答复，是否已收下尚不清楚；系统会先按提交编号查询，管局没有时才再次提交。",
        "No answer came to the hand-over, and whether it arrived is unknown; it is asked for by its id, and sent again "
        "only where the authority does not have it.",
    ),
    (Exchanged.HAND_OVER, Outcome.ALREADY_THERE): Text(
        "管局此前已收下这次提交，只是答复丢失；已按提交编号取回回执，没有重复提交。",
        "The authority had this hand-over already and its answer had been lost; the receipt was fetched by its id, and "
        "nothing was submitted twice.",
    ),
    (Exchanged.HAND_OVER, Outcome.REFUSED): Text(
        "因我方原因管局不接收这次提交；改正后由审核人员再次转交。",
        "The authority did not take it for a fault of ours; once that is mended a reviewer forwards it again.",
    ),
    (Exchanged.CODE, Outcome.NO_ANSWER): Text(
        "转交核验码时没有收到管局的答复；填写人已被告知再填一次，已填对的核验码仍然有效。",
        "No answer came to a code that was relayed; whoever entered it was told to enter it again, and what was right "
        "stays right.",
    ),
    (Exchanged.QUESTION, Outcome.NO_ANSWER): Text(
        "向管局查询进度没有得到答复，稍后再问。", "A question where it stands got no answer, and will be asked again."
    ),
    (Exchanged.QUESTION, Outcome.FOUND): Text(
        "管局已有结果但通知没有送到；系统查询时发现，并已生效。",
        "The authority had a result of which no message had come; it was found by asking, and applied.",
    ),
    (Exchanged.MESSAGE, Outcome.APPLIED): Text("收到管局通知，已生效。", "A message of the authority was applied."),
    (Exchanged.MESSAGE, Outcome.KNOWN): Text(
        "收到管局通知，内容此前已知，没有改变什么。",
        "A message of the authority said what was known, and changed nothing.",
    ),
    (Exchanged.MESSAGE, Outcome.EARLY): Text(
        "管局通知早于提交的答复到达；已保存，得到回执后生效。",
        "A message came before the answer to the hand-over; it was kept, and applied once the receipt was known.",
    ),
    (Exchanged.MESSAGE, Outcome.REPEATED): Text(
        "同一条管局通知再次到达，已忽略。", "The same message of the authority came again, and was ignored."
    ),
    (Exchanged.MESSAGE, Outcome.LATE): Text(
        "管局通知到达时这次提交已经结束（迟到或重复），已忽略。",
        "A message came after its hand-over was over (late, or told again), and was ignored.",
    ),
}


def in_words(exchanged: Exchanged, outcome: Outcome) -> Text:
    """Say what an entry means."""
    return _WORDS[exchanged, outcome]
