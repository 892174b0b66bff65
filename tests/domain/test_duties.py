"""What is due after an approval: which duties begin, when they fall due, what they say."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.deadlines import DeadlineKind, consequence
from app.domain.duties import (
    DutyDue,
    DutyWording,
    Terms,
    code_of,
    counts_from_opening,
    due_once_opened,
    duties_begun,
    duty_words,
    end_of,
    filed_address_left,
    kind_label,
)
from app.domain.filing_body import Access, IpRange, Service, ServiceKind
from app.domain.filing_types import FilingType
from app.domain.filing_ways import way_of
from app.domain.obligations import BY_RULE, Obligation, ObligationKind, ObligationState
from app.domain.records import RecordedService
from app.domain.spot_checks import SpotCheckRule
from app.domain.working_days import WorkingCalendar
from tests.domain.a_filing import a_website, an_app
from tests.domain.samples import TODAY
from tests.real_rules import NATIONAL, RULEBOOK

HENAN, SHANGHAI_CITY, GUANGDONG = "410000", "310000", "440000"
CALENDAR = WorkingCalendar(frozenset(), frozenset(), 2025, 2026)
TERMS = Terms(NATIONAL, CALENDAR, RULEBOOK, TODAY)
OPENED = date(2026, 2, 20)
NEW_NAME = way_of(FilingType.FIRST_FILING, TODAY, RULEBOOK).duties


def recorded(service: Service | None = None, **changes: Any) -> RecordedService:
    one = service or a_website()
    return replace(RecordedService(one.id, one, "豫ICP备2026000001号-1", True, OPENED), **changes)


def an_obligation(kind: ObligationKind, code: str | None = None) -> Obligation:
    return Obligation(
        id="obl_1",
        provider_id="prov_1",
        account_id="acct_1",
        record_id="rec_1",
        service_id="svc_1",
        kind=kind,
        state=ObligationState.OPEN,
        due_at=datetime(2026, 4, 1, tzinfo=UTC),
        provisional=False,
        created_by=BY_RULE,
        created_at=datetime(2026, 3, 2, tzinfo=UTC),
        code=code or kind.value,
    )


def begun(service: RecordedService, province: str = HENAN) -> dict[ObligationKind, DutyDue]:
    return {duty.kind: duty.due for duty in duties_begun(NEW_NAME, service, province, TERMS)}


@pytest.mark.fact("S0-29")
@pytest.mark.fact("S2-21")
def test_the_public_security_filing_is_due_at_the_end_of_the_thirtieth_natural_day_after_the_opening() -> None:
    due = begun(recorded())[ObligationKind.PUBLIC_SECURITY]

    # 2026-03-22 is the thirtieth day after 2026-02-20; its end is midnight in China.
    assert due == DutyDue(datetime(2026, 3, 22, 16, tzinfo=UTC))


@pytest.mark.fact("S4-34")
def test_in_shanghai_the_thirty_days_begin_with_the_approval_whenever_the_site_opens() -> None:
    due = begun(recorded(), SHANGHAI_CITY)[ObligationKind.PUBLIC_SECURITY]
    code = code_of(ObligationKind.PUBLIC_SECURITY, ServiceKind.WEBSITE, SHANGHAI_CITY, TODAY, RULEBOOK)
    words = duty_words(an_obligation(ObligationKind.PUBLIC_SECURITY, code), NATIONAL, TODAY, RULEBOOK)

    assert due == DutyDue(datetime(2026, 4, 1, 16, tzinfo=UTC))
    assert not counts_from_opening(ObligationKind.PUBLIC_SECURITY, code)
    assert "within 30 days of the approval" in words.message.en
    assert "3 to 5 working days" in words.message.en


def test_a_told_opening_moves_the_public_security_filing_and_the_footer_and_nothing_else() -> None:
    moved = {
        kind: due_once_opened(an_obligation(kind), date(2026, 3, 10), TERMS)
        for kind in ObligationKind
        if kind is not ObligationKind.CORRECTION
    }

    assert moved.pop(ObligationKind.PUBLIC_SECURITY) == DutyDue(datetime(2026, 4, 9, 16, tzinfo=UTC))
    assert moved.pop(ObligationKind.FOOTER) == DutyDue(datetime(2026, 3, 20, 16, tzinfo=UTC))
    assert set(moved.values()) == {None}


@pytest.mark.fact("S0-30")
@pytest.mark.parametrize(("paid", "is_due"), [(True, True), (False, False), (None, False)])
def test_the_commercial_licence_is_a_matter_of_paid_services_alone(paid: bool | None, is_due: bool) -> None:
    due = begun(recorded(a_website(paid_service=paid)))

    assert (ObligationKind.COMMERCIAL_LICENCE in due) is is_due
    assert {ObligationKind.FOOTER, ObligationKind.PUBLIC_SECURITY} <= set(due)


@pytest.mark.fact("S0-30")
def test_the_licence_is_applied_for_by_the_customer_once_the_number_is_there() -> None:
    words = duty_words(an_obligation(ObligationKind.COMMERCIAL_LICENCE), NATIONAL, TODAY, RULEBOOK)

    assert "the customer applies" in words.message.en
    assert "Free services need nothing more" in words.message.en
    assert TERMS.due(ObligationKind.COMMERCIAL_LICENCE, TODAY) == DutyDue(datetime(2026, 5, 1, 16, tzinfo=UTC))


@pytest.mark.parametrize(
    ("day", "platform"),
    [
        (date(2018, 12, 31), "公安机关办理"),
        pytest.param(date(2019, 9, 5), "全国公安机关互联网站安全管理服务平台", marks=pytest.mark.fact("S2-32")),
        (date(2022, 12, 31), "全国公安机关互联网站安全管理服务平台"),
        pytest.param(date(2023, 12, 1), "全国互联网安全管理服务平台", marks=pytest.mark.fact("S0-38")),
    ],
)
def test_the_public_security_filing_names_the_platform_of_its_day(day: date, platform: str) -> None:
    words = duty_words(an_obligation(ObligationKind.PUBLIC_SECURITY), NATIONAL, day, RULEBOOK)

    assert platform in words.message.zh


@pytest.mark.fact("S1-18")
@pytest.mark.fact("S1-25")
@pytest.mark.fact("S1-41")
@pytest.mark.fact("S4-46")
def test_the_words_of_the_public_security_filing_say_whose_it_is_and_how_it_is_made() -> None:
    words = duty_words(an_obligation(ObligationKind.PUBLIC_SECURITY), NATIONAL, TODAY, RULEBOOK)

    assert "the owner's own with the police, and both are needed" in words.message.en
    assert "no second one is needed" in words.remedy.en
    assert "public IP of the server that the filing was made with" in words.remedy.en
    assert "stays reachable" in words.remedy.en


@pytest.mark.fact("S0-38")
def test_apps_owe_the_public_security_filing_too() -> None:
    assert ObligationKind.PUBLIC_SECURITY in begun(recorded(an_app()))


@pytest.mark.fact("S3-27")
@pytest.mark.fact("S4-30")
@pytest.mark.parametrize(
    ("kind", "code", "where"),
    [
        (ServiceKind.WEBSITE, "footer", "bottom centre of the home page"),
        (ServiceKind.APP, "footer_app", "the APP's settings"),
        (ServiceKind.QUICK_APP, "footer_app", "the APP's settings"),
        (None, "footer", "bottom centre of the home page"),
    ],
)
def test_a_website_shows_its_numbers_at_its_foot_and_an_app_in_its_settings(
    kind: ServiceKind | None, code: str, where: str
) -> None:
    found = code_of(ObligationKind.FOOTER, kind, HENAN, TODAY, RULEBOOK)
    words = duty_words(an_obligation(ObligationKind.FOOTER, found), NATIONAL, TODAY, RULEBOOK)

    assert found == code
    assert where in words.message.en
    assert "https://beian.miit.gov.cn" in words.message.en
    assert "public-security number" in words.remedy.en


@pytest.mark.fact("S1-33")
def test_an_update_tells_both_terms_and_is_counted_in_working_days() -> None:
    words = duty_words(an_obligation(ObligationKind.UPDATE), NATIONAL, TODAY, RULEBOOK)

    assert "30 days ahead" in words.message.en
    assert "within 10 working days" in words.message.en
    assert "change filing" in words.remedy.en
    # Monday 2026-03-02 and ten working days: Monday 2026-03-16, to its end.
    assert TERMS.due(ObligationKind.UPDATE, TODAY) == DutyDue(datetime(2026, 3, 16, 16, tzinfo=UTC))


def test_a_term_that_runs_into_a_year_without_a_calendar_is_provisional() -> None:
    assert TERMS.working_days_from(date(2026, 12, 30), 10).provisional


@pytest.mark.fact("S3-09")
def test_a_shell_has_thirty_days_before_its_number_goes() -> None:
    # 2026-04-01 is the thirtieth day after 2026-03-02; its end is midnight in China.
    assert TERMS.due(ObligationKind.SHELL_NOTICE, TODAY) == DutyDue(datetime(2026, 4, 1, 16, tzinfo=UTC))


@pytest.mark.fact("S3-09")
@pytest.mark.fact("S3-10")
def test_a_shell_is_told_in_the_words_of_the_spot_check_and_ends_in_deregistration() -> None:
    subject = code_of(ObligationKind.SHELL_NOTICE, None, HENAN, TODAY, RULEBOOK)
    service = code_of(ObligationKind.SHELL_NOTICE, ServiceKind.WEBSITE, HENAN, TODAY, RULEBOOK)

    assert (subject, service) == ("shell_subject", "shell_service")
    words = duty_words(an_obligation(ObligationKind.SHELL_NOTICE, service), NATIONAL, TODAY, RULEBOOK)
    assert "Have access filed" in words.remedy.en
    assert "deregistered by the authority" in consequence(DeadlineKind.SHELL_NOTICE, TODAY, RULEBOOK).en


@pytest.mark.fact("S4-31")
def test_a_correction_that_nobody_makes_ends_in_cancelled_access() -> None:
    words = duty_words(an_obligation(ObligationKind.CORRECTION, "data_untrue"), NATIONAL, TODAY, RULEBOOK)

    assert words.code == SpotCheckRule.DATA_UNTRUE.code
    assert "cancels the access" in consequence(DeadlineKind.CORRECTION, TODAY, RULEBOOK).en


def test_every_kind_of_obligation_has_a_name_and_is_the_deadline_kind_of_the_same_name() -> None:
    assert {kind.value for kind in ObligationKind} <= {kind.value for kind in DeadlineKind}
    assert all(kind_label(kind, TODAY, RULEBOOK).zh for kind in ObligationKind)
    assert all(wording.code in wording.value for wording in DutyWording)


@pytest.mark.parametrize(
    ("filed", "before", "now", "left"),
    [
        (("203.0.113.10", "203.0.113.10"), ["203.0.113.10"], ["203.0.113.99"], True),
        (("203.0.113.10", "203.0.113.10"), ["203.0.113.10"], ["203.0.113.10", "203.0.113.99"], False),
        (("203.0.113.10", "203.0.113.10"), ["203.0.113.10", "203.0.113.11"], ["203.0.113.10"], False),
        (("203.0.113.0", "203.0.113.20"), ["203.0.113.11"], [], True),
        (("203.0.113.10", "203.0.113.10"), ["2001:db8::1"], [], False),
        (None, ["203.0.113.10"], ["203.0.113.99"], True),
        (None, ["203.0.113.10"], ["203.0.113.10", "203.0.113.99"], False),
    ],
)
def test_an_update_is_due_once_a_server_loses_an_address_that_is_on_file(
    filed: tuple[str, str] | None,
    before: list[str],
    now: list[str],
    left: bool,
) -> None:
    access = () if filed is None else (Access(ip_ranges=(IpRange(*filed),)),)

    assert filed_address_left(a_website(access=access), before, now) is left


@given(st.dates(min_value=date(1994, 4, 20), max_value=date(2200, 1, 1)))
def test_a_day_ends_with_the_midnight_of_china_after_it(day: date) -> None:
    end = end_of(day)

    assert (end.hour, end.minute, end.date()) == (16, 0, day)
