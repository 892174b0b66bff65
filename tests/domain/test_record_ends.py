"""What a service on file leans on ends: several things of a kind, one after another, as long as it is reached here."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.domain.filing_body import Certificate, Person
from app.domain.record_ends import End, certificate_ends, next_of, passed_between, together, watched
from app.domain.records import Record, RecordedService
from tests.domain.a_record import a_record, a_recorded_service

NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)
SUBJECTS_DAY, SERVICES_DAY = date(2027, 1, 31), date(2027, 5, 31)
SUBJECTS_END, SERVICES_END = datetime(2027, 1, 31, 16, tzinfo=UTC), datetime(2027, 5, 31, 16, tzinfo=UTC)


def answered_for(service: RecordedService, until: date | None) -> RecordedService:
    principal = Person(certificate=Certificate(valid_until=until))
    return replace(service, service=replace(service.service, principal=principal))


def with_certificate_until(record: Record, until: date | None) -> Record:
    nobody = {"legal_representative": None, "agent": None, "principal": None}
    subject = replace(record.subject, certificate=Certificate(valid_until=until), **nobody)
    return replace(record, subject=subject)


def test_only_services_that_are_reached_through_here_are_watched() -> None:
    here, elsewhere = a_recorded_service("a"), a_recorded_service("b", access_here=False)

    assert watched(a_record(here, elsewhere)) == (here,)


def test_the_subjects_certificates_concern_the_subject_and_a_services_that_service() -> None:
    a, b = answered_for(a_recorded_service("a"), SERVICES_DAY), answered_for(a_recorded_service("b"), None)
    record = with_certificate_until(a_record(a, b), SUBJECTS_DAY)

    assert list(certificate_ends(record)) == [End(SUBJECTS_END), End(SERVICES_END, ("svc_a",))]


def test_of_a_record_with_no_service_here_nothing_ends() -> None:
    elsewhere = answered_for(a_recorded_service("a", access_here=False), SERVICES_DAY)

    assert list(certificate_ends(with_certificate_until(a_record(elsewhere), SUBJECTS_DAY))) == []


def test_what_ends_at_one_moment_is_one_end_that_names_each_service_once() -> None:
    later = NOON + timedelta(days=1)
    ends = [End(later, ("svc_b",)), End(NOON, ("svc_b",)), End(NOON, ("svc_a",)), End(NOON, ("svc_b",))]

    assert together(ends) == (End(NOON, ("svc_a", "svc_b")), End(later, ("svc_b",)))


@given(
    offsets=st.lists(st.integers(-40, 40), max_size=12),
    first=st.integers(-50, 50),
    second=st.integers(-50, 50),
    third=st.integers(-50, 50),
)
def test_looked_at_again_and_again_each_end_passes_once_and_until_then_it_is_next(
    offsets: list[int], first: int, second: int, third: int
) -> None:
    ends = together(End(NOON + timedelta(hours=offset), (f"svc_{offset}",)) for offset in offsets)
    looks = sorted(NOON + timedelta(hours=hours, minutes=30) for hours in (first, second, third))

    passed = [end for since, now in pairwise(looks) for end in passed_between(ends, since, now)]

    assert passed == [end for end in ends if looks[0] <= end.at <= looks[-1]]
    after = [end for end in ends if end.at > looks[-1]]
    assert next_of(ends, looks[-1]) == (after[0] if after else None)
