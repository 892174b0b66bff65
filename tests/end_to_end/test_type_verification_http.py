"""Type verification over HTTP (验证备案类型): what the record and the registrar say decides, or nobody does."""

import os
import signal
import tempfile
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.demo.numbers import Numbers
from tests.play.expected_problem import problem, refused_fields
from tests.play.filing_case import FilingCase
from tests.play.processes import part_of, paused, until
from tests.play.running_service import SCOPES, RunningService, running

Case = Callable[..., FilingCase]
Json = dict[str, Any]


@pytest.fixture
def case(a_case: Case) -> FilingCase:
    return a_case().with_account()


def fresh(label: str = "name") -> str:
    return f"{label}-{uuid.uuid4().hex[:12]}.cn"


def website(domain: str, *, access_here: bool = False) -> Json:
    return {"kind": "website", "domain": domain, "access_here": access_here}


def on_record(case: FilingCase, services: list[Json], **more: Any) -> Json:
    """Put the case's subject with services on the national record."""
    subject = {**case.who.asked["subject"], "name": case.who.subject_name}
    body = {"subject": subject, "services": services, **more}
    put: Json = case.backend.ok(case.backend.post("/v1/sandbox/records", body))
    return put


def somebody(case: FilingCase) -> Json:
    """Return another enterprise, of the same region."""
    number = Numbers(uuid.uuid4().hex).credit_code("other")
    certificate = {"type": "business_license", "number": number}
    return {"nature": "enterprise", "certificate": certificate, "region": "410100", "name": "郑州另一家有限公司"}


def refusal(case: FilingCase, code: str, **changes: Any) -> Json:
    verified = case.verified_type(**changes)
    assert verified["verdict"] == "refused"
    assert verified["filing_type"] is None
    assert verified["refusal"]["code"] == code, verified["refusal"]
    for words in ("message", "source", "remedy"):
        assert verified["refusal"][words]
    answer: Json = verified["refusal"]
    return answer


# --- what is allowed


@pytest.mark.fact("S1-03")
@pytest.mark.fact("S1-04")
@pytest.mark.fact("S4-02")
def test_neither_subject_nor_domain_on_record_is_a_first_filing(case: FilingCase) -> None:
    verified = case.verified_type()

    assert (verified["verdict"], verified["filing_type"]) == ("allowed", "first_filing")
    assert verified["filing_type_label"] == "首次备案"
    assert verified["subject_on_record"] is False
    assert verified["service_on_record"] is False
    assert verified["must_be_offline"] is True
    assert verified["may_be_served_meanwhile"] is False
    assert verified["sms_required"] is True
    assert verified["refusal"] is None
    assert [reason["rule"] for reason in verified["reasons"]] == ["type.first_filing"]
    assert verified["reasons"][0]["source"]


@pytest.mark.fact("S4-04")
def test_a_subject_on_record_with_a_new_domain_adds_a_service_and_is_told_to_look_after_the_earlier_ones(
    case: FilingCase,
) -> None:
    on_record(case, [website(fresh())])

    verified = case.verified_type()

    assert verified["filing_type"] == "add_service_elsewhere"
    assert verified["subject_on_record"] is True
    assert "type.warnings.earlier_services" in [warning["rule"] for warning in verified["warnings"]]


@pytest.mark.fact("S0-17")
def test_a_domain_of_which_the_registrar_knows_nothing_yet_is_warned_of(case: FilingCase) -> None:
    verified = case.verified_type()

    words = [warning["message"] for warning in verified["warnings"]]
    assert any("注册商不存在该域名注册人信息" in message and "域名不存在" in message for message in words)
    assert verified["verdict"] == "allowed"


def test_a_suffix_that_does_not_exist_is_not_eligible(case: FilingCase) -> None:
    refusal(case, "domain_not_eligible", service={"kind": "website", "domain": f"{case.seed}.nosuchsuffix"})


@pytest.mark.fact("S2-02")
@pytest.mark.fact("S0-05")
def test_subject_and_domain_filed_elsewhere_is_an_access_filing_that_need_not_go_offline(case: FilingCase) -> None:
    on_record(case, [website(case.who.domain)])

    verified = case.verified_type()

    assert verified["filing_type"] == "add_access"
    assert verified["must_be_offline"] is False


def test_what_this_provider_serves_already_but_no_account_holds_is_claimed(case: FilingCase) -> None:
    on_record(case, [website(case.who.domain, access_here=True)])

    assert case.verified_type()["filing_type"] == "claim"


