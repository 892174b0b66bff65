"""Records as tests need them: a subject on file with services that can be named by a letter."""

from dataclasses import replace
from datetime import UTC, date, datetime

from app.domain.filing_body import Service, ServiceKind, SubjectNature
from app.domain.records import Record, RecordedService
from tests.domain.a_filing import a_body

MOMENT = datetime(2026, 11, 2, 1, tzinfo=UTC)


def a_recorded_service(
    name: str = "a", *, kind: ServiceKind = ServiceKind.WEBSITE, access_here: bool = True
) -> RecordedService:
    """Return a service on file named svc_<name>, a website with the domain <name>.cn or an APP called <name>."""
    domains = (f"{name}.cn",) if kind is ServiceKind.WEBSITE else ()
    service = Service(id=f"svc_{name}", kind=kind, name=name, domains=domains)
    return RecordedService(f"svc_{name}", service, f"豫ICP备2026000001号-{name}", access_here, date(2026, 11, 2))


def a_record(
    *services: RecordedService,
    region: str | None = "410100",
    nature: SubjectNature = SubjectNature.ENTERPRISE,
    number: str = "豫ICP备2026000001号",
) -> Record:
    """Return the record of a unit in 河南 with these services."""
    subject = replace(a_body().subject, region=region, nature=nature)
    return Record("rec_1", "prov_1", "acct_1", number, subject, services, MOMENT, MOMENT)
