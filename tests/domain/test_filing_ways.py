"""The filing types: their names, and the table of what each begins with, asks, moves and leaves behind."""

from datetime import date

import pytest

from app.domain.filing_types import FilingType
from app.domain.filing_ways import Asked, BeginsWith, NumberFate, ServicesPart, SubjectPart, Way, way_of
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK

NEW_NAME = (FilingType.FIRST_FILING, FilingType.ADD_SERVICE_HERE, FilingType.ADD_SERVICE_ELSEWHERE)
CHANGES = (FilingType.CHANGE_SUBJECT, FilingType.CHANGE_SERVICE, FilingType.CHANGE_BOTH)
DEREGISTERS = (FilingType.DEREGISTER_SUBJECT, FilingType.DEREGISTER_SERVICE)

# What is entered of the subject and of the services; when the subject's and the services' principals enter a code, and
# when the latter show who they are; what becomes of the subject's number and of the services'.
WAYS = """
first_filing            entered   new       always      always      always      issued     issued
add_service_here        as_filed  new       if_changed  always      always      kept       issued
add_service_elsewhere   entered   new       if_changed  always      always      kept       issued
add_access              entered   filed     never       always      always      kept       kept
change_subject          entered   none      if_changed  never       never       kept       kept
change_service          as_filed  changed   never       if_changed  if_changed  kept       kept
change_both             entered   changed   if_changed  if_changed  if_changed  kept       kept
deregister_subject      as_filed  as_filed  always      never       never       withdrawn  withdrawn
deregister_service      as_filed  as_filed  never       always      never       kept       withdrawn
cancel_access           as_filed  as_filed  never       never       never       kept       kept
claim                   entered   filed     never       never       never       kept       kept
migrate_service         entered   changed   always      always      always      issued     issued
transfer_account        as_filed  as_filed  never       never       never       kept       kept
"""
ROWS = [tuple(row.split()) for row in WAYS.strip().splitlines()]


def way(filing_type: FilingType) -> Way:
    return way_of(filing_type, TODAY, RULEBOOK)


@pytest.mark.parametrize(
    ("filing_type", "label"),
    [
        (FilingType.FIRST_FILING, "首次备案"),
        (FilingType.ADD_SERVICE_HERE, "新增互联网信息服务（原备案在本接入商）"),
        (FilingType.ADD_SERVICE_ELSEWHERE, "新增互联网信息服务（原备案不在本接入商）"),
        (FilingType.DEREGISTER_SERVICE, "注销互联网信息服务"),
    ],
)
def test_a_type_bears_the_name_that_people_know(filing_type: FilingType, label: str) -> None:
    assert filing_type.label(TODAY, RULEBOOK).zh == label


@pytest.mark.fact("S3-05")
def test_every_type_has_a_name_of_its_own_in_both_languages() -> None:
    labels = [filing_type.label(date(2005, 3, 20), RULEBOOK) for filing_type in FilingType]

    assert len({label.zh for label in labels}) == len({label.en for label in labels}) == len(FilingType)


@pytest.mark.fact("S1-03")
@pytest.mark.fact("S4-02")
def test_what_puts_subject_and_service_on_record_is_called_a_first_filing() -> None:
    assert way(FilingType.FIRST_FILING).subject_number.value == "issued"
    assert FilingType.FIRST_FILING.label(date(2024, 5, 20), RULEBOOK).zh == "首次备案"


@pytest.mark.fact("S3-05")
def test_changing_the_subject_a_service_and_both_are_three_types() -> None:
    changes = (FilingType.CHANGE_SUBJECT, FilingType.CHANGE_SERVICE, FilingType.CHANGE_BOTH)

    labels = [filing_type.label(date(2024, 5, 20), RULEBOOK).zh for filing_type in changes]

    assert labels == ["变更主体", "变更互联网信息服务", "变更备案"]


def test_the_table_below_has_every_type() -> None:
    assert [row[0] for row in ROWS] == [filing_type.value for filing_type in FilingType]