@pytest.mark.fact("S3-03")
def test_a_domain_below_a_filed_one_is_that_one(case: FilingCase) -> None:
    on_record(case, [website(case.who.domain)])

    verified = case.verified_type(service={"kind": "website", "domain": f"www.{case.who.domain}"})

    assert verified["service_on_record"] is True
    assert verified["filing_type"] == "add_access"


@pytest.mark.parametrize("spelled", ["{}.", "{upper}", " {} ", "{}。"])
def test_a_domain_is_one_domain_however_it_is_spelled(case: FilingCase, spelled: str) -> None:
    on_record(case, [website(case.who.domain)])
    domain = spelled.format(case.who.domain, upper=case.who.domain.upper())

    assert case.verified_type(service={"kind": "website", "domain": domain})["service_on_record"] is True


def test_chinese_and_encoded_spelling_are_the_same_name(case: FilingCase) -> None:
    label = uuid.uuid4().hex[:6]
    name, encoded = f"河南{label}.中国", f"河南{label}".encode("idna").decode() + "." + "中国".encode("idna").decode()
    on_record(case, [website(name)])

    verified = case.verified_type(service={"kind": "website", "domain": encoded})

    assert verified["service_on_record"] is True


def test_an_app_is_known_by_its_name_and_its_subject(case: FilingCase, a_case: Case) -> None:
    name = f"晨星助手{case.seed}"
    app = {"kind": "app", "name": name}
    on_record(case, [{**app, "access_here": False}])
    other = a_case().with_account()

    assert case.verified_type(service=app)["filing_type"] == "add_access"
    assert other.verified_type(service=app)["filing_type"] == "first_filing", "somebody else's APP of that name"


# --- what is refused, and why


@pytest.mark.fact("S0-26")
def test_under_review_no_second_filing_is_possible(a_case: Case) -> None:
    case = a_case().submitted()

    refusal(case, "order_in_progress", service={"kind": "website", "domain": fresh()})


@pytest.mark.fact("S1-01")
def test_with_an_open_order_nothing_new_is_verified_until_it_is_given_up(case: FilingCase) -> None:
    case.with_server()
    case.begin()

    refusal(case, "order_in_progress")

    case.app.ok(case.act("abandon"))
    assert case.verified_type()["verdict"] == "allowed"


def test_an_open_order_of_another_account_with_the_same_certificate_is_in_the_way(
    case: FilingCase, a_case: Case
) -> None:
    case.with_server()
    case.begin()
    other = a_case().with_account()
    service = {"kind": "website", "domain": fresh()}

    refused = other.verified_type(subject=case.who.asked["subject"], service=service)

    assert refused["refusal"]["code"] == "certificate_has_open_order"


def test_an_open_order_of_another_account_with_the_same_domain_is_in_the_way(case: FilingCase, a_case: Case) -> None:
    case.with_server()
    case.begin()
    other = a_case().with_account()

    refused = other.verified_type(service={"kind": "website", "domain": f"www.{case.who.domain}"})

    assert refused["refusal"]["code"] == "service_has_open_order"


def test_what_another_provider_has_under_review_waits(case: FilingCase) -> None:
    on_record(case, [website(case.who.domain)], under_review=True)

    refusal(case, "under_review_elsewhere")


def test_a_blacklisted_subject_is_refused(case: FilingCase) -> None:
    on_record(case, [], blacklisted=True)

    refusal(case, "blacklisted")


def test_a_filed_domain_whose_asker_is_not_on_record_is_refused(case: FilingCase) -> None:
    subject = somebody(case)
    body = {"subject": subject, "services": [website(case.who.domain)]}
    case.backend.ok(case.backend.post("/v1/sandbox/records", body))

    refusal(case, "domain_filed_subject_not")


def test_a_domain_of_another_subject_on_record_is_refused(case: FilingCase) -> None:
    on_record(case, [website(fresh())])
    body = {"subject": somebody(case), "services": [website(case.who.domain)]}
    case.backend.ok(case.backend.post("/v1/sandbox/records", body))

    refusal(case, "domain_owned_by_other_subject")


