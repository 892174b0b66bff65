import math

import httpx
from standardwebhooks import Webhook

from tests.authority_sandbox.playing import (
    CALLBACK_SECRET,
    DAY,
    NOW,
    Provider,
    a_recipient,
    a_submission,
    code_for,
    decided,
    entered,
    running,
    status_of,
    submitted,
    time_moved_to,
)


async def test_a_callback_is_signed_over_its_body_with_real_time(
    sandbox: httpx.AsyncClient, provider: Provider
) -> None:
    receipt = (await submitted(sandbox, a_submission()))["receipt"]
    await time_moved_to(sandbox, DAY)

    await decided(sandbox, receipt)

    headers = provider.headers[0]
    assert headers["webhook-id"] == provider.heard[0]["id"]
    assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert headers["webhook-signature"].startswith("v1,")
    assert Webhook(CALLBACK_SECRET).sign("another", NOW, "{}") != headers["webhook-signature"]


async def test_callbacks_of_a_receipt_come_in_order(sandbox: httpx.AsyncClient, provider: Provider) -> None:
    receipt = (await submitted(sandbox, a_submission(sms_recipients=[a_recipient()])))["receipt"]
    await entered(sandbox, receipt, await code_for(sandbox))

    await decided(sandbox, receipt)

    assert [(one["sequence"], one["type"]) for one in provider.heard] == [(1, "sms_all_passed"), (2, "approved")]


async def test_a_later_callback_waits_for_an_earlier_one_that_is_not_heard(dsn: str) -> None:
    provider = Provider(deaf_for=math.inf)
    async with running(dsn, provider, settle_limit=0.05) as sandbox:
        receipt = (await submitted(sandbox, a_submission(sms_recipients=[a_recipient()])))["receipt"]
        await entered(sandbox, receipt, await code_for(sandbox))
        status = await decided(sandbox, receipt)

    assert (status["state"], status["undelivered"]) == ("approved", 2)
    assert set(provider.types) == {"sms_all_passed"}


async def test_a_callback_is_sent_again_alike_until_it_is_heard(dsn: str) -> None:
    provider = Provider(deaf_for=3)
    async with running(dsn, provider, first_retry=0.001) as sandbox:
        status = await decided(sandbox, (await submitted(sandbox, a_submission()))["receipt"])

    assert status["undelivered"] == 0
    assert len(provider.heard) == 4
    assert all(one == provider.heard[0] for one in provider.heard)
    assert len({one["webhook-id"] for one in provider.headers}) == 1


async def test_after_a_restart_undelivered_callbacks_go_out(dsn: str, provider: Provider) -> None:
    deaf = Provider()
    deaf.away = True
    async with running(dsn, deaf, settle_limit=0.05) as before:
        receipt = (await submitted(before, a_submission(sms_recipients=[a_recipient()])))["receipt"]
        await entered(before, receipt, await code_for(before))
        await decided(before, receipt)
        idle_before = (await before.get("/sandbox/clock")).json()["idle"]

    async with running(dsn, provider) as after:
        settled = (await after.post("/sandbox/settle")).json()
        status = await status_of(after, receipt)
        idle_after = (await after.get("/sandbox/clock")).json()["idle"]

    assert deaf.heard == []
    assert settled["undelivered"] == 0
    assert provider.types == ["sms_all_passed", "approved"]
    assert status["state"] == "approved"
    assert (idle_before, idle_after) == (False, True)


async def test_what_was_heard_is_not_told_again_after_a_restart(dsn: str, provider: Provider) -> None:
    async with running(dsn, provider) as before:
        await decided(before, (await submitted(before, a_submission()))["receipt"])

    async with running(dsn, provider) as after:
        await after.post("/sandbox/settle")

    assert provider.types == ["approved"]
