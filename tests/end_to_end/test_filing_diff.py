"""A filing beside the record, over HTTP."""

from collections.abc import Callable

import pytest

from tests.play.filing_case import FilingCase
from tests.play.running_service import RunningService


@pytest.mark.fact("S1-26")
def test_a_first_filing_beside_the_record_is_new_all_over_offline_and_verified_by_both(
    a_case: Callable[..., FilingCase],
) -> None:
    case = a_case().filled_in()
    service_id = case.filing()["services"][0]["id"]

    seen = case.backend.ok(case.backend.get(f"{case.path}/diff"))

    assert seen["filing_type"] == "first_filing"
    assert {one["change"] for one in seen["fields"]} == {"added"}
    assert (seen["subject_changed"], seen["changed_services"]) == (True, [service_id])
    assert (seen["must_be_offline"], seen["may_be_served_meanwhile"]) == (True, False)
    assert (seen["first_review"], seen["authority_review"]) == (True, True)
    assert seen["authenticity_for"] == ["/services/0/principal"]
    assert seen["sms"]["required"] is True
    assert {role for one in seen["sms"]["recipients"] for role in one["roles"]} == {
        "subject_principal",
        "service_principal",
    }


def test_phones_and_certificate_numbers_are_masked_beside_the_record_too(a_case: Callable[..., FilingCase]) -> None:
    case = a_case().filled_in()
    phone = case.who.principal.mobile

    plain = case.backend.ok(case.backend.get(f"{case.path}/diff"))
    masked = case.masked_backend.ok(case.masked_backend.get(f"{case.path}/diff"))

    told = {one["pointer"]: one["new"] for one in masked["fields"]}
    assert phone in str(plain)
    assert phone not in str(masked)
    assert told["/subject/principal/mobile"] == f"{phone[:3]}****{phone[-4:]}"
    assert "*" in told["/subject/certificate/number"]
    assert all("*" in one["phone"] for one in masked["sms"]["recipients"])


def test_a_filing_that_is_not_ones_own_is_compared_with_nothing(
    service: RunningService, client: dict[str, str], a_case: Callable[..., FilingCase]
) -> None:
    case = a_case()
    case.begin()
    stranger = FilingCase(service, client).with_account()

    assert stranger.app.get(f"{case.path}/diff").status_code == 404
