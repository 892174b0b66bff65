"""What is usual in the whole country, 2026-03-02: the default profile, for firms and persons, on both channels.

The worker hands over by itself, and an unchanged filing whose codes were missed goes straight back to the authority.
"""

from collections.abc import Iterator

import pytest

from tests.play.filed_cases import begun_of_record, put_on_record, record_of, website
from tests.play.replay import ReplayedProvider, replaying

MONDAY = "2026-03-02"


@pytest.fixture(scope="module")
def national() -> Iterator[ReplayedProvider]:
    with replaying("national", MONDAY) as provider:
        yield provider


@pytest.mark.fact("S0-13")
@pytest.mark.fact("S0-27")
@pytest.mark.fact("S0-28")
def test_a_person_files_a_website_without_a_specialist_and_straight_back_after_missed_codes(
    national: ReplayedProvider,
) -> None:
    case = national.case("individual")
    case.with_server()

    case.with_papers()
    assert case.label() == "待完善备案信息"
    case.confirm_and("submit")
    assert case.label() == "等待初审"
    case.decide("pass")
    assert case.label() == "待短信核验"
    assert "handover_notice" not in case.events()
    case.advance(hours=25)
    assert case.label() == "管局驳回"
    case.app.ok(case.act("resubmit"))
    assert case.label() == "待短信核验"
    case.codes_entered()
    assert case.label() == "待管局审核"
    case.decided_by_the_authority()
    assert case.label() == "已备案"


@pytest.mark.fact("S3-05")
@pytest.mark.fact("S3-07")
@pytest.mark.fact("S1-26")
def test_a_firm_changes_the_name_of_its_website_which_stays_open_meanwhile(national: ReplayedProvider) -> None:
    case = national.case()
    put_on_record(case, [website(case.who.domain)], held=True)
    (service,) = record_of(case)["services"]

    begun_of_record(case, "change_service", service_id=service["id"], channel="pc")

    told = case.app.ok(case.app.get(f"{case.path}/diff"))
    assert (told["must_be_offline"], told["may_be_served_meanwhile"]) == (False, True)
    assert case.label() == "待完善备案信息"


@pytest.mark.parametrize("channel", ["app", "pc"])
def test_either_channel_will_do(national: ReplayedProvider, channel: str) -> None:
    verified = national.case().verified_type(channel=channel)

    assert (verified["verdict"], verified["channels"], verified["heading"]) == ("allowed", ["app", "pc"], None)
