from datetime import UTC, datetime

import httpx
import pytest

from authority_sandbox.working_days import after_working_days
from tests.authority_sandbox.playing import (
    CREDIT_CODE,
    DAY,
    Provider,
    a_recipient,
    a_record,
    a_submission,
    a_website,
    decided,
    running,
    status_of,
    submitted,
    time_moved_to,
)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        # 25-27 September 2026 are Mid-Autumn.
        (datetime(2026, 9, 22, 1, tzinfo=UTC), datetime(2026, 9, 30, 1, tzinfo=UTC)),
        # 1-7 October are National Day, Saturday the 10th is made up for.
        (datetime(2026, 9, 28, 1, tzinfo=UTC), datetime(2026, 10, 10, 1, tzinfo=UTC)),
        # From a Saturday the count begins on Monday.
        (datetime(2026, 11, 21, 1, tzinfo=UTC), datetime(2026, 11, 27, 1, tzinfo=UTC)),
        # The notice for 2027 is not out: by weekdays.
        (datetime(2026, 12, 29, 1, tzinfo=UTC), datetime(2027, 1, 5, 1, tzinfo=UTC)),
        # 17:00 UTC is already the next day in Beijing.
        (datetime(2026, 11, 22, 17, tzinfo=UTC), datetime(2026, 11, 29, 17, tzinfo=UTC)),
    ],
)
def test_five_working_days_are_counted_by_the_official_calendar(start: datetime, due: datetime) -> None:
    assert after_working_days(start, 5) == due


async def test_undisturbed_the_review_accepts_after_five_working_days_across_a_holiday(
    sandbox: httpx.AsyncClient, provider: Provider
) -> None:
    receipt = (await submitted(sandbox, a_submission()))["receipt"]

    await time_moved_to(sandbox, 8 * DAY - 1)
    before = await status_of(sandbox, receipt)
    moved = await time_moved_to(sandbox, 8 * DAY)
    after = await status_of(sandbox, receipt)

    assert before["state"] == "authority_review"
    assert after["state"] == "approved"
    assert after["result"]["on"] == "2026-09-30"
    assert moved["undelivered"] == 0
    assert provider.heard[0]["type"] == "approved"
    assert provider.heard[0]["submission_id"] == "sub_1"
    assert provider.heard[0]["result"] == after["result"]


async def test_a_service_of_the_magic_name_is_rejected_in_its_time(
    sandbox: httpx.AsyncClient, provider: Provider
) -> None:
    receipt = (await submitted(sandbox, a_submission(services=[a_website("驳回测试")])))["receipt"]

    await time_moved_to(sandbox, 30 * DAY)

    assert (await status_of(sandbox, receipt))["state"] == "rejected"
    assert provider.heard[0]["type"] == "rejected"
    assert provider.heard[0]["result"]["code"] == "1002"
    assert provider.heard[0]["result"]["pointer"] == "/services/0/name"
    assert (await sandbox.get("/sandbox/records", params={"certificate_number": CREDIT_CODE})).status_code == 404


async def test_a_review_can_be_decided_by_hand_and_only_once(sandbox: httpx.AsyncClient, provider: Provider) -> None:
    receipt = (await submitted(sandbox, a_submission()))["receipt"]

    status = await decided(sandbox, receipt, "reject", code="domain_holder_mismatch", pointer="/services/0/domains/0")
    again = await sandbox.post("/sandbox/decisions", json={"receipt": receipt, "outcome": "accept"})

    assert (status["state"], status["undelivered"]) == ("rejected", 0)
    assert provider.heard[0]["result"]["code"] == "domain_holder_mismatch"
    assert provider.heard[0]["result"]["pointer"] == "/services/0/domains/0"
    assert again.status_code == 409


async def test_nothing_is_decided_while_codes_are_awaited(sandbox: httpx.AsyncClient) -> None:
    receipt = (await submitted(sandbox, a_submission(sms_recipients=[a_recipient()])))["receipt"]

    answer = await sandbox.post("/sandbox/decisions", json={"receipt": receipt, "outcome": "accept"})
    unknown = await sandbox.post("/sandbox/decisions", json={"receipt": "rcpt_none", "outcome": "accept"})

    assert (answer.status_code, unknown.status_code) == (409, 404)


async def test_a_domain_filed_by_another_meanwhile_is_rejected_and_nothing_is_written(
    sandbox: httpx.AsyncClient,
) -> None:
    receipt = (await submitted(sandbox, a_submission()))["receipt"]
    await sandbox.post("/sandbox/records", json=a_record(number="91110000000000000A"))

    status = await decided(sandbox, receipt)

    assert (status["state"], status["result"]["code"]) == ("rejected", "1005")
    assert (await sandbox.get("/sandbox/records", params={"certificate_number": CREDIT_CODE})).status_code == 404


async def test_several_reviews_end_in_the_order_of_time(sandbox: httpx.AsyncClient, provider: Provider) -> None:
    first = (await submitted(sandbox, a_submission("sub_1")))["receipt"]
    await time_moved_to(sandbox, 60.0)
    later = a_submission("sub_2", number="91110000000000000A", services=[a_website(domain="later.cn")])
    second = (await submitted(sandbox, later))["receipt"]

    await time_moved_to(sandbox, 60 * DAY)

    numbers = [(await status_of(sandbox, receipt))["result"]["subject_number"] for receipt in (first, second)]
    assert numbers == ["豫ICP备2026000001号", "豫ICP备2026000002号"]
    assert sorted(one["receipt"] for one in provider.heard) == sorted((first, second))


async def test_a_review_goes_on_after_a_restart(dsn: str, provider: Provider) -> None:
    async with running(dsn, provider) as before:
        receipt = (await submitted(before, a_submission()))["receipt"]
        await time_moved_to(before, DAY)

    async with running(dsn, provider) as after:
        clock = (await after.get("/sandbox/clock")).json()
        await time_moved_to(after, 8 * DAY)
        status = await status_of(after, receipt)

    assert clock["offset_seconds"] == DAY
    assert status["state"] == "approved"
