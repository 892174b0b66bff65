import asyncio
from typing import Any

import httpx
import pytest

from tests.authority_sandbox.playing import (
    a_recipient,
    a_record,
    a_submission,
    a_website,
    an_app,
    approved,
    status_of,
    submitted,
)

URL = "/authority/v1/submissions"


async def test_a_submission_without_recipients_goes_straight_to_review(sandbox: httpx.AsyncClient) -> None:
    answer = await submitted(sandbox, a_submission())

    status = await status_of(sandbox, answer["receipt"])
    assert answer["outcome"] == "accepted"
    assert (answer["sms_due"], answer["sms_expires_at"]) == (False, None)
    assert status["state"] == "authority_review"
    assert status["recipients"] == []


async def test_a_submission_sent_again_is_answered_alike_and_stored_once(sandbox: httpx.AsyncClient) -> None:
    submission = a_submission(sms_recipients=[a_recipient()])

    twins = await asyncio.gather(*(sandbox.post(URL, json=submission) for _ in range(4)))
    later = await sandbox.post(URL, json=submission)

    assert {answer.status_code for answer in (*twins, later)} == {201}
    assert len({answer.text for answer in (*twins, later)}) == 1
    messages = (await sandbox.get("/sandbox/messages")).json()["data"]
    assert len(messages) == 1


async def test_a_submission_id_used_for_another_body_is_refused(sandbox: httpx.AsyncClient) -> None:
    await submitted(sandbox, a_submission())

    answer = await sandbox.post(URL, json=a_submission(province="110000"))

    assert answer.status_code == 409
    assert answer.json()["code"] == "submission_id_reused"


async def test_a_submission_is_found_again_by_the_providers_own_id(sandbox: httpx.AsyncClient) -> None:
    receipt = (await submitted(sandbox, a_submission()))["receipt"]

    found = await sandbox.get(URL, params={"provider_id": "410001", "submission_id": "sub_1"})
    never_seen = await sandbox.get(URL, params={"provider_id": "410001", "submission_id": "sub_2"})

    assert found.json()["receipt"] == receipt
    assert never_seen.status_code == 404


async def test_another_open_submission_of_the_same_certificate_is_a_subject_conflict(
    sandbox: httpx.AsyncClient,
) -> None:
    await submitted(sandbox, a_submission("sub_1"))

    second = a_submission("sub_2", provider_id="990001", services=[a_website(domain="other.cn")])
    answer = await submitted(sandbox, second)

    assert answer["outcome"] == "refused"
    assert answer["refusal"]["code"] == "1003"
    assert answer["refusal"]["pointer"] == "/subject/certificate/number"
    assert answer["refusal"]["our_fault"] is False
    assert (await status_of(sandbox, answer["receipt"]))["state"] == "refused"


async def test_a_refused_submission_stays_refused_under_its_id_but_blocks_nothing(sandbox: httpx.AsyncClient) -> None:
    refused = a_submission("sub_1", services=[a_website("冲突测试")])
    first = await submitted(sandbox, refused)

    again = await submitted(sandbox, refused)
    corrected = await submitted(sandbox, a_submission("sub_2"))

    assert again == first
    assert corrected["outcome"] == "accepted"


@pytest.mark.parametrize(
    ("changes", "code", "pointer", "our_fault"),
    [
        ({"subject_name": "黑名单测试单位"}, "1065", "/subject/name", False),
        ({"services": [a_website("冲突测试")]}, "1005", "/services/0/domains/0", False),
        ({"services": [an_app("冲突测试")]}, "1005", "/services/0/name", False),
        ({"services": [a_website("IP未报测试")]}, "1063", "/services/0/access", True),
    ],
)
async def test_magic_names_are_refused_at_intake(
    sandbox: httpx.AsyncClient, changes: dict[str, Any], code: str, pointer: str, our_fault: bool
) -> None:
    answer = await submitted(sandbox, a_submission(**changes))

    refusal = answer["refusal"]
    assert (refusal["code"], refusal["pointer"], refusal["our_fault"]) == (code, pointer, our_fault)
    assert refusal["message"]


async def test_a_domain_on_record_cannot_be_filed_again(sandbox: httpx.AsyncClient) -> None:
    await sandbox.post("/sandbox/records", json=a_record(number="91110000000000000A"))

    answer = await submitted(sandbox, a_submission())

    assert answer["refusal"]["code"] == "1005"
    assert answer["refusal"]["pointer"] == "/services/0/domains/0"


async def test_a_domain_in_another_open_submission_is_a_conflict(sandbox: httpx.AsyncClient) -> None:
    await submitted(sandbox, a_submission("sub_1", number="91110000000000000A"))

    answer = await submitted(sandbox, a_submission("sub_2"))

    assert answer["refusal"]["code"] == "1005"


async def test_what_is_blacklisted_on_record_is_refused(sandbox: httpx.AsyncClient) -> None:
    await sandbox.post("/sandbox/records", json=a_record(blacklisted=True))

    of_subject = a_submission("sub_1", filing_type="add_access", provider_id="990001")
    subject = await submitted(sandbox, of_subject)
    of_service = await submitted(sandbox, a_submission("sub_2", number="91110000000000000A"))

    assert subject["refusal"]["code"] == "1065"
    assert of_service["refusal"]["code"] == "1064"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"filing_type": "first_filing", "services": [a_website(domain="new.cn")]}, "1003"),
        ({"filing_type": "add_access"}, "1029"),
        ({"filing_type": "add_access", "services": [a_website(domain="new.cn")]}, "1048"),
        ({"filing_type": "add_service_here", "number": "91110000000000000A"}, "1047"),
        ({"filing_type": "cancel_access", "provider_id": "990001"}, "1032"),
        ({"filing_type": "deregister_service", "provider_id": "990001"}, "1048"),
        ({"filing_type": "change_service", "subject_number": "京ICP备12345678号"}, "1047"),
        ({"filing_type": "migrate_service"}, "1005"),
    ],
)
async def test_a_type_that_does_not_fit_the_record_is_refused(
    sandbox: httpx.AsyncClient, changes: dict[str, Any], code: str
) -> None:
    await sandbox.post("/sandbox/records", json=a_record())

    answer = await submitted(sandbox, a_submission(**changes))

    assert answer["refusal"]["code"] == code


async def test_a_subject_may_file_again_once_its_first_submission_is_through(sandbox: httpx.AsyncClient) -> None:
    await approved(sandbox, a_submission("sub_1"))

    added = a_submission("sub_2", filing_type="add_service_here", services=[a_website(domain="second.cn")])
    answer = await submitted(sandbox, added)

    assert answer["outcome"] == "accepted"
