"""Rate limits (api.md): for each client and each account, told before they are reached."""

import re
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import httpx
import pytest

from tests.play.expected_problem import problem
from tests.play.filing_case import FilingCase
from tests.play.running_service import SCOPES, Caller, RunningService, running

OF_A_CLIENT, OF_AN_ACCOUNT, OF_A_PHONE = 60, 12, 4
LIMITS = {
    "FILING_RATE_CLIENT_PER_MINUTE": str(OF_A_CLIENT),
    "FILING_RATE_ACCOUNT_PER_MINUTE": str(OF_AN_ACCOUNT),
    "FILING_RATE_SMS_TRIES_PER_MINUTE": str(OF_A_PHONE),
}
STATE = re.compile(r'"default";r=(\d+);t=(\d+)')


@pytest.fixture(scope="module")
def narrow() -> Iterator[RunningService]:
    with (
        tempfile.TemporaryDirectory(prefix="filing-narrow-", ignore_cleanup_errors=True) as folder,
        running(Path(folder), LIMITS) as service,
    ):
        yield service


def state_of(answer: httpx.Response) -> tuple[int, int]:
    found = STATE.fullmatch(answer.headers["ratelimit"])
    assert found, answer.headers["ratelimit"]
    return int(found[1]), int(found[2])


def spend(caller: Caller, most: int) -> list[httpx.Response]:
    """Call until refused; a minute that turns in between lets at most as many more through."""
    answers: list[httpx.Response] = []
    while not answers or answers[-1].status_code != 429:
        assert len(answers) <= 2 * most, "it is never refused"
        answers.append(caller.get("/v1/me"))
    return answers


def test_a_client_is_told_its_limit_and_refused_beyond_it(narrow: RunningService) -> None:
    caller = narrow.caller(narrow.client("hasty", SCOPES))

    *served, refused = spend(caller, OF_A_CLIENT)

    assert len(served) >= OF_A_CLIENT
    assert served[0].headers["ratelimit-policy"] == f'"default";q={OF_A_CLIENT};w=60'
    states = [state_of(answer) for answer in served]
    for (before, reset_before), (after, reset_after) in pairwise(states):
        assert after == before - 1 or reset_after > reset_before, "one less each time, until the minute turns"
    assert problem(refused, 429, "rate-limited")["retry"] == "retry"
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert state_of(refused)[0] == 0


def test_a_new_token_is_no_new_quota_and_another_client_is_not_concerned(narrow: RunningService) -> None:
    hasty, calm = narrow.client("hasty again", SCOPES), narrow.client("calm", SCOPES)
    spend(narrow.caller(hasty), OF_A_CLIENT)

    problem(narrow.caller(hasty, ["accounts"]).get("/v1/me"), 429, "rate-limited")
    assert narrow.caller(calm).get("/v1/me").status_code == 200


def test_an_account_has_a_limit_of_its_own_and_spends_nothing_of_others(narrow: RunningService) -> None:
    client = narrow.client("provider", SCOPES)
    one, other = (FilingCase(narrow, client).with_account() for _ in range(2))

    *served, refused = spend(one.app, OF_AN_ACCOUNT)

    assert len(served) >= OF_AN_ACCOUNT
    assert served[0].headers["ratelimit-policy"] == f'"default";q={OF_AN_ACCOUNT};w=60'
    problem(refused, 429, "rate-limited")
    assert other.app.get("/v1/me").status_code == 200
    assert one.backend.get("/v1/me").status_code == 200


def test_what_is_refused_for_want_of_a_scope_counts_too(narrow: RunningService) -> None:
    caller = narrow.caller(narrow.client("stubborn", ["accounts"]))

    answers = [caller.get("/v1/filings") for _ in range(2 * OF_A_CLIENT + 2)]

    assert {answer.status_code for answer in answers} == {403, 429}


def test_open_pages_ask_for_no_quota(narrow: RunningService) -> None:
    assert {narrow.http.get("/healthz").status_code for _ in range(2 * OF_A_CLIENT)} == {200}


def test_tries_at_the_codes_of_one_phone_are_limited_and_another_phone_is_not_concerned(
    narrow: RunningService,
) -> None:
    def enter(phone: str) -> httpx.Response:
        body = {"phone": phone, "certificate_last6": "123456", "code": "000000"}
        return Caller(narrow.http, None).post("/v1/sms-verifications", body)

    answers = [enter("13800000001") for _ in range(2 * OF_A_PHONE + 1)]

    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    problem(refused[0], 429, "rate-limited")
    assert 1 <= int(refused[0].headers["retry-after"]) <= 60
    problem(enter("13800000002"), 422, "sms-code-wrong")


def test_who_tries_links_for_phones_is_refused_after_a_while(narrow: RunningService) -> None:
    statuses = [narrow.http.get(f"/h/tried-{number}").status_code for number in range(2 * OF_A_CLIENT + 1)]

    assert statuses[0] == 404
    assert statuses[-1] == 429
    assert set(statuses) == {404, 429}
