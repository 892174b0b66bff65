"""What every authority gateway refuses, with its code and place, by filing type."""

from dataclasses import replace

import pytest

from app.ports.authority import Submission
from tests.adapters.authority_cases import (
    APP,
    ELSEWHERE,
    MY_NUMBER,
    NEW_WEBSITE,
    NOBODYS,
    REMOTE,
    THEIRS,
    WEBSITE,
    a_subject,
    a_submission,
    approved,
    submitted,
    two_subjects,
)
from tests.adapters.played_authority import PlayedAuthority

DOMAIN, CERTIFICATE = "/services/0/domains/0", "/subject/certificate/number"

REFUSED: dict[str, tuple[Submission, str, str]] = {
    "access once more": (a_submission("add_access", WEBSITE), "1029", DOMAIN),
    "access to an APP once more": (a_submission("add_access", APP), "1029", "/services/0/name"),
    "access to what is another's": (a_submission("add_access", {**WEBSITE, "domains": ["theirs.cn"]}), "1048", DOMAIN),
    "cancelling what is not accessed": (a_submission("cancel_access", REMOTE), "1032", DOMAIN),
    "changing what is not accessed": (a_submission("change_service", REMOTE), "1048", DOMAIN),
    "an unknown subject": (a_submission("add_service_here", NEW_WEBSITE, subject=a_subject(NOBODYS)), "1047",
                           CERTIFICATE),
    "a subject first filed twice": (a_submission("first_filing", NEW_WEBSITE), "1003", CERTIFICATE),
    "a domain on record": (a_submission("add_service_here", {**WEBSITE, "domains": ["new.cn", "theirs.cn"]}), "1005",
                           "/services/0/domains/1"),
    "an APP of the subject on record": (a_submission("add_service_here", APP), "1005", "/services/0/name"),
    "a new service with a number": (a_submission("add_service_here", {**NEW_WEBSITE, "number": f"{MY_NUMBER}-1"}),
                                    "1037", DOMAIN),
    "an APP without a name": (a_submission("change_service", {**APP, "number": f"{MY_NUMBER}-2A", "name": ""}),
                                    "1044", "/services/0/name"),
    "another's certificate": (a_submission("change_subject", subject=a_subject(THEIRS), subject_number=MY_NUMBER),
                              "1003", CERTIFICATE),
    "another province": (a_submission("change_subject", province="330000", subject=a_subject(region="330100")),
                         "1046", "/subject/region"),
    "a service in another province": (a_submission("add_service_here", NEW_WEBSITE, province="330000",
                                                   subject=a_subject(region="330100")), "1045", "/subject/region"),
    "the wrong authority": (a_submission("add_access", REMOTE, province="330000"), "1045", "/subject/region"),
    "no reason": (a_submission("deregister_service", WEBSITE, reason_code=None), "1026", "/reason_code"),
    "a reason that is none": (a_submission("deregister_subject", reason_code="bored"), "1026", "/reason_code"),
    "a reason that is none to cancel": (a_submission("cancel_access", WEBSITE, reason_code=""), "1026", "/reason_code"),
    "no name of the subject": (a_submission("change_subject", subject=a_subject(name=" ")), "1044", "/subject/name"),
    "no name of the principal": (a_submission("change_subject", subject=a_subject(principal={"name": ""})), "1044",
                                 "/subject/principal/name"),
    "no name of the service": (a_submission("add_service_here", {**NEW_WEBSITE, "name": ""}), "1044",
                               "/services/0/name"),
    "a home page elsewhere": (a_submission("change_service", {**WEBSITE, "home_url": "www.other.cn"}), "1041",
                              "/services/0/home_url"),
    "a home page of another": (a_submission("add_service_here", {**NEW_WEBSITE, "home_url": "http://www.theirs.cn/"}),
                               "1021", "/services/0/home_url"),
    "a home page that is none": (a_submission("add_service_here", {**NEW_WEBSITE, "home_url": "home"}), "1022",
                                 "/services/0/home_url"),
    "a migration to its own subject": (a_submission("migrate_service", WEBSITE), "1005", DOMAIN),
    "a migration from elsewhere": (a_submission("migrate_service", REMOTE, subject=a_subject(THEIRS)), "1048", DOMAIN),
    "deregistering what has no access here": (a_submission("deregister_service", REMOTE), "1048", DOMAIN),
    "deregistering a subject without access here": (
        a_submission("deregister_subject", provider_number=ELSEWHERE), "1047", CERTIFICATE),
    "a blacklisted name": (a_submission("change_subject", subject=a_subject(name="黑名单测试单位")), "1065",
                           "/subject/name"),
    "an address not reported": (a_submission("change_service", {**WEBSITE, "name": "IP未报测试"}), "1063",
                                "/services/0/access"),
}  # fmt: skip


