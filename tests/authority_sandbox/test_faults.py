"""Faults on demand: armed, played as often as wished, kept over a restart."""

from typing import Any

import httpx
import pytest

from tests.authority_sandbox.playing import (
    PHONE,
    CrashedError,
    Provider,
    a_recipient,
    a_submission,
    code_for,
    decided,
    entered,
    running,
    status_of,
    submitted,
)

URL = "/sandbox/faults"
SUBMISSIONS = "/authority/v1/submissions"


async def armed(sandbox: httpx.AsyncClient, fault: str, **more: Any) -> dict[str, Any]:
    answer = await sandbox.post(URL, json={"fault": fault, **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def played(sandbox: httpx.AsyncClient) -> list[tuple[str, str]]:
    return [(one["fault"], one["submission_id"]) for one in (await sandbox.post(URL, json={})).json()["played"]]


async def handed_over(sandbox: httpx.AsyncClient, *about: str) -> list[tuple[str, int]]:
    found = (await sandbox.post("/sandbox/submissions", json={"about": list(about)})).json()["data"]
    return [(one["submission_id"], one["times_sent"]) for one in found]


async def test_an_empty_body_only_reads(sandbox: httpx.AsyncClient) -> None:
    assert (await sandbox.post(URL, json={})).json() == {"armed": [], "played": []}


async def test_what_is_armed_is_kept_over_a_restart_and_played_as_often_as_wished(dsn: str, provider: Provider) -> None:
    async with running(dsn, provider) as before:
        await armed(before, "unavailable", times=2)

    async with running(dsn, provider) as after:
        statuses = [(await after.post(SUBMISSIONS, json=a_submission())).status_code for _ in range(3)]
        told = await played(after)
        sent = await handed_over(after, "sub_1")

    assert statuses == [503, 503, 201]
    assert told == [("unavailable", "sub_1")] * 2
    assert sent == [("sub_1", 1)]


async def test_no_times_take_back_what_was_armed(sandbox: httpx.AsyncClient) -> None:
    await armed(sandbox, "unavailable", times=5)
    await armed(sandbox, "unavailable", about=["svc_1"])

    left = (await armed(sandbox, "unavailable", times=0))["armed"]

    assert [(one["fault"], one["times_left"], one["about"]) for one in left] == [("unavailable", 1, ["svc_1"])]


@pytest.mark.parametrize(("about", "statuses"), [(["svc_1"], [503, 201]), (["sub_1"], [503, 201]), (["svc_9"], [201])])
async def test_a_fault_about_something_leaves_the_rest_alone(
    sandbox: httpx.AsyncClient, about: list[str], statuses: list[int]
) -> None:
    await armed(sandbox, "unavailable", about=about)

    answers = [await sandbox.post(SUBMISSIONS, json=a_submission()) for _ in statuses]

    assert [answer.status_code for answer in answers] == statuses


async def test_a_duplicate_is_taken_in_and_answered_as_one_that_is_there_already(sandbox: httpx.AsyncClient) -> None:
    await armed(sandbox, "duplicate")

    answer = await sandbox.post(SUBMISSIONS, json=a_submission())
    found = await sandbox.get(SUBMISSIONS, params={"provider_id": "410001", "submission_id": "sub_1"})

    assert (answer.status_code, answer.json()["code"]) == (409, "already_submitted")
    assert (found.json()["outcome"], found.json()["state"]) == ("accepted", "authority_review")


@pytest.mark.parametrize("fault", ["lost_answer", "cut_off"])
async def test_an_answer_that_breaks_off_says_nothing_of_what_was_done(sandbox: httpx.AsyncClient, fault: str) -> None:
    await armed(sandbox, fault)

    # The transport of this test notices by itself that the answer never ends.
    with pytest.raises(AssertionError):
        await sandbox.post(SUBMISSIONS, json=a_submission())

    assert await handed_over(sandbox, "sub_1") == ([("sub_1", 1)] if fault == "lost_answer" else [])


async def test_a_crash_comes_after_the_submission_was_stored(sandbox: httpx.AsyncClient) -> None:
    await armed(sandbox, "restart")

    with pytest.raises(CrashedError):
        await sandbox.post(SUBMISSIONS, json=a_submission())

    assert await handed_over(sandbox, "sub_1") == [("sub_1", 1)]


async def test_a_slow_answer_is_the_same_answer(sandbox: httpx.AsyncClient) -> None:
    await armed(sandbox, "slow", seconds=0.01)

    answer = await submitted(sandbox, a_submission())

    assert answer == await submitted(sandbox, a_submission())


@pytest.mark.parametrize(
    ("recipients", "told"), [([], ["approved"]), ([a_recipient()], ["sms_all_passed"])], ids=["no codes", "codes"]
)
async def test_a_callback_before_the_answer_is_heard_before_it(
    sandbox: httpx.AsyncClient, provider: Provider, recipients: list[dict[str, Any]], told: list[str]
) -> None:
    await armed(sandbox, "callback_before_answer")

    answer = await submitted(sandbox, a_submission(sms_recipients=recipients))

    assert provider.types == told
    assert provider.heard[0]["receipt"] == answer["receipt"]


async def test_a_callback_is_sent_twice_alike(sandbox: httpx.AsyncClient, provider: Provider) -> None:
    await armed(sandbox, "callback_twice")

    await decided(sandbox, (await submitted(sandbox, a_submission()))["receipt"])

    assert len(provider.heard) == 2
    assert provider.heard[0] == provider.heard[1]


async def test_a_callback_is_told_again_as_another_message(sandbox: httpx.AsyncClient, provider: Provider) -> None:
    await armed(sandbox, "callback_repeated")

    await decided(sandbox, (await submitted(sandbox, a_submission()))["receipt"])

    first, second = provider.heard
    assert first["id"] != second["id"]
    assert (first["sequence"], second["sequence"]) == (1, 2)
    assert first["result"] == second["result"]


async def test_a_lost_callback_is_never_sent_and_the_result_is_found_by_asking(
    sandbox: httpx.AsyncClient, provider: Provider
) -> None:
    await armed(sandbox, "lost_callback")

    receipt = (await submitted(sandbox, a_submission()))["receipt"]
    answer = await decided(sandbox, receipt)

    assert provider.heard == []
    assert answer["undelivered"] == 0
    assert (await status_of(sandbox, receipt))["state"] == "approved"


async def test_a_callback_that_is_overtaken_comes_after_the_next(
    sandbox: httpx.AsyncClient, provider: Provider
) -> None:
    await armed(sandbox, "callbacks_out_of_order")
    receipt = (await submitted(sandbox, a_submission(sms_recipients=[a_recipient()])))["receipt"]
    await entered(sandbox, receipt, await code_for(sandbox, PHONE))
    settled = (await sandbox.post("/sandbox/settle")).json()

    await decided(sandbox, receipt)

    assert settled["undelivered"] == 0
    assert [(one["sequence"], one["type"]) for one in provider.heard] == [(2, "approved"), (1, "sms_all_passed")]


async def test_the_last_callback_can_t_be_overtaken(sandbox: httpx.AsyncClient, provider: Provider) -> None:
    await armed(sandbox, "callbacks_out_of_order")

    await decided(sandbox, (await submitted(sandbox, a_submission()))["receipt"])

    assert provider.types == ["approved"]
    assert await played(sandbox) == []


async def test_a_question_fails_as_often_as_wished(sandbox: httpx.AsyncClient) -> None:
    receipt = (await submitted(sandbox, a_submission()))["receipt"]
    await armed(sandbox, "question_unavailable", times=2, about=["svc_1"])

    by_id = {"provider_id": "410001", "submission_id": "sub_1"}
    answers = [
        await sandbox.get(f"{SUBMISSIONS}/{receipt}"),
        await sandbox.get(SUBMISSIONS, params=by_id),
        await sandbox.get(f"{SUBMISSIONS}/{receipt}"),
    ]

    assert [answer.status_code for answer in answers] == [503, 503, 200]


async def test_a_code_whose_answer_gets_lost_was_judged_all_the_same(sandbox: httpx.AsyncClient) -> None:
    receipt = (await submitted(sandbox, a_submission(sms_recipients=[a_recipient()])))["receipt"]
    code = await code_for(sandbox)
    await armed(sandbox, "lost_code_answer", about=["sub_1"])

    with pytest.raises(AssertionError):
        await entered(sandbox, receipt, code)

    again = await entered(sandbox, receipt, code)
    assert (again["outcome"], again["tries_left"], again["all_verified"]) == ("already_verified", 5, True)


@pytest.mark.parametrize(
    "body",
    [{"fault": "anything"}, {"times": 2}, {"fault": "slow", "seconds": 0}, {"fault": "slow", "times": -1}, [], None],
    ids=["unknown", "of none", "no time", "too few", "list", "null"],
)
async def test_what_is_no_fault_is_refused(sandbox: httpx.AsyncClient, body: object) -> None:
    answer = await sandbox.post(URL, json=body)

    assert (answer.status_code, answer.json()["code"]) == (422, "validation_failed")
