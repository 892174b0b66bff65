"""Change filings beside the record: what is told, what may be changed, and that something must be."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_body import FilingBody, Person
from app.domain.filing_states import State
from app.domain.filing_types import FilingType
from app.domain.filings import Filing, OnFile
from app.domain.record_diff import Change
from app.usecases import filing_bodies, filing_checks, filing_diffs, filing_steps
from app.usecases.people_to_verify import people_to_verify_on
from tests.domain.a_filing import a_body, a_person, a_website, an_enterprise, another_person
from tests.usecases.a_world import World

RECORD = a_body(an_enterprise(), a_website(domains=("example.cn", "example.com")))


async def a_draft(world: World, filing_type: FilingType, record: FilingBody = RECORD) -> Filing:
    """Put a draft straight into the database whose body is what is on file."""
    call = world.applicant
    filing = Filing(
        id=world.runtime.ids.new("fil"),
        provider_id=call.provider_id,
        account_id=world.account.id,
        filing_type=filing_type,
        channel="app",
        state=State.DRAFT,
        revision=1,
        type_verification_id=None,
        products=(),
        body=record,
        created_at=call.now,
        updated_at=call.now,
        rules_as_of=call.today,
        rulebook_digest=world.runtime.rulebook.digest,
        on_file=OnFile(body=record, complete=True, subject_number="豫ICP备2026000001号"),
    )
    async with world.runtime.unit_of_work() as uow:
        await uow.filings.add(filing, filing.id.encode(), 1)
        await uow.commit()
    return filing


async def refused(world: World, filing: Filing, change: dict[str, Any]) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        await world.patch(filing, change)
    return refusal.value


@pytest.mark.fact("S3-07")
async def test_a_change_is_told_field_by_field_with_who_verifies_and_that_the_service_goes_on(world: World) -> None:
    filing = await a_draft(world, FilingType.CHANGE_SERVICE)
    await world.patch(filing, {"services": [{"name": "新的官方网站", "principal": {"mobile": "13800000009"}}]})

    seen = await filing_diffs.get(world.runtime, world.applicant, filing.id)

    assert [(one.pointer, one.change) for one in seen.diff.fields] == [
        ("/services/0/name", Change.CHANGED),
        ("/services/0/principal/mobile", Change.CHANGED),
    ]
    assert (seen.diff.subject_changed, seen.diff.changed_services) == (False, ("svc_1",))
    assert [(one.roles, one.phone) for one in seen.recipients] == [(("service_principal",), "13800000009")]
    assert (seen.first_review, seen.authority_review, seen.must_be_offline) == (True, True, False)
    assert seen.may_be_served_meanwhile
    assert seen.to_prove == ()


async def test_another_principal_than_on_file_shows_who_it_is_before_the_change_is_submitted(world: World) -> None:
    filing = await a_draft(world, FilingType.CHANGE_SERVICE)
    changed = replace(filing.body, services=(replace(filing.body.services[0], principal=a_person()),))
    async with world.runtime.unit_of_work() as uow:
        await uow.filings.save(replace(filing, body=changed))
        await uow.commit()

    seen = await filing_diffs.get(world.runtime, world.applicant, filing.id)
    findings = await filing_checks.check(world.runtime, world.applicant, filing.id)

    assert seen.to_prove == ("/services/0/principal",)
    assert ("/services/0/principal", "authenticity_missing") in {(one.pointer, one.code) for one in findings}


async def test_the_profile_sends_a_type_past_the_first_review(world: World) -> None:
    world.with_profile(sent_straight_on=(FilingType.CANCEL_ACCESS,))
    filing = await a_draft(world, FilingType.CANCEL_ACCESS)

    seen = await filing_diffs.get(world.runtime, world.applicant, filing.id)

    assert (seen.first_review, seen.recipients) == (False, ())


@pytest.mark.parametrize("filing_type", [FilingType.CHANGE_SUBJECT, FilingType.CHANGE_SERVICE, FilingType.CHANGE_BOTH])
async def test_a_change_filing_that_changes_nothing_is_not_submitted(world: World, filing_type: FilingType) -> None:
    filing = await a_draft(world, filing_type)

    with pytest.raises(Refusal) as refusal:
        await filing_steps.submit(world.runtime, world.applicant, filing.id, None)

    assert refusal.value.code is ProblemCode.NOTHING_CHANGED
    assert refusal.value.detail is not None
    assert "on file" in refusal.value.detail.en


async def test_a_change_of_a_remark_is_a_change_and_nobody_is_asked_for_a_code(world: World) -> None:
    filing = await a_draft(world, FilingType.CHANGE_SERVICE)
    filing = await world.patch(filing, {"services": [{"remark": "补充"}]})

    filing_diffs.require_change(world.runtime, world.applicant, filing)

    assert people_to_verify_on(world.runtime, filing, world.applicant.today) == ()


async def test_what_leaves_the_record_is_submitted_without_a_change(world: World) -> None:
    filing = await a_draft(world, FilingType.DEREGISTER_SUBJECT)

    filing_diffs.require_change(world.runtime, world.applicant, filing)

    recipients = people_to_verify_on(world.runtime, filing, world.applicant.today)
    assert [one.roles for one in recipients] == [("subject_principal",)]


async def test_what_is_fixed_is_refused_at_its_place_with_rule_source_and_what_to_do(world: World) -> None:
    filing = await a_draft(world, FilingType.CHANGE_SERVICE)
    change = {"subject": {"name": "新名称"}, "services": [{"domains": ["example.cn", "example.net"]}]}

    refusal = await refused(world, filing, change)

    assert refusal.code is ProblemCode.FIELD_FROZEN
    assert {(one.pointer, one.rule) for one in refusal.errors} == {
        ("/services/0/domains", "filing_types.frozen"),
        ("/subject/name", "filing_types.frozen"),
    }
    assert all(one.source and one.remedy for one in refusal.errors)


async def test_a_domain_can_be_taken_out_and_what_the_record_lacks_be_entered(world: World) -> None:
    lacking = replace(RECORD, subject=an_enterprise(principal=a_person(mobile=None)))
    filing = await a_draft(world, FilingType.CHANGE_SERVICE, lacking)
    change = {
        "subject": {"principal": {"mobile": "13800000001"}},
        "services": [{"domains": ["example.cn"], "principal": {"email": None}}],
    }

    assert "/subject/principal/mobile" in editable(world, filing)
    changed = await world.patch(filing, change)

    assert changed.body.services[0].domains == ("example.cn",)
    assert changed.body.subject.principal == a_person(mobile="13800000001")


async def test_who_enters_a_code_on_a_deregistration_must_be_known(world: World) -> None:
    nobody = replace(RECORD, subject=an_enterprise(principal=Person(name="张三")))
    filing = await a_draft(world, FilingType.DEREGISTER_SUBJECT, nobody)

    async with world.runtime.unit_of_work() as uow:
        errors = await filing_checks.content_findings(world.runtime, world.applicant, uow, filing)

    assert [one.pointer for one in errors] == [
        "/subject/principal/mobile",
        "/subject/principal/certificate/number",
    ]


async def test_of_a_first_filing_everything_is_new_and_both_principals_verify(world: World) -> None:
    filing = await a_draft(world, FilingType.FIRST_FILING)
    first = replace(filing, on_file=None, body=a_body(None, a_website(principal=another_person())))

    recipients = people_to_verify_on(world.runtime, first, world.applicant.today)

    assert [one.roles for one in recipients] == [("subject_principal",), ("service_principal",)]


def editable(world: World, filing: Filing) -> tuple[str, ...]:
    call = world.applicant
    return filing_bodies.editable_now(filing, call.profile, world.runtime, call)
