import asyncio
from datetime import datetime, timedelta

import httpx
import pytest

from authority_sandbox import sms
from tests.authority_sandbox.playing import (
    HOUR,
    LAST6,
    NOW,
    PHONE,
    Provider,
    a_recipient,
    a_submission,
    code_for,
    entered,
    running,
    status_of,
    submitted,
    time_moved_to,
    wrong,
)

OTHER_PHONE = "13900000002"
NEXT_NOON = 27 * HOUR
"""From nine in the morning, Beijing time."""


async def awaiting(client: httpx.AsyncClient, *recipients: dict[str, object]) -> str:
    answer = await submitted(client, a_submission(sms_recipients=list(recipients) or [a_recipient()]))
    assert answer["sms_due"] is True
    receipt: str = answer["receipt"]
    return receipt


async def resent(client: httpx.AsyncClient, receipt: str, phone: str = PHONE) -> httpx.Response:
    return await client.post(f"/authority/v1/submissions/{receipt}/sms-resends", json={"phone": phone})


async def test_codes_have_six_digits_and_live_a_day(sandbox: httpx.AsyncClient) -> None:
    answer = await submitted(sandbox, a_submission(sms_recipients=[a_recipient()]))

    messages = (await sandbox.get("/sandbox/messages", params={"phone": PHONE})).json()["data"]

    assert answer["sms_expires_at"] == (NOW + timedelta(hours=24)).isoformat()
    assert [(one["channel"], one["to"]) for one in messages] == [("sms", PHONE)]
    assert len(messages[0]["code"]) == 6
    assert messages[0]["code"].isdigit()
    assert messages[0]["code"] in messages[0]["text"]


async def test_one_phone_of_several_people_gets_one_code_and_either_number_will_do(
    sandbox: httpx.AsyncClient,
) -> None:
    receipt = await awaiting(sandbox, a_recipient(PHONE, "111111", "a"), a_recipient(PHONE, "22222X", "b"))

    messages = (await sandbox.get("/sandbox/messages")).json()["data"]
    answer = await entered(sandbox, receipt, messages[0]["code"], last6="22222x")

    assert len(messages) == 1
    assert answer == {"outcome": "verified", "tries_left": 5, "all_verified": True, "waiting_for": 0}


async def test_review_begins_when_everybody_has_passed(sandbox: httpx.AsyncClient, provider: Provider) -> None:
    receipt = await awaiting(sandbox, a_recipient(), a_recipient(OTHER_PHONE, "222222", "service_principal"))

    first = await entered(sandbox, receipt, await code_for(sandbox))
    between = await status_of(sandbox, receipt)
    second = await entered(sandbox, receipt, await code_for(sandbox, OTHER_PHONE), OTHER_PHONE, "222222")
    await sandbox.post("/sandbox/settle")

    assert (first["outcome"], first["all_verified"], first["waiting_for"]) == ("verified", False, 1)
    assert between["state"] == "awaiting_sms"
    assert [one["state"] for one in between["recipients"]] == ["verified", "pending"]
    assert (second["outcome"], second["all_verified"]) == ("verified", True)
    assert (await status_of(sandbox, receipt))["state"] == "authority_review"
    assert provider.types == ["sms_all_passed"]


async def test_a_verified_phone_is_told_so_for_its_own_code_alone_and_no_other_costs_a_try(
    sandbox: httpx.AsyncClient,
) -> None:
    receipt = await awaiting(sandbox, a_recipient(), a_recipient(OTHER_PHONE, "222222"))
    code = await code_for(sandbox)
    await entered(sandbox, receipt, code)

    again, other = await entered(sandbox, receipt, code), await entered(sandbox, receipt, wrong(code))

    assert again == {"outcome": "already_verified", "tries_left": 5, "all_verified": False, "waiting_for": 1}
    assert other == {"outcome": "wrong", "tries_left": 5, "all_verified": False, "waiting_for": 1}


async def test_five_wrong_codes_are_borne_and_the_sixth_returns_the_order(
    sandbox: httpx.AsyncClient, provider: Provider
) -> None:
    receipt = await awaiting(sandbox)
    code = await code_for(sandbox)

    answers = [await entered(sandbox, receipt, wrong(code)) for _ in range(6)]
    late = await entered(sandbox, receipt, code)
    await sandbox.post("/sandbox/settle")

    assert [one["outcome"] for one in answers] == ["wrong"] * 5 + ["returned"]
    assert [one["tries_left"] for one in answers] == [4, 3, 2, 1, 0, 0]
    assert late["outcome"] == "returned"
    assert (await status_of(sandbox, receipt))["state"] == "sms_attempts_spent"
    assert provider.types == ["sms_attempts_spent"]


