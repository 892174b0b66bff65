"""What an approval leaves on the record of every authority gateway, by filing type."""

import pytest

from app.ports.authority import AskedService, AskedSubject
from tests.adapters.authority_cases import (
    APP,
    ELSEWHERE,
    MY_NUMBER,
    NEW_WEBSITE,
    NOBODYS,
    REMOTE,
    THEIR_NUMBER,
    THEIRS,
    WEBSITE,
    a_subject,
    a_submission,
    approved,
    looked_up,
    service_of,
    submitted,
    two_subjects,
)
from tests.adapters.played_authority import PROVIDER, PlayedAuthority


@pytest.mark.fact("S3-10")
async def test_one_of_two_accesses_can_be_cancelled_whatever_the_authority_refuses(played: PlayedAuthority) -> None:
    await two_subjects(played)
    await approved(played, a_submission("add_access", WEBSITE, provider_number=ELSEWHERE))
    await played.refuse_cancelling_only_access()

    result = await approved(played, a_submission("cancel_access", WEBSITE, submission_id="fil_2"))

    service = await service_of(played, "example.cn")
    assert service is not None
    assert result["services"] == [{"service_id": "svc_1", "number": f"{MY_NUMBER}-1"}]
    assert (service.provider_numbers, service.only_access) == ((ELSEWHERE,), False)


async def test_a_lookup_tells_the_filed_name_and_whether_this_is_the_only_access(played: PlayedAuthority) -> None:
    await two_subjects(played)
    alone = await looked_up(played, "www.example.cn", "示例", "remote.cn")
    await approved(played, a_submission("add_access", REMOTE))

    both = await looked_up(played, "remote.cn")

    found = [service for service in (*alone.services, *both.services) if service is not None]
    assert [(one.filed_name, one.name, one.only_access) for one in found] == [
        ("example.cn", "示例网", True),
        ("示例", "示例", True),
        ("remote.cn", "远方", False),
        ("remote.cn", "远方", False),
    ]
    assert len(found[3].provider_numbers) == 2
    assert alone.subject is not None
    assert alone.subject.services_left == 3


async def test_a_website_known_by_its_domain_alone_has_no_name_until_a_change_gives_it_one(
    played: PlayedAuthority,
) -> None:
    record = {"provider_id": PROVIDER, "subject_number": MY_NUMBER, "subject": a_subject(),
              "services": [{"kind": "website", "domain": "example.cn"}]}  # fmt: skip
    await played.put_record(record)
    before = await service_of(played, "example.cn")
    await approved(played, a_submission("change_service", {**WEBSITE, "name": None}))
    unchanged = await service_of(played, "example.cn")

    await approved(played, a_submission("change_service", WEBSITE, submission_id="fil_2"))

    after = await service_of(played, "example.cn")
    assert before is not None
    assert unchanged is not None
    assert after is not None
    assert (before.name, unchanged.name, after.name) == (None, None, "示例网")


async def test_access_without_any_provider_leaves_the_service_on_record_as_a_shell(played: PlayedAuthority) -> None:
    await two_subjects(played)

    result = await approved(played, a_submission("cancel_access", WEBSITE, reason_code="moved_provider"))

    service = await service_of(played, "example.cn")
    assert service is not None
    assert (service.service_number, service.provider_numbers) == (f"{MY_NUMBER}-1", ())
    assert result["services"] == [{"service_id": "svc_1", "number": f"{MY_NUMBER}-1"}]


@pytest.mark.fact("S3-09")
async def test_a_deregistered_service_frees_its_domain_and_its_subject_stays_as_a_shell(
    played: PlayedAuthority,
) -> None:
    await two_subjects(played)
    gone = {**WEBSITE, "domains": ["theirs.cn"]}
    await approved(played, a_submission("deregister_service", gone, subject=a_subject(THEIRS)))

    answer = await looked_up(played, "theirs.cn", number=THEIRS)
    again = await submitted(played, a_submission("add_service_here", gone, submission_id="fil_2"))

    assert answer.subject is not None
    assert (answer.subject.services_left, answer.services) == (0, (None,))
    assert again.refusal is None


async def test_the_numbers_of_what_is_gone_are_not_given_again(played: PlayedAuthority) -> None:
    await two_subjects(played)
    await approved(played, a_submission("deregister_service", APP))

    result = await approved(played, a_submission("add_service_here", APP, NEW_WEBSITE, submission_id="fil_2"))

    assert [one["number"] for one in result["services"]] == [f"{MY_NUMBER}-4A", f"{MY_NUMBER}-5"]


@pytest.mark.fact("S3-08")
async def test_a_deregistered_subject_is_gone_with_its_services_and_files_first_again(
    played: PlayedAuthority,
) -> None:
    await two_subjects(played)
    await approved(played, a_submission("deregister_subject"))

    gone = await looked_up(played, "example.cn", "示例", "remote.cn")
    first = await approved(played, a_submission("first_filing", WEBSITE, APP, submission_id="fil_2"))

    assert (gone.subject, gone.services) == (None, (None, None, None))
    assert first["subject_number"] != MY_NUMBER
    assert [one["number"] for one in first["services"]] == [
        f"{first['subject_number']}-1",
        f"{first['subject_number']}-2A",
    ]


