import re
from typing import Any

import httpx
import pytest

from tests.authority_sandbox.playing import (
    CREDIT_CODE,
    DAY,
    a_record,
    a_submission,
    a_website,
    an_app,
    approved,
    looked_up,
    submitted,
    time_moved_to,
)

SUBJECT = re.compile(r"^[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝蜀黔滇藏陕陇青宁新]ICP备(\d{8}|\d{10})号$")
OTHER = "91110000000000000A"


async def record_of(client: httpx.AsyncClient, number: str = CREDIT_CODE) -> dict[str, Any]:
    answer = await client.get("/sandbox/records", params={"certificate_number": number})
    assert answer.status_code == 200, answer.text
    record: dict[str, Any] = answer.json()
    return record


def a_question(domain: str) -> dict[str, str]:
    return {"kind": "website", "domain": domain}


async def test_an_approved_first_filing_is_on_record_with_its_numbers(sandbox: httpx.AsyncClient) -> None:
    result = await approved(sandbox, a_submission())

    record = await record_of(sandbox)
    by_number = await sandbox.get("/sandbox/records", params={"subject_number": result["subject_number"]})
    assert result["subject_number"] == "豫ICP备2026000001号"
    assert result["services"] == [{"service_id": "svc_1", "number": "豫ICP备2026000001号-1"}]
    assert record["name"] == "郑州某某科技有限公司"
    assert record["services"] == [
        {
            "number": "豫ICP备2026000001号-1",
            "kind": "website",
            "name": "某公司官网",
            "domains": ["example.cn"],
            "provider_ids": ["410001"],
        }
    ]
    assert by_number.json() == record


async def test_each_kind_has_its_suffix_and_all_share_one_sequence(sandbox: httpx.AsyncClient) -> None:
    services = [a_website(), an_app("应用"), an_app("小程序", "mini_program"), an_app("快应用", "quick_app")]

    result = await approved(sandbox, a_submission(services=services))

    suffixes = [one["number"].partition("号")[2] for one in result["services"]]
    assert suffixes == ["-1", "-2A", "-3X", "-4K"]


async def test_the_number_of_a_deregistered_service_is_never_used_again(sandbox: httpx.AsyncClient) -> None:
    await approved(sandbox, a_submission("sub_1", services=[a_website(), an_app("应用")]))
    await approved(sandbox, a_submission("sub_2", filing_type="deregister_service", services=[an_app("应用")]))

    result = await approved(sandbox, a_submission("sub_3", filing_type="add_service_here", services=[an_app("应用")]))

    assert result["services"][0]["number"].endswith("号-3A")


@pytest.mark.parametrize(
    ("province", "abbreviation"),
    [("110000", "京"), ("510000", "蜀"), ("620000", "陇"), ("520000", "黔"), ("530000", "滇"), ("650000", "新")],
)
async def test_numbers_bear_the_provinces_abbreviation(
    sandbox: httpx.AsyncClient, province: str, abbreviation: str
) -> None:
    result = await approved(sandbox, a_submission(province=province))

    assert result["subject_number"] == f"{abbreviation}ICP备2026000001号"
    assert SUBJECT.match(result["subject_number"])


async def test_serials_run_per_province_and_year(sandbox: httpx.AsyncClient) -> None:
    numbers = [
        await approved(sandbox, a_submission("sub_1", services=[a_website(domain="a.cn")])),
        await approved(sandbox, a_submission("sub_2", number=OTHER, services=[a_website(domain="b.cn")])),
        await approved(
            sandbox, a_submission("sub_3", number="91X1", province="110000", services=[a_website(domain="c.cn")])
        ),
    ]
    await time_moved_to(sandbox, 120 * DAY)
    numbers.append(await approved(sandbox, a_submission("sub_4", number="91X2", services=[a_website(domain="d.cn")])))

    assert [one["subject_number"] for one in numbers] == [
        "豫ICP备2026000001号",
        "豫ICP备2026000002号",
        "京ICP备2026000001号",
        "豫ICP备2027000001号",
    ]


async def test_a_number_given_to_a_record_by_hand_is_not_allocated_again(sandbox: httpx.AsyncClient) -> None:
    record = a_record(number=OTHER, services=[], subject_number="豫ICP备2026000001号")
    await sandbox.post("/sandbox/records", json=record)

    result = await approved(sandbox, a_submission())

    assert result["subject_number"] == "豫ICP备2026000002号"


