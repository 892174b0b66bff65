"""Whoever judges faces: the machine that comes with the service and a vendor over HTTP keep the same contract."""

import http.server
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import httpx
import pytest

from app.adapters.chosen_authenticity import JudgeNotFoundError, chosen_judge
from app.adapters.measured_authenticity import MeasuredAuthenticity, NoAuthenticityMachine
from app.domain.materials import AuthenticityMethod
from app.domain.rulebook import Rulebook
from app.ports.authenticity import (
    AuthenticityJudge,
    Evidence,
    Judgement,
    JudgeUnavailable,
    Opened,
    Outcome,
)
from app.ports.paper_work import PaperFault, PaperWork, PaperWorkError, PaperWorkUnavailable, Work
from tests.real_rules import RULEBOOK

PLACE = "/services/0/principal"
PERSON = {
    "face_pixels": 190,
    "eyes": 2,
    "head_room": 0.6,
    "left_shoulder": 1.4,
    "right_shoulder": 1.3,
    "background_white": 1.0,
    "background_clutter": 0.0,
    "clothes_white": 0.1,
    "glare": 0.0,
    "sharpness": 200,
}
GOOD = {"certain_faces": 1, "possible_faces": 0, "person": PERSON}
NO_FACE = {"certain_faces": 0, "possible_faces": 0, "person": None}
ALIKE = {"installed": True, "face": True, "card_face": True, "distance": 0.2}
VIDEO = {"seconds": 4, "width": 480, "height": 640, "faces_seen": [1], "tracked": False, "track": [], "likeness": ALIKE}


class PlayedWork:
    """`PaperWork` whose answers are given; what it was asked is kept."""

    def __init__(self, **answers: Any) -> None:
        self.answers = answers
        self.asked: list[tuple[Work, bytes, tuple[Any, ...]]] = []

    async def run(self, work: Work, file: AsyncIterator[bytes], *arguments: Any) -> Any:
        """Answer as told, or raise it."""
        self.asked.append((work, b"".join([chunk async for chunk in file]), arguments))
        answer = self.answers[work.name.lower()]
        if isinstance(answer, Exception):
            raise answer
        return answer


def opened(content: bytes) -> Opened:
    async def chunks() -> AsyncIterator[bytes]:
        yield content

    async def begun() -> AsyncIterator[bytes]:
        return chunks()

    return begun


EVIDENCE = Evidence(
    method=AuthenticityMethod.PORTRAIT,
    pointer=PLACE,
    as_of=date(2026, 11, 22),
    picture=opened(b"portrait"),
    media_type="image/jpeg",
    id_photo=opened(b"card"),
    name="张三",
    number="110101199003070011",
    challenge=None,
)


def measured(**answers: Any) -> tuple[MeasuredAuthenticity, PlayedWork]:
    work = PlayedWork(**answers)
    return MeasuredAuthenticity(work, RULEBOOK), work


def codes(judgement: Judgement) -> list[str]:
    return [one.code for one in judgement.findings]


async def test_a_good_portrait_that_is_like_the_card_is_genuine() -> None:
    judge, work = measured(portrait=GOOD, likeness=ALIKE)

    judgement = await judge.judge(EVIDENCE)

    assert (judgement.outcome, codes(judgement)) == (Outcome.GENUINE, ["faces_alike"])
    assert work.asked == [(Work.PORTRAIT, b"portrait", ()), (Work.LIKENESS, b"portrait", (b"card",))]


async def test_without_a_card_nothing_is_compared_and_the_judge_is_not_sure() -> None:
    judge, work = measured(portrait=GOOD)

    judgement = await judge.judge(replace(EVIDENCE, id_photo=None))

    assert (judgement.outcome, codes(judgement)) == (Outcome.UNSURE, ["id_photo_missing"])
    assert len(work.asked) == 1


async def test_no_face_is_certain_and_compared_with_nothing() -> None:
    judge, work = measured(portrait=NO_FACE)

    judgement = await judge.judge(EVIDENCE)

    assert (judgement.outcome, codes(judgement)) == (Outcome.NOT_GENUINE, ["face_missing"])
    assert len(work.asked) == 1


async def test_a_card_that_cannot_be_read_shows_no_face() -> None:
    judge, _ = measured(portrait=GOOD, likeness=ValueError("no picture"))

    assert codes(await judge.judge(EVIDENCE)) == ["id_face_not_found"]


