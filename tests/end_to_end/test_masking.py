"""Personal data (api.md: personal data): masked in answers, never in logs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.play.expected_problem import problem
from tests.play.filing_case import FilingCase
from tests.play.running_service import Caller, RunningService

Case = Callable[..., FilingCase]


def hidden(value: str) -> str:
    return value[:3] + "*" * (len(value) - 7) + value[-4:]


def personal_values(case: FilingCase) -> list[str]:
    """Return every number of the case's people that an answer has to mask."""
    people = (case.who.principal, case.who.service_principal)
    numbers = [(one.mobile, one.certificate_number, one.emergency_phone) for one in people]
    return [case.who.certificate_number, *(value for several in numbers for value in several)]


@pytest.fixture(scope="module")
def filled(service: RunningService, client: dict[str, str]) -> FilingCase:
    return FilingCase(service, client).filled_in()


@pytest.mark.fact("S4-35")
def test_without_the_permission_numbers_and_phones_keep_three_and_four_characters(filled: FilingCase) -> None:
    for caller in (filled.app, filled.masked_backend):
        principal = filled.filing(caller)["subject"]["principal"]

        assert principal["mobile"] == hidden(filled.who.principal.mobile)
        assert principal["emergency_phone"] == hidden(filled.who.principal.emergency_phone)
        assert principal["certificate"]["number"] == hidden(filled.who.principal.certificate_number)
        assert filled.filing(caller)["emergency_contacts"][0]["phone"] == hidden(filled.who.principal.emergency_phone)
        assert filled.filing(caller)["subject"]["certificate"]["number"] == hidden(filled.who.certificate_number)
        assert principal["name"] == filled.who.principal.name


def test_with_the_permission_nothing_is_hidden(filled: FilingCase) -> None:
    principal = filled.filing(filled.backend)["subject"]["principal"]

    assert principal["mobile"] == filled.who.principal.mobile
    assert principal["certificate"]["number"] == filled.who.principal.certificate_number


def test_no_answer_of_any_kind_lets_a_number_slip(service: RunningService, client: dict[str, str]) -> None:
    case = FilingCase(service, client).approved()
    record = case.filing()["record_id"]
    paths = [
        case.path,
        "/v1/filings?limit=100",
        "/v1/reviews?limit=100",
        f"/v1/accounts/{case.account_id}",
        f"/v1/records/{record}",
        "/v1/records?limit=100",
        f"/v1/type-verifications/{case.filing()['type_verification_id']}",
        *(f"{case.path}/{name}" for name in ("checks", "requirements", "materials", "timeline", "sms-verifications")),
    ]

    for path in paths:
        answer = case.masked_backend.get(path)

        assert answer.status_code == 200, path
        assert not [value for value in personal_values(case) if value in answer.text], path


def test_answers_to_writes_are_masked_as_answers_to_reads_are(a_case: Case) -> None:
    case = a_case()
    filing = case.begin()
    assert case.who.certificate_number not in str(filing)

    answer = case.change({"subject": case.who.subject()})

    assert answer.status_code == 200
    assert not [value for value in personal_values(case) if value in answer.text]


def test_a_masked_value_that_comes_back_as_shown_leaves_the_field_alone(a_case: Case) -> None:
    case = a_case().filled_in()
    shown, before = case.filing(), case.etag()
    patch = {
        "subject": {"principal": shown["subject"]["principal"]},
        "emergency_contacts": shown["emergency_contacts"],
        "services": [{"id": shown["services"][0]["id"], "principal": shown["services"][0]["principal"]}],
    }

    answer = case.change(patch)

    assert answer.status_code == 200
    assert answer.headers["etag"] == before, "nothing changed"
    kept = case.filing(case.backend)["subject"]["principal"]
    assert kept["mobile"] == case.who.principal.mobile
    assert kept["certificate"]["number"] == case.who.principal.certificate_number


@pytest.mark.parametrize(
    ("patch", "pointer"),
    [
        ({"subject": {"principal": {"mobile": "138****0000"}}}, "/subject/principal/mobile"),
        ({"subject": {"principal": {"certificate": {"number": "*" * 18}}}}, "/subject/principal/certificate/number"),
        ({"emergency_contacts": [{"name": "某", "phone": "1**********"}]}, "/emergency_contacts/0/phone"),
    ],
)
def test_any_other_star_in_such_a_field_is_refused_and_changes_nothing(
    filled: FilingCase, patch: dict[str, Any], pointer: str
) -> None:
    before = filled.filing(filled.backend)

    refusal = problem(filled.change(patch), 422, "masked-value")

    assert [error["pointer"] for error in refusal["errors"]] == [pointer]
    assert filled.filing(filled.backend) == before


def test_a_star_in_an_ordinary_field_is_a_star(a_case: Case) -> None:
    case = a_case()
    case.begin()

    assert case.change({"remark": "五星 ***"}).json()["remark"] == "五星 ***"


def test_a_field_is_compared_with_the_person_it_stands_for_and_no_other(a_case: Case) -> None:
    case = a_case().filled_in()
    shown = case.filing()
    other = shown["services"][0]["principal"]["mobile"]
    assert other != shown["subject"]["principal"]["mobile"]

    problem(case.change({"subject": {"principal": {"mobile": other}}}), 422, "masked-value")


def test_the_provider_sees_the_phone_of_an_account_only_with_the_permission(a_case: Case) -> None:
    case = a_case().with_account()
    path = f"/v1/accounts/{case.account_id}"

    assert case.backend.ok(case.backend.get(path))["phone"] == case.who.principal.mobile
    assert case.masked_backend.ok(case.masked_backend.get(path))["phone"] == hidden(case.who.principal.mobile)


def test_who_has_to_enter_a_code_is_shown_with_a_masked_phone(a_case: Case) -> None:
    case = a_case().awaiting_sms()
    path = f"{case.path}/sms-verifications"

    phones = {one["phone"] for one in case.app.ok(case.app.get(path))["data"]}

    assert phones == {hidden(person.mobile) for person in case.people()}


def test_no_log_line_has_a_number_a_phone_a_name_or_a_code_of_anybody(a_case: Case, service: RunningService) -> None:
    case = a_case().awaiting_sms()
    codes = [case.sms_code(person) for person in case.people()]
    for person, code in zip(case.people(), codes, strict=True):
        case.enter(person, code)
    Caller(service.http, None).post("/v1/sms-verifications", {"phone": case.who.principal.mobile, "code": "?"})
    case.backend.get("/v1/sandbox/messages", params={"phone": case.who.principal.mobile})
    case.settle()
    people = (case.who.principal, case.who.service_principal)
    secret = [*personal_values(case), *(one.email for one in people), case.who.site_name]
    secret += [one.name for one in people]

    logs = list(Path(service.folder, "data", "logs").iterdir())

    assert logs
    for log in logs:
        text = log.read_text(encoding="utf-8", errors="replace")
        if "sandbox" in log.name:
            continue
        assert not [value for value in secret if value in text], log.name