@pytest.mark.fact("S0-08")
@pytest.mark.parametrize(
    "facts",
    [
        {"real_name": "verified", "expires_on": "2020-01-01"},
        {"real_name": "verified", "registrar_approved": False},
        {"real_name": "verified", "suffix_approved": False},
    ],
    ids=["expired", "registrar not approved", "suffix not approved"],
)
def test_a_domain_against_which_the_registrar_speaks_is_not_eligible(case: FilingCase, facts: Json) -> None:
    body = {"domain": case.who.domain, **facts}
    assert case.backend.post("/v1/sandbox/domain-facts", body).status_code == 201

    said = refusal(case, "domain_not_eligible")
    assert said["message"].startswith("该域名目前不能备案：")

    assert said["source"]
    case.backend.ok(case.backend.post("/v1/sandbox/domain-facts", {"domain": case.who.domain, "real_name": "verified"}))
    assert case.verified_type()["verdict"] == "allowed", "the next call sees what changed"


def test_a_domain_that_is_not_verified_yet_is_warned_of_and_not_refused(case: FilingCase) -> None:
    body = {"domain": case.who.domain, "real_name": "unverified"}
    case.backend.ok(case.backend.post("/v1/sandbox/domain-facts", body))

    verified = case.verified_type()

    assert verified["verdict"] == "allowed"
    assert verified["warnings"]


@pytest.mark.fact("S3-15")
@pytest.mark.parametrize("domain", ["www.zhengzhou-{}.gov.cn", "郑州{}.政务"])
def test_a_government_name_is_not_for_an_enterprise(case: FilingCase, domain: str) -> None:
    refusal(case, "domain_not_eligible", service={"kind": "website", "domain": domain.format(case.seed)})


def test_a_government_name_is_for_the_government(case: FilingCase) -> None:
    number = Numbers(case.seed).credit_code("government")
    certificate = {"type": "business_license", "number": number}
    subject = {"nature": "government_agency", "certificate": certificate, "region": "410100"}
    service = {"kind": "website", "domain": f"www.zhengzhou-{case.seed}.gov.cn"}

    assert case.verified_type(subject=subject, service=service)["verdict"] == "allowed"


# --- several services


def test_several_new_websites_of_a_unit_share_an_order_and_each_has_its_verdict(case: FilingCase) -> None:
    services = [{"kind": "website", "domain": fresh()} for _ in range(3)]

    verified = case.app.ok(case.app.post("/v1/type-verifications", {**without_service(case), "services": services}))

    assert verified["filing_type"] == "first_filing"
    assert [one["filing_type"] for one in verified["services"]] == ["first_filing"] * 3


def without_service(case: FilingCase) -> Json:
    return {name: value for name, value in case.who.asked.items() if name != "service"}


def test_outcomes_that_cannot_share_an_order_are_split(case: FilingCase) -> None:
    on_record(case, [website(case.who.domain)])
    services = [{"kind": "website", "domain": case.who.domain}, {"kind": "website", "domain": fresh()}]

    verified = case.app.ok(case.app.post("/v1/type-verifications", {**without_service(case), "services": services}))

    assert verified["verdict"] == "refused"
    assert verified["refusal"]["code"] == "split_order"
    assert [one["filing_type"] for one in verified["services"]] == ["add_access", "add_service_elsewhere"]


def test_an_individual_files_one_website_at_a_time(a_case: Case) -> None:
    case = a_case("individual").with_account()
    services = [{"kind": "website", "domain": fresh()} for _ in range(2)]

    verified = case.app.ok(case.app.post("/v1/type-verifications", {**without_service(case), "services": services}))

    assert verified["refusal"]["code"] == "split_order"


@pytest.mark.fact("S0-31")
def test_one_website_with_several_domains_is_one_service(case: FilingCase) -> None:
    domains = [fresh(), fresh()]
    service = {"kind": "website", "domains": domains}

    verified = case.verified_type(service=service)
    case.with_server()
    body = {"type_verification_id": verified["id"], "product": {"authorization_code": case.code()}}
    filing = case.app.ok(case.app.post("/v1/filings", body))

    assert verified["filing_type"] == "first_filing"
    assert [one["domains"] for one in filing["services"]] == [domains]


# --- what is no question at all


