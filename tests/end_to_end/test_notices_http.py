"""Notices over HTTP: in sandbox mode nothing goes out, and everything that would have is shown."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.domain.working_days import SHANGHAI
from tests.play.filing_case import FilingCase
from tests.play.running_service import RunningService

MakeCase = Callable[..., FilingCase]
# Whatever the hour at which the tests run: the quiet ones, ten of them, are over by then.
A_NIGHT = 11


def messages(case: FilingCase, phone: str | None = None, channel: str | None = None) -> list[dict[str, Any]]:
    params = {"phone": phone or case.who.principal.mobile, "limit": 100}
    found = case.backend.ok(case.backend.get("/v1/sandbox/messages", params=params))["data"]
    return [one for one in found if channel in (None, one["channel"])]


@pytest.mark.fact("S0-24")
def test_what_a_reviewer_found_is_in_a_mail_whose_address_is_masked_where_it_may_not_be_read(
    a_case: MakeCase, service: RunningService
) -> None:
    case = a_case().submitted().rejected()
    case.settle()
    stranger = service.caller(service.client("without pii", ["sandbox"]))

    (mail,) = messages(case, channel="email")
    params = {"phone": case.who.principal.mobile}
    masked = stranger.ok(stranger.get("/v1/sandbox/messages", params=params))["data"]

    assert mail["to"] == case.who.principal.email
    assert f"尾号{case.filing_id[-6:].upper()}" in mail["text"]
    (finding,) = case.filing()["findings"]
    assert finding["message"] in mail["text"]
    assert finding["remedy"] in mail["text"]
    assert all("*" in one["to"] and case.who.principal.email not in one["to"] for one in masked)
    assert mail["id"] in {one["id"] for one in masked}


def test_notices_and_the_authoritys_codes_are_one_list_newest_first(a_case: MakeCase) -> None:
    case = a_case().awaiting_sms()
    case.advance(hours=25)

    case.advance(hours=A_NIGHT)

    found = messages(case)
    assert [one["sent_at"] for one in found] == sorted((one["sent_at"] for one in found), reverse=True)
    assert {one["channel"] for one in found} == {"sms", "email"}
    assert [bool(one.get("code")) for one in found][-1] is True
    texts = "\n".join(one["text"] for one in found if not one.get("code"))
    assert "尚未完成短信核验" in texts
    assert "因短信核验未完成被退回" in texts
    assert not [code for one in found if (code := one.get("code")) and code in texts]


def test_what_moved_time_brings_about_is_told_before_the_move_answers(a_case: MakeCase) -> None:
    case = a_case().filled_in()
    # At noon in Beijing: where very much falls due in between, time makes one step at last, into no quiet hours.
    now = case.now().astimezone(SHANGHAI)
    noon = (now + timedelta(days=8)).replace(hour=12, minute=0)

    case.advance(hours=(noon - now).total_seconds() / 3600)

    assert {one["channel"] for one in messages(case)} == {"sms", "email"}
    assert all("尚未完成" in one["text"] for one in messages(case))