async def test_a_change_of_both_writes_names_domains_and_certificate_and_keeps_the_numbers(
    played: PlayedAuthority,
) -> None:
    await two_subjects(played)
    website = {**WEBSITE, "name": "新名", "number": f"{MY_NUMBER}-1", "domains": ["second.cn"]}
    app = {**APP, "name": "新应用", "number": f"{MY_NUMBER}-2A"}
    subject = a_subject(NOBODYS, name="新公司", nature="public_institution", region="310104")

    result = await approved(
        played, a_submission("change_both", website, app, subject=subject, subject_number=MY_NUMBER)
    )

    answer = await looked_up(played, "second.cn", "example.cn", "新应用", "示例", number=NOBODYS)
    old = await looked_up(played)
    assert result["services"] == [
        {"service_id": "svc_1", "number": f"{MY_NUMBER}-1"},
        {"service_id": "svc_2", "number": f"{MY_NUMBER}-2A"},
    ]
    assert answer.subject is not None
    assert (answer.subject.name, answer.subject.nature, answer.subject.region) == (
        "新公司",
        "public_institution",
        "310104",
    )
    assert [one and (one.name, one.service_number) for one in answer.services] == [
        ("新名", f"{MY_NUMBER}-1"),
        None,
        ("新应用", f"{MY_NUMBER}-2A"),
        None,
    ]
    assert old.subject is None


async def test_a_domain_that_leaves_a_website_is_free_for_others(played: PlayedAuthority) -> None:
    await two_subjects(played)
    two = {**WEBSITE, "domains": ["example.cn", "second.cn"]}
    await approved(played, a_submission("change_service", two))
    await approved(played, a_submission("change_service", WEBSITE, submission_id="fil_2"))

    taken = {**WEBSITE, "domains": ["second.cn"]}
    result = await approved(
        played, a_submission("add_service_here", taken, subject=a_subject(THEIRS), submission_id="fil_3")
    )

    assert result["services"][0]["number"] == f"{THEIR_NUMBER}-2"


@pytest.mark.parametrize(("target", "number"), [(THEIRS, f"{THEIR_NUMBER}-2"), (NOBODYS, None)])
async def test_a_migrated_service_gets_the_next_number_of_its_new_subject_and_keeps_its_providers(
    played: PlayedAuthority, target: str, number: str | None
) -> None:
    await two_subjects(played)
    await approved(played, a_submission("add_access", WEBSITE, provider_number=ELSEWHERE))
    moving = {**WEBSITE, "number": f"{MY_NUMBER}-1"}

    result = await approved(
        played, a_submission("migrate_service", moving, subject=a_subject(target), submission_id="fil_2")
    )

    service = await service_of(played, "example.cn", target)
    left = (await looked_up(played)).subject
    assert service is not None
    assert service.service_number == result["services"][0]["number"] == (number or f"{result['subject_number']}-1")
    assert service.provider_numbers == (PROVIDER, ELSEWHERE)
    assert left is not None
    assert left.services_left == 2


async def test_the_old_subject_of_its_only_service_stays_as_a_shell(played: PlayedAuthority) -> None:
    await two_subjects(played)
    moving = {**WEBSITE, "domains": ["theirs.cn"]}

    result = await approved(played, a_submission("migrate_service", moving))

    left = (await looked_up(played, number=THEIRS)).subject
    assert result["services"][0]["number"] == f"{MY_NUMBER}-4"
    assert left is not None
    assert (left.subject_number, left.services_left) == (THEIR_NUMBER, 0)


@pytest.mark.parametrize(("kind", "suffix"), [("app", "A"), ("mini_program", "X"), ("quick_app", "K")])
async def test_other_kinds_than_websites_are_found_by_name_within_their_subject_or_by_number(
    played: PlayedAuthority, kind: str, suffix: str
) -> None:
    await two_subjects(played)
    mine = {"id": "svc_9", "kind": kind, "name": "同名"}
    number = f"{MY_NUMBER}-4{suffix}"
    added = await approved(played, a_submission("add_service_here", mine))
    same_name = a_submission("add_service_here", mine, subject=a_subject(THEIRS), submission_id="fil_2")
    await approved(played, same_name)

    by_name = await approved(played, a_submission("add_access", mine, provider_number=ELSEWHERE, submission_id="fil_3"))
    renamed = {**mine, "name": "改名", "number": number}
    await approved(played, a_submission("change_service", renamed, submission_id="fil_4"))
    by_number = await approved(
        played, a_submission("deregister_service", {**mine, "name": None, "number": number}, submission_id="fil_5")
    )

    expected = [{"service_id": "svc_9", "number": number}]
    assert added["services"] == by_name["services"] == by_number["services"] == expected
    theirs = await played.gateway.look_up(
        PROVIDER, AskedSubject("business_license", THEIRS, "unit"), [AskedService(kind, "同名")]
    )
    assert theirs.services[0] is not None
    assert theirs.services[0].service_number == f"{THEIR_NUMBER}-2{suffix}"
