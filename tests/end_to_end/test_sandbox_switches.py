"""The rules of the authority, turned on and off through the service's own base URL."""

from collections.abc import Callable

import pytest

from tests.play.filing_case import FilingCase
from tests.play.refusals import refused

URL = "/v1/sandbox/authority/switches"
OFF = {"refuse_cancelling_only_access": False, "sms_entered_at_authority": False}
ON = {"refuse_cancelling_only_access": True, "sms_entered_at_authority": False}


def test_switches_are_off_at_first_and_an_empty_body_only_reads(a_case: Callable[..., FilingCase]) -> None:
    backend = a_case().backend

    answers = [backend.ok(backend.post(URL, body)) for body in ({}, ON, {}, OFF)]

    assert answers == [OFF, ON, ON, OFF]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"accept_everything": True}, "/accept_everything"),
        ({"refuse_cancelling_only_access": "yes"}, "/refuse_cancelling_only_access"),
    ],
)
def test_what_is_no_switch_is_refused_at_its_place(
    a_case: Callable[..., FilingCase], body: dict[str, object], pointer: str
) -> None:
    problem = refused(a_case().backend.post(URL, body), 422, "validation-failed")

    assert [error["pointer"] for error in problem["errors"]] == [pointer]