@pytest.mark.parametrize(
    "domain",
    [
        "localhost",
        "203.0.113.10",
        "[2001:db8::1]",
        "-bad-.cn",
        "cn",
        "com.cn",
        "a..cn",
        ".cn",
        "http://example.cn/",
        "example.cn:80",
        "exa mple.cn",
        "a" * 64 + ".cn",
        ".".join(["a" * 60] * 5) + ".cn",
        "xn--\u00e4.cn",
        "*.example.cn",
        "_x.cn",
        "中 国.cn",
    ],
)
def test_what_is_no_domain_name_is_told_at_its_place(case: FilingCase, domain: str) -> None:
    service = {"kind": "website", "domain": domain}

    refused_fields(case.app.post("/v1/type-verifications", {**case.who.asked, "service": service}), "/service/domain")


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("business_license", "91410105MA0000000A"),
        ("business_license", "123"),
        ("resident_id", "410105198803120011"),
        ("resident_id", "410105198813320011"),
    ],
)
def test_a_certificate_number_with_a_wrong_form_or_check_digit_is_told_at_its_place(
    case: FilingCase, kind: str, number: str
) -> None:
    subject = {"nature": "enterprise", "certificate": {"type": kind, "number": number}, "region": "410100"}

    refused_fields(
        case.app.post("/v1/type-verifications", {**case.who.asked, "subject": subject}), "/subject/certificate/number"
    )


@pytest.mark.fact("S4-36")
def test_a_number_of_a_region_that_was_never_assigned_is_no_number(case: FilingCase) -> None:
    certificate = {"type": "resident_id", "number": "440550199001010010"}
    subject = {"nature": "individual", "certificate": certificate, "region": "440100"}

    answer = case.app.post("/v1/type-verifications", {**case.who.asked, "subject": subject})

    refused_fields(answer, "/subject/certificate/number")


@pytest.mark.parametrize("region", ["999999", "000000", "810000", "710000", "820000"])
def test_a_region_outside_the_mainland_or_of_no_place_is_told(case: FilingCase, region: str) -> None:
    subject = {**case.who.asked["subject"], "region": region}

    refused_fields(case.app.post("/v1/type-verifications", {**case.who.asked, "subject": subject}), "/subject/region")


def test_faults_of_subject_and_services_are_told_together(case: FilingCase) -> None:
    body = {
        "subject": {
            "nature": "enterprise",
            "certificate": {"type": "business_license", "number": "1"},
            "region": "999999",
        },
        "services": [{"kind": "website", "domain": "localhost"}, {"kind": "website", "domains": ["ok.cn", "-bad-.cn"]}],
    }

    refused_fields(
        case.app.post("/v1/type-verifications", body),
        "/subject/certificate/number",
        "/subject/region",
        "/services/0/domain",
        "/services/1/domains/1",
    )


# --- what it is good for, and how long


def test_a_verification_can_be_read_again_in_the_other_language(case: FilingCase) -> None:
    made = case.verified_type()
    path = f"/v1/type-verifications/{made['id']}"

    again = case.app.ok(case.app.get(path))
    english = case.app.ok(case.app.get(path, headers={"accept-language": "en"}))

    assert again == made
    assert english["filing_type_label"] == "First filing"
    assert english["reasons"][0]["message"] != made["reasons"][0]["message"]
    assert english["rulebook_digest"] == made["rulebook_digest"]


def test_a_verification_serves_one_filing(case: FilingCase) -> None:
    case.with_server()
    verification = case.verified_type()
    body = {"type_verification_id": verification["id"], "product": {"authorization_code": case.code()}}
    begun = case.app.ok(case.app.post("/v1/filings", body))
    again = {**body, "product": {"authorization_code": case.code()}}

    answer = case.app.post("/v1/filings", again)

    assert problem(answer, 409, "type-verification-used")["filing_id"] == begun["id"]


def test_a_refused_verification_opens_no_filing(case: FilingCase) -> None:
    case.with_server()
    on_record(case, [], blacklisted=True)
    verification = case.verified_type()
    body = {"type_verification_id": verification["id"], "product": {"authorization_code": case.code()}}

    answer = case.app.post("/v1/filings", body)

    assert problem(answer, 409, "type-verification-refused")["reason"] == "blacklisted"


def test_a_verification_lives_for_twenty_four_hours_of_sandbox_time(case: FilingCase) -> None:
    case.with_server()
    verification = case.verified_type()
    made, expires = (datetime.fromisoformat(verification[name]) for name in ("created_at", "expires_at"))
    body = {"type_verification_id": verification["id"], "product": {"authorization_code": case.code()}}
    assert expires - made == timedelta(hours=24)

    case.advance(hours=24.1)

    problem(case.app.post("/v1/filings", body), 409, "type-verification-expired")
    fresh_one = {**body, "type_verification_id": case.verified_type()["id"]}
    assert case.app.post("/v1/filings", fresh_one).status_code == 201