async def test_the_right_code_still_counts_after_five_wrong_ones(sandbox: httpx.AsyncClient) -> None:
    receipt = await awaiting(sandbox)
    code = await code_for(sandbox)
    for _ in range(5):
        await entered(sandbox, receipt, wrong(code))

    assert (await entered(sandbox, receipt, code))["outcome"] == "verified"


async def test_wrong_codes_of_all_recipients_count_together(sandbox: httpx.AsyncClient) -> None:
    receipt = await awaiting(sandbox, a_recipient(), a_recipient(OTHER_PHONE, "222222"))
    mine, theirs = await code_for(sandbox), await code_for(sandbox, OTHER_PHONE)

    for _ in range(3):
        await entered(sandbox, receipt, wrong(mine))
    for _ in range(2):
        await entered(sandbox, receipt, wrong(theirs), OTHER_PHONE, "222222")
    sixth = await entered(sandbox, receipt, wrong(mine))

    assert sixth["outcome"] == "returned"


async def test_tries_at_the_same_moment_cannot_go_beyond_the_sixth(
    sandbox: httpx.AsyncClient, provider: Provider
) -> None:
    receipt = await awaiting(sandbox)
    code = await code_for(sandbox)

    answers = await asyncio.gather(*(entered(sandbox, receipt, wrong(code)) for _ in range(12)))
    await sandbox.post("/sandbox/settle")

    outcomes = [one["outcome"] for one in answers]
    assert outcomes.count("wrong") == 5
    assert outcomes.count("returned") == 7
    assert provider.types == ["sms_attempts_spent"]


async def test_who_does_not_know_phone_and_number_cannot_bring_an_order_down(sandbox: httpx.AsyncClient) -> None:
    receipt = await awaiting(sandbox)
    code = await code_for(sandbox)

    for _ in range(10):
        unknown_phone = await entered(sandbox, receipt, code, phone=OTHER_PHONE)
        wrong_number = await entered(sandbox, receipt, code, last6="999999")

    assert (unknown_phone["outcome"], unknown_phone["tries_left"]) == ("wrong", 5)
    assert (wrong_number["outcome"], wrong_number["tries_left"]) == ("wrong", 5)
    assert (await entered(sandbox, receipt, code))["outcome"] == "verified"


async def test_a_code_is_good_until_the_last_second_and_not_after(
    sandbox: httpx.AsyncClient, provider: Provider
) -> None:
    receipt = await awaiting(sandbox)

    await time_moved_to(sandbox, 24 * HOUR - 1)
    before = await status_of(sandbox, receipt)
    await time_moved_to(sandbox, 24 * HOUR)
    after = await status_of(sandbox, receipt)

    assert before["state"] == "awaiting_sms"
    assert after["state"] == "sms_expired"
    assert after["recipients"][0]["state"] == "expired"
    assert provider.types == ["sms_expired"]
    assert provider.heard[0]["occurred_at"] == (NOW + timedelta(hours=24)).isoformat()
    assert (await entered(sandbox, receipt, await code_for(sandbox)))["outcome"] == "expired"
    assert (await resent(sandbox, receipt)).status_code == 410


async def test_an_order_with_one_code_missing_expires_too(sandbox: httpx.AsyncClient) -> None:
    receipt = await awaiting(sandbox, a_recipient(), a_recipient(OTHER_PHONE, "222222"))
    await entered(sandbox, receipt, await code_for(sandbox))

    await time_moved_to(sandbox, 24 * HOUR)

    status = await status_of(sandbox, receipt)
    assert status["state"] == "sms_expired"
    assert [one["state"] for one in status["recipients"]] == ["verified", "expired"]


async def test_an_expired_order_can_be_submitted_again_under_a_new_id(sandbox: httpx.AsyncClient) -> None:
    await awaiting(sandbox)
    await time_moved_to(sandbox, 24 * HOUR)

    answer = await submitted(sandbox, a_submission("sub_2", sms_recipients=[a_recipient()]))

    assert answer["outcome"] == "accepted"


