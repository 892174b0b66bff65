"""Reviews that somebody ends badly: every code says something and points somewhere."""

import httpx
import pytest

from authority_sandbox.places import place_of
from authority_sandbox.result_codes import MESSAGES, REJECTED, message_of
from authority_sandbox.wire import SubmissionIn
from tests.authority_sandbox.playing import (
    DAY,
    a_submission,
    a_website,
    an_app,
    decided,
    status_of,
    submitted,
    time_moved_to,
)

# What the authority says of the filing as a whole, or of what only the provider sends.
WITHOUT_PLACE = {
    "1002", "1016", "1018", "1023", "1024", "1040", "1051", "1056", "1057", "1061", "5001", "5004", "5008",
    "5010", "5011",
}  # fmt: skip


async def test_every_code_can_be_given_and_points_to_its_place(sandbox: httpx.AsyncClient) -> None:
    results = {}
    for code in MESSAGES:
        receipt = (await submitted(sandbox, a_submission(f"sub_{code}")))["receipt"]
        results[code] = (await decided(sandbox, receipt, "reject", code=code))["result"]

    assert {code: result["message"] for code, result in results.items()} == MESSAGES
    assert {result["code"] for result in results.values()} == MESSAGES.keys()
    assert {code for code, result in results.items() if result["pointer"] is None} == WITHOUT_PLACE


async def test_a_place_that_is_given_stays_as_it_is(sandbox: httpx.AsyncClient) -> None:
    receipt = (await submitted(sandbox, a_submission()))["receipt"]

    result = (await decided(sandbox, receipt, "reject", code="1005", pointer=""))["result"]

    assert result["pointer"] == ""


@pytest.mark.parametrize(
    ("code", "services", "place"),
    [
        ("1005", [a_website()], "/services/0/domains/0"),
        ("1005", [an_app("某应用")], "/services/0/name"),
        ("1041", [a_website()], "/services/0/home_url"),
        ("1041", [an_app("某应用")], "/services/0/name"),
        ("1063", [a_website(), an_app("某应用")], "/services/0/access"),
        ("1044", [a_website()], "/subject/principal/name"),
    ],
)
def test_a_code_points_to_what_the_kind_of_service_has(
    code: str, services: list[dict[str, object]], place: str
) -> None:
    assert place_of(code, SubmissionIn.model_validate(a_submission(services=services))) == place


def test_a_code_of_services_points_nowhere_in_a_submission_without_any() -> None:
    submission = SubmissionIn.model_validate(a_submission(filing_type="change_subject", services=[]))

    assert place_of("1005", submission) is None
    assert place_of("1046", submission) == "/subject/region"


def test_every_code_has_words_of_its_own() -> None:
    assert len(set(MESSAGES.values())) == len(MESSAGES)
    assert message_of("no_such_code") == MESSAGES[REJECTED]


async def test_a_subject_of_the_magic_name_is_rejected_in_its_time(sandbox: httpx.AsyncClient) -> None:
    receipt = (await submitted(sandbox, a_submission(subject_name="主体驳回测试")))["receipt"]

    await time_moved_to(sandbox, 30 * DAY)

    result = (await status_of(sandbox, receipt))["result"]
    assert (result["code"], result["pointer"]) == ("1002", "/subject/name")
