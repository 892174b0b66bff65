"""Each filing type over the sandbox's own wire: what is refused at the door, and what stands on record afterwards."""

from typing import Any

import httpx
import pytest

from tests.authority_sandbox.playing import (
    CREDIT_CODE,
    a_record,
    a_submission,
    a_website,
    an_app,
    approved,
    decided,
    looked_up,
    status_of,
    submitted,
)

OTHER = "91110000000000000A"
NUMBER = "豫ICP备2020000001号"
HERE, ELSEWHERE = "410001", "990001"
SERVICES = [
    {"kind": "website", "domain": "example.cn", "name": "某公司官网"},
    {"kind": "app", "name": "某应用"},
    {"kind": "mini_program", "name": "某小程序"},
    {"kind": "website", "domain": "remote.cn", "access_here": False},
]
REMOTE = a_website("远方", "remote.cn")


async def filed(client: httpx.AsyncClient, number: str = CREDIT_CODE, **changes: Any) -> dict[str, Any]:
    record = a_record(number=number, **{"services": SERVICES, "subject_number": NUMBER, **changes})
    answer = await client.post("/sandbox/records", json=record)
    assert answer.status_code == 201, answer.text
    put: dict[str, Any] = answer.json()
    return put


async def services_of(client: httpx.AsyncClient, number: str = CREDIT_CODE) -> dict[str, dict[str, Any]]:
    answer = await client.post("/sandbox/records/lookups", json={"certificate_number": number})
    assert answer.status_code == 200, answer.text
    return {service["number"].partition("号")[2]: service for service in answer.json()["services"]}


# Filing type, what differs, the number under which the service stands on record afterwards, and who gives it access.
KEEPS: list[tuple[str, dict[str, Any], dict[str, list[str]]]] = [
    ("add_access", {"services": [REMOTE]}, {"-4": [HERE, "990099"]}),
    ("add_access", {"services": [a_website(), an_app("某应用")], "provider_id": ELSEWHERE},
     {"-1": [HERE, ELSEWHERE], "-2A": [HERE, ELSEWHERE]}),
    ("cancel_access", {}, {"-1": []}),
    ("cancel_access", {"services": [an_app("某小程序", "mini_program")], "reason_code": "moved_provider"}, {"-3X": []}),
    ("change_service", {"services": [an_app("新应用", number=f"{NUMBER}-2A")]}, {"-2A": [HERE]}),
    ("change_subject", {"services": []}, {"-1": [HERE]}),
    ("change_both", {}, {"-1": [HERE]}),
    ("add_service_here", {"services": [an_app("某应用", "quick_app")]}, {"-2A": [HERE], "-5K": [HERE]}),
    ("add_service_elsewhere", {"services": [a_website(domain="new.cn")], "provider_id": ELSEWHERE},
     {"-5": [ELSEWHERE]}),
]  # fmt: skip


@pytest.mark.parametrize(("filing_type", "changes", "accessed"), KEEPS)
async def test_an_approved_submission_leaves_these_numbers_with_this_access(
    sandbox: httpx.AsyncClient, filing_type: str, changes: dict[str, Any], accessed: dict[str, list[str]]
) -> None:
    await filed(sandbox)

    result = await approved(sandbox, a_submission(filing_type=filing_type, **changes))

    services = await services_of(sandbox)
    assert result["subject_number"] == NUMBER
    assert {suffix: services[suffix]["provider_ids"] for suffix in accessed} == accessed
    assert {one["number"].partition("号")[2] for one in result["services"]} <= services.keys()


@pytest.mark.parametrize(
    ("filing_type", "services", "left"),
    [
        ("deregister_service", [a_website()], {"-2A", "-3X", "-4"}),
        ("deregister_service", [an_app("某小程序", "mini_program")], {"-1", "-2A", "-4"}),
        ("deregister_service", [an_app("", number=f"{NUMBER}-2A")], {"-1", "-3X", "-4"}),
    ],
)
async def test_a_deregistered_service_is_gone_and_the_others_stay(
    sandbox: httpx.AsyncClient, filing_type: str, services: list[dict[str, Any]], left: set[str]
) -> None:
    await filed(sandbox)

    await approved(sandbox, a_submission(filing_type=filing_type, services=services))

    assert (await services_of(sandbox)).keys() == left