async def test_access_and_its_end_leave_numbers_as_they_are(sandbox: httpx.AsyncClient) -> None:
    first = await approved(sandbox, a_submission("sub_1"))

    added = await approved(sandbox, a_submission("sub_2", provider_id="990001", filing_type="add_access"))
    both = (await record_of(sandbox))["services"][0]["provider_ids"]
    ended = await approved(sandbox, a_submission("sub_3", filing_type="cancel_access"))

    assert added["services"] == ended["services"] == first["services"]
    assert both == ["410001", "990001"]
    assert (await record_of(sandbox))["services"][0]["provider_ids"] == ["990001"]


async def test_a_change_keeps_numbers_and_may_bring_a_new_certificate(sandbox: httpx.AsyncClient) -> None:
    first = await approved(sandbox, a_submission("sub_1"))
    renamed = a_website("新名称", "renamed.cn", number=first["services"][0]["number"])
    change = a_submission(
        "sub_2",
        filing_type="change_both",
        number=OTHER,
        subject_name="新公司",
        services=[renamed],
        subject_number=first["subject_number"],
    )

    changed = await approved(sandbox, change)

    record = await record_of(sandbox, OTHER)
    assert changed["services"] == first["services"]
    assert (record["name"], record["subject_number"]) == ("新公司", first["subject_number"])
    assert (record["services"][0]["name"], record["services"][0]["domains"]) == ("新名称", ["renamed.cn"])


async def test_a_deregistered_subject_is_gone_and_files_first_again(sandbox: httpx.AsyncClient) -> None:
    first = await approved(sandbox, a_submission("sub_1"))
    await approved(sandbox, a_submission("sub_2", filing_type="deregister_subject", services=[]))

    gone = await looked_up(sandbox, a_question("example.cn"))
    again = await approved(sandbox, a_submission("sub_3"))

    assert (gone["subject"], gone["services"][0]["found"]) == (None, None)
    assert again["subject_number"] != first["subject_number"]


async def test_a_migrated_service_gets_the_next_number_of_its_new_subject(sandbox: httpx.AsyncClient) -> None:
    await approved(sandbox, a_submission("sub_1"))
    target = await approved(sandbox, a_submission("sub_2", number=OTHER, services=[a_website(domain="other.cn")]))

    moved = await approved(sandbox, a_submission("sub_3", number=OTHER, filing_type="migrate_service"))

    assert moved["services"][0]["number"] == f"{target['subject_number']}-2"
    assert (await record_of(sandbox))["services"] == []


async def test_the_longest_filed_name_is_found(sandbox: httpx.AsyncClient) -> None:
    await sandbox.post("/sandbox/records", json=a_record(services=[a_question("xxx.gov.cn")]))
    await sandbox.post("/sandbox/records", json=a_record(number=OTHER, services=[a_question("a.xxx.gov.cn")]))

    names = ("www.a.xxx.gov.cn", "b.xxx.gov.cn", "gov.cn", "XXX.gov.cn.")
    answer = await looked_up(sandbox, *(a_question(name) for name in names))

    found = [one["found"] and one["found"]["filed_name"] for one in answer["services"]]
    assert found == ["a.xxx.gov.cn", "xxx.gov.cn", None, "xxx.gov.cn"]
    assert [one["found"]["owned_by_asked_subject"] for one in answer["services"] if one["found"]] == [
        False,
        True,
        True,
    ]


async def test_names_are_compared_in_their_ascii_form(sandbox: httpx.AsyncClient) -> None:
    await sandbox.post("/sandbox/records", json=a_record(services=[a_question("例子.中国")]))

    answer = await looked_up(sandbox, a_question("xn--fsqu00a.xn--fiqs8s"))

    assert answer["services"][0]["found"]["filed_name"] == "xn--fsqu00a.xn--fiqs8s"