def test_what_changed_since_the_verification_is_noticed_when_the_filing_begins(case: FilingCase) -> None:
    case.with_server()
    verification = case.verified_type()
    on_record(case, [website(fresh())])
    body = {"type_verification_id": verification["id"], "product": {"authorization_code": case.code()}}

    answer = case.app.post("/v1/filings", body)

    assert problem(answer, 409, "type-verification-changed")["verdict_now"] == "add_service_elsewhere"


def test_an_order_that_was_opened_since_is_noticed_when_the_filing_begins(case: FilingCase) -> None:
    case.with_server()
    first, second = case.verified_type(), case.verified_type(service={"kind": "website", "domain": fresh()})
    bodies = [
        {"type_verification_id": one["id"], "product": {"authorization_code": case.code()}} for one in (first, second)
    ]
    case.app.ok(case.app.post("/v1/filings", bodies[0]))

    problem(case.app.post("/v1/filings", bodies[1]), 409, "order-in-progress")


@pytest.mark.fact("S4-01")
def test_of_one_domain_kind_and_number_of_the_certificate_decide_the_type(case: FilingCase) -> None:
    domain = fresh()
    on_record(case, [website(domain)])
    asked = {"service": {"kind": "website", "domain": domain}}

    assert case.verified_type(**asked)["filing_type"] == "add_access"
    other = {name: value for name, value in somebody(case).items() if name != "name"}
    assert refusal(case, "domain_filed_subject_not", **asked, subject=other)
    for certificate in ({"type": "business_license"}, {"number": other["certificate"]["number"]}):
        subject = {**other, "certificate": certificate}
        answer = case.app.post("/v1/type-verifications", {**case.who.asked, **asked, "subject": subject})
        missing = ({"type", "number"} - certificate.keys()).pop()
        refused_fields(answer, f"/subject/certificate/{missing}")


@pytest.mark.fact("S1-02")
@pytest.mark.fact("S2-05")
def test_the_applicant_does_not_choose_the_type(case: FilingCase) -> None:
    answer = case.app.post("/v1/type-verifications", {**case.who.asked, "filing_type": "add_access"})

    refused_fields(answer, "/filing_type")


# --- the mirror, and an authority that is away


@pytest.fixture(scope="module")
def lonely() -> Iterator[RunningService]:
    with (
        tempfile.TemporaryDirectory(prefix="filing-lonely-", ignore_cleanup_errors=True) as folder,
        running(Path(folder)) as service,
    ):
        yield service


def test_with_the_authority_away_a_fresh_mirror_answers_and_nothing_else_is_guessed(lonely: RunningService) -> None:
    case = FilingCase(lonely, lonely.client("lonely", SCOPES)).with_account().with_server()
    known, unknown = case.who.asked, {**case.who.asked, "service": {"kind": "website", "domain": fresh()}}
    before = case.app.ok(case.app.post("/v1/type-verifications", known))
    code = case.code()

    with paused(lonely.pid):
        os.kill(part_of(lonely.pid, "sandbox"), signal.SIGKILL)
        mirrored = case.app.post("/v1/type-verifications", known)
        guessed = case.app.post("/v1/type-verifications", unknown)
        body = {"type_verification_id": before["id"], "product": {"authorization_code": code}}
        begun = case.app.post("/v1/filings", body)
        ready = lonely.http.get("/readyz")

    assert mirrored.status_code == 201
    assert mirrored.json()["filing_type"] == before["filing_type"]
    refused = problem(guessed, 503, "authority-unavailable")
    assert refused["retry"] == "retry"
    assert int(guessed.headers["retry-after"]) >= 1
    assert begun.status_code == 201, "the mirror is fresh enough to decide again"
    assert ready.status_code == 200
    assert ready.json()["authority_gateway"] is False
    until(lambda: case.app.post("/v1/type-verifications", unknown).status_code == 201)


def test_with_the_authority_away_a_mirror_of_the_day_before_is_no_answer(lonely: RunningService) -> None:
    case = FilingCase(lonely, lonely.client("patient", SCOPES)).with_account()
    case.app.ok(case.app.post("/v1/type-verifications", case.who.asked))
    case.advance(hours=24.1)

    with paused(lonely.pid):
        os.kill(part_of(lonely.pid, "sandbox"), signal.SIGKILL)
        answer = case.app.post("/v1/type-verifications", case.who.asked)

    problem(answer, 503, "authority-unavailable")
    until(lambda: case.app.post("/v1/type-verifications", case.who.asked).status_code == 201)