@pytest.mark.fact("S1-08")
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_what_a_type_asks_and_leaves_is_its_row(row: tuple[str, ...]) -> None:
    filing_type, subject, services, subject_sms, service_sms, authenticity, subject_number, service_numbers = row
    found = way(FilingType(filing_type))

    assert (found.subject, found.services) == (SubjectPart(subject), ServicesPart(services))
    assert (found.subject_sms, found.service_sms) == (Asked(subject_sms), Asked(service_sms))
    assert found.authenticity is Asked(authenticity)
    assert (found.subject_number, found.service_numbers) == (NumberFate(subject_number), NumberFate(service_numbers))


@pytest.mark.parametrize("filing_type", FilingType)
def test_types_begin_with_a_verification_a_record_or_a_transfer(filing_type: FilingType) -> None:
    from_record = (*CHANGES, *DEREGISTERS, FilingType.CANCEL_ACCESS)
    from_transfer = (FilingType.MIGRATE_SERVICE, FilingType.TRANSFER_ACCOUNT)
    expected = BeginsWith.RECORD if filing_type in from_record else BeginsWith.TYPE_VERIFICATION

    assert way(filing_type).begins_with is (BeginsWith.TRANSFER if filing_type in from_transfer else expected)


@pytest.mark.fact("S1-15")
def test_a_transfer_leaves_the_service_online_and_served_and_asks_nobody() -> None:
    found = way(FilingType.TRANSFER_ACCOUNT)

    assert not found.offline
    assert found.may_be_served_meanwhile(open_after_first_review=False)
    assert not (found.first_review or found.authority_review)


@pytest.mark.fact("S1-26")
@pytest.mark.fact("S4-06")
@pytest.mark.fact("S4-46")
@pytest.mark.parametrize("filing_type", FilingType)
def test_only_a_new_name_is_kept_offline_and_changes_go_on_being_served(filing_type: FilingType) -> None:
    new, access, found = filing_type in NEW_NAME, filing_type is FilingType.ADD_ACCESS, way(filing_type)

    assert found.offline is found.puts_a_new_name_on_file is new
    assert found.may_be_served_meanwhile(open_after_first_review=False) is not (new or access)
    assert found.may_be_served_meanwhile(open_after_first_review=True) is not new


@pytest.mark.parametrize("filing_type", FilingType)
def test_only_a_claim_and_a_transfer_are_nothing_to_the_authority(filing_type: FilingType) -> None:
    found = way(filing_type)

    assert found.authority_review is (filing_type not in (FilingType.CLAIM, FilingType.TRANSFER_ACCOUNT))
    assert found.first_review is (filing_type is not FilingType.TRANSFER_ACCOUNT)


@pytest.mark.parametrize("filing_type", FilingType)
def test_a_server_is_wanted_of_what_comes_to_this_provider(filing_type: FilingType) -> None:
    comes = (*NEW_NAME, FilingType.ADD_ACCESS, FilingType.MIGRATE_SERVICE)

    assert way(filing_type).product is (filing_type in comes)


@pytest.mark.fact("S3-05")
@pytest.mark.parametrize("filing_type", FilingType)
def test_the_three_change_filings_and_no_others_must_change_something(filing_type: FilingType) -> None:
    assert way(filing_type).must_change_something is (filing_type in CHANGES)


@pytest.mark.parametrize("filing_type", FilingType)
def test_deregistrations_want_a_reason_and_their_consequences_acknowledged(filing_type: FilingType) -> None:
    found = way(filing_type)
    removes = ("services_removed",) if filing_type is FilingType.DEREGISTER_SUBJECT else ()

    assert found.reason is (filing_type in DEREGISTERS)
    assert found.acknowledge == (("irreversible", "quota_not_returned", *removes) if found.reason else ())


@pytest.mark.parametrize("filing_type", FilingType)
def test_duties_follow_where_a_number_is_issued(filing_type: FilingType) -> None:
    found = way(filing_type)

    assert bool(found.duties) is (found.service_numbers is NumberFate.ISSUED)
    assert set(found.duties) <= {"footer", "public_security", "commercial_licence"}


@pytest.mark.parametrize("filing_type", FilingType)
def test_parts_that_are_as_filed_are_fixed(filing_type: FilingType) -> None:
    found = way(filing_type)

    assert found.subject_is_fixed is (found.subject is SubjectPart.AS_FILED)
    assert found.services_are_fixed is (found.services in (ServicesPart.AS_FILED, ServicesPart.NONE))
