"""中国电子云: the product documentation, played as it is told.

Customers register no accounts themselves, filings begin with a call to the specialist, and a filing that another
provider holds is brought here, cancelled or deregistered.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.play.filed_cases import begun_of_record, fresh_domain, national_record, put_on_record, record_of, website
from tests.play.replay import ReplayedProvider, on_another_website, replaying

MONDAY = "2024-05-20"


@pytest.fixture(scope="module")
def cecloud() -> Iterator[ReplayedProvider]:
    with replaying("cecloud", MONDAY) as provider:
        yield provider


def notes(verified: dict[str, Any]) -> set[str]:
    """Return the rules behind the provider's notes of a type verification."""
    return {one["rule"] for one in verified["warnings"] if one["rule"].startswith("start_notes.")}


@pytest.mark.fact("S3-01")
@pytest.mark.fact("S3-02")
@pytest.mark.fact("S3-03")
@pytest.mark.fact("S3-31")
@pytest.mark.fact("S3-32")
def test_the_provider_opens_the_account_and_first_and_access_filings_begin_with_a_call(
    cecloud: ReplayedProvider,
) -> None:
    case, moved = cecloud.case(), cecloud.case()
    put_on_record(moved, [website(moved.who.domain, here=False)])

    first, access = case.verified_type(), moved.verified_type()
    on_another_website(moved, fresh_domain())
    added = moved.verified_type()

    assert (first["filing_type_label"], notes(first)) == ("首次备案", {"start_notes.call_the_specialist"})
    assert (access["filing_type_label"], notes(access)) == ("接入备案", {"start_notes.call_the_specialist"})
    assert (added["filing_type_label"], notes(added)) == ("新增备案", set())
    told = cecloud.backend.ok(cecloud.backend.get("/v1/profile"))
    calls = {
        one["code"] for one in told["filing_types"] if "call_the_specialist" in {note["code"] for note in one["notes"]}
    }
    assert told["accounts"]["register_themselves"] is False
    assert calls == {"first_filing", "add_access", "cancel_access"}
    nobody = case.app.post("/v1/accounts", {"external_id": "me", "phone": "13800000000", "real_name_verified": True})
    assert nobody.status_code == 403


@pytest.mark.fact("S3-10")
@pytest.mark.fact("S3-12")
@pytest.mark.fact("S3-33")
@pytest.mark.fact("S3-38")
def test_a_filing_of_another_provider_is_brought_here_and_its_access_cancelled_later(cecloud: ReplayedProvider) -> None:
    case = cecloud.case()
    case.with_server()
    put_on_record(case, [website(case.who.domain, here=False, name=case.who.site_name)])

    # 接入备案: the provider adds its access data, the authority of the province approves
    case.passed()
    assert case.label() == "待提交管局"
    case.forwarded()
    assert case.label() == "待短信核验"
    case.codes_entered(case.who.service_principal)
    case.decided_by_the_authority()
    assert case.label() == "接入成功"
    assert case.filing()["services"][0]["access"]
    (service,) = record_of(case)["services"]
    assert service["access_here"]

    # 取消接入: only this provider's link goes
    begun_of_record(case, "cancel_access", service_id=service["id"])
    case.confirm_and("submit")
    case.decide("pass")
    case.forwarded()
    assert case.label() == "待管局审核"
    case.decided_by_the_authority()
    assert case.label() == "已取消接入"
    national = national_record(case)
    assert national is not None
    assert national["services"][0]["number"] == service["number"]


@pytest.mark.fact("S3-08")
def test_after_the_subject_is_deregistered_its_next_filing_is_a_first_one(cecloud: ReplayedProvider) -> None:
    case = cecloud.case()
    put_on_record(case, [website(case.who.domain)], held=True)
    consequences = ["irreversible", "quota_not_returned", "services_removed"]
    begun_of_record(case, "deregister_subject", reason_code="no_longer_operated", acknowledged=consequences)
    case.app.ok(case.change({"subject": {"principal": case.who.principal.body(is_legal_representative=True)}}))
    case.with_every_paper()

    case.confirm_and("submit")
    case.decide("pass")
    case.forwarded()
    case.codes_entered(case.who.principal)
    case.decided_by_the_authority()

    assert case.label() == "已注销"
    assert national_record(case) is None
    assert case.verified_type()["filing_type_label"] == "首次备案"
