"""When what a filing leans on ends: at the end of a last day in Beijing, and the first of several counts."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.domain.expiries import first_certificate_end, first_end, may_end_otherwise
from app.domain.filing_body import Certificate, FilingBody, Person, Service, ServiceKind, Subject

LATE, EARLY = date(2030, 1, 31), date(2026, 5, 31)
EARLY_IS_OVER = datetime(2026, 5, 31, 16, tzinfo=UTC)


def paper(until: date | None) -> Certificate:
    return Certificate(valid_until=until)


def body(subject: Subject, principal: Person | None = None, *domains: str) -> FilingBody:
    service = Service(id="svc_1", kind=ServiceKind.WEBSITE, domains=domains, principal=principal)
    return FilingBody(subject=subject, services=(service,))


@pytest.mark.parametrize(
    "filled_in",
    [
        body(Subject(certificate=paper(EARLY), principal=Person(certificate=paper(LATE)))),
        body(Subject(certificate=paper(None), legal_representative=Person(certificate=paper(EARLY)))),
        body(Subject(agent=Person(certificate=paper(EARLY)), principal=Person())),
        body(Subject(principal=Person(certificate=paper(EARLY)))),
        body(Subject(certificate=paper(LATE)), Person(certificate=paper(EARLY))),
    ],
)
def test_the_first_certificate_to_end_counts_whosever_it_is(filled_in: FilingBody) -> None:
    assert first_certificate_end(filled_in) == EARLY_IS_OVER


def test_what_is_for_good_never_ends() -> None:
    assert first_certificate_end(body(Subject(certificate=paper(None)))) is None
    assert first_end([date.max, None]) is None
    assert first_end([]) is None


def test_only_certificates_and_domains_decide_when_something_ends() -> None:
    was = body(Subject(certificate=paper(EARLY)), None, "a.cn")

    assert not may_end_otherwise(was, replace(was, remark="补充"))
    assert may_end_otherwise(was, body(Subject(certificate=paper(LATE)), None, "a.cn"))
    assert may_end_otherwise(was, body(Subject(certificate=paper(EARLY)), None, "b.cn"))
