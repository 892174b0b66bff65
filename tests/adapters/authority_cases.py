"""Two filed subjects and their submissions, for the contract of every filing type."""

from dataclasses import replace
from typing import Any

from app.ports.authority import AskedService, AskedSubject, LookupAnswer, ServiceOnRecord, Submission, SubmissionAnswer
from tests.adapters.played_authority import PROVIDER, PlayedAuthority

ELSEWHERE = "990002"
MINE = "91310115MA1TEST01X"
THEIRS = "91310115MA1OTHER0X"
NOBODYS = "91310115MA1NOBODYX"
MY_NUMBER = "沪ICP备2020000001号"
THEIR_NUMBER = "沪ICP备2020000002号"
NAME = "示例科技有限公司"
WEBSITE = {"id": "svc_1", "kind": "website", "name": "示例网", "domains": ["example.cn"]}
NEW_WEBSITE = {**WEBSITE, "domains": ["new.cn"]}
APP = {"id": "svc_2", "kind": "app", "name": "示例"}
REMOTE = {"id": "svc_3", "kind": "website", "name": "远方", "domains": ["remote.cn"]}


def a_subject(number: str = MINE, **changes: Any) -> dict[str, Any]:
    certificate = {"type": "business_license", "number": number}
    return {"name": NAME, "nature": "enterprise", "region": "310115", "certificate": certificate, **changes}


def a_submission(filing_type: str, *services: dict[str, Any], **changes: Any) -> Submission:
    """A submission of the filed subject with nobody to verify; a deregistration has a reason."""
    submission = Submission(
        submission_id="fil_1",
        provider_number=PROVIDER,
        filing_type=filing_type,
        province="310000",
        subject=a_subject(),
        services=services,
        sms_recipients=(),
        reason_code="no_longer_operated" if filing_type.startswith("deregister_") else None,
    )
    return replace(submission, **changes)


async def two_subjects(played: PlayedAuthority) -> None:
    """Mine has a website and an APP here and a website elsewhere; theirs has one website here."""
    services = [
        {"kind": "website", "domain": "example.cn", "name": "示例网"},
        {"kind": "app", "name": "示例"},
        {"kind": "website", "domain": "remote.cn", "name": "远方", "access_here": False},
    ]
    mine = {"provider_id": PROVIDER, "subject_number": MY_NUMBER, "subject": a_subject(), "services": services}
    theirs = {"subject_number": THEIR_NUMBER, "subject": a_subject(THEIRS), "services": [
        {"kind": "website", "domain": "theirs.cn", "name": "别家"}
    ]}  # fmt: skip
    await played.put_record(mine)
    await played.put_record({**mine, **theirs})


async def approved(played: PlayedAuthority, submission: Submission) -> dict[str, Any]:
    answer = await submitted(played, submission)
    assert answer.refusal is None, answer.refusal
    await played.decide(answer.receipt, "accept")
    state = await played.gateway.state_of(answer.receipt)
    assert state.state == "approved", state
    assert state.result is not None
    return state.result


async def submitted(played: PlayedAuthority, submission: Submission) -> SubmissionAnswer:
    return await played.gateway.submit(submission)


async def looked_up(played: PlayedAuthority, *names: str, number: str = MINE) -> LookupAnswer:
    asked = [AskedService("website" if "." in name else "app", name) for name in names]
    return await played.gateway.look_up(PROVIDER, AskedSubject("business_license", number, "unit"), asked)


async def service_of(played: PlayedAuthority, name: str, number: str = MINE) -> ServiceOnRecord | None:
    return (await looked_up(played, name, number=number)).services[0]