@pytest.mark.parametrize(("submission", "code", "pointer"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_the_record_does_not_allow_is_refused_with_its_code_and_place(
    played: PlayedAuthority, submission: Submission, code: str, pointer: str
) -> None:
    await two_subjects(played)

    refusal = (await submitted(played, submission)).refusal

    assert refusal is not None
    assert (refusal.code, refusal.pointer) == (code, pointer)
    assert refusal.our_fault is (
        code in ("1026", "1063") or submission.province[:2] != submission.subject["region"][:2]
    )
    assert refusal.message


UNDER_WAY: dict[str, tuple[Submission, Submission, str, str]] = {
    "anything beside a change": (
        a_submission("change_subject"), a_submission("add_service_here", NEW_WEBSITE), "1017", CERTIFICATE),
    "anything beside an addition": (
        a_submission("add_service_here", NEW_WEBSITE), a_submission("change_subject"), "1003", CERTIFICATE),
    "a deregistration of the subject twice": (
        a_submission("deregister_subject"), a_submission("deregister_subject"), "1027", CERTIFICATE),
    "a deregistration of the service twice": (
        a_submission("deregister_service", WEBSITE),
        a_submission("deregister_service", {**WEBSITE, "number": f"{MY_NUMBER}-1", "domains": []}),
        "1030", "/services/0/name"),
    "the deregistration of another service": (
        a_submission("deregister_service", WEBSITE), a_submission("deregister_service", APP), "1003", CERTIFICATE),
    "the service of a subject that goes": (
        a_submission("deregister_subject"), a_submission("deregister_service", WEBSITE), "1042", CERTIFICATE),
    "the subject of a service that goes": (
        a_submission("deregister_service", APP), a_submission("deregister_subject"), "1043", CERTIFICATE),
    "a cancellation twice": (
        a_submission("cancel_access", WEBSITE), a_submission("cancel_access", WEBSITE), "1032", DOMAIN),
    "access twice": (a_submission("add_access", REMOTE), a_submission("add_access", REMOTE), "1029", DOMAIN),
    "access through two providers at once": (
        a_submission("add_access", REMOTE), a_submission("add_access", REMOTE, provider_number=ELSEWHERE),
        "1003", CERTIFICATE),
    "what is filed of a subject that changes its certificate": (
        a_submission("change_subject", subject=a_subject(NOBODYS), subject_number=MY_NUMBER),
        a_submission("deregister_service", WEBSITE), "1017", CERTIFICATE),
    "the old subject of a service that moves": (
        a_submission("migrate_service", WEBSITE, subject=a_subject(THEIRS)), a_submission("deregister_subject"),
        "1003", CERTIFICATE),
    "a domain that somebody else asks for": (
        a_submission("add_service_here", NEW_WEBSITE, subject=a_subject(THEIRS)),
        a_submission("change_service", {**WEBSITE, "domains": ["example.cn", "new.cn"]}),
        "1005", "/services/0/domains/1"),
}  # fmt: skip


@pytest.mark.parametrize(("first", "second", "code", "pointer"), UNDER_WAY.values(), ids=UNDER_WAY.keys())
async def test_what_is_under_way_refuses_what_comes_after_and_nothing_once_it_is_over(
    played: PlayedAuthority, first: Submission, second: Submission, code: str, pointer: str
) -> None:
    await two_subjects(played)
    opened = await submitted(played, first)
    assert opened.refusal is None

    refusal = (await submitted(played, replace(second, submission_id="fil_2"))).refusal
    await played.decide(opened.receipt, "reject")
    again = await submitted(played, replace(second, submission_id="fil_3"))

    assert refusal is not None
    assert (refusal.code, refusal.pointer) == (code, pointer)
    assert again.refusal is None


async def test_the_only_access_can_be_cancelled_unless_the_authority_refuses_that(played: PlayedAuthority) -> None:
    await two_subjects(played)
    assert (await submitted(played, a_submission("cancel_access", APP, submission_id="fil_2"))).refusal is None
    theirs = a_submission("cancel_access", {**WEBSITE, "domains": ["theirs.cn"]}, subject=a_subject(THEIRS))

    await played.refuse_cancelling_only_access()
    refusal = (await submitted(played, theirs)).refusal

    assert refusal is not None
    assert (refusal.code, refusal.pointer) == ("1025", DOMAIN)


GONE: dict[str, tuple[Submission, Submission, str, str]] = {
    "the subject by its number": (
        a_submission("deregister_subject"), a_submission("deregister_subject", subject_number=MY_NUMBER),
        "1049", CERTIFICATE),
    "the subject by its certificate": (
        a_submission("deregister_subject"), a_submission("deregister_subject"), "1049", CERTIFICATE),
    "a service of a subject that is gone": (
        a_submission("deregister_subject"), a_submission("deregister_service", WEBSITE), "1049", CERTIFICATE),
    "the website": (
        a_submission("deregister_service", WEBSITE),
        a_submission("deregister_service", {**WEBSITE, "number": f"{MY_NUMBER}-1"}), "1050", DOMAIN),
    "the APP": (
        a_submission("deregister_service", APP), a_submission("cancel_access", {**APP, "number": f"{MY_NUMBER}-2A"}),
        "1050", "/services/0/name"),
}  # fmt: skip


@pytest.mark.parametrize(("first", "second", "code", "pointer"), GONE.values(), ids=GONE.keys())
async def test_what_is_deregistered_is_told_to_be_gone(
    played: PlayedAuthority, first: Submission, second: Submission, code: str, pointer: str
) -> None:
    await two_subjects(played)
    await approved(played, first)

    refusal = (await submitted(played, replace(second, submission_id="fil_2"))).refusal

    assert refusal is not None
    assert (refusal.code, refusal.pointer) == (code, pointer)


async def test_an_app_renamed_like_another_of_its_subject_is_refused(played: PlayedAuthority) -> None:
    await two_subjects(played)
    second = {"id": "svc_9", "kind": "app", "name": "第二"}
    await approved(played, a_submission("add_service_here", second))

    renamed = {**second, "name": "示例", "number": f"{MY_NUMBER}-4A"}
    refusal = (await submitted(played, a_submission("change_service", renamed, submission_id="fil_2"))).refusal

    assert refusal is not None
    assert (refusal.code, refusal.pointer) == ("1020", "/services/0/name")