async def test_a_new_code_voids_the_old_one_and_keeps_deadline_and_count(sandbox: httpx.AsyncClient) -> None:
    receipt = await awaiting(sandbox)
    old = await code_for(sandbox)
    await entered(sandbox, receipt, wrong(old))
    before = await status_of(sandbox, receipt)
    await time_moved_to(sandbox, HOUR)

    answer = await resent(sandbox, receipt)
    new = await code_for(sandbox)
    after = await status_of(sandbox, receipt)

    assert (answer.status_code, answer.json()) == (202, {"resends_left": 1})
    assert after["recipients"][0]["expires_at"] == before["recipients"][0]["expires_at"]
    if new != old:
        assert (await entered(sandbox, receipt, old))["tries_left"] == 3
    assert (await entered(sandbox, receipt, new))["outcome"] == "verified"


async def test_a_phone_gets_two_new_codes_and_no_third(sandbox: httpx.AsyncClient) -> None:
    receipt = await awaiting(sandbox)

    answers = [await resent(sandbox, receipt) for _ in range(3)]

    assert [one.status_code for one in answers] == [202, 202, 409]
    assert answers[2].json()["code"] == "resends_spent"


async def test_codes_go_only_to_phones_of_the_order_that_are_still_awaited(sandbox: httpx.AsyncClient) -> None:
    receipt = await awaiting(sandbox, a_recipient(), a_recipient(OTHER_PHONE, "222222"))
    await entered(sandbox, receipt, await code_for(sandbox))

    verified = await resent(sandbox, receipt)
    stranger = await resent(sandbox, receipt, "13900000003")

    assert (verified.status_code, stranger.status_code) == (409, 404)


async def test_a_submission_without_codes_has_none_to_check(sandbox: httpx.AsyncClient) -> None:
    receipt = (await submitted(sandbox, a_submission()))["receipt"]
    body = {"phone": PHONE, "certificate_last6": LAST6, "code": "123456"}

    answer = await sandbox.post(f"/authority/v1/submissions/{receipt}/sms-checks", json=body)

    assert answer.status_code == 409


async def test_codes_and_wrong_tries_outlive_a_restart(dsn: str, provider: Provider) -> None:
    async with running(dsn, provider) as before:
        receipt = await awaiting(before)
        code = await code_for(before)
        for _ in range(4):
            await entered(before, receipt, wrong(code))

    async with running(dsn, provider) as after:
        fifth = await entered(after, receipt, wrong(code))
        right = await entered(after, receipt, code)

    assert (fifth["outcome"], fifth["tries_left"]) == ("wrong", 0)
    assert right["outcome"] == "verified"


@pytest.mark.parametrize(
    ("moment", "hours"),
    [("2020-08-16T23:59:59+08:00", 48), ("2020-08-17T00:00:00+08:00", 24), ("2026-03-02T10:00:00+08:00", 24)],
)
def test_codes_of_the_pilot_provinces_lived_for_two_days_and_those_since_live_for_one(moment: str, hours: int) -> None:
    assert sms.validity(datetime.fromisoformat(moment)) == timedelta(hours=hours)


async def test_the_authority_sends_a_new_code_by_itself_at_the_next_days_noon(sandbox: httpx.AsyncClient) -> None:
    await time_moved_to(sandbox, 6 * HOUR)
    receipt = await awaiting(sandbox, a_recipient(), a_recipient(OTHER_PHONE, LAST6, "b"))
    first = await code_for(sandbox, PHONE)
    await entered(sandbox, receipt, await code_for(sandbox, OTHER_PHONE), phone=OTHER_PHONE)

    await time_moved_to(sandbox, NEXT_NOON + HOUR)

    sent = {phone: len(await messages_to(sandbox, phone)) for phone in (PHONE, OTHER_PHONE)}
    assert sent == {PHONE: 2, OTHER_PHONE: 1}
    assert (await messages_to(sandbox, PHONE))[0]["sent_at"] == (NOW + timedelta(seconds=NEXT_NOON)).isoformat()
    second = await code_for(sandbox, PHONE)
    assert second == first or (await entered(sandbox, receipt, first))["outcome"] == "wrong"
    assert (await entered(sandbox, receipt, second))["outcome"] == "verified"


async def test_codes_that_end_before_noon_are_not_sent_again(sandbox: httpx.AsyncClient) -> None:
    receipt = await awaiting(sandbox)

    await time_moved_to(sandbox, NEXT_NOON)

    assert len(await messages_to(sandbox, PHONE)) == 1
    assert (await status_of(sandbox, receipt))["state"] == "sms_expired"


async def messages_to(client: httpx.AsyncClient, phone: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = (await client.get("/sandbox/messages", params={"phone": phone})).json()["data"]
    return found
