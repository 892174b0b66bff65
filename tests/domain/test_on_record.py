"""What stands on a record, and which obligations are still to be met."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.domain.filing_body import ServiceKind
from app.domain.obligations import ObligationState
from app.domain.records import Record, RecordedService
from tests.domain.a_filing import a_website, an_enterprise

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SERVICE = RecordedService("svc_1", a_website(), "豫ICP备2026000001号-1", True, date(2026, 3, 2))
RECORD = Record("rec_1", "prov_1", "acct_1", "豫ICP备2026000001号", an_enterprise(), (SERVICE,), NOW, NOW)


def test_a_recorded_service_tells_kind_name_and_domains_of_what_is_filed() -> None:
    assert (SERVICE.kind, SERVICE.name, SERVICE.domains) == (
        ServiceKind.WEBSITE,
        "示例科技官方网站",
        ("example.cn",),
    )
    assert replace(SERVICE, service=a_website(name=None)).name == ""


def test_a_service_is_found_on_its_record_by_its_id_alone() -> None:
    assert RECORD.service("svc_1") == SERVICE
    assert RECORD.service("svc_2") is None


def test_a_record_has_access_here_while_one_of_its_services_has() -> None:
    left = replace(SERVICE, access_here=False)

    assert RECORD.has_access_here
    assert not replace(RECORD, services=(left,)).has_access_here
    assert replace(RECORD, services=(left, SERVICE)).has_access_here


@pytest.mark.parametrize("state", ObligationState)
def test_an_obligation_is_unmet_until_it_is_fulfilled_or_cancelled(state: ObligationState) -> None:
    assert state.is_unmet is (state not in (ObligationState.FULFILLED, ObligationState.CANCELLED))
