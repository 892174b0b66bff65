"""The rules of the authority that can be switched."""

import httpx
import pytest

from tests.authority_sandbox.playing import Provider, a_record, a_submission, running, submitted

URL = "/sandbox/switches"
OFF = {"refuse_cancelling_only_access": False, "sms_entered_at_authority": False}
ON = {"refuse_cancelling_only_access": True, "sms_entered_at_authority": False}


async def test_switches_are_off_at_first_and_an_empty_body_only_reads(sandbox: httpx.AsyncClient) -> None:
    answers = [(await sandbox.post(URL, json=body)).json() for body in ({}, ON, {}, OFF, {})]

    assert answers == [OFF, ON, ON, OFF, OFF]


async def test_the_only_access_can_be_cancelled_until_the_authority_refuses_it(sandbox: httpx.AsyncClient) -> None:
    await sandbox.post("/sandbox/records", json=a_record())
    await sandbox.post(URL, json=ON)
    refused = await submitted(sandbox, a_submission("sub_1", filing_type="cancel_access"))
    await sandbox.post(URL, json=OFF)

    accepted = await submitted(sandbox, a_submission("sub_2", filing_type="cancel_access"))

    assert (refused["refusal"]["code"], refused["refusal"]["pointer"]) == ("1025", "/services/0/domains/0")
    assert accepted["outcome"] == "accepted"


async def test_switches_outlive_a_restart(dsn: str, provider: Provider) -> None:
    async with running(dsn, provider) as before:
        await before.post(URL, json=ON)

    async with running(dsn, provider) as after:
        assert (await after.post(URL, json={})).json() == ON


@pytest.mark.parametrize("body", [{"unknown": True}, {"refuse_cancelling_only_access": "yes"}, [], None])
async def test_what_is_no_switch_is_refused(sandbox: httpx.AsyncClient, body: object) -> None:
    answer = await sandbox.post(URL, json=body)

    assert (answer.status_code, answer.json()["code"]) == (422, "validation_failed")
