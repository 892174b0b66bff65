"""What may be begun from a record, and as what."""

from dataclasses import replace

import pytest

from app.domain.filing_body import ServiceKind
from app.domain.filing_types import FilingType
from app.domain.filings import OnFile, ServiceNumber
from app.domain.profile import Channel
from app.domain.record_filings import RecordQuestion, begin_errors, concerned, filed_as
from app.domain.records import Record, RecordedService
from tests.domain.a_filing import a_body
from tests.domain.a_record import a_record, a_recorded_service
from tests.domain.type_facts_builder import TODAY
from tests.real_rules import NATIONAL, PROFILES, RULEBOOK

A, B = a_recorded_service("a"), a_recorded_service("b")
CANCELLED = a_recorded_service("c", access_here=False)


def errors(
    filing_type: FilingType, record: Record, service: RecordedService | None, channel: Channel = Channel.APP
) -> list[tuple[str, str]]:
    question = RecordQuestion(filing_type, channel, record, service)
    found = begin_errors(question, NATIONAL, TODAY, RULEBOOK)
    assert all(error.rule and error.source and error.remedy for error in found)
    return [(error.pointer, error.code) for error in found]


@pytest.mark.parametrize(
    ("filing_type", "service", "expected"),
    [
        (FilingType.CHANGE_SUBJECT, None, []),
        (FilingType.CHANGE_SERVICE, A, []),
        (FilingType.CHANGE_BOTH, A, []),
        (FilingType.DEREGISTER_SUBJECT, None, []),
        (FilingType.DEREGISTER_SERVICE, A, []),
        (FilingType.CANCEL_ACCESS, A, []),
        (FilingType.CHANGE_SUBJECT, A, [("/service_id", "service_not_wanted")]),
        (FilingType.DEREGISTER_SUBJECT, A, [("/service_id", "service_not_wanted")]),
        (FilingType.CHANGE_SERVICE, None, [("/service_id", "service_required")]),
        (FilingType.CHANGE_BOTH, None, [("/service_id", "service_required")]),
        (FilingType.DEREGISTER_SERVICE, None, [("/service_id", "service_required")]),
        (FilingType.CANCEL_ACCESS, None, [("/service_id", "service_required")]),
        (FilingType.CHANGE_SERVICE, CANCELLED, [("/service_id", "no_access_here")]),
        (FilingType.CANCEL_ACCESS, CANCELLED, [("/service_id", "no_access_here")]),
        (FilingType.FIRST_FILING, None, [("/filing_type", "type_needs_verification")]),
        (FilingType.ADD_ACCESS, A, [("/filing_type", "type_needs_verification")]),
        (FilingType.CLAIM, A, [("/filing_type", "type_needs_verification")]),
        (FilingType.TRANSFER_ACCOUNT, None, [("/filing_type", "type_needs_verification")]),
    ],
)
def test_each_type_asks_for_what_it_is_about(
    filing_type: FilingType, service: RecordedService | None, expected: list[tuple[str, str]]
) -> None:
    assert errors(filing_type, a_record(A, B, CANCELLED), service) == expected


def test_a_subject_of_which_nothing_is_reached_through_here_is_filed_elsewhere() -> None:
    shell = a_record(CANCELLED)

    assert errors(FilingType.DEREGISTER_SUBJECT, shell, None) == [("/record_id", "no_access_here")]
    assert errors(FilingType.CHANGE_SUBJECT, a_record(), None) == [("/record_id", "no_access_here")]


@pytest.mark.fact("S1-27")
def test_a_channel_that_does_not_take_the_type_is_told_with_those_that_do() -> None:

    only_pc = replace(NATIONAL, channels={**NATIONAL.channels, FilingType.CANCEL_ACCESS: (Channel.PC,)})
    question = RecordQuestion(FilingType.CANCEL_ACCESS, Channel.APP, a_record(A), A)

    (error,) = begin_errors(question, only_pc, TODAY, RULEBOOK)

    assert (error.pointer, error.code) == ("/channel", "type_not_on_channel")
    assert "pc" in error.message.zh


@pytest.mark.parametrize(
    ("filing_type", "services", "services_left", "expected"),
    [
        (FilingType.DEREGISTER_SERVICE, (A,), 1, FilingType.DEREGISTER_SUBJECT),
        (FilingType.DEREGISTER_SERVICE, (A,), 2, FilingType.DEREGISTER_SERVICE),
        (FilingType.DEREGISTER_SERVICE, (A, B), 2, FilingType.DEREGISTER_SERVICE),
        (FilingType.CANCEL_ACCESS, (A,), 1, FilingType.CANCEL_ACCESS),
        (FilingType.CHANGE_SERVICE, (A,), 1, FilingType.CHANGE_SERVICE),
    ],
)
def test_with_its_only_service_the_subject_is_deregistered_and_with_one_of_several_on_file_it_is_not(
    filing_type: FilingType, services: tuple[RecordedService, ...], services_left: int, expected: FilingType
) -> None:
    assert filed_as(filing_type, a_record(*services), services_left) is expected


def test_the_whole_subject_goes_with_all_its_services_and_else_only_the_named_one() -> None:
    record = a_record(A, B)

    assert concerned(
        FilingType.DEREGISTER_SUBJECT, RecordQuestion(FilingType.DEREGISTER_SERVICE, Channel.APP, record, A)
    ) == (A, B)
    assert concerned(FilingType.CANCEL_ACCESS, RecordQuestion(FilingType.CANCEL_ACCESS, Channel.APP, record, B)) == (B,)
    assert (
        concerned(FilingType.CHANGE_SUBJECT, RecordQuestion(FilingType.CHANGE_SUBJECT, Channel.APP, record, None)) == ()
    )


def test_a_record_finds_its_services_and_tells_what_is_filed_of_them() -> None:
    record = a_record(A, a_recorded_service("x", kind=ServiceKind.APP))

    assert record.service("svc_a") is A
    assert record.service("svc_z") is None
    assert [(one.kind, one.name, one.domains) for one in record.services] == [
        (ServiceKind.WEBSITE, "a", ("a.cn",)),
        (ServiceKind.APP, "x", ()),
    ]


def test_the_number_of_a_service_on_file_is_found_by_its_id() -> None:
    on_file = OnFile(a_body(), True, "豫ICP备2026000001号", (ServiceNumber("svc_a", "豫ICP备2026000001号-1"),))

    assert on_file.number_of("svc_a") == "豫ICP备2026000001号-1"
    assert on_file.number_of("svc_b") is None


def test_every_profile_says_on_which_channels_each_type_is_taken() -> None:
    assert all(set(profile.channels) == set(FilingType) for profile in PROFILES.values())