@pytest.mark.parametrize(
    ("method", "answers", "outcome", "said"),
    [
        ("portrait", {"portrait": ValueError("no picture")}, Outcome.NOT_GENUINE, ["picture_unusable"]),
        ("video", {"video": ValueError("no video")}, Outcome.NOT_GENUINE, ["video_unusable"]),
        ("video", {"video": {**VIDEO, "faces_seen": [0]}}, Outcome.NOT_GENUINE, ["video_face_missing"]),
        ("video", {"video": VIDEO}, Outcome.UNSURE, ["challenge_none", "faces_alike"]),
        ("portrait", {"portrait": PaperWorkError(PaperFault.CRASHED)}, Outcome.UNSURE, ["machine_away"]),
        ("portrait", {"portrait": {"certain_faces": "one"}}, Outcome.UNSURE, ["machine_away"]),
        ("portrait", {"portrait": GOOD, "likeness": []}, Outcome.UNSURE, ["machine_away"]),
    ],
)
async def test_what_comes_back_from_the_process_is_weighed(
    method: str, answers: dict[str, Any], outcome: Outcome, said: list[str]
) -> None:
    judge, _ = measured(**answers)

    judgement = await judge.judge(replace(EVIDENCE, method=AuthenticityMethod(method)))

    assert (judgement.outcome, codes(judgement)) == (outcome, said)


async def test_a_card_too_long_to_be_one_is_not_read_whole() -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield bytes(1 << 20)

    async def begun() -> AsyncIterator[bytes]:
        return endless()

    judge, _ = measured(portrait=GOOD, likeness=ALIKE)

    assert codes(await judge.judge(replace(EVIDENCE, id_photo=begun))) == ["machine_away"]


async def test_where_no_process_can_be_had_the_judge_is_away() -> None:
    judge, _ = measured(portrait=PaperWorkUnavailable())

    with pytest.raises(JudgeUnavailable):
        await judge.judge(EVIDENCE)


# --- a second one, as a vendor's would be


class HttpJudge:
    """A vendor's adapter in small: the portrait goes out over HTTP, the vendor's word comes back."""

    name = "example-vendor"

    def __init__(self, rulebook: Rulebook, address: str = "") -> None:
        self._rules = rulebook
        self._address = address

    async def judge(self, evidence: Evidence) -> Judgement:
        """Ask the vendor."""
        picture = b"".join([chunk async for chunk in await evidence.picture()])
        try:
            async with httpx.AsyncClient(timeout=5) as vendor:
                answer = await vendor.post(self._address, content=picture, headers={"X-Number": evidence.number or ""})
            told = answer.json()
        except httpx.HTTPError as fault:
            raise JudgeUnavailable from fault
        rule = "authenticity.faces_alike" if told["same"] else "authenticity.faces_unlike"
        facts = {"distance": told["score"], "alike_at_most": "-", "unlike_from": "-"}
        said = self._rules.finding(rule, evidence.as_of, evidence.pointer, **facts)
        return Judgement(Outcome.GENUINE if told["same"] else Outcome.UNSURE, (said,), told["case"])


@contextmanager
def a_vendor(answer: dict[str, Any]) -> Iterator[str]:
    """An HTTP service that says the same to everybody."""

    class Vendor(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Vendor)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


async def test_a_vendor_plugs_in_over_http() -> None:
    with a_vendor({"same": True, "score": "0.99", "case": "V-42"}) as address:
        judgement = await HttpJudge(RULEBOOK, address).judge(EVIDENCE)

    assert (judgement.outcome, judgement.reference) == (Outcome.GENUINE, "V-42")


async def test_a_vendor_who_is_down_is_away() -> None:
    with pytest.raises(JudgeUnavailable):
        await HttpJudge(RULEBOOK, "http://127.0.0.1:9").judge(EVIDENCE)


async def test_each_judge_keeps_to_the_contract() -> None:
    nobody: PaperWork = PlayedWork(portrait=GOOD, likeness=ALIKE)
    with a_vendor({"same": False, "score": "0.2", "case": "V-43"}) as address:
        judges: list[AuthenticityJudge] = [
            MeasuredAuthenticity(nobody, RULEBOOK),
            NoAuthenticityMachine(RULEBOOK),
            HttpJudge(RULEBOOK, address),
        ]
        for judge in judges:
            judgement = await judge.judge(EVIDENCE)

            assert 0 < len(judge.name) <= 64
            assert judgement.findings
            assert {one.pointer for one in judgement.findings} == {PLACE}


def test_a_setting_chooses_the_judge() -> None:
    work = PlayedWork()

    assert isinstance(chosen_judge("measured", work, RULEBOOK), MeasuredAuthenticity)
    assert isinstance(chosen_judge("person", work, RULEBOOK), NoAuthenticityMachine)
    assert chosen_judge(f"{__name__}:HttpJudge", work, RULEBOOK).name == "example-vendor"
    for missing in ("no.such.module:judge", f"{__name__}:nobody"):
        with pytest.raises(JudgeNotFoundError, match=missing):
            chosen_judge(missing, work, RULEBOOK)