async def test_an_app_is_found_among_the_asked_subjects_own(sandbox: httpx.AsyncClient) -> None:
    app = {"kind": "app", "name": "某应用"}
    await sandbox.post("/sandbox/records", json=a_record(services=[]))
    await sandbox.post("/sandbox/records", json=a_record(number=OTHER, services=[app]))

    stranger = (await looked_up(sandbox, app))["services"][0]
    owner = (await looked_up(sandbox, app, number=OTHER))["services"][0]

    assert (stranger["found"], stranger["same_name_elsewhere"]) == (None, True)
    assert (owner["found"]["owned_by_asked_subject"], owner["same_name_elsewhere"]) == (True, False)
    assert owner["found"]["service_number"].endswith("-1A")


async def test_a_subject_is_found_by_another_paper_of_its_family_but_not_of_a_person(
    sandbox: httpx.AsyncClient,
) -> None:
    await sandbox.post("/sandbox/records", json=a_record())
    answers = []
    for kind in ("organization_code", "resident_id"):
        certificate = {"type": kind, "number": CREDIT_CODE.lower()}
        body = {"provider_id": "410001", "certificate": certificate, "services": []}
        answers.append((await sandbox.post("/authority/v1/lookups", json=body)).json()["subject"])

    assert answers[0]["services_left"] == 1
    assert answers[0]["provider_ids"] == ["410001"]
    assert answers[1] is None


async def test_an_open_submission_is_seen_as_own_or_as_another_providers(sandbox: httpx.AsyncClient) -> None:
    await submitted(sandbox, a_submission())

    mine = await looked_up(sandbox, a_question("example.cn"))
    theirs = await looked_up(sandbox, a_question("www.example.cn"), provider_id="990001")

    assert (mine["subject_under_review"], mine["subject_own_submission_open"]) == (False, True)
    assert (theirs["subject_under_review"], theirs["subject_own_submission_open"]) == (True, False)
    assert (mine["services"][0]["under_review"], mine["services"][0]["own_submission_open"]) == (False, True)
    assert theirs["services"][0]["under_review"] is True


async def test_marks_on_a_record_reach_the_subject_and_each_service(sandbox: httpx.AsyncClient) -> None:
    await sandbox.post("/sandbox/records", json=a_record(blacklisted=True, under_review=True))

    answer = await looked_up(sandbox, a_question("example.cn"))

    assert (answer["subject"]["blacklisted"], answer["subject"]["under_review"]) == (True, True)
    found = answer["services"][0]["found"]
    assert (found["blacklisted"], found["under_review"]) == (True, True)


async def test_a_service_put_on_record_elsewhere_is_accessed_by_another_provider(sandbox: httpx.AsyncClient) -> None:
    service = {"kind": "website", "domain": "example.cn", "access_here": False}

    answer = await sandbox.post("/sandbox/records", json=a_record(services=[service]))

    assert answer.status_code == 201
    assert answer.json()["services"][0]["filed_name"] == "example.cn"
    assert (await record_of(sandbox))["services"][0]["provider_ids"] == ["990099"]


async def test_a_record_can_grow_but_takes_nothing_from_another_subject(sandbox: httpx.AsyncClient) -> None:
    first = (await sandbox.post("/sandbox/records", json=a_record())).json()
    grown = await sandbox.post("/sandbox/records", json=a_record(services=[a_question("second.cn")]))
    taken = await sandbox.post("/sandbox/records", json=a_record(number=OTHER))

    assert grown.json()["subject_number"] == first["subject_number"]
    assert grown.json()["services"][0]["number"] == f"{first['subject_number']}-2"
    assert taken.status_code == 409
    assert (await sandbox.get("/sandbox/records", params={"certificate_number": OTHER})).status_code == 404


async def test_domain_facts_are_told_as_put_and_nothing_of_unknown_domains(sandbox: httpx.AsyncClient) -> None:
    facts = {"domain": "example.cn", "holder": "某公司", "real_name": "verified", "expires_on": "2027-01-31"}
    put = await sandbox.post("/sandbox/domain-facts", json=facts)

    answer = await sandbox.post("/authority/v1/domain-facts/lookups", json={"domains": ["unknown.cn", "example.cn"]})

    unknown, known = answer.json()["data"]
    assert put.status_code == 201
    assert unknown == {
        "domain": "unknown.cn",
        "known": False,
        "holder": None,
        "real_name": "unknown",
        "expires_on": None,
        "registrar_approved": None,
        "suffix_approved": None,
    }
    assert (known["known"], known["holder"], known["expires_on"]) == (True, "某公司", "2027-01-31")