@pytest.mark.fact("S3-08")
async def test_a_subject_goes_with_services_that_another_provider_gives_access_to(sandbox: httpx.AsyncClient) -> None:
    await filed(sandbox)

    result = await approved(sandbox, a_submission(filing_type="deregister_subject", services=[a_website()]))

    answer = await looked_up(sandbox, {"kind": "website", "domain": "remote.cn"})
    assert (result["subject_number"], result["services"]) == (NUMBER, [])
    assert (answer["subject"], answer["services"][0]["found"]) == (None, None)


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"filing_type": "deregister_subject", "services": [], "reason_code": None}, "1026", "/reason_code"),
        ({"filing_type": "deregister_service", "reason_code": "DOMAIN_SOLD"}, "1026", "/reason_code"),
        ({"filing_type": "deregister_service", "services": [an_app("某应用", number=f"{NUMBER}-1")]}, "1048",
         "/services/0/name"),
        ({"filing_type": "deregister_service", "services": [an_app("从未有过")]}, "1048", "/services/0/name"),
        ({"filing_type": "change_subject", "services": [], "provider_id": ELSEWHERE}, "1047",
         "/subject/certificate/number"),
        ({"filing_type": "change_both", "province": "110000"}, "1046", "/subject/region"),
        ({"filing_type": "add_service_here", "province": "110000"}, "1045", "/subject/region"),
        ({"filing_type": "change_subject", "services": [], "subject_name": "\u3000"}, "1044", "/subject/name"),
        ({"filing_type": "change_service", "services": [a_website(" ")]}, "1044", "/services/0/name"),
        ({"filing_type": "change_service", "services": [a_website(), an_app("x", number=f"{NUMBER}-3X")]}, "1048",
         "/services/1/name"),
        ({"filing_type": "migrate_service", "number": OTHER, "services": [REMOTE]}, "1048", "/services/0/domains/0"),
        ({"filing_type": "migrate_service", "number": OTHER, "subject_number": "豫ICP备2020000009号"}, "1047",
         "/subject/certificate/number"),
    ],
)  # fmt: skip
async def test_what_does_not_fit_its_type_is_refused_with_code_and_place(
    sandbox: httpx.AsyncClient, changes: dict[str, Any], code: str, pointer: str
) -> None:
    await filed(sandbox)

    refusal = (await submitted(sandbox, a_submission(**changes)))["refusal"]

    assert (refusal["code"], refusal["pointer"], refusal["our_fault"]) == (code, pointer, code == "1026")
    assert refusal["message"]


async def test_a_province_is_reported_to_its_own_authority_and_to_no_other(sandbox: httpx.AsyncClient) -> None:
    refusal = (await submitted(sandbox, a_submission(province="110000", region="410100")))["refusal"]

    assert (refusal["code"], refusal["pointer"], refusal["our_fault"]) == ("1045", "/subject/region", True)


@pytest.mark.parametrize(
    ("home_url", "code"),
    [
        ("example.cn", None),
        ("www.example.cn", None),
        ("https://WWW.Example.cn:8443/index.html?a=b", None),
        ("http://example.cn#top", None),
        ("", None),
        (None, None),
        ("www.example.com", "1041"),
        ("notexample.cn", "1041"),
        ("www.remote.cn", "1021"),
        ("nothing", "1022"),
        ("http://", "1022"),
        ("192.0.2.1", "1022"),
    ],
)
async def test_a_home_page_lies_under_one_of_the_domains(
    sandbox: httpx.AsyncClient, home_url: str | None, code: str | None
) -> None:
    await filed(sandbox)
    change = a_submission(filing_type="change_service", services=[a_website(home_url=home_url)])

    answer = await submitted(sandbox, change)

    expected = None if code is None else (code, "/services/0/home_url")
    refusal = answer.get("refusal")
    assert (refusal and (refusal["code"], refusal["pointer"])) == expected


async def test_a_service_named_by_number_alone_keeps_its_name_and_domains(sandbox: httpx.AsyncClient) -> None:
    await filed(sandbox)
    bare = {"id": "svc_1", "kind": "website", "number": f"{NUMBER}-1"}
    await approved(sandbox, a_submission("sub_1", filing_type="add_access", provider_id=ELSEWHERE, services=[
        {**bare, "name": "某公司官网"}
    ]))  # fmt: skip

    moved = await approved(sandbox, a_submission("sub_2", filing_type="migrate_service", number=OTHER, services=[
        {**bare, "name": "某公司官网"}
    ]))  # fmt: skip

    service = (await services_of(sandbox, OTHER))["-1"]
    assert moved["services"][0]["number"] == service["number"]
    assert (service["name"], service["domains"]) == ("某公司官网", ["example.cn"])
    assert service["provider_ids"] == [HERE, ELSEWHERE]


async def test_a_submission_is_seen_at_what_it_is_about_even_where_it_names_it_by_number_alone(
    sandbox: httpx.AsyncClient,
) -> None:
    await filed(sandbox)
    number = f"{NUMBER}-1"
    gone = [{"id": "svc_1", "kind": "website", "number": number}]
    await submitted(sandbox, a_submission(filing_type="deregister_service", services=gone))

    website, app = {"kind": "website", "domain": "example.cn"}, {"kind": "app", "name": "某应用"}
    answer = await looked_up(sandbox, website, app, provider_id=ELSEWHERE)

    assert [one["under_review"] for one in answer["services"]] == [True, False]
    assert answer["subject"]["under_review"] is True


@pytest.mark.parametrize(
    ("meanwhile", "late", "code", "pointer"),
    [
        ({"number": OTHER, "services": [a_website(domain="second.cn")]},
         {"filing_type": "add_service_here", "services": [a_website(domain="second.cn")]},
         "1005", "/services/0/domains/0"),
        ({"number": OTHER, "services": []},
         {"filing_type": "change_subject", "services": [], "number": OTHER, "subject_number": NUMBER},
         "1003", "/subject/certificate/number"),
    ],
)  # fmt: skip
async def test_what_the_record_no_longer_allows_at_the_end_is_rejected_with_its_place(
    sandbox: httpx.AsyncClient, meanwhile: dict[str, Any], late: dict[str, Any], code: str, pointer: str
) -> None:
    await filed(sandbox)
    receipt = (await submitted(sandbox, a_submission("sub_1", **late)))["receipt"]
    services = [{"kind": "website", "domain": one["domains"][0]} for one in meanwhile["services"]]
    await filed(sandbox, OTHER, services=services, subject_number="豫ICP备2020000002号")

    await decided(sandbox, receipt)

    status = await status_of(sandbox, receipt)
    assert (status["state"], status["result"]["code"], status["result"]["pointer"]) == ("rejected", code, pointer)
